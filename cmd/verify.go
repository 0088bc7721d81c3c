package cmd

import (
	"path/filepath"
	"runtime"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/report"
	"github.com/spf13/cobra"
)

type verifyFlags struct {
	runFlags
	record, strict, verbose bool
	recorded, update, diff  bool
	reports                 []string
}

func newVerify() *cobra.Command {
	var f verifyFlags
	c := &cobra.Command{
		Use:   "verify [NOTE, FOLDER or any Markdown FILE ...]",
		Short: "Gather evidence for what notes claim, and judge",
		Long: `verify runs the commands of each note in a container of its own and compares
what comes out with what the note shows; C is compiled, disassembly decoded, and
lines quoted without a command are looked for in what was printed above. Without
arguments it takes all notes of knotes.toml. A note, a folder of notes or any
other Markdown file can be named.

Links to source code must be fixed to a commit or release, and what their text names
must stand at their line; C is a quotation if a link of its section, or quote=, says
so; names in notes with "kernel: true" must exist in [kernel] release. The source is
the store that "knotes kernel" fills, or a git server of which the files that are
needed are fetched. Where neither can be asked, knotes.lock speaks, else the claim is
unverified: "source not reachable".

Each claim gets a status:

    verified    exit status and output are as written, but for what a second run
                proved to vary; it compiles, it decodes, it stands above
    drifted     the exit status is, the output is not
    failed      another exit status, a command not found, a limit hit
    skipped     not run, by skip="why" or a rule
    unverified  nothing is known for or against it

The last two are listed with -v, the reasons for what is skipped always. What is
drifted or failed is a finding:

    notes/content/elf/a.md:12:1: the output differs from line 14: size a.o [command]
        @@ -13,2 +1,2 @@
             text    data
        -     100       8
        +     108       8

It is named by the place of its command. In the diff "-" is what the note says,
by its line numbers, and "+" what was printed.

What was observed is kept in the user's cache, so an unchanged note is not run
again. In a notebook it is also held against the record beside the note
(NOTE.txtar), which is written only on request: --record. A record that is
missing, stale, broken or says otherwise is a finding too. So it is with knotes.lock
and what was found in source code; --record adds to it what is new, and drops what
no note has any more if all were verified. What the lock has otherwise than the
source is for knotes pin to mend. With --recorded nothing is run and no source asked:
the records and the lock speak.

--update writes what was observed into the notes: outputs that drifted, and
exit statuses that are others, as a line [N] or in the block's exit=. All else
stays byte for byte, as do your wildcards, and the old spelling of what varies
from run to run. What a note cannot show (control characters, a line that would
be read as a command) becomes "...". Left as findings are: what was stopped by
a limit, a program that is not there, blocks that show no output, and outputs
that a second run had otherwise. Then the records are written, as by --record.
Read the change before you commit it; so it is refused where CI is set. --diff
shows it, for git apply or patch -p1, and exits with 1 if there is any, or if a
claim is left wrong; reports are then written only where --report names a file.

Exit status: 0 no finding · 1 findings · 2 bad usage, configuration or note ·
3 the tool could not do its work, say without an engine · 130 interrupted.`,
		Example: `  knotes verify
  knotes verify -v notes/content/memory
  knotes verify --record notes/content/memory/mmap.md
  knotes verify --recorded --strict
  knotes verify --diff && echo nothing to update
  knotes verify --update notes/content/memory/mmap.md
  knotes verify --strict --report text --report junit=junit.xml --report github`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return f.verify(c, args) },
	}
	f.runFlags.add(c)
	c.Flags().BoolVar(&f.record, "record", false, "write the records of notes where something observed changed")
	c.Flags().BoolVar(&f.recorded, "recorded", false, "from the records and knotes.lock alone, without an engine and without source code")
	c.Flags().BoolVar(&f.update, "update", false, "write what was observed into the notes, and the records; never in CI")
	c.Flags().BoolVar(&f.diff, "diff", false, "show as a unified diff what --update would write into the notes, and write nothing")
	c.Flags().BoolVar(&f.strict, "strict", false, "a claim that is unverified is a finding too")
	c.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "list what was skipped and unverified too")
	c.Flags().StringArrayVar(&f.reports, "report", []string{"text"}, "write a report, to standard output without a file; `FORMAT[=FILE]` is one of "+strings.Join(report.Formats(), ", ")+"; repeatable")
	return c
}

func (f *verifyFlags) verify(c *cobra.Command, args []string) error {
	mode, err := f.updateMode()
	if err != nil {
		return err
	}
	outputs, err := f.outputs(mode, c.Flags().Changed("report"))
	if err != nil {
		return err
	}
	var found func() (engine.Engine, error)
	if !f.recorded {
		found = findEngine(c.Context(), f.engine)
	}
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	docs, err := loadDocs(cfg, args)
	if err != nil {
		return err
	}
	o, err := f.gather(c, cfg, docs, found)
	if err != nil {
		return err
	}
	defer o.close()
	o.Update = mode
	if o.Record = f.record || mode == verify.WriteUpdate; o.Record {
		o.Sources.Patience = longPatience
	}
	r, err := verify.Run(c.Context(), docs, o.Options)
	o.progress.stop()
	if err != nil {
		return err
	}
	if len(args) == 0 {
		if r.Strays, err = strayRecords(cfg); err != nil {
			return err
		}
	}
	if o.Record {
		if err := lockRecorded(cfg, r, o.Sources, len(args) == 0); err != nil {
			return err
		}
	}
	show := report.Options{Strict: f.strict, Verbose: f.verbose, Color: colored(c.OutOrStdout()), Place: inRepository(cfg)}
	for _, out := range outputs {
		if err := out.write(c.OutOrStdout(), r, show); err != nil {
			return err
		}
	}
	switch mode {
	case verify.ShowUpdate:
		return f.showUpdate(c, r)
	case verify.WriteUpdate:
		r.WriteUpdates(summaryStream(c, outputs), f.strict)
	}
	if !r.Well(f.strict) {
		return errFindings
	}
	return nil
}

// gather are the options of a run: one that asks the engine and source code, or
// one in which the records and the lock speak.
func (f *verifyFlags) gather(c *cobra.Command, cfg *notes.Config, docs []*snippets.Doc, found func() (engine.Engine, error)) (*runOptions, error) {
	if !f.recorded {
		return f.options(c, cfg, docs, found)
	}
	return recordedOptions(cfg, docs, c.ErrOrStderr(), f.quiet)
}

// lockToolchains writes toolchains into the lock, if that changes it.
func lockToolchains(cfg *notes.Config, lock *notes.Lock, toolchains map[string]report.Toolchain) error {
	changed := false
	for name, t := range toolchains {
		changed = lock.Set(name, notes.LockedToolchain(t)) || changed
	}
	if !changed || cfg.Root == "" { // a file outside of any project has no lock
		return nil
	}
	return lock.Write(cfg.Root)
}

// strayRecords lists the records of the notebooks beside which no note stands.
func strayRecords(cfg *notes.Config) ([]string, error) {
	var all []string
	for _, nb := range cfg.Notebooks {
		if nb.Dir == "" {
			continue
		}
		files, err := verify.StrayRecords(filepath.Join(cfg.Root, filepath.FromSlash(nb.Dir)))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if rel, err := filepath.Rel(cfg.Root, file); err == nil {
				file = rel
			}
			all = append(all, filepath.ToSlash(file))
		}
	}
	return all, nil
}

// runFlags are the flags of all commands that run notes.
type runFlags struct {
	engine  string
	jobs    int
	noCache bool
	quiet   bool
}

func (f *runFlags) add(c *cobra.Command) {
	c.Flags().StringVar(&f.engine, "engine", "auto", "`where` commands run: auto (the first that works), bubblewrap, docker or podman")
	c.Flags().IntVarP(&f.jobs, "jobs", "j", runtime.NumCPU(), "`number` of notes that run at once")
	c.Flags().BoolVar(&f.noCache, "no-cache", false, "run every note, also those whose outcome is known")
	c.Flags().BoolVarP(&f.quiet, "quiet", "q", false, "no progress")
}
