package cmd

import (
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/spf13/cobra"
)

type pinFlags struct {
	to    string
	check bool
}

func newPin() *cobra.Command {
	var f pinFlags
	c := &cobra.Command{
		Use:   "pin [NOTE ...]",
		Short: "Fix links to source code to a commit, and move them to another release",
		Long: `pin mends the links to source code of the notes that are named, or of all:

    a link to a branch becomes one to the commit that the branch is now
    a line at which the symbol of the link's text does not stand becomes the one at
    which it does, where there is no doubt which that is
    what knotes.lock holds of the notes is found anew, where it is not right too

With --to RELEASE all links of the notebooks that lead to the kernel are moved to
that release, and what becomes of each is told:

    same line   it stands where it stood
    moved       lines N, now M: by the definition's name, the lines around, the text
    renamed     the file has another path, by git's word
    changed     what stands there has changed; the diff is shown
    gone        the file, the symbol or the line is no more; the link stays
    unsure      nothing says for sure where it is; the link stays

[kernel] release in knotes.toml becomes RELEASE, and knotes.lock is written anew.
Notes whose text should be read again are listed. Both releases have to be in the
store: knotes kernel RELEASE. Outside of the links no byte of a note changes, and
moving back restores it.

--check writes nothing.

Exit status: 0 all well · 1 a link could not be mended or moved, or, with --check,
something would change · 2 bad usage · 3 the tool could not do its work.`,
		Example: "  knotes pin\n  knotes pin notes/content/net/receive.md\n  knotes pin --to 6.12.107 --check",
		Args:    cobra.ArbitraryArgs,
		RunE:    func(c *cobra.Command, args []string) error { return f.pin(c, args) },
	}
	c.Flags().StringVar(&f.to, "to", "", "move all links to the kernel to this `release`")
	c.Flags().BoolVar(&f.check, "check", false, "only report what would change")
	return c
}

func (f *pinFlags) pin(c *cobra.Command, args []string) error {
	f.to = strings.TrimPrefix(f.to, "v")
	if f.to != "" && len(args) > 0 {
		return usagef("--to moves the notebooks as a whole, and their release with them; leave %s out", strings.Join(args, " "))
	}
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	if f.to != "" && cfg.Root == "" {
		return usagef("there is no %s here or above, of which --to could move the release", notes.ConfigFile)
	}
	docs, err := loadDocs(cfg, args)
	if err != nil {
		return err
	}
	s, store, err := openSources(c.Context(), cfg, c.ErrOrStderr())
	if err != nil {
		return err
	}
	defer store.Close()
	s.Patience = longPatience
	p := pinner{pinFlags: *f, cmd: c, cfg: cfg, sources: s, store: store, docs: docs, whole: len(args) == 0}
	if err := p.plan(); err != nil {
		return err
	}
	return p.carryOut()
}
