package cmd

import (
	"path/filepath"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/site"
	"github.com/spf13/cobra"
)

// place finds where the site goes, and refuses what it may not replace before
// anything is run. emitted is the folder of the Hugo project.
func (f *buildFlags) place(c *cobra.Command, cfg *notes.Config, emitted string) error {
	if !c.Flags().Changed("out") {
		f.out = filepath.Join(cfg.Root, f.out)
	}
	out, err := filepath.Abs(f.out)
	if err != nil {
		return err
	}
	switch {
	case within(cfg.Root, out):
		return usagef("--out %q: the project is in it; name a folder of the site's own", f.out)
	case within(out, emitted) || within(emitted, out):
		return usagef("--out %q: the Hugo project is kept there; name another folder", f.out)
	}
	for _, nb := range cfg.Notebooks {
		dir := filepath.Join(cfg.Root, filepath.FromSlash(nb.Dir))
		if nb.Dir != "" && !within(cfg.Root, dir) && within(out, dir) {
			return usagef("--out %q: a site does not belong among the notes of notebook %q; name another folder", f.out, nb.Name)
		}
	}
	if err := site.Replaceable(emitted); err != nil {
		return err
	}
	return site.Replaceable(out)
}

// within tells whether a path is a folder or something in it. Both are absolute.
func within(path, dir string) bool {
	rel, err := filepath.Rel(realPath(dir), realPath(path))
	return err == nil && filepath.IsLocal(rel)
}

// realPath resolves the symbolic links of as much of a path as there is.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if dir := filepath.Dir(path); dir != path {
		return filepath.Join(realPath(dir), filepath.Base(path))
	}
	return path
}
