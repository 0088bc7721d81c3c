package engine

import (
	"os"
	"os/exec"
)

// keeper holds a container to its limits of memory and processes from outside,
// where the engine itself does not.
type keeper interface {
	// start starts the container's first process, within the limits before
	// it can do anything.
	start(cmd *exec.Cmd) error
	// hit is the limit that was hit since it was last asked, or "".
	hit() Stop
	// counters are files, if any, in which the kernel counts how often the limits
	// of memory and of processes were hit: the agent looks at them after each
	// command. They are to be closed.
	counters() []*os.File
	// close is called once the first process has ended, and may be again. It
	// ends what is left.
	close()
}

// unkept is the keeper of an engine that enforces all limits by itself; it
// removes a folder in the end.
type unkept struct{ dir string }

func (unkept) start(cmd *exec.Cmd) error { return cmd.Start() }
func (unkept) hit() Stop                 { return "" }
func (unkept) counters() []*os.File      { return nil }
func (u unkept) close()                  { os.RemoveAll(u.dir) }

// overhead is how many processes of a container are not the note's: what
// started it, its first process, the agent and the shell.
const overhead = 4
