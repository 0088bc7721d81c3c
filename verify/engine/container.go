package engine

import (
	"archive/tar"
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"
)

//go:embed agent.pl
var agent string

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
	ended  bool // the last command ended the shell
}

// start starts cmd, whose last arguments start the agent, and carries the
// files in. kill ends the container at once; it may be called again.
func start(ctx context.Context, cmd *exec.Cmd, spec Spec, k keeper, kill func()) (Container, error) {
	c := &container{cmd: cmd, spec: spec, errs: new(bytes.Buffer), kill: kill, keeper: k}
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
	if spec.Limits.Note > 0 {
		c.timer = time.AfterFunc(spec.Limits.Note, func() { c.stop(StopNote) })
	}
	stopKill := context.AfterFunc(ctx, c.kill)
	defer stopKill()
	if err := c.sendFiles(); err != nil {
		c.Close()
		return nil, errors.Join(ctx.Err(), fmt.Errorf("starting a container: %w: %s", err, strings.TrimSpace(c.errs.String())))
	}
	return c, nil
}

// stop kills the container for a reason that its commands are told.
func (c *container) stop(why Stop) {
	c.mu.Lock()
	if c.killed == "" {
		c.killed = why
	}
	c.mu.Unlock()
	c.kill()
}

func (c *container) sendFiles() error {
	var b bytes.Buffer
	if len(c.spec.Files) > 0 {
		w := tar.NewWriter(&b)
		for _, f := range c.spec.Files {
			if err := w.WriteHeader(&tar.Header{Name: f.Name, Mode: int64(f.Mode.Perm()), Size: int64(len(f.Data)), Typeflag: tar.TypeReg}); err != nil {
				return err
			}
			if _, err := w.Write(f.Data); err != nil {
				return err
			}
		}
		if err := w.Close(); err != nil {
			return err
		}
	}
	return c.ask(fmt.Sprintf("files %d\n", b.Len()), b.Bytes())
}

// ask sends a request that is answered by "ok".
func (c *container) ask(line string, data []byte) error {
	if _, err := c.in.Write(append([]byte(line), data...)); err != nil {
		return err
	}
	answer, err := c.out.ReadString('\n')
	if err != nil {
		return err
	}
	if answer != "ok\n" {
		return fmt.Errorf("the agent answered %q", answer)
	}
	return nil
}

// Reset implements [Container].
func (c *container) Reset(ctx context.Context) error {
	defer context.AfterFunc(ctx, c.kill)()
	c.ended = false
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

// Run implements [Container].
func (c *container) Run(ctx context.Context, cmd Command) (Result, error) {
	limit := cmd.Time
	if limit == 0 {
		limit = c.spec.Limits.Time
	}
	if limit == 0 {
		limit = 24 * time.Hour
	}
	max := c.spec.Limits.Output
	if max == 0 {
		max = 1 << 40
	}
	defer context.AfterFunc(ctx, c.kill)()
	backstop := time.AfterFunc(limit+grace, func() { c.stop(StopTime) })
	defer backstop.Stop()
	r := Result{Fresh: c.ended}
	c.ended = false
	begun := time.Now()
	text := typed(cmd.Text)
	_, err := fmt.Fprintf(c.in, "run %d %d %d\n%s", limit.Milliseconds(), max, len(text), text)
	if err == nil {
		err = c.answer(&r)
	}
	r.Duration = time.Since(begun)
	c.ended = r.ShellEnd || r.Stopped == StopTime || r.Stopped == StopOutput
	hit := c.keeper.hit()
	if err == nil {
		if hit != "" {
			r.Stopped = hit
		}
		return r, nil
	}
	if ctx.Err() != nil {
		return Result{}, ctx.Err()
	}
	r.Stopped = c.gone(hit)
	return r, nil
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

// answer reads the answer to "run".
func (c *container) answer(r *Result) error {
	for {
		line, err := c.out.ReadString('\n')
		if err != nil {
			return err
		}
		var n int
		var kind string
		if _, err := fmt.Sscanf(line, "data %d", &n); err == nil {
			at := len(r.Output)
			r.Output = append(r.Output, make([]byte, n)...)
			if _, err := io.ReadFull(c.out, r.Output[at:]); err != nil {
				return err
			}
			continue
		}
		if _, err := fmt.Sscanf(line, "done %s %d", &kind, &r.Exit); err != nil {
			return fmt.Errorf("the agent answered %q", line)
		}
		switch kind {
		case "end":
			r.ShellEnd = true
		case "time":
			r.Stopped = StopTime
		case "output":
			r.Stopped = StopOutput
		case "disk":
			r.Stopped = StopDisk
		case "memory":
			r.Stopped = StopMemory
		case "processes":
			r.Stopped = StopProcesses
		case "exit":
			if r.Exit != 0 && c.spec.Limits.Processes > 0 && forkRefused(r.Output) {
				r.Stopped = StopProcesses
			}
		}
		return nil
	}
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
