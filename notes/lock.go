package notes

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// LockFile is the name of the lock at the root of a project.
const LockFile = "knotes.lock"

// Lock is what knotes.lock holds: for each toolchain the versions of its
// packages, by which its image is identified, and what was found in source code.
type Lock struct {
	Toolchains map[string]LockedToolchain
	Pins       map[PinKey]LockedPin
	Quotations map[QuotationKey]LockedQuotation
	Names      map[NameKey]LockedName
}

// LockedToolchain is one toolchain as it was when it was last recorded with.
type LockedToolchain struct {
	ID       string
	Suite    string
	Packages map[string]string // name: version
}

// ReadLock reads the lock of a project; without one, or without a project, it
// is empty.
func ReadLock(root string) (*Lock, error) {
	if root == "" {
		return &Lock{}, nil
	}
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
//	pin, quotation, name: see sourceLine
//
// The hash of a toolchain is that of its packages. Two lines for one thing, or
// another hash, are what a merge leaves that took lines of both sides. Of what
// was found in source code they may be taken, where they do not contradict each
// other: each side checked its own.
func ParseLock(name string, data []byte) (*Lock, error) {
	p := lockParser{lock: &Lock{Toolchains: map[string]LockedToolchain{}}, name: name, at: map[string]Pos{}}
	n := 0
	for line := range strings.SplitSeq(string(data), "\n") {
		n++
		if err := p.line(Pos{name, n, 1}, line); err != nil {
			return nil, err
		}
	}
	return p.lock, p.check()
}

type lockParser struct {
	lock *Lock
	name string
	at   map[string]Pos // of each thing, by its line's words before the value
}

func (p *lockParser) line(pos Pos, line string) error {
	words, cols, ok := lockWords(line)
	switch {
	case conflictMarker(line):
		return Errorf(pos, "a merge left its conflict here; take either side and run: knotes verify --record")
	case len(words) > 0 && words[0] == "#", len(cols) == 0:
		return nil
	case !ok:
		pos.Col = cols[len(cols)-1]
		return Errorf(pos, "cannot read the text in quotes; the file is written by knotes: restore it from git")
	case words[0] == "toolchain" && len(words) == 4:
		t := p.lock.Toolchains[words[1]]
		t.Suite, t.ID = words[2], words[3]
		p.lock.set(words[1], t)
		return p.once(pos, words[:2])
	case words[0] == "package" && len(words) == 4:
		p.lock.set(words[1], p.lock.Toolchains[words[1]])
		p.lock.Toolchains[words[1]].Packages[words[2]] = words[3]
		return p.once(pos, words[:3])
	}
	return p.source(pos, line, words, cols)
}

// source reads a line about source code. Lines that say the same are what a
// merge leaves in which both sides found the same.
func (p *lockParser) source(pos Pos, line string, words []string, cols []int) error {
	key, same, bad := p.sourceLine(words)
	switch {
	case bad >= 0:
		pos.Col = cols[bad]
		return Errorf(pos, "cannot read %q; the file is written by knotes: restore it from git", clipLine(line[cols[bad]-1:]))
	case !same:
		return Errorf(pos, "another line for %s says otherwise; remove both and run: knotes verify --record", strings.Join(words[:key], " "))
	}
	return nil
}

// clipLine is the begin of a line, which may be long.
func clipLine(line string) string {
	const most = 80
	if len(line) <= most {
		return line
	}
	return strings.ToValidUTF8(line[:most], "") + "…"
}

func (p *lockParser) once(pos Pos, what []string) error {
	key := strings.Join(what, " ")
	if first, ok := p.at[key]; ok {
		return Errorf(pos, "two lines are for %s, the first is line %d; the file is written by knotes: restore it from git, or remove it and run: knotes verify --record", key, first.Line)
	}
	p.at[key] = pos
	return nil
}

func (p *lockParser) check() error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(p.lock.Toolchains)) {
		t := p.lock.Toolchains[name]
		pos, ok := p.at["toolchain "+name]
		switch {
		case !ok:
			errs = append(errs, Errorf(Pos{File: p.name}, "packages of the toolchain %s are named, but it is not; restore the file from git, or remove it and run: knotes verify --record", name))
		case len(t.Packages) > 0 && t.ID != ToolchainID(t.Packages):
			errs = append(errs, Errorf(pos, "the toolchain %s does not agree with its packages below; restore the file from git, or remove it and run: knotes verify --record", name))
		}
	}
	return errors.Join(errs...)
}

// Check holds the lock against the recipes of the configuration.
func (l *Lock) Check(c *Config) error {
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(l.Toolchains)) {
		t := l.Toolchains[name]
		r, ok := c.Recipe(name)
		if ok && r.Image == "" && r.Suite != t.Suite {
			errs = append(errs, Errorf(Pos{File: LockFile}, "the toolchain %s was recorded with suite %q, %s has %q; run: knotes verify --record", name, t.Suite, ConfigFile, r.Suite))
		}
	}
	return errors.Join(errs...)
}

// ToolchainID is the identity of a toolchain: the hash of its packages'
// versions.
func ToolchainID(packages map[string]string) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(packages)) {
		fmt.Fprintf(h, "%s=%s\n", name, packages[name])
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

func conflictMarker(line string) bool {
	return strings.HasPrefix(line, "<<<<<<<") || strings.HasPrefix(line, "=======") ||
		strings.HasPrefix(line, ">>>>>>>") || strings.HasPrefix(line, "|||||||")
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
	l.formatPins(&b)
	return b.Bytes()
}

// Write writes the lock of a project, whole or not at all.
func (l *Lock) Write(root string) error {
	return WriteFile(filepath.Join(root, LockFile), l.Format())
}

// WriteFile writes a file whole or not at all: beside its place, then renamed.
// A file that it replaces leaves its permissions, and its owner where that may
// be given away.
func WriteFile(file string, data []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(file), ".knotes-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // of no effect once renamed
	mode := fs.FileMode(0o644)
	if old, err := os.Stat(file); err == nil {
		mode = old.Mode().Perm()
		if owner, ok := old.Sys().(*syscall.Stat_t); ok {
			_ = tmp.Chown(int(owner.Uid), int(owner.Gid)) // only root may; others own what they write
		}
	}
	_, err = tmp.Write(data)
	if err = errors.Join(err, tmp.Chmod(mode), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), file)
}
