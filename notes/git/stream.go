package git

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// Contents reads blobs one after the other in one process, and calls each with
// the place of the blob in ids and its content, which it may keep. It ends early
// with an error of each, and with one that wraps [ErrMissing] where a blob is not there.
func (b *Bare) Contents(ctx context.Context, ids []string, each func(i int, data []byte) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	c := local(ctx, b.dir, "cat-file", "--batch", "--buffer")
	said := &tail{}
	c.Stderr = said
	c.Stdin = strings.NewReader(strings.Join(ids, "\n") + "\n")
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return commandError("cat-file", err)
	}
	err = readContents(bufio.NewReaderSize(out, 256<<10), ids, each)
	if err != nil {
		stop()
	}
	return ended(c, err, said)
}

func readContents(r *bufio.Reader, ids []string, each func(i int, data []byte) error) error {
	for i, id := range ids {
		line, err := r.ReadString('\n')
		if err != nil {
			return fmt.Errorf("git cat-file: %w", err)
		}
		o, err := readHeader(id, strings.TrimSuffix(line, "\n"))
		if err != nil {
			return err
		}
		data := make([]byte, o.Size+1)
		if _, err := io.ReadFull(r, data); err != nil {
			return fmt.Errorf("git cat-file: %w", err)
		}
		if err := each(i, data[:o.Size:o.Size]); err != nil {
			return err
		}
	}
	return nil
}

// ended waits for a process; err is what has happened so far.
func ended(c *exec.Cmd, err error, said *tail) error {
	failed := c.Wait()
	if err == nil && failed != nil {
		return fmt.Errorf("git cat-file: %w: %s", failed, reason(said.String()))
	}
	return err
}
