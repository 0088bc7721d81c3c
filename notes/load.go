package notes

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

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
	files, err := c.noteFiles(nb)
	errs := []error{err}
	var ns []*Note
	beside := folders{}
	for _, rel := range files {
		n, err := c.loadFile(filepath.Join(c.Root, filepath.FromSlash(nb.Dir), filepath.FromSlash(rel)), beside)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		n.Notebook, n.Rel, n.Split, n.Strict = nb.Name, rel, nb.Split, true
		ns = append(ns, n)
	}
	return ns, errors.Join(errs...)
}

// noteFiles lists the notes of a notebook, relative to its folder.
func (c *Config) noteFiles(nb Notebook) ([]string, error) {
	root := filepath.Join(c.Root, filepath.FromSlash(nb.Dir))
	if info, err := os.Stat(root); errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return nil, Errorf(Pos{File: nb.Dir}, "notebook %q: there is no such folder; make it, or mend dir in %s", nb.Name, ConfigFile)
	}
	var files []string
	var errs []error
	matched := map[string]bool{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if p != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata") {
				return fs.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		switch pattern, ok := nb.takes(rel); {
		case !ok:
		case !d.Type().IsRegular(): // what it leads to may lie outside, and be gone elsewhere
			errs = append(errs, Errorf(Pos{File: c.display(p)}, "a note must be a regular file, this is %s; put the file itself here", kindOf(d)))
			matched[pattern] = true
		default:
			files, matched[pattern] = append(files, rel), true
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, pattern := range nb.Files {
		if !matched[pattern] {
			errs = append(errs, Errorf(Pos{File: nb.Dir}, "notebook %q: files names %q, but there is no such note; mend it in %s", nb.Name, pattern, ConfigFile))
		}
	}
	if len(files) == 0 && len(errs) == 0 {
		errs = append(errs, Errorf(Pos{File: nb.Dir}, "notebook %q holds no note; write one: knotes new CHAPTER/NOTE", nb.Name))
	}
	return files, errors.Join(errs...)
}

func kindOf(d fs.DirEntry) string {
	if d.Type()&fs.ModeSymlink != 0 {
		return "a symbolic link"
	}
	return "none"
}

// takes tells whether a file is a note of the notebook: one that its patterns
// name, and which of them, or, without any, each Markdown file but a README,
// which is for those who look at the folder.
func (nb Notebook) takes(rel string) (pattern string, ok bool) {
	name := path.Base(rel)
	if len(nb.Files) == 0 {
		return "", path.Ext(name) == ".md" && !strings.HasPrefix(name, ".") && name != "README.md" && name != "_index.md"
	}
	for _, pattern := range nb.Files {
		if pattern == rel {
			return pattern, true
		}
		if ok, _ := path.Match(pattern, rel); ok && isMarkdown(name) {
			return pattern, true
		}
	}
	return "", false
}

// isMarkdown tells whether a file is a note by its name, and so no program of
// another note.
func isMarkdown(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".md" || ext == ".markdown"
}

// LoadFile reads one Markdown file and the programs beside it. A file of a
// notebook is returned as the notebook's note.
func (c *Config) LoadFile(file string) (*Note, error) { return c.loadFile(file, folders{}) }

func (c *Config) loadFile(file string, beside folders) (*Note, error) {
	name := c.display(file)
	if !showable(name) {
		return nil, Errorf(Pos{File: name}, "the name of a note is printed as it is; give it one without control characters")
	}
	source, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	n, err := Parse(name, source)
	if err != nil {
		return nil, err
	}
	n.Dir = filepath.Dir(file)
	n.Rel = filepath.Base(file)
	if _, ok := c.Recipe(n.Meta.Toolchain); !ok {
		known := append(slices.Sorted(maps.Keys(c.Toolchains)), "default")
		return nil, Errorf(n.metaPos("toolchain"), "toolchain %q is not in %s%s", n.Meta.Toolchain, ConfigFile, NearestOf(n.Meta.Toolchain, known))
	}
	n.Programs, err = loadPrograms(n, beside)
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
