package notes

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// LockFile is the name of the lock at the root of a project.
const LockFile = "knotes.lock"

// Lock is what knotes.lock holds: for each toolchain the versions of its
// packages, by which its image is identified.
type Lock struct {
	Toolchains map[string]LockedToolchain
}

// LockedToolchain is one toolchain as it was when it was last recorded with.
type LockedToolchain struct {
	ID       string
	Suite    string
	Packages map[string]string // name: version
}

// ReadLock reads the lock of a project; without one it is empty.
func ReadLock(root string) (*Lock, error) {
	data, err := os.ReadFile(filepath.Join(root, LockFile))
	if errors.Is(err, fs.ErrNotExist) {
		return &Lock{}, nil
	}
	if err != nil {
		return nil, err
	}
	return ParseLock(LockFile, data)
}

// ParseLock parses the text of a lock; name stands in its errors. One thing
// stands on a line:
//
//	toolchain NAME SUITE sha256:…
//	package TOOLCHAIN NAME VERSION
func ParseLock(name string, data []byte) (*Lock, error) {
	l := &Lock{Toolchains: map[string]LockedToolchain{}}
	for i, line := range strings.Split(string(data), "\n") {
		pos := Pos{name, i + 1, 1}
		words := strings.Fields(line)
		switch {
		case len(words) == 0 || words[0] == "#":
		case strings.HasPrefix(line, "<<<<<<<"), strings.HasPrefix(line, "======="), strings.HasPrefix(line, ">>>>>>>"):
			return nil, Errorf(pos, "a merge left its conflict here; take either side and run: knotes verify --record")
		case words[0] == "toolchain" && len(words) == 4:
			t := l.Toolchains[words[1]]
			t.Suite, t.ID = words[2], words[3]
			l.set(words[1], t)
		case words[0] == "package" && len(words) == 4:
			t := l.Toolchains[words[1]]
			l.set(words[1], t)
			l.Toolchains[words[1]].Packages[words[2]] = words[3]
		default:
			return nil, Errorf(pos, "cannot read %q; the file is written by knotes: restore it from git", line)
		}
	}
	return l, nil
}

func (l *Lock) set(name string, t LockedToolchain) {
	if t.Packages == nil {
		t.Packages = map[string]string{}
	}
	l.Toolchains[name] = t
}

// Set puts a toolchain into the lock and tells whether that changed it.
func (l *Lock) Set(name string, t LockedToolchain) bool {
	if l.Toolchains == nil {
		l.Toolchains = map[string]LockedToolchain{}
	}
	old := l.Toolchains[name]
	l.Toolchains[name] = t
	return old.ID != t.ID || old.Suite != t.Suite
}

// Format renders the lock, sorted.
func (l *Lock) Format() []byte {
	var b bytes.Buffer
	b.WriteString("# written by knotes; not to be edited\n")
	for _, name := range slices.Sorted(maps.Keys(l.Toolchains)) {
		t := l.Toolchains[name]
		fmt.Fprintf(&b, "toolchain %s %s %s\n", name, t.Suite, t.ID)
		for _, p := range slices.Sorted(maps.Keys(t.Packages)) {
			fmt.Fprintf(&b, "package %s %s %s\n", name, p, t.Packages[p])
		}
	}
	return b.Bytes()
}

// Write writes the lock of a project, whole or not at all.
func (l *Lock) Write(root string) error {
	return WriteFile(filepath.Join(root, LockFile), l.Format())
}

// WriteFile writes a file whole or not at all: beside its place, then renamed.
func WriteFile(file string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(file), ".knotes-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // of no effect once renamed
	_, err = tmp.Write(data)
	if err = errors.Join(err, tmp.Chmod(0o644), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), file)
}
