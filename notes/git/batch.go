package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

// ErrMissing means that a repository does not have an object.
var ErrMissing = errors.New("no such object")

// Object is one of a repository.
type Object struct {
	ID   string // in hexadecimal
	Type string // "blob", "tree", "commit" or "tag"
	Size int64  // in bytes
}

// Batch reads objects through one git process, started at first need, which ends
// with Close or with this process. It sees what is added to the repository later
// on. It is safe for concurrent use; one object is read at a time.
type Batch struct {
	repo *Bare
	mu   sync.Mutex
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	said *tail
}

// Batch returns a reader of the repository's objects; it starts nothing yet.
func (b *Bare) Batch() *Batch { return &Batch{repo: b} }

// Read returns an object, named by its id or by a ref, and its content. The
// error wraps [ErrMissing] if the repository does not have it. Of an object of
// more than limit bytes only the header is returned, with nil for the content.
func (b *Batch) Read(name string, limit int64) (Object, []byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	o, err := b.ask("contents", name)
	if err != nil {
		return o, nil, err
	}
	if o.Size > limit {
		if _, err := io.CopyN(io.Discard, b.out, o.Size+1); err != nil {
			return o, nil, b.broken(err)
		}
		return o, nil, nil
	}
	data := make([]byte, o.Size+1) // and the line feed behind it
	if _, err := io.ReadFull(b.out, data); err != nil {
		return o, nil, b.broken(err)
	}
	return o, data[:o.Size:o.Size], nil
}

// Info returns an object without its content.
func (b *Batch) Info(name string) (Object, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ask("info", name)
}

// ask sends a request and reads the line that answers it.
func (b *Batch) ask(command, name string) (Object, error) {
	if name == "" || strings.ContainsAny(name, "\n\x00") {
		return Object{}, fmt.Errorf("%w: %q", ErrMissing, name)
	}
	if err := b.start(); err != nil {
		return Object{}, err
	}
	if _, err := io.WriteString(b.in, command+" "+name+"\n"); err != nil {
		return Object{}, b.broken(err)
	}
	line, err := b.out.ReadString('\n')
	if err != nil {
		return Object{}, b.broken(err)
	}
	return readHeader(name, strings.TrimSuffix(line, "\n"))
}

// readHeader reads "ID TYPE SIZE", or "NAME missing".
func readHeader(name, line string) (Object, error) {
	f := strings.Fields(line)
	if len(f) == 3 {
		if size, err := strconv.ParseInt(f[2], 10, 64); err == nil {
			return Object{ID: f[0], Type: f[1], Size: size}, nil
		}
	}
	return Object{}, fmt.Errorf("%w: %s", ErrMissing, name)
}

func (b *Batch) start() error {
	if b.cmd != nil {
		return nil
	}
	if !b.repo.Exists() {
		return fmt.Errorf("%w: there is no repository yet", ErrMissing)
	}
	c := local(context.Background(), b.repo.dir, "cat-file", "--batch-command")
	c.Cancel, c.WaitDelay = nil, time.Second
	said := &tail{}
	c.Stderr = said
	in, err := c.StdinPipe()
	if err != nil {
		return err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return commandError("cat-file", err)
	}
	b.cmd, b.in, b.out, b.said = c, in, bufio.NewReaderSize(out, 64<<10), said
	return nil
}

// broken ends a process that does not answer as it should, so that the next
// request starts another, and says why.
func (b *Batch) broken(err error) error {
	b.stop()
	if why := reason(b.said.String()); why != "" {
		return fmt.Errorf("git cat-file: %s", why)
	}
	return fmt.Errorf("git cat-file: %w", err)
}

func (b *Batch) stop() {
	if b.cmd == nil {
		return
	}
	b.in.Close()
	io.Copy(io.Discard, b.out)
	b.cmd.Wait()
	b.cmd = nil
}

// Close ends the process. The batch may be used again.
func (b *Batch) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stop()
	return nil
}

// tail keeps the end of what a process says.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, p...)
	if n := len(t.text) - 8<<10; n > 0 {
		t.text = t.text[n:]
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.text)
}
