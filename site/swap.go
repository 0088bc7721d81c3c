package site

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/knotes-dev/knotes/notes"
)

// staged is a temporary folder beside its target. It is locked while its
// process lives, so that what a killed process left can be told and removed.
type staged struct {
	path, target string
	lock         *os.File
}

// stage makes a temporary folder beside target, which must be replaceable:
// not there, empty, or made by this package.
func stage(target string) (*staged, error) {
	target, err := filepath.Abs(target)
	if err != nil {
		return nil, err
	}
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real
	}
	if err := Replaceable(target); err != nil {
		return nil, err
	}
	parent := filepath.Dir(target)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return nil, fmt.Errorf("making a place for %s: %w", target, err)
	}
	pattern := "." + filepath.Base(target) + ".knotes-"
	sweep(parent, pattern)
	dir, err := os.MkdirTemp(parent, pattern+"*")
	if err != nil {
		return nil, fmt.Errorf("%s is made beside its place and swapped in: %w", target, err)
	}
	s := &staged{path: dir, target: target}
	if s.lock, err = os.Open(dir); err == nil {
		lock(s.lock)
	}
	return s, os.Chmod(dir, 0o755)
}

// Replaceable says whether a site may be put at dir: it is not there, empty, or
// was made by this package. For what must not be replaced the error is a
// *[notes.Error].
func Replaceable(dir string) error {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case errors.Is(err, syscall.ENOTDIR):
		return notes.Errorf(notes.Pos{File: dir}, "it is a file; name a folder")
	case err != nil:
		return err
	case len(entries) == 0:
		return nil
	}
	if _, err := os.Lstat(filepath.Join(dir, Marker)); err != nil {
		return notes.Errorf(notes.Pos{File: dir}, "it holds something that knotes did not make (no %s in it); name another folder, or empty it", Marker)
	}
	return nil
}

// sweep removes what killed processes left beside a target.
func sweep(parent, pattern string) {
	left, _ := filepath.Glob(filepath.Join(parent, pattern+"*"))
	for _, dir := range left {
		info, err := os.Lstat(dir)
		if err != nil || !info.IsDir() || time.Since(info.ModTime()) < time.Minute {
			continue
		}
		f, err := os.Open(dir)
		if err != nil {
			continue
		}
		if lock(f) {
			os.RemoveAll(dir)
		}
		f.Close()
	}
}

// swap puts the folder in the place of its target and removes the old one.
func (s *staged) swap() error {
	if err := Replaceable(s.target); err != nil {
		return err
	}
	if err := exchange(s.path, s.target); err != nil {
		return fmt.Errorf("swapping in %s: %w", s.target, err)
	}
	return nil
}

// discard removes what stands at the temporary name: the new folder before the
// swap, the old one after it.
func (s *staged) discard() {
	os.RemoveAll(s.path)
	if s.lock != nil {
		s.lock.Close()
	}
}

// renameTwice is for systems that cannot exchange: for a moment there is no
// target, but what it was is beside it.
func renameTwice(tmp, target string) error {
	aside := tmp + "-old"
	err := os.Rename(target, aside)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(tmp, target); err != nil {
		os.Rename(aside, target)
		return err
	}
	return os.RemoveAll(aside)
}
