package cmd

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
	"github.com/spf13/cobra"
)

func newShow() *cobra.Command {
	return &cobra.Command{
		Use:   "show NOTE[#ID]",
		Short: "List the claims of a note, their evidence and what would be run",
		Long: `show runs nothing. It lists what a note claims, the command that would be run for
each claim, and, from the record beside the note, what is known about it, why,
and what to do where it is not verified. With #ID it shows that claim alone.

What it says is as old as the record. What a run finds today: knotes verify NOTE.`,
		Example: "  knotes show notes/content/memory/mmap.md\n  knotes show notes/content/memory/mmap.md#touch",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			file, id, _ := strings.Cut(args[0], "#")
			return show(c, file, id)
		},
	}
}

func show(c *cobra.Command, file, id string) error {
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	docs, err := loadDocs(cfg, []string{file})
	if err != nil {
		return err
	}
	o, err := recordedOptions(cfg, docs, io.Discard, true)
	if err != nil {
		return err
	}
	r, err := verify.Run(c.Context(), docs, o.Options)
	if err != nil {
		return err
	}
	s := shower{c.OutOrStdout()}
	shown := 0
	for i, doc := range docs {
		n, claims := r.Notes[i], doc.Claims()
		s.note(n, doc.Note, r.Environment.Toolchains[n.Toolchain])
		for j, claim := range n.Claims {
			if id == "" || claim.ID == id {
				s.claim(n, claim, claims[j])
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
type shower struct{ w io.Writer }

// field prints a value of one or more lines behind its name.
func (s shower) field(name, value string) {
	if value = strings.TrimRight(value, "\n"); value != "" {
		fmt.Fprintf(s.w, "  %-9s %s\n", name, strings.ReplaceAll(match.Visible(value), "\n", "\n            "))
	}
}

func (s shower) note(n *report.Note, note *notes.Note, t report.Toolchain) {
	fmt.Fprintf(s.w, "%s: %s (toolchain %s, record %s)\n", n.File, n.Title, n.Toolchain, n.Record)
	if t.ID != "" {
		s.field("toolchain", strings.TrimSpace(t.Suite+" "+t.ID))
	}
	s.field("recorded", n.Recorded)
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

func (s shower) claim(n *report.Note, c *report.Claim, claim *snippets.Claim) {
	status := string(c.Status)
	if c.Evidence != "" {
		status += ", " + c.Evidence
	}
	fmt.Fprintf(s.w, "\n%s:%d:%d: #%s %s: %s\n", n.File, c.Line, c.Col, c.ID, c.Kind, status)
	s.field("why", c.Reason)
	s.field("cure", cure(c))
	s.run(c, claim)
	s.field("remark", c.Remark)
	if c.Exit != nil {
		s.field("exit", fmt.Sprint(*c.Exit))
	}
	switch {
	case c.Status == report.Drifted:
		s.field("diff", c.Diff())
	case c.Observed != c.Expected:
		s.field("printed", match.Excerpt(c.Observed))
	}
}

// run tells what is, or would be, run for a claim.
func (s shower) run(c *report.Claim, claim *snippets.Claim) {
	limit := claim.Block.Attrs.Timeout
	switch {
	case c.Status == report.Skipped:
		s.field("not run", c.Command)
		return
	case claim.Step != nil:
		s.field("run", c.Command)
		if claim.Step.Fresh {
			s.field("", "in a new shell and an empty folder")
		}
		limit = claim.Step.Limit
	case slices.Contains([]snippets.Class{snippets.Program, snippets.Prototype, snippets.Fragment}, snippets.Class(claim.Kind)):
		s.field("run", "gcc -std=gnu17 -Wall -Wextra, with the note's other C")
	case claim.Kind == snippets.Kind(snippets.Assembly):
		s.field("run", "objdump -d, on its bytes")
	default:
		return
	}
	if limit > 0 {
		s.field("limit", limit.String())
	}
}

// cure says what may be done about a claim that is not verified.
func cure(c *report.Claim) string {
	switch {
	case c.Status == report.Drifted:
		return "if what was printed is right, write it into the note; what varies from run to run, as ..."
	case c.Status == report.Failed && c.Exit != nil && *c.Exit != 0 && c.Command != "":
		return fmt.Sprintf("if it is meant to fail so, write [%d] below its output", *c.Exit)
	case c.Status == report.Failed && strings.HasPrefix(c.Reason, "time:"):
		return `give it longer, by timeout="2m" in the braces of its block, or do not run it: skip="why"`
	}
	return ""
}
