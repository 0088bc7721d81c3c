package cmd

import (
	"context"
	"fmt"
	"maps"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/notes/git"
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
	out, baseURL     string
	recorded, strict bool
}

func newBuild() *cobra.Command {
	var f buildFlags
	c := &cobra.Command{
		Use:   "build",
		Short: "Verify the notebook and build its site",
		Long: `build verifies all notes, emits a Hugo project into .knotes/site, builds it,
checks the pages and swaps the finished site into place. A site is built whatever
the verdicts are: each page shows them, and the exit status is 0. With --strict
it is 1 unless every claim is verified or skipped and every record current.

With --recorded nothing is run and no source code asked: the records beside the notes
speak, with their date and toolchain, and knotes.lock; a claim whose record is stale
or missing is unverified.`,
		Example: "  knotes build\n  knotes build --recorded --strict --out public",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return f.build(c) },
	}
	f.runFlags.add(c)
	c.Flags().StringVar(&f.out, "out", "public", "`folder` of the finished site; by default public beside knotes.toml")
	c.Flags().StringVar(&f.baseURL, "baseURL", "", "`URL` at which the site will stand; by default that of knotes.toml")
	c.Flags().BoolVar(&f.recorded, "recorded", false, "from the records alone, without an engine")
	c.Flags().BoolVar(&f.strict, "strict", false, "exit with 1 where a claim is not well or a record not current")
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
	if f.baseURL != "" {
		if _, err := url.Parse(f.baseURL); err != nil {
			return usagef("--baseURL %q is no URL; write such as https://example.org/notes/", f.baseURL)
		}
		cfg.BaseURL = f.baseURL
	}
	emitted := filepath.Join(cfg.Root, ".knotes", "site")
	if err := f.place(c, cfg, emitted); err != nil {
		return err
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
	pages, err := site.Build(c.Context(), hugo.Build, project(c.Context(), cfg, docs, r), emitted, f.out)
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
	o.Listings = true
	defer o.progress.stop()
	defer o.close()
	r, err := verify.Run(c.Context(), docs, o.Options)
	if err != nil {
		return nil, err
	}
	r.Strays, err = strayRecords(cfg)
	return r, err
}

func project(ctx context.Context, cfg *notes.Config, docs []*snippets.Doc, r *report.Report) site.Project {
	p := site.Project{Title: cfg.Title, BaseURL: cfg.BaseURL, Report: r, Checked: time.Now(), Limits: cfg.Limits,
		Repository: cfg.Repository, Branch: cfg.Branch, Recipes: map[string]notes.Toolchain{"default": cfg.Toolchain}}
	maps.Copy(p.Recipes, cfg.Toolchains)
	modified := lastChanged(ctx, docs)
	for i, doc := range docs {
		p.Notes = append(p.Notes, site.Note{Doc: doc, Report: r.Notes[i], Modified: modified[doc.Note]})
	}
	return p
}

// historyTime bounds the look into git's history. Without it a page only lacks
// its date.
const historyTime = 10 * time.Second

// lastChanged asks git, once for each notebook, when its notes were changed.
// A note of which git cannot say is left out.
func lastChanged(ctx context.Context, docs []*snippets.Doc) map[*notes.Note]time.Time {
	ctx, stop := context.WithTimeout(ctx, historyTime)
	defer stop()
	files := map[string][]string{}
	for _, doc := range docs {
		root := notebookRoot(doc.Note)
		files[root] = append(files[root], doc.Note.Rel)
	}
	changed := map[string]map[string]time.Time{}
	for root, names := range files {
		changed[root], _ = git.LastChanged(ctx, root, names)
	}
	modified := map[*notes.Note]time.Time{}
	for _, doc := range docs {
		if at, ok := changed[notebookRoot(doc.Note)][doc.Note.Rel]; ok {
			modified[doc.Note] = at
		}
	}
	return modified
}

// notebookRoot is the folder that a note's Rel is relative to.
func notebookRoot(n *notes.Note) string {
	return strings.TrimSuffix(notePath(n), string(filepath.Separator)+filepath.FromSlash(n.Rel))
}
