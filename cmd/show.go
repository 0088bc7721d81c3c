package cmd

import (
	"fmt"
	"io"
	"strings"

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
each claim, and, from the record beside the note, what is known about it and why.`,
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
	shown := 0
	for i, doc := range docs {
		n := r.Notes[i]
		fmt.Fprintf(c.OutOrStdout(), "%s: %s (toolchain %s, record %s)\n", n.File, n.Title, n.Toolchain, n.Record)
		claims := doc.Claims()
		for j, claim := range n.Claims {
			if id == "" || claim.ID == id {
				showClaim(c.OutOrStdout(), n, claim, claims[j])
				shown++
			}
		}
	}
	if id != "" && shown == 0 {
		return usagef("%s has no claim #%s; list them: knotes show %s", file, id, file)
	}
	return nil
}

func showClaim(w io.Writer, n *report.Note, c *report.Claim, claim *snippets.Claim) {
	status := string(c.Status)
	if c.Evidence != "" {
		status += ", " + c.Evidence
	}
	fmt.Fprintf(w, "\n%s:%d:%d: #%s %s: %s\n", n.File, c.Line, c.Col, c.ID, c.Kind, status)
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(w, "  %-9s %s\n", name, strings.ReplaceAll(match.Visible(value), "\n", "\n            "))
		}
	}
	field("why", c.Reason)
	field("run", c.Command)
	if claim.Kind == snippets.Kind(snippets.Program) {
		field("run", "gcc -Wall -Wextra -c")
	}
	if c.Exit != nil {
		field("exit", fmt.Sprint(*c.Exit))
	}
	field("remark", c.Remark)
	if c.Status == report.Drifted {
		field("diff", strings.TrimRight(match.Diff(c.Expected, c.Observed, c.OutputLine), "\n"))
	}
}
