package engine

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// grace is how much longer than its limit a command may take before the
// agent is given up and the container killed.
const grace = 5 * time.Second

// container speaks with the agent of a container, however that was started.
type container struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    *bufio.Reader
	errs   *bytes.Buffer
	spec   Spec
	kill   func() // ends the container, from any goroutine
	keeper keeper
	timer  *time.Timer
	mu     sync.Mutex
	killed Stop // why it was killed
	varied Vary
	told   bool     // the agent tells of the limits that keeper keeps
	ahead  []string // texts of commands that were sent ahead, in order
}

// starting is what it takes to start a container.
type starting struct {
	cmd    *exec.Cmd // its last arguments start the agent
	spec   Spec
	keeper keeper
	kill   func() // ends the container at once; it may be called again
	agent  []byte // what is sent first, if anything
	told   bool   // the agent can tell of the limits that keeper keeps
}

// start starts a container and carries the files in.
func start(ctx context.Context, s starting) (Container, error) {
	keepInherited()
	cmd, spec, k := s.cmd, s.spec, s.keeper
	c := &container{cmd: cmd, spec: spec, errs: new(bytes.Buffer), kill: s.kill, keeper: k, told: s.told}
	var err error
	if c.in, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.out = bufio.NewReaderSize(out, 64<<10)
	cmd.Stderr = c.errs
	cmd.WaitDelay = time.Second
	if err := k.start(cmd); err != nil {
		k.close()
		return nil, err
	}
	stopKill := context.AfterFunc(ctx, c.kill)
	defer stopKill()
	if err := c.begin(s.agent); err != nil {
		c.Close()
		return nil, errors.Join(ctx.Err(), fmt.Errorf("starting a container: %w: %s", err, strings.TrimSpace(c.errs.String())))
	}
	return c, nil
}

// keepInherited keeps files from containers that this process has inherited from
// whoever started it. What it opens itself is never handed on unasked.
var keepInherited = sync.OnceFunc(func() {
	unix.CloseRange(3, math.MaxInt32, unix.CLOSE_RANGE_CLOEXEC) // where the kernel is too old, as before
})

// stop kills the container for a reason that its commands are told.
func (c *container) stop(why Stop) {
	c.mu.Lock()
	if c.killed == "" {
		c.killed = why
	}
	c.mu.Unlock()
	c.kill()
}

// begin sends the agent, the files, and what is to be varied.
func (c *container) begin(agent []byte) error {
	if err := c.send("", agent); err != nil {
		return err
	}
	if err := c.await("ready"); err != nil {
		return err
	}
	if err := c.sendFiles(); err != nil {
		return err
	}
	return c.vary()
}

func (c *container) vary() error {
	v := c.spec.Vary
	if v == (Vary{}) {
		return nil
	}
	if err := c.send(fmt.Sprintf("vary %d %d %d %d\n", bit(v.NoASLR), v.PIDs, bit(v.OneCPU), bit(v.Load)), nil); err != nil {
		return err
	}
	a, err := c.receive()
	if err != nil {
		return err
	}
	n, err := a.numbers("varied", 4)
	if err != nil {
		return err
	}
	c.varied = Vary{NoASLR: n[0] != 0, PIDs: n[1], OneCPU: n[2] != 0, Load: n[3] != 0}
	return nil
}

// Varied implements [Container].
func (c *container) Varied() Vary { return c.varied }

func (c *container) sendFiles() error {
	var b bytes.Buffer
	for _, f := range c.spec.Files {
		fmt.Fprintf(&b, "file %d %d %d\n%s", f.Mode.Perm(), len(f.Name), len(f.Data), f.Name)
		b.Write(f.Data)
	}
	b.WriteString("files\n")
	return c.ask("", b.Bytes())
}

// Reset implements [Container].
func (c *container) Reset(ctx context.Context) error {
	defer context.AfterFunc(ctx, c.kill)()
	err := c.ask("reset\n", nil)
	if err == nil {
		err = c.sendFiles()
	}
	if err != nil && c.reason() != "" {
		return nil // the next command says so
	}
	return errors.Join(ctx.Err(), err)
}

func (c *container) reason() Stop {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.killed
}

// Made implements [Container].
func (c *container) Made(ctx context.Context) ([]File, error) {
	if c.reason() != "" {
		return nil, nil // the next command says so
	}
	defer context.AfterFunc(ctx, c.kill)()
	files, err := c.made()
	if err != nil && (c.reason() != "" || ctx.Err() == nil && errors.Is(err, io.EOF)) {
		return nil, nil
	}
	return files, errors.Join(ctx.Err(), err)
}

func (c *container) made() ([]File, error) {
	if err := c.send(fmt.Sprintf("made %d %d\n", MadeFile, MadeTotal), nil); err != nil {
		return nil, err
	}
	var files []File
	for total := 0; ; {
		a, err := c.receive()
		if err != nil || a.verb == "ok" {
			return files, err
		}
		n, err := a.numbers("file", 3)
		if err != nil {
			return nil, err
		}
		if total += n[2]; n[1] > 4096 || total > MadeTotal {
			return nil, a.unexpected()
		}
		data, err := c.bytes(n[1] + n[2])
		if err != nil {
			return nil, err
		}
		f := File{Name: string(data[:n[1]]), Mode: fs.FileMode(n[0]).Perm(), Data: data[n[1]:]}
		if !slices.ContainsFunc(c.spec.Files, func(g File) bool { return g.Name == f.Name && bytes.Equal(g.Data, f.Data) }) {
			files = append(files, f)
		}
	}
}

// Run implements [Container].
func (c *container) Run(ctx context.Context, cmd Command) (Result, error) {
	if len(c.ahead) > 0 && c.ahead[0] != cmd.Text {
		return Result{}, fmt.Errorf("the command %q was to be run, not %q", c.ahead[0], cmd.Text)
	}
	limit, max := c.bounds(cmd)
	defer context.AfterFunc(ctx, c.kill)()
	if c.timer == nil && c.spec.Limits.Note > 0 {
		c.timer = time.AfterFunc(c.spec.Limits.Note, func() { c.stop(StopNote) })
	}
	backstop := time.AfterFunc(limit+grace, func() { c.stop(StopTime) })
	defer backstop.Stop()
	var r Result
	err := c.sendCommand(cmd)
	if err == nil {
		err = c.answer(&r, cmd.Prompts, max)
	}
	if err == nil {
		c.heldTo(&r)
		return r, nil
	}
	if ctx.Err() != nil {
		return Result{}, ctx.Err()
	}
	r.Stopped = c.gone(c.keeper.hit())
	return r, nil
}

// heldTo says of a command which limit it has hit, where the agent cannot.
func (c *container) heldTo(r *Result) {
	if !c.told || r.Stopped == StopMemory || r.Stopped == StopProcesses {
		hit := c.keeper.hit() // so that it is not said again of the container's end
		if hit != "" && !c.told {
			r.Stopped = hit
		}
	}
}

// gone is why a container has ended under a command; hit is what its keeper
// says of that.
func (c *container) gone(hit Stop) Stop {
	if hit == "" && c.reason() == "" {
		c.cmd.Wait() // its output has ended
		hit = exitReasons[c.cmd.ProcessState.ExitCode()]
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.killed != "":
	case hit != "":
		c.killed = hit
	default:
		c.killed = StopGone
	}
	return c.killed
}

// exitReasons is why a container has ended by the exit status of its first
// process. It cannot be killed from inside, so where it was (137), and not by
// us, the kernel has done it for want of memory.
var exitReasons = map[int]Stop{71: StopMemory, 72: StopProcesses, 137: StopMemory}

// bounds are how long a command may take, and how many bytes it may show.
func (c *container) bounds(cmd Command) (time.Duration, int64) {
	return cmp.Or(cmd.Time, c.spec.Limits.Time, 24*time.Hour), cmp.Or(c.spec.Limits.Output, 1<<40)
}

// maxAhead is how many bytes of requests may wait for the agent: a pipe holds as
// many, so that sending them waits for nobody.
const maxAhead = 32 << 10

// sendCommand has a command typed, and those that are certain to come next where
// it is no matter that nobody looks at the container in between: a watchdog's
// findings would be taken for those of another command.
func (c *container) sendCommand(cmd Command) error {
	if len(c.ahead) > 0 {
		c.ahead = c.ahead[1:]
		return nil
	}
	b := c.request(nil, cmd)
	if c.told {
		for _, next := range cmd.Next {
			more := c.request(b, next)
			if len(more) > maxAhead {
				break
			}
			b, c.ahead = more, append(c.ahead, next.Text)
		}
	}
	return c.send("", b)
}

// request appends the request that types a command to b.
func (c *container) request(b []byte, cmd Command) []byte {
	limit, max := c.bounds(cmd)
	verb, text := "line", cmd.Text
	if !cmd.Input {
		verb, text = typed(cmd.Text)
		verb = "run " + verb
	}
	prompts := strings.Join(cmd.Prompts, "\x00")
	return fmt.Appendf(b, "%s %d %d %d %d\n%s%s", verb, limit.Milliseconds(), max, len(text), len(prompts), text, prompts)
}

// answer reads the answer to "run" and "line".
func (c *container) answer(r *Result, prompts []string, max int64) error {
	for {
		a, err := c.receive()
		if err != nil {
			return err
		}
		if a.verb != "data" {
			return c.done(a, r, prompts)
		}
		n, err := a.numbers("data", 1)
		if err != nil {
			return err
		}
		if int64(len(r.Output)+n[0]) > max || n[0] > maxData {
			return a.unexpected()
		}
		data, err := c.bytes(n[0])
		if err != nil {
			return err
		}
		r.Output = append(r.Output, data...)
	}
}

// done puts what a "done" says into a result.
func (c *container) done(a answer, r *Result, prompts []string) error {
	if a.verb != "done" || len(a.args) != 4 {
		return a.unexpected()
	}
	us, err := strconv.ParseInt(a.args[3], 10, 64)
	if err != nil || us < 0 || us > math.MaxInt64/1000 {
		return a.unexpected()
	}
	r.Duration = time.Duration(us) * time.Microsecond
	r.Fresh = a.args[2] == "1"
	if r.Exit, err = strconv.Atoi(a.args[1]); err != nil {
		return a.unexpected()
	}
	switch kind := a.args[0]; kind {
	case "exit":
		if r.Exit != 0 && c.spec.Limits.Processes > 0 && forkRefused(r.Output) {
			r.Stopped = StopProcesses
		}
	case "end":
		r.ShellEnd = true
	case "prompt":
		if r.Exit < 0 || r.Exit >= len(prompts) {
			return a.unexpected()
		}
		r.Waiting, r.Exit = prompts[r.Exit], 0
	case "time", "output", "disk", "memory", "processes", "question", "no-program":
		r.Stopped = Stop(kind)
	default:
		return a.unexpected()
	}
	return nil
}

// forkRefused tells from its output that a command could not start a process:
// the kernel tells nobody else.
func forkRefused(output []byte) bool {
	return bytes.Contains(output, []byte("fork: ")) && bytes.Contains(output, []byte("Resource temporarily unavailable"))
}

// Close implements [Container].
func (c *container) Close() error {
	if c.timer != nil {
		c.timer.Stop()
	}
	c.in.Close()
	c.kill()
	c.cmd.Wait() // it was killed: its status says nothing
	c.keeper.close()
	return nil
}
