package cmd

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/site/hugo"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/report"
	"github.com/spf13/cobra"
)

type buildFlags struct {
	runFlags
	out              string
	recorded, strict bool
}

func newBuild() *cobra.Command {
	var f buildFlags
	c := &cobra.Command{
		Use:   "build",
		Short: "Verify the notebook and build its site",
		Long: `build verifies all notes, emits a Hugo project into .knotes/site, builds it,
checks the pages and swaps the finished site into place. A site is built whatever
the verdicts are: each page shows them. With --strict the exit status tells too.

With --recorded nothing is run: the records beside the notes speak, with their
date and toolchain, and a claim whose record is stale or missing is unverified.`,
		Example: "  knotes build\n  knotes build --recorded --strict --out public",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return f.build(c) },
	}
	f.runFlags.add(c)
	c.Flags().StringVar(&f.out, "out", "public", "`folder` of the finished site")
	c.Flags().BoolVar(&f.recorded, "recorded", false, "from the records alone, without an engine")
	c.Flags().BoolVar(&f.strict, "strict", false, "exit with 1 unless every claim is well and no record stale")
	return c
}

func (f *buildFlags) build(c *cobra.Command) error {
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	if cfg.Root == "" {
		return usagef("there is no %s here or above; build needs one that names the notebooks", notes.ConfigFile)
	}
	var found func() (engine.Engine, error)
	if !f.recorded {
		found = findEngine(c.Context(), f.engine)
	}
	docs, err := loadDocs(cfg, nil)
	if err != nil {
		return err
	}
	r, err := f.gather(c, cfg, docs, found)
	if err != nil {
		return err
	}
	pages, err := site.Build(c.Context(), hugo.Build, project(cfg, docs, r), filepath.Join(cfg.Root, ".knotes", "site"), f.out)
	if err != nil {
		return err
	}
	for _, p := range pages {
		fmt.Fprintf(c.ErrOrStderr(), "%v\n", p)
	}
	if err := report.Write(c.OutOrStdout(), "text", r, report.Options{Strict: f.strict, Color: colored(c.OutOrStdout())}); err != nil {
		return err
	}
	fmt.Fprintf(c.OutOrStdout(), "site: %s\n", relative(f.out))
	if f.strict && (!r.Well(true) || len(pages) > 0) {
		return errFindings
	}
	return nil
}

func (f *buildFlags) gather(c *cobra.Command, cfg *notes.Config, docs []*snippets.Doc, found func() (engine.Engine, error)) (*report.Report, error) {
	var o *runOptions
	var err error
	if f.recorded {
		o, err = recordedOptions(cfg, docs, c.ErrOrStderr(), f.quiet)
	} else {
		o, err = f.options(c, cfg, docs, found)
	}
	if err != nil {
		return nil, err
	}
	defer o.progress.stop()
	return verify.Run(c.Context(), docs, o.Options)
}

func project(cfg *notes.Config, docs []*snippets.Doc, r *report.Report) site.Project {
	p := site.Project{Title: cfg.Title, BaseURL: cfg.BaseURL, Report: r}
	for i, doc := range docs {
		p.Notes = append(p.Notes, site.Note{Doc: doc, Report: r.Notes[i], Modified: lastCommit(notePath(doc.Note))})
	}
	return p
}

// lastCommit is when git last saw a change of the file; zero where it cannot
// say.
func lastCommit(file string) time.Time {
	git := exec.Command("git", "log", "-1", "--format=%cI", "--", filepath.Base(file))
	git.Dir = filepath.Dir(file)
	out, err := git.Output()
	if err != nil {
		return time.Time{}
	}
	t, _ := time.Parse(time.RFC3339, strings.TrimSpace(string(out)))
	return t
}
