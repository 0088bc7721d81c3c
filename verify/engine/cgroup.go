package engine

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// cgroup is the control group of one container: a folder in one hierarchy
// (version 2), or one in that of each controller (version 1). It is locked
// while this process lives, by which the next one tells what was abandoned.
type cgroup struct {
	place cgroupPlace
	dirs  []*os.File // of memory and of processes; the same in version 2
	kills int64      // by the kernel for want of memory, told already
	forks int64      // refused for want of processes, told already
}

// cgroupPrefix begins the names of our groups.
const cgroupPrefix = "knotes-"

// sweepOnce removes once what killed runs left.
var sweepOnce sync.Once

// newCgroup makes a group with these limits.
func newCgroup(place cgroupPlace, l Limits) (*cgroup, error) {
	sweepOnce.Do(place.sweep)
	g := &cgroup{place: place}
	name := cgroupPrefix + strings.ToLower(rand.Text())
	for _, parent := range place.parents() {
		dir, err := lockedDir(filepath.Join(parent, name))
		if err != nil {
			g.close()
			return nil, err
		}
		g.dirs = append(g.dirs, dir)
	}
	if err := g.limit(l); err != nil {
		g.close()
		return nil, err
	}
	return g, nil
}

// lockedDir makes a folder and locks it. A sweep of another run may remove it
// in between; then it is made again.
func lockedDir(path string) (*os.File, error) {
	for range 10 {
		if err := os.Mkdir(path, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		dir, err := os.Open(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if unix.Flock(int(dir.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil && isAt(dir, path) {
			return dir, nil
		}
		dir.Close()
	}
	return nil, fmt.Errorf("%s vanishes as soon as it is made", path)
}

// isAt tells whether an open file still stands at path.
func isAt(f *os.File, path string) bool {
	open, err := f.Stat()
	if err != nil {
		return false
	}
	now, err := os.Stat(path)
	return err == nil && os.SameFile(open, now)
}

func (g *cgroup) memory() string    { return g.dirs[0].Name() }
func (g *cgroup) processes() string { return g.dirs[len(g.dirs)-1].Name() }

// limit writes the limits. Swap counts as memory where it can be counted.
func (g *cgroup) limit(l Limits) error {
	memory, swap, swapMax := "memory.limit_in_bytes", "memory.memsw.limit_in_bytes", l.Memory
	if g.place.unified {
		memory, swap, swapMax = "memory.max", "memory.swap.max", 0
	}
	if l.Memory > 0 {
		if err := writeControl(g.memory(), memory, l.Memory); err != nil {
			return err
		}
		if err := writeControl(g.memory(), swap, swapMax); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if l.Processes > 0 {
		return writeControl(g.processes(), "pids.max", int64(l.Processes)+overhead)
	}
	return nil
}

func writeControl(dir, file string, value int64) error {
	f, err := os.OpenFile(filepath.Join(dir, file), os.O_WRONLY, 0) // never made: a missing one is an error
	if err != nil {
		return err
	}
	_, err = f.WriteString(strconv.FormatInt(value, 10))
	return errors.Join(err, f.Close())
}

// start implements [keeper]. The process is born in the group: by clone into
// it, or (version 1 has no such thing) by a thread that enters it, starts the
// process and goes back.
func (g *cgroup) start(cmd *exec.Cmd) error {
	if g.place.unified {
		if cmd.SysProcAttr == nil {
			cmd.SysProcAttr = new(syscall.SysProcAttr)
		}
		cmd.SysProcAttr.UseCgroupFD, cmd.SysProcAttr.CgroupFD = true, int(g.dirs[0].Fd())
		return cmd.Start()
	}
	runtime.LockOSThread()
	for _, dir := range g.dirs {
		if err := writeControl(dir.Name(), "tasks", 0); err != nil {
			return errors.Join(err, g.leave())
		}
	}
	err := cmd.Start()
	return errors.Join(err, g.leave())
}

// leave takes this thread out of the group. One that cannot leave stays locked
// to its goroutine, so that no other work is done in it.
func (g *cgroup) leave() error {
	for _, parent := range g.place.parents() {
		if err := writeControl(parent, "tasks", 0); err != nil {
			return err
		}
	}
	runtime.UnlockOSThread()
	return nil
}

// hit implements [keeper].
func (g *cgroup) hit() Stop {
	kills, forks := event(g.memory(), g.place.memoryEvents(), "oom_kill"), event(g.processes(), "pids.events", "max")
	newKills, newForks := kills > g.kills, forks > g.forks
	g.kills, g.forks = kills, forks
	switch {
	case newKills:
		return StopMemory
	case newForks:
		return StopProcesses
	}
	return ""
}

// counters implements [keeper].
func (g *cgroup) counters() []*os.File {
	memory, err := os.Open(filepath.Join(g.memory(), g.place.memoryEvents()))
	if err != nil {
		return nil
	}
	processes, err := os.Open(filepath.Join(g.processes(), "pids.events"))
	if err != nil {
		memory.Close()
		return nil
	}
	return []*os.File{memory, processes}
}

// event reads a counter of a file with a "name count" on each line.
func event(dir, file, name string) int64 {
	data, _ := os.ReadFile(filepath.Join(dir, file))
	for line := range strings.Lines(string(data)) {
		if count, ok := strings.CutPrefix(line, name+" "); ok {
			n, _ := strconv.ParseInt(strings.TrimSpace(count), 10, 64)
			return n
		}
	}
	return 0
}

// close implements [keeper]: what still lives in the group is killed, and the
// group removed.
func (g *cgroup) close() {
	for _, dir := range g.dirs {
		removeCgroup(dir.Name())
		dir.Close()
	}
}

// removeCgroup kills what is in a group, and removes it.
func removeCgroup(dir string) {
	for wait := time.Millisecond; wait < 2*time.Second; wait += wait / 2 {
		if err := os.Remove(dir); err == nil || errors.Is(err, fs.ErrNotExist) {
			return
		}
		killCgroup(dir)
		time.Sleep(wait)
	}
}

func killCgroup(dir string) {
	if writeControl(dir, "cgroup.kill", 1) == nil {
		return
	}
	procs, _ := os.ReadFile(filepath.Join(dir, "cgroup.procs"))
	for _, p := range strings.Fields(string(procs)) {
		if pid, err := strconv.Atoi(p); err == nil && pid > 1 {
			syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}
