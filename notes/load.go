package notes

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// MaxPrograms bounds the files that are copied into a note's container, bytes.
const MaxPrograms = 64 << 20

// Load reads all notes of the notebooks that the configuration names, in the
// order of their names and files. It reports all that is wrong, joined.
func (c *Config) Load() ([]*Note, error) {
	var all []*Note
	var errs []error
	for _, nb := range c.Notebooks {
		ns, err := c.loadNotebook(nb)
		all, errs = append(all, ns...), append(errs, err)
	}
	if len(c.Notebooks) == 0 {
		errs = append(errs, Errorf(Pos{File: ConfigFile}, "no notebook: name a folder of notes under [[notebooks]], or name files: knotes verify FILE.md"))
	}
	return all, errors.Join(errs...)
}

func (c *Config) loadNotebook(nb Notebook) ([]*Note, error) {
	if nb.Git != "" {
		return nil, Errorf(Pos{File: ConfigFile}, "notebook %q: notebooks pulled from git cannot be read yet; clone it and name the folder by dir", nb.Name)
	}
	root := filepath.Join(c.Root, filepath.FromSlash(nb.Dir))
	var ns []*Note
	var errs []error
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if p != root && (strings.HasPrefix(name, ".") || name == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if !isNote(name) || !nb.takes(rel) || !d.Type().IsRegular() {
			return nil
		}
		n, err := c.LoadFile(p)
		if err != nil {
			errs = append(errs, err)
			return nil
		}
		n.Notebook, n.Rel, n.Split, n.Strict = nb.Name, rel, nb.Split, true
		ns = append(ns, n)
		return nil
	})
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, Errorf(Pos{File: nb.Dir}, "notebook %q: there is no such folder", nb.Name)
	case err != nil:
		return nil, err
	case len(ns) == 0 && len(errs) == 0:
		return nil, Errorf(Pos{File: nb.Dir}, "notebook %q holds no note; write one: knotes new CHAPTER/NOTE", nb.Name)
	}
	return ns, errors.Join(errs...)
}

// takes tells whether the notebook's patterns, if it has any, name rel.
func (nb Notebook) takes(rel string) bool {
	return len(nb.Files) == 0 || slices.ContainsFunc(nb.Files, func(pattern string) bool {
		ok, _ := path.Match(pattern, rel)
		return ok
	})
}

// isNote tells whether a file in a notebook is a note. A README is for those
// who look at the folder, not for the site.
func isNote(name string) bool {
	return path.Ext(name) == ".md" && !strings.HasPrefix(name, ".") && name != "README.md" && name != "_index.md"
}

// LoadFile reads one Markdown file and the programs beside it. A file of a
// notebook is returned as the notebook's note.
func (c *Config) LoadFile(file string) (*Note, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	n, err := Parse(c.display(file), source)
	if err != nil {
		return nil, err
	}
	n.Dir = filepath.Dir(file)
	n.Rel = filepath.Base(file)
	if _, ok := c.Recipe(n.Meta.Toolchain); !ok {
		var known []string
		for t := range c.Toolchains {
			known = append(known, t)
		}
		return nil, Errorf(Pos{n.File, 1, 1}, "toolchain %q is not in %s%s", n.Meta.Toolchain, ConfigFile, Nearest(n.Meta.Toolchain, known))
	}
	n.Programs, err = loadPrograms(n)
	return n, err
}

// Recipe returns the toolchain of that name; "" and "default" are the same.
func (c *Config) Recipe(name string) (Toolchain, bool) {
	if name == "" || name == "default" {
		return c.Toolchain, true
	}
	t, ok := c.Toolchains[name]
	return t, ok
}

// display names a file as the user would: relative to the working folder if
// it is below it, with slashes.
func (c *Config) display(file string) string {
	abs, err := filepath.Abs(file)
	if err != nil {
		return filepath.ToSlash(file)
	}
	base := c.Root
	if base == "" {
		base, _ = os.Getwd()
	}
	if rel, err := filepath.Rel(base, abs); err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	return filepath.ToSlash(file)
}

// loadPrograms reads the regular files beside a note, and the folders its
// front matter names: not hidden ones, notes or records.
func loadPrograms(n *Note) ([]File, error) {
	l := programLoader{note: n}
	entries, err := os.ReadDir(n.Dir)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		if e.Type().IsRegular() {
			if err := l.add(e.Name()); err != nil {
				return nil, err
			}
		}
	}
	for _, name := range n.Meta.Files {
		if err := l.addTree(name); err != nil {
			return nil, err
		}
	}
	return l.files, nil
}

type programLoader struct {
	note  *Note
	files []File
	size  int64
}

func (l *programLoader) addTree(name string) error {
	if !filepath.IsLocal(name) {
		return Errorf(Pos{l.note.File, 1, 1}, "files: %q leaves the note's folder", name)
	}
	root := filepath.Join(l.note.Dir, filepath.FromSlash(name))
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || filepath.Dir(p) == filepath.Clean(l.note.Dir) {
			return err
		}
		rel, err := filepath.Rel(l.note.Dir, p)
		if err != nil {
			return err
		}
		return l.add(filepath.ToSlash(rel))
	})
	if errors.Is(err, fs.ErrNotExist) {
		return Errorf(Pos{l.note.File, 1, 1}, "files: there is no %q beside the note", name)
	}
	return err
}

func (l *programLoader) add(name string) error {
	base := path.Base(name)
	if strings.HasPrefix(base, ".") || path.Ext(base) == ".md" || name == filepath.Base(l.note.File) || isRecord(l.note.Dir, name) {
		return nil
	}
	file := filepath.Join(l.note.Dir, filepath.FromSlash(name))
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if l.size += info.Size(); l.size > MaxPrograms {
		return Errorf(Pos{l.note.File, 1, 1}, "the files beside the note are more than %d MiB, the most that is copied into its container; move what it does not need to another folder", MaxPrograms>>20)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("reading a program: %w", err)
	}
	mode := fs.FileMode(0o644)
	if info.Mode()&0o111 != 0 {
		mode = 0o755
	}
	l.files = append(l.files, File{Name: name, Mode: mode, Data: data})
	return nil
}

// isRecord tells whether a file is the record of a note in the same folder.
func isRecord(dir, name string) bool {
	stem, ok := strings.CutSuffix(name, ".txtar")
	if !ok {
		return false
	}
	_, err := os.Stat(filepath.Join(dir, filepath.FromSlash(stem)+".md"))
	return err == nil
}
