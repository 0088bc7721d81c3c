package cmd

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/report"
	"github.com/spf13/cobra"
)

type verifyFlags struct {
	runFlags
	record, strict, verbose bool
	reports                 []string
}

func newVerify() *cobra.Command {
	var f verifyFlags
	c := &cobra.Command{
		Use:   "verify [NOTE, FOLDER or any Markdown FILE ...]",
		Short: "Gather evidence for what notes claim, and judge",
		Long: `verify runs the commands of each note in a container of its own and compares
what comes out with what the note shows. Without arguments it takes all notes of
knotes.toml; any other Markdown file can be named too.

What was observed is kept in the user's cache, so an unchanged note is not run
again. In a notebook it is also held against the record beside the note
(NOTE.txtar), which is written only on request: --record.

Findings go to standard output as file:line:col: message [kind], with a diff.`,
		Example: "  knotes verify\n  knotes verify notes/content/memory\n  knotes verify --record notes/content/memory/mmap.md\n  knotes verify --report junit=junit.xml --report text",
		Args:    cobra.ArbitraryArgs,
		RunE:    func(c *cobra.Command, args []string) error { return f.verify(c, args) },
	}
	f.runFlags.add(c)
	c.Flags().BoolVar(&f.record, "record", false, "write the records of notes where something observed changed")
	c.Flags().BoolVar(&f.strict, "strict", false, "a claim that is unverified is a finding too")
	c.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "list what was skipped and unverified too")
	c.Flags().StringArrayVar(&f.reports, "report", []string{"text"}, "`FORMAT[=FILE]` of a report, repeatable: "+strings.Join(report.Formats(), ", "))
	return c
}

func (f *verifyFlags) verify(c *cobra.Command, args []string) error {
	outputs, err := parseReports(f.reports)
	if err != nil {
		return err
	}
	found := findEngine(c.Context(), f.engine)
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	docs, err := loadDocs(cfg, args)
	if err != nil {
		return err
	}
	o, err := f.options(c, cfg, docs, found)
	if err != nil {
		return err
	}
	o.Record = f.record
	r, err := verify.Run(c.Context(), docs, o.Options)
	o.progress.stop()
	if err != nil {
		return err
	}
	if f.record {
		if err := lockToolchains(cfg, r); err != nil {
			return err
		}
	}
	for _, out := range outputs {
		if err := out.write(c.OutOrStdout(), r, report.Options{Strict: f.strict, Verbose: f.verbose, Color: colored(c.OutOrStdout())}); err != nil {
			return err
		}
	}
	if !r.Well(f.strict) {
		return errFindings
	}
	return nil
}

// reportOutput is one --report.
type reportOutput struct{ format, file string }

func parseReports(specs []string) ([]reportOutput, error) {
	var outs []reportOutput
	for _, spec := range specs {
		format, file, _ := strings.Cut(spec, "=")
		if !slices.Contains(report.Formats(), format) {
			return nil, usagef("--report %s: there is no such format%s known are: %s", spec,
				notes.Nearest(format, report.Formats())+";", strings.Join(report.Formats(), ", "))
		}
		outs = append(outs, reportOutput{format, file})
	}
	return outs, nil
}

func (out reportOutput) write(w io.Writer, r *report.Report, o report.Options) error {
	if out.file == "" {
		return report.Write(w, out.format, r, o)
	}
	f, err := os.Create(out.file)
	if err != nil {
		return err
	}
	o.Color = false
	err = report.Write(f, out.format, r, o)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return fmt.Errorf("writing report %s: %w", out.file, err)
	}
	return nil
}

// lockToolchains writes the toolchains that records speak of into the lock.
func lockToolchains(cfg *notes.Config, r *report.Report) error {
	if cfg.Root == "" {
		return nil
	}
	lock, err := notes.ReadLock(cfg.Root)
	if err != nil {
		return err
	}
	changed := false
	for name, t := range r.Environment.Toolchains {
		changed = lock.Set(name, notes.LockedToolchain(t)) || changed
	}
	if !changed {
		return nil
	}
	return lock.Write(cfg.Root)
}

// runFlags are the flags of all commands that run notes.
type runFlags struct {
	engine  string
	jobs    int
	noCache bool
	quiet   bool
}

func (f *runFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.engine, "engine", "auto", "where commands run: auto, bubblewrap, docker or podman")
	c.Flags().IntVarP(&f.jobs, "jobs", "j", runtime.NumCPU(), "notes that run at once")
	c.Flags().BoolVar(&f.noCache, "no-cache", false, "run every note, also those whose outcome is known")
	c.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "no progress")
}

// needsToolchain tells whether any note has something to run.
func needsToolchain(docs []*snippets.Doc) bool {
	return slices.ContainsFunc(docs, verify.NeedsToolchain)
}
