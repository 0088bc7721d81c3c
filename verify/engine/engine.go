package engine

import (
	"context"
	"errors"
	"io/fs"
	"time"
)

// Engine starts containers. Implementations: Bubblewrap, Docker, Podman. An
// Engine is safe for use by several goroutines.
type Engine interface {
	// Name is what --engine and reports call it.
	Name() string
	// Check says whether it works here: nil, or what is missing and the
	// command that gets it, wrapping ErrUnavailable.
	Check(ctx context.Context) error
	// Start starts a container and carries its files in.
	Start(ctx context.Context, spec Spec) (Container, error)
}

// Container is one note's container: a directory /note and at most one shell.
// It is used by one goroutine.
type Container interface {
	// Run types command into the shell, starting one if there is none, and
	// returns when it has ended or a limit has ended it. A non-nil error
	// means that the tool could not do its work; whatever the command did
	// wrong is in Result.
	Run(ctx context.Context, cmd Command) (Result, error)
	// Reset ends the shell and everything it started and empties /note
	// again to the files of the Spec.
	Reset(ctx context.Context) error
	// Made returns the text files below /note that are new or have changed
	// since the files were carried in or Made was last called, sorted by
	// name: regular files of at most MadeFile bytes without a NUL byte, at
	// most MadeTotal bytes in all. Files of the Spec that still hold the same
	// are not among them.
	Made(ctx context.Context) ([]File, error)
	// Varied says what of Spec.Vary is in force in the container.
	Varied() Vary
	// Close ends everything in the container and removes it.
	Close() error
}

// ErrUnavailable is wrapped by the errors of Check and of Select.
var ErrUnavailable = errors.New("engine not available")

// Spec says what a container starts with.
type Spec struct {
	Image  Image
	Files  []File
	Root   bool // uid 0 with CAP_NET_RAW, in a network of its own
	Limits Limits
	Vary   Vary
}

// Vary is what a second run of a note does otherwise than its first one, so
// that what is due to it can be told by comparison. The zero Vary is how a note
// is run.
type Vary struct {
	NoASLR bool // addresses are not randomised
	PIDs   int  // process ids are higher by about this much: an engine may use a few itself, as the load does
	OneCPU bool // everything runs on one CPU, so that threads take turns
	Load   bool // a process that computes all the time runs beside
}

// What Made returns at most, in bytes.
const (
	MadeFile  = 256 << 10
	MadeTotal = 4 << 20
)

// Image is a toolchain as an engine finds it.
type Image struct {
	ID     string // sha256:…, the hash of its package list; part of its name in a container engine
	Rootfs string // a folder that holds it unpacked
	Agent  string // an executable that types the commands in its containers; "" is compiled at first need
}

// File is a regular file to be put below /note.
type File struct {
	Name string // slash-separated, relative to /note
	Mode fs.FileMode
	Data []byte
}

// Limits bounds what a note's code may take. A zero field is no limit.
type Limits struct {
	Time      time.Duration // a command
	Output    int64         // bytes, a command
	Note      time.Duration // the container, from its first command to Close
	Memory    int64         // bytes, the container
	Processes int           // the container
	Disk      int64         // bytes, each of /note, /tmp and /dev/shm
}

// Command is one command to be typed into the shell, or one line to be typed
// into the program that an earlier command has started and that waits for it.
//
// A command with Prompts has the terminal as its standard input, any other one
// /dev/null; one that reads from the terminal nevertheless is stopped by
// StopQuestion. It is over when the shell is back or when the program that it
// started shows one of the prompts and waits; then Result.Waiting is that
// prompt, and the next Command may be Input. A command that is no Input ends
// the program that still waits first, which leaves no trace.
type Command struct {
	Text    string        // as typed, lines separated by newlines; without the last one
	Time    time.Duration // instead of Limits.Time, if not zero
	Prompts []string      // what a program shows when it waits for a line, such as "(gdb) "
	Input   bool          // type Text into the program that waits, not into the shell

	// Next are commands that Run will be called with next, in this order, if
	// that is certain whatever comes of this one and of them: none of them is
	// Input or has a Next. The container may then go from one to the next
	// without waiting to be asked.
	Next []Command
}

// Result is what a command did.
type Result struct {
	Output   []byte // what the terminal showed, CR-free, without echo or prompt
	Exit     int    // exit status; meaningless where Stopped or Waiting is set
	Waiting  string // the prompt at which a program waits for a line; "" if the shell is back
	Stopped  Stop   // why it did not run to its end; "" if it did
	Fresh    bool   // a new shell was started for it (not for the first)
	ShellEnd bool   // the shell itself ended with it: exit, exec, or set -e
	Duration time.Duration
}

// Stop names what ended a command before its time.
type Stop string

// The reasons for which a command is stopped.
const (
	StopTime      Stop = "time"
	StopNote      Stop = "note"
	StopOutput    Stop = "output"
	StopMemory    Stop = "memory"
	StopProcesses Stop = "processes"
	StopDisk      Stop = "disk"
	StopGone      Stop = "gone"       // the container ended under it
	StopQuestion  Stop = "question"   // its program waits for input at none of the prompts, and was ended; the shell lives on
	StopNoProgram Stop = "no-program" // an Input, but no program waits for one: nothing was typed
)
