package cmd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/engine"
	"golang.org/x/sync/errgroup"
)

// loadConfig reads the project's knotes.toml and its lock.
func loadConfig() (*notes.Config, error) {
	c, err := notes.FindConfig(".")
	if err != nil {
		return nil, err
	}
	c.Lock, err = notes.ReadLock(c.Root)
	return c, err
}

// loadDocs reads the notes that the arguments name, all of the notebooks where
// there are none, and finds what they claim.
func loadDocs(c *notes.Config, args []string) ([]*snippets.Doc, error) {
	selected, err := selectNotes(c, args)
	errs := []error{err}
	rules := rulesOf(c)
	docs := make([]*snippets.Doc, len(selected))
	wrong := make([]error, len(selected))
	var group errgroup.Group
	group.SetLimit(runtime.NumCPU())
	for i, n := range selected {
		group.Go(func() error {
			docs[i], wrong[i] = snippets.Parse(n, rules)
			return nil
		})
	}
	group.Wait()
	return docs, errors.Join(append(errs, wrong...)...)
}

// rulesOf are the configuration's own rules for what is not run.
func rulesOf(c *notes.Config) []snippets.Rule {
	var rules []snippets.Rule
	for _, r := range c.Rules {
		rules = append(rules, snippets.Rule{Match: r.Match.Regexp, Skip: r.Skip})
	}
	return rules
}

// selectNotes returns the notes that the arguments name. The notebooks are
// read whole, so that a note of theirs is known for one; what is wrong in them
// counts only where an argument names it.
func selectNotes(c *notes.Config, args []string) ([]*notes.Note, error) {
	if len(args) == 0 {
		return c.Load()
	}
	var known []*notes.Note
	var wrong []error
	if c.Root != "" && len(c.Notebooks) > 0 {
		ns, err := c.Load()
		known, wrong = ns, flatten(err)
	}
	var selected []*notes.Note
	var errs []error
	seen := map[string]bool{}
	for _, arg := range args {
		found, err := selectNote(c, known, wrong, arg)
		errs = append(errs, err)
		for _, n := range found {
			if path := notePath(n); !seen[path] {
				seen[path] = true
				selected = append(selected, n)
			}
		}
	}
	return selected, errors.Join(errs...)
}

func notePath(n *notes.Note) string { return filepath.Join(n.Dir, filepath.Base(n.File)) }

// selectNote finds a note of a notebook, the notes of a folder, or any
// Markdown file.
func selectNote(c *notes.Config, known []*notes.Note, wrong []error, arg string) ([]*notes.Note, error) {
	info, err := os.Stat(arg)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usagef("%s: there is no such note", arg)
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeDevice != 0:
		return nil, usagef("%s: a device is no note; name a Markdown file", arg)
	}
	abs, err := filepath.Abs(arg)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return notesBelow(c, known, wrong, arg, abs)
	}
	for _, n := range known {
		if notePath(n) == abs {
			return []*notes.Note{n}, nil
		}
	}
	n, err := c.LoadFile(arg)
	if err != nil {
		return nil, err
	}
	return []*notes.Note{n}, nil
}

// notesBelow returns the notes of the notebooks in a folder, and what is wrong
// with those that could not be read.
func notesBelow(c *notes.Config, known []*notes.Note, wrong []error, arg, dir string) (found []*notes.Note, _ error) {
	below := func(path string) bool {
		rel, err := filepath.Rel(dir, path)
		return err == nil && filepath.IsLocal(rel)
	}
	for _, n := range known {
		if below(notePath(n)) {
			found = append(found, n)
		}
	}
	var errs []error
	for _, err := range wrong {
		var e *notes.Error
		if !errors.As(err, &e) || below(filepath.Join(c.Root, filepath.FromSlash(e.Pos.File))) {
			errs = append(errs, err)
		}
	}
	if len(found) == 0 && len(errs) == 0 {
		return nil, usagef("%s: no note of a notebook is in this folder; name the files: knotes verify %s", arg, filepath.Join(arg, "NOTE.md"))
	}
	return found, errors.Join(errs...)
}

// cacheDir is the user's cache of this tool. Root's own is closed to the
// unprivileged user that root's containers run as, so root has the system's.
func cacheDir() (string, error) {
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("no cache folder: %w; set XDG_CACHE_HOME", err)
	}
	if os.Geteuid() == 0 && !openToAll(dir) {
		dir = "/var/cache"
	}
	return filepath.Join(dir, "knotes"), nil
}

// openToAll tells whether everybody may pass through a folder and those above.
func openToAll(dir string) bool {
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if info, err := os.Stat(dir); err == nil && info.Mode().Perm()&0o001 == 0 {
			return false
		}
	}
	return true
}

// findEngine begins to look for the engine, which takes a trial of it, while
// the notes are read. What it returns waits for the answer.
func findEngine(ctx context.Context, name string) func() (engine.Engine, error) {
	find := sync.OnceValues(func() (engine.Engine, error) { return engine.Select(ctx, name) })
	go find()
	return find
}
