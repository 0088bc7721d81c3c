package kernel

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"time"
)

// tarFile is a file of a tarball, as git has it.
type tarFile struct {
	path   string // without the folder in which all stands
	mode   string
	size   int64
	text   io.Reader
	copyOf string // the path of the same file, for a hard link
	when   time.Time
}

// keep reads the file, so that it can be looked at and read once more.
func (f *tarFile) keep() (string, error) {
	data, err := io.ReadAll(f.text)
	f.text = bytes.NewReader(data)
	return string(data), err
}

// tarball reads the files of a tarball one after the other.
type tarball struct {
	file *os.File
	raw  io.Reader // the whole tar
	xz   *exec.Cmd // nil where another program is not needed
	said bytes.Buffer
	tar  *tar.Reader
	top  string // the folder in which all stands
	done bool
	err  error // why a file could not be read to its end
}

// Read reads from the file that next has returned.
func (t *tarball) Read(p []byte) (int, error) {
	n, err := t.tar.Read(p)
	if err != nil && err != io.EOF {
		t.err = err
	}
	return n, err
}

// openTar opens a tar, plain or compressed by xz or gzip. Go's own readers of
// xz take several times as long as xz does.
func openTar(ctx context.Context, name string) (*tarball, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	t := &tarball{file: f}
	if err := t.decompress(ctx, bufio.NewReaderSize(f, 1<<20)); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t.tar = tar.NewReader(t.raw)
	return t, nil
}

func (t *tarball) decompress(ctx context.Context, in *bufio.Reader) error {
	head, _ := in.Peek(512)
	var err error
	switch {
	case bytes.HasPrefix(head, []byte("\xfd7zXZ\x00")):
		t.xz = exec.CommandContext(ctx, "xz", "--decompress", "--stdout", "--threads=0")
		t.xz.Stdin, t.xz.Stderr = in, &t.said
		if t.raw, err = t.xz.StdoutPipe(); err != nil {
			return err
		}
		if err = t.xz.Start(); errors.Is(err, exec.ErrNotFound) {
			err = fmt.Errorf("%w; apt-get install xz-utils", err)
		}
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		t.raw, err = gzip.NewReader(in)
	case len(head) == 512 && bytes.HasPrefix(head[257:], []byte("ustar")):
		t.raw = in
	default:
		err = errors.New("this is neither a tar nor one compressed by xz or gzip")
	}
	t.raw = reader{ctx, t.raw}
	return err
}

// next returns the next file, or io.EOF. Folders are passed over: git has none.
func (t *tarball) next() (*tarFile, error) {
	for {
		h, err := t.tar.Next()
		if err == io.EOF {
			return nil, err
		}
		if err != nil {
			return nil, t.broken(err)
		}
		if h.Typeflag == tar.TypeXGlobalHeader {
			continue // of git archive: the commit
		}
		name, err := t.within(h.Name)
		if err != nil {
			return nil, err
		}
		f := &tarFile{path: name, size: h.Size, text: t, when: h.ModTime, mode: "100644"}
		switch h.Typeflag {
		case tar.TypeDir:
			continue
		case tar.TypeReg:
			if h.Mode&0o111 != 0 {
				f.mode = "100755"
			}
		case tar.TypeSymlink:
			f.mode, f.size, f.text = "120000", int64(len(h.Linkname)), strings.NewReader(h.Linkname)
		case tar.TypeLink:
			if f.copyOf, err = t.within(h.Linkname); err != nil {
				return nil, err
			}
		default:
			return nil, fmt.Errorf("%q in the tarball is neither file, folder nor link", h.Name)
		}
		if name == "" {
			return nil, fmt.Errorf("%q in the tarball stands in no folder", h.Name)
		}
		return f, nil
	}
}

// within takes off the folder in which all must stand, and refuses what leaves it.
func (t *tarball) within(name string) (string, error) {
	clean := strings.TrimSuffix(strings.TrimPrefix(name, "./"), "/")
	if clean == "" || clean == "." {
		return "", nil // tar's own "./"
	}
	if !fs.ValidPath(clean) || slices.ContainsFunc(strings.Split(clean, "/"), isGit) {
		return "", fmt.Errorf("%q in the tarball is no path within a source; nothing of it was kept", name)
	}
	top, rest, _ := strings.Cut(clean, "/")
	if t.top == "" {
		t.top = top
	}
	if top != t.top {
		return "", fmt.Errorf("%q in the tarball does not stand in its folder %s; nothing of it was kept", name, path.Clean(t.top))
	}
	return rest, nil
}

// isGit tells whether a name is that of git's own folder, which no tree may hold.
func isGit(name string) bool { return strings.EqualFold(name, ".git") }

// broken says in the words of xz why a tarball cannot be read further.
func (t *tarball) broken(err error) error {
	if t.xz != nil {
		if failed := t.close(); failed != nil {
			return failed
		}
	}
	return fmt.Errorf("the tarball is cut short or damaged: %w", err)
}

// close reads what stands behind the last file, so that a program which
// decompresses comes to its end and can say whether all was well.
func (t *tarball) close() error {
	if t.done {
		return nil
	}
	t.done = true
	defer t.file.Close()
	_, err := io.Copy(io.Discard, t.raw)
	if t.xz == nil {
		if err != nil {
			return fmt.Errorf("the tarball is cut short or damaged: %w", err)
		}
		return nil
	}
	if failed := t.xz.Wait(); failed != nil {
		return fmt.Errorf("the tarball is cut short or damaged: %s", strings.TrimSpace(strings.TrimPrefix(t.said.String(), "xz: ")))
	}
	return err
}

// abandon ends the reading before its end.
func (t *tarball) abandon() {
	if t.done {
		return
	}
	t.done = true
	t.file.Close()
	if t.xz != nil {
		t.xz.Process.Kill()
		t.xz.Wait()
	}
}
