package cmd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/engine"
)

// loadConfig reads the project's knotes.toml.
func loadConfig() (*notes.Config, error) { return notes.FindConfig(".") }

// loadDocs reads the notes that the arguments name, all of the notebooks where
// there are none, and finds what they claim.
func loadDocs(c *notes.Config, args []string) ([]*snippets.Doc, error) {
	selected, err := selectNotes(c, args)
	errs := []error{err}
	var rules []snippets.Rule
	for _, r := range c.Rules {
		rules = append(rules, snippets.Rule{Match: r.Match.Regexp, Skip: r.Skip})
	}
	var docs []*snippets.Doc
	for _, n := range selected {
		doc, err := snippets.Parse(n, rules)
		docs, errs = append(docs, doc), append(errs, err)
	}
	return docs, errors.Join(errs...)
}

func selectNotes(c *notes.Config, args []string) ([]*notes.Note, error) {
	if len(args) == 0 {
		return c.Load()
	}
	var known []*notes.Note
	var loadErr error
	if c.Root != "" && len(c.Notebooks) > 0 {
		known, loadErr = c.Load()
	}
	var selected []*notes.Note
	var errs []error
	seen := map[string]bool{}
	for _, arg := range args {
		found, err := selectNote(c, known, arg)
		errs = append(errs, err)
		for _, n := range found {
			if path := notePath(n); !seen[path] {
				seen[path] = true
				selected = append(selected, n)
			}
		}
	}
	err := errors.Join(errs...)
	if err != nil && loadErr != nil { // the note is in a notebook, and wrong
		return selected, loadErr
	}
	return selected, err
}

func notePath(n *notes.Note) string { return filepath.Join(n.Dir, filepath.Base(n.File)) }

// selectNote finds a note of a notebook, the notes of a folder, or any
// Markdown file.
func selectNote(c *notes.Config, known []*notes.Note, arg string) ([]*notes.Note, error) {
	info, err := os.Stat(arg)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usagef("%s: there is no such note", arg)
	}
	if err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(arg)
	if err != nil {
		return nil, err
	}
	var found []*notes.Note
	for _, n := range known {
		path := notePath(n)
		if path == abs || info.IsDir() && strings.HasPrefix(path, abs+string(filepath.Separator)) {
			found = append(found, n)
		}
	}
	switch {
	case len(found) > 0:
		return found, nil
	case info.IsDir():
		return nil, usagef("%s: no note of the notebook is in this folder", arg)
	}
	n, err := c.LoadFile(arg)
	if err != nil {
		return nil, err
	}
	return []*notes.Note{n}, nil
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

func openEngine(ctx context.Context, name string) (engine.Engine, error) {
	return engine.Select(ctx, name)
}
