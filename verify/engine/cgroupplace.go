package engine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// cgroupPlace is where this process may make control groups: a folder of the
// unified hierarchy, or one of that of each controller.
type cgroupPlace struct {
	unified           bool
	memory, processes string // the parent folders; the same where unified
}

func (p cgroupPlace) parents() []string {
	if p.unified {
		return []string{p.memory}
	}
	return []string{p.memory, p.processes}
}

func (p cgroupPlace) memoryEvents() string {
	if p.unified {
		return "memory.events"
	}
	return "memory.oom_control"
}

// String names the place for people.
func (p cgroupPlace) String() string {
	if p.unified {
		return "cgroup v2 below " + p.memory
	}
	return fmt.Sprintf("cgroup v1 below %s and %s", p.memory, p.processes)
}

// sweep removes the groups of runs that are gone: nobody holds their lock. They
// may have been made from another session, whose folder is a neighbour's.
func (p cgroupPlace) sweep() {
	for _, parent := range p.parents() {
		here, _ := filepath.Glob(filepath.Join(parent, cgroupPrefix+"*"))
		beside, _ := filepath.Glob(filepath.Join(filepath.Dir(parent), "*", cgroupPrefix+"*"))
		for _, path := range append(here, beside...) {
			dir, err := os.Open(path)
			if err != nil {
				continue
			}
			if unix.Flock(int(dir.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil {
				removeCgroup(path)
			}
			dir.Close()
		}
	}
}

// findCgroupPlace looks once for a place. Its error says why there is none.
var findCgroupPlace = sync.OnceValues(func() (cgroupPlace, error) {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return cgroupPlace{}, err
	}
	own, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return cgroupPlace{}, err
	}
	at := parseCgroups(string(mounts), string(own))
	p, err := at.unifiedPlace()
	if err == nil {
		return p, nil
	}
	p, err1 := at.separatePlace()
	if err1 == nil {
		return p, nil
	}
	if _, ok := at["memory"]; ok {
		err = err1
	}
	return cgroupPlace{}, err
})

// Cgroups says where bubblewrap's containers are put into control groups that
// hold them to their limits of memory and processes. Its error says why a
// watchdog has to do with them here. It makes such a group to know.
func Cgroups() (string, error) {
	p, err := findCgroupPlace()
	if err != nil {
		return "", err
	}
	g, err := newCgroup(p, Limits{Memory: 1 << 30, Processes: 256})
	if err != nil {
		return "", err
	}
	g.close()
	return p.String(), nil
}

// cgroupPath is where a process stands in a hierarchy.
type cgroupPath struct {
	mount string // where the hierarchy is mounted
	own   string // the folder of the process, at mount or below
}

// cgroupPaths has the paths by controller; the unified hierarchy is "".
type cgroupPaths map[string]cgroupPath

// parseCgroups reads the text of a process's mountinfo and cgroup files, for
// the controllers of interest here.
func parseCgroups(mountinfo, cgroup string) cgroupPaths {
	own := map[string]string{}
	for line := range strings.Lines(cgroup) {
		f := strings.SplitN(strings.TrimSuffix(line, "\n"), ":", 3)
		if len(f) == 3 {
			for _, controller := range strings.Split(f[1], ",") {
				own[controller] = f[2]
			}
		}
	}
	at := cgroupPaths{}
	for line := range strings.Lines(mountinfo) {
		before, after, _ := strings.Cut(line, " - ")
		mount, fstype := strings.Fields(before), strings.Fields(after)
		if len(mount) < 5 || len(fstype) < 3 {
			continue
		}
		for _, controller := range []string{"", "memory", "pids"} {
			unified := controller == "" && fstype[0] == "cgroup2"
			if path, ok := own[controller]; ok && (unified || fstype[0] == "cgroup" && slices.Contains(strings.Split(fstype[2], ","), controller)) {
				at[controller] = newCgroupPath(mount[4], mount[3], path)
			}
		}
	}
	return at
}

// newCgroupPath finds the folder of a process of which the kernel says path, in
// a hierarchy of which root is mounted.
func newCgroupPath(mount, root, path string) cgroupPath {
	below, err := filepath.Rel(root, path)
	if err != nil || below == ".." || strings.HasPrefix(below, "../") {
		below = "." // not to be seen from here
	}
	return cgroupPath{mount, filepath.Join(mount, below)}
}

// unifiedPlace is the nearest folder, from the own one upwards, that may have
// children with limits: it is ours to write to, and hands its controllers on.
// A process may only be put below a folder that its parent is below of too.
func (at cgroupPaths) unifiedPlace() (cgroupPlace, error) {
	p, ok := at[""]
	if !ok {
		return cgroupPlace{}, errors.New("cgroup v2 is not mounted")
	}
	if !hasControllers(p.mount, "cgroup.controllers") {
		return cgroupPlace{}, errors.New("cgroup v2 has no memory and pids controllers here")
	}
	for dir := p.own; ; dir = filepath.Dir(dir) {
		if writable(dir) && writable(filepath.Join(dir, "cgroup.procs")) && handsOn(dir) {
			return cgroupPlace{unified: true, memory: dir, processes: dir}, nil
		}
		if dir == p.mount || dir == "/" || dir == "." {
			return cgroupPlace{}, fmt.Errorf("no cgroup v2 from %s upwards is delegated: systemd-run --user --scope -p Delegate=yes knotes", p.own)
		}
	}
}

// handsOn tells whether a folder's children have the controllers, giving them
// where that may be done.
func handsOn(dir string) bool {
	const file = "cgroup.subtree_control"
	if hasControllers(dir, file) {
		return true
	}
	f, err := os.OpenFile(filepath.Join(dir, file), os.O_WRONLY, 0)
	if err != nil {
		return false
	}
	_, err = f.WriteString("+memory +pids")
	return errors.Join(err, f.Close()) == nil && hasControllers(dir, file)
}

func hasControllers(dir, file string) bool {
	data, _ := os.ReadFile(filepath.Join(dir, file))
	have := strings.Fields(string(data))
	return slices.Contains(have, "memory") && slices.Contains(have, "pids")
}

// separatePlace is the own folder in the hierarchies of both controllers.
func (at cgroupPaths) separatePlace() (cgroupPlace, error) {
	memory, ok := at["memory"]
	pids, ok2 := at["pids"]
	if !ok || !ok2 {
		return cgroupPlace{}, errors.New("cgroup v1 is not mounted for memory and pids")
	}
	place := cgroupPlace{memory: memory.own, processes: pids.own}
	for _, dir := range place.parents() {
		if !writable(dir) || !writable(filepath.Join(dir, "tasks")) {
			return cgroupPlace{}, fmt.Errorf("cgroup v1: only root may write to %s", dir)
		}
	}
	return place, nil
}

func writable(path string) bool { return unix.Access(path, unix.W_OK) == nil }
