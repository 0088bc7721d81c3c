package git

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Commit makes a commit of files that need not be on disk, through git
// fast-import. All of it is written at Close: until then, and after an error or
// a kill, the repository has nothing of it but files that Sweep removes.
type Commit struct {
	ctx  context.Context
	cmd  *exec.Cmd
	pipe io.WriteCloser
	in   *bufio.Writer
	said *tail
	err  error // the first one of writing
}

// NewCommit begins a commit without parents that ref will point to. When is its
// date, so that the same files make the same commit.
func (b *Bare) NewCommit(ctx context.Context, ref string, when time.Time, message string) (*Commit, error) {
	// Level 1 costs a tenth more space than zlib's own choice, and half the time.
	c := local(ctx, b.dir, "-c", "core.compression=1", "-c", "fastimport.unpackLimit=0", "fast-import", "--quiet", "--done", "--date-format=raw")
	said := &tail{}
	c.Stderr, c.Stdout = said, io.Discard
	pipe, err := c.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, commandError("fast-import", err)
	}
	commit := &Commit{ctx: ctx, cmd: c, pipe: pipe, in: bufio.NewWriterSize(pipe, 1<<20), said: said}
	commit.printf("commit %s\ncommitter knotes <knotes@localhost> %d +0000\ndata %d\n%s\n", ref, when.Unix(), len(message), message)
	return commit, nil
}

func (c *Commit) printf(format string, args ...any) {
	if c.err == nil {
		_, c.err = fmt.Fprintf(c.in, format, args...)
	}
}

// Add adds a file of that many bytes; mode is as in [Entry]. A symbolic link's
// content is where it points. The path is one of git's: slashes, no dots.
func (c *Commit) Add(mode, path string, size int64, r io.Reader) error {
	c.printf("M %s inline %s\ndata %d\n", mode, quotePath(path), size)
	if c.err == nil {
		n, err := io.CopyN(c.in, r, size)
		if err != nil && n < size {
			c.err = fmt.Errorf("%s: %d of %d bytes: %w", path, n, size, err)
		}
	}
	c.printf("\n")
	return c.failed()
}

// Copy adds a file that was added before under another path too.
func (c *Commit) Copy(from, to string) error {
	c.printf("C %s %s\n", quotePath(from), quotePath(to))
	return c.failed()
}

// Close writes the commit and waits until it is there.
func (c *Commit) Close() error {
	c.printf("\ndone\n")
	if c.err == nil {
		c.err = c.in.Flush()
	}
	if c.err != nil {
		return c.Abort()
	}
	c.pipe.Close()
	if err := c.cmd.Wait(); err != nil {
		return failure(c.ctx, err, c.said.String())
	}
	return nil
}

// Abort gives the commit up, and returns why it has failed, if it has.
func (c *Commit) Abort() error {
	if c.cmd.ProcessState == nil {
		c.pipe.Close() // without "done", which is an error to git
		c.cmd.Wait()
	}
	return c.failed()
}

// failed is what git has said, if writing has failed because git has ended.
func (c *Commit) failed() error {
	if c.err == nil {
		return nil
	}
	if c.ctx.Err() != nil {
		return context.Cause(c.ctx)
	}
	if isBrokenPipe(c.err) {
		c.pipe.Close()
		if c.cmd.ProcessState == nil {
			c.cmd.Wait()
		}
		return failure(c.ctx, c.err, firstSaid(c.said.String()))
	}
	return c.err
}

// firstSaid leaves out the report that fast-import makes of its own end.
func firstSaid(said string) string {
	before, _, _ := strings.Cut(said, "fast-import: dumping crash report")
	return before
}

// quotePath writes a path as fast-import reads it, with C's escapes.
func quotePath(path string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(path) {
		switch ch := path[i]; {
		case ch == '"' || ch == '\\':
			b.WriteByte('\\')
			b.WriteByte(ch)
		case ch < ' ' || ch == 0x7f:
			fmt.Fprintf(&b, "\\%03o", ch)
		default:
			b.WriteByte(ch)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// Borrow lets the repository read another's objects, so that what that has is
// not written again.
func (b *Bare) Borrow(from *Bare) error {
	dir := filepath.Join(b.dir, "objects", "info")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	objects, err := filepath.Abs(filepath.Join(from.dir, "objects"))
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "alternates"), []byte(objects+"\n"), 0o644)
}

// Give moves the packs of this repository to another on the same file system. A
// pack is seen by git once its index is there, which is moved last.
func (b *Bare) Give(to *Bare) error {
	packs, err := filepath.Glob(filepath.Join(b.dir, "objects", "pack", "pack-*.pack"))
	if err != nil {
		return err
	}
	target := filepath.Join(to.dir, "objects", "pack")
	if err := os.MkdirAll(target, 0o755); err != nil {
		return err
	}
	for _, pack := range packs {
		for _, path := range []string{pack, strings.TrimSuffix(pack, ".pack") + ".idx"} {
			if err := os.Rename(path, filepath.Join(target, filepath.Base(path))); err != nil {
				return err
			}
		}
	}
	return nil
}
