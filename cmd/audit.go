package cmd

import (
	"io"
	"runtime"
	"strings"

	"github.com/knotes-dev/knotes/verify/audit"
	"github.com/spf13/cobra"
)

type auditFlags struct {
	seed    uint64
	limit   int
	jobs    int
	reports []string
}

func newAudit() *cobra.Command {
	var f auditFlags
	c := &cobra.Command{
		Use:   "audit [NOTE, FOLDER or any Markdown FILE ...]",
		Short: "Measure what the evidence is worth: make wrong notes, and see which would pass",
		Long: `audit changes every thing that is verified a little, one at a time: a digit or
another character, a blank, a name, a line left out or twice, two lines in the
other order, an exit status, one of two volatile tokens that must be the same; in
disassembly a bit and a register. It tells how many of these wrong notes would
have passed, and which:

    notes/content/elf/a.md:14:9: would pass: "7" for "4" in: 0000 T ... 14 [command, digit]

It runs nothing: a wrong note is judged by what the record beside the note says,
and for a file outside of the notebooks by what verify left in the user's cache.
Nothing is written.

Only what is asserted is changed. What "..." or a volatile token stands for is
not, nor is the output of a block that shows none: the column "asserted" has the
share of the output that is. A note without "would pass" may yet assert little.

    found       the wrong note is a finding of verify
    (stale)     of those: what is compiled or decoded is another thing, so that the
                record does not speak for the note until that is run
    unmarked    the claim is not verified any more, but nothing contradicts it
    would pass  it is verified as it stands

The same --seed makes the same changes.

Exit status: 0 no wrong note would pass · 1 one would, or a note has no record
to be judged by · 2 bad usage, configuration or note · 3 the tool could not do
its work · 130 interrupted.`,
		Example: `  knotes audit
  knotes audit --limit 1000 notes/content/memory/mmap.md
  knotes audit --report text --report json=audit.json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return f.audit(c, args) },
	}
	c.Flags().Uint64Var(&f.seed, "seed", 1, "what decides which changes are made")
	c.Flags().IntVar(&f.limit, "limit", audit.DefaultLimit, "make at most this many wrong notes for each claim")
	c.Flags().IntVarP(&f.jobs, "jobs", "j", runtime.NumCPU(), "`number` of notes that are audited at once")
	c.Flags().StringArrayVar(&f.reports, "report", []string{"text"}, "write a report, to standard output without a file; `FORMAT[=FILE]` is one of "+strings.Join(audit.Formats(), ", ")+"; repeatable")
	return c
}

func (f *auditFlags) audit(c *cobra.Command, args []string) error {
	outputs, err := parseReports(f.reports, audit.Formats())
	if err != nil {
		return err
	}
	if f.limit < 1 {
		return usagef("--limit %d: at least one wrong note must be made", f.limit)
	}
	if f.jobs < 1 {
		return usagef("--jobs %d: at least one note must be audited", f.jobs)
	}
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	docs, err := loadDocs(cfg, args)
	if err != nil {
		return err
	}
	o, err := knownOptions(cfg, docs)
	if err != nil {
		return err
	}
	r, err := audit.Run(c.Context(), docs, audit.Options{Verify: o.Options, Rules: rulesOf(cfg), Seed: f.seed, Limit: f.limit, Jobs: f.jobs})
	if err != nil {
		return err
	}
	for _, out := range outputs {
		if err := out.put(c.OutOrStdout(), func(w io.Writer) error { return audit.Write(w, out.format, r) }); err != nil {
			return err
		}
	}
	if !r.Well() {
		return errFindings
	}
	return nil
}
