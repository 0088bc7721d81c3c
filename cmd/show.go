package cmd

import (
	"fmt"
	"io"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
	"github.com/spf13/cobra"
)

func newShow() *cobra.Command {
	recorded := false
	c := &cobra.Command{
		Use:   "show NOTE[#ID]",
		Short: "Explain the verdicts on the claims of a note",
		Long: `show runs nothing. It lists what a note claims and explains each verdict:

    why, cure   what is wrong, and what to do about it
    link, names where a link to source code leads, and the symbols that its text names
    source      where it stands in source code, as what, and what knotes.lock says
    run         what is run for it: the command, gcc, objdump
    compared    what was held against what, by lines of the note and of the output
    rule        the rule of matching that held: exact, wildcard or mask
    volatile    each token that varies: why, and what a second run had there

With #ID it shows that claim alone.

It speaks of the last run on this machine, if the note is still as it was, else
from the record beside the note; of source code by the releases that are in the
store, else by knotes.lock. With --recorded the record and the lock alone speak. What
a run finds today: knotes verify NOTE.`,
		Example: "  knotes show notes/content/memory/mmap.md\n  knotes show notes/content/memory/mmap.md#touch",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			file, id, _ := strings.Cut(args[0], "#")
			return show(c, file, id, recorded)
		},
	}
	c.Flags().BoolVar(&recorded, "recorded", false, "from the record alone")
	return c
}

func show(c *cobra.Command, file, id string, recorded bool) error {
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	docs, err := loadDocs(cfg, []string{file})
	if err != nil {
		return err
	}
	o, err := knownOptions(cfg, docs)
	if err != nil {
		return err
	}
	if o.NoCache = recorded; !recorded {
		if o.Sources, o.close, err = localSources(cfg); err != nil {
			return err
		}
		defer o.close()
	}
	r, err := verify.Run(c.Context(), docs, o.Options)
	if err != nil {
		return err
	}
	s := shower{w: c.OutOrStdout()}
	shown := 0
	for i, doc := range docs {
		s.claims = doc.Claims()
		s.note(r.Notes[i], doc.Note, r.Environment.Toolchains[r.Notes[i].Toolchain])
		of := map[string]*snippets.Claim{}
		for _, c := range s.claims {
			of[c.ID] = c
		}
		for _, claim := range r.Notes[i].Claims {
			if id == "" || claim.ID == id {
				s.claim(r.Notes[i], claim, of[claim.ID])
				shown++
			}
		}
	}
	if id != "" && shown == 0 {
		return usagef("%s has no claim #%s; list them: knotes show %s", file, id, file)
	}
	return nil
}

// shower prints what is known of notes.
type shower struct {
	w      io.Writer
	claims []*snippets.Claim // of the note that is shown
}

// field prints a value of one or more lines behind its name.
func (s shower) field(name, value string) {
	if value = strings.TrimRight(value, "\n"); value != "" {
		fmt.Fprintf(s.w, "  %-9s %s\n", name, strings.ReplaceAll(match.Visible(value), "\n", "\n            "))
	}
}

func (s shower) note(n *report.Note, note *notes.Note, t report.Toolchain) {
	fmt.Fprintf(s.w, "%s: %s (toolchain %s, record %s)\n", n.File, match.Visible(n.Title), n.Toolchain, n.Record)
	if t.ID != "" {
		s.field("toolchain", strings.TrimSpace(t.Suite+" "+t.ID))
	}
	s.seen(n.Seen)
	s.field("record", n.RecordWhy)
	var files []string
	for _, f := range note.Programs {
		files = append(files, f.Name)
	}
	s.field("files", strings.Join(files, ", "))
	if note.Meta.Root {
		s.field("user", "root, in a network of its own")
	}
	if n.Record != report.RecordCurrent && n.Record != report.RecordNone {
		s.field("cure", "knotes verify --record "+n.File)
	}
}

// seen tells of the runs that speak for a note.
func (s shower) seen(seen report.Seen) {
	switch seen.From {
	case report.FromRecord:
		s.field("recorded", seen.Date+" by "+seen.Engine)
	case report.FromCache:
		s.field("seen", "by "+seen.Engine+" on this machine, "+seen.Date)
	}
	if seen.Varied != "" {
		s.field("varied", "in a second run: "+seen.Varied)
	}
}
