package engine

import (
	"context"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"time"
)

// watchdog is the keeper where no control group can be had. It looks twenty
// times a second at what the container's processes hold, and kills the
// container when that is too much. A limit on address space instead would break
// notes about reservations. Processes are bounded by a resource limit set
// inside the container's user namespace (see the agent); the watchdog only sees
// that the bound was reached.
//
// It does not see memory that no process maps or holds by a descriptor: System
// V segments that nobody is attached to, and what is on its way in pipes and
// sockets.
type watchdog struct {
	limits  Limits
	process *os.Process
	stop    context.CancelFunc
	done    chan struct{}

	mu   sync.Mutex
	last Stop // hit and not yet told
}

const watchInterval = 50 * time.Millisecond

// start implements [keeper].
func (w *watchdog) start(cmd *exec.Cmd) error {
	ctx, stop := context.WithCancel(context.Background())
	w.stop, w.done = stop, make(chan struct{})
	if err := cmd.Start(); err != nil {
		close(w.done)
		return err
	}
	w.process = cmd.Process
	go w.watch(ctx)
	return nil
}

func (w *watchdog) watch(ctx context.Context) {
	defer close(w.done)
	ticker := time.NewTicker(watchInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		pids := processTree(w.process.Pid)
		if w.limits.Memory > 0 && exceeds(pids, w.limits.Memory) {
			w.note(StopMemory)
			w.process.Kill()
			return
		}
		if w.limits.Processes > 0 && tasks(pids) >= w.limits.Processes+1 { // the one that started it is outside of the bound
			w.note(StopProcesses)
		}
	}
}

func (w *watchdog) note(s Stop) {
	w.mu.Lock()
	w.last = s
	w.mu.Unlock()
}

// hit implements [keeper].
func (w *watchdog) hit() Stop {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.last
	w.last = ""
	return s
}

// counters implements [keeper].
func (*watchdog) counters() []*os.File { return nil }

// close implements [keeper].
func (w *watchdog) close() {
	w.stop()
	<-w.done
}

// processTree lists a process and all below it.
func processTree(pid int) []int {
	pids := []int{pid}
	for i := 0; i < len(pids); i++ {
		dir := procDir(pids[i]) + "/task"
		threads, _ := os.ReadDir(dir)
		for _, t := range threads {
			children, _ := os.ReadFile(dir + "/" + t.Name() + "/children")
			pids = append(pids, numbers(string(children))...)
		}
	}
	return pids
}

// tasks counts the threads of processes, as a bound on processes does.
func tasks(pids []int) int {
	n := 0
	for _, pid := range pids {
		threads, _ := os.ReadDir(procDir(pid) + "/task")
		n += len(threads)
	}
	return n
}

func procDir(pid int) string { return "/proc/" + strconv.Itoa(pid) }
