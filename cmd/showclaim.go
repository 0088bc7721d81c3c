package cmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

func (s shower) claim(n *report.Note, c *report.Claim, claim *snippets.Claim) {
	status := string(c.Status)
	if c.Evidence != "" {
		status += ", " + c.Evidence
	}
	fmt.Fprintf(s.w, "\n%s:%d:%d: #%s %s: %s\n", n.File, c.Line, c.Col, c.ID, c.Kind, status)
	s.field("why", c.Reason)
	for _, line := range cures(n, c, claim) {
		s.field("cure", line)
	}
	s.link(claim.Link)
	s.pin(c.Pin)
	s.run(c, claim)
	s.field("remark", c.Remark)
	if c.Exit != nil {
		s.field("exit", fmt.Sprint(*c.Exit))
	}
	if c.Status == report.Verified || c.Status == report.Drifted {
		s.field("compared", s.compared(c, claim))
		s.field("rule", rule(c, claim))
	}
	s.volatile(c.Volatile)
	switch {
	case c.Status == report.Drifted && c.Diff() != "":
		s.field("diff", c.Diff())
	case c.Observed != c.Expected:
		s.field("printed", match.Excerpt(c.Observed))
	}
}

// compiledAs says how each kind of C is compiled.
var compiledAs = map[snippets.Class]string{
	snippets.Program:   "gcc -std=gnu17 -Wall -Wextra, with the options that the note gives its file",
	snippets.Prototype: "gcc -std=gnu17, behind the headers that declare its functions",
	snippets.Fragment:  "gcc -std=gnu17, in the first scaffold that takes it",
}

// run tells what is, or would be, run for a claim.
func (s shower) run(c *report.Claim, claim *snippets.Claim) {
	if claim.Block == nil || claim.Link != nil {
		return
	}
	limit := claim.Block.Attrs.Timeout
	switch class := snippets.Class(claim.Kind); {
	case c.Status == report.Skipped:
		s.field("not run", c.Command)
		return
	case claim.Step != nil:
		s.field("run", c.Command)
		s.place(claim.Step)
		limit = claim.Step.Limit
	case compiledAs[class] != "":
		s.field("run", compiledAs[class]+": "+blockLines(claim.Block, 0, len(claim.Block.Lines)))
	case class == snippets.Assembly:
		s.field("run", "objdump -d, on its bytes")
	default:
		return
	}
	if limit > 0 {
		s.field("limit", limit.String())
	}
}

// place tells where a step's command goes, unless it is the note's shell.
func (s shower) place(step *snippets.Step) {
	if step.Fresh {
		s.field("", "in a new shell and an empty folder")
	}
	if step.Starter == nil {
		return
	}
	at := slices.IndexFunc(s.claims, func(c *snippets.Claim) bool { return c.Step == step.Starter })
	if at >= 0 {
		s.field("typed", fmt.Sprintf("behind %s, into what line %d started: %s", step.Program, s.claims[at].Pos.Line, firstLine(step.Starter.Command)))
	}
}

func firstLine(command string) string {
	line, _, _ := strings.Cut(command, "\n")
	return match.Clip(line)
}

// compared says what was held against what.
func (s shower) compared(c *report.Claim, claim *snippets.Claim) string {
	step := claim.Step
	switch {
	case claim.Block == nil, claim.Link != nil:
		return ""
	case step == nil:
		return s.comparedBlock(c, claim)
	}
	printed := fmt.Sprintf("the %d lines that it printed", lineCount(c.Observed))
	switch {
	case c.Observed == "":
		printed = "what it printed: nothing"
	case lineCount(c.Observed) == 1:
		printed = "the line that it printed"
	}
	switch {
	case step.Silent:
		return "its exit status alone: the block shows no output"
	case strings.TrimSpace(c.Expected) == "":
		return "silence, which the note shows, with " + printed
	}
	return blockLines(claim.Block, step.OutputFrom, step.OutputTo) + " of the note with " + printed
}

// comparedBlock says with what a block as a whole was compared.
func (s shower) comparedBlock(c *report.Claim, claim *snippets.Claim) string {
	lines := blockLines(claim.Block, 0, len(claim.Block.Lines)) + " of the note with "
	switch {
	case c.Source != nil:
		return lines + s.source(c.Source)
	case claim.Kind == snippets.Kind(snippets.Assembly):
		return lines + "what objdump says of their bytes"
	case c.Evidence == "decoded":
		return lines + "what their own numbers come to"
	}
	return ""
}

// source names the lines that an excerpt was held against.
func (s shower) source(src *report.Source) string {
	lines := ""
	if src.SourceLine > 0 {
		lines = span(src.SourceLine, src.SourceLast) + " of "
	}
	command := ""
	for _, c := range s.claims {
		if c.ID == src.Claim && c.Step != nil {
			command = ": " + firstLine(c.Step.Command)
		}
	}
	switch {
	case src.Claim == "":
		return lines + src.File + ", a file of the note"
	case src.File != "":
		return fmt.Sprintf("%s%s, which line %d made%s", lines, src.File, src.Line, command)
	}
	output := "the output"
	if src.Shown {
		output = "what the note shows as the output"
	}
	return fmt.Sprintf("%s%s of line %d%s", lines, output, src.Line, command)
}

// blockLines names lines of a block by those of the note.
func blockLines(b *snippets.Block, from, to int) string {
	if from >= to || to > len(b.Lines) {
		return span(b.Pos.Line, b.Pos.Line)
	}
	return span(b.Lines[from].Pos.Line, b.Lines[to-1].Pos.Line)
}

func span(first, last int) string {
	if last <= first {
		return fmt.Sprintf("line %d", first)
	}
	return fmt.Sprintf("lines %d-%d", first, last)
}

func lineCount(text string) int {
	n := strings.Count(text, "\n")
	if text != "" && !strings.HasSuffix(text, "\n") {
		n++
	}
	return n
}

// rules words the rules of matching.
var rules = map[match.Rule]string{
	match.Exact:    "exact: the same, blanks at line ends aside",
	match.Wildcard: "wildcard: the same, but for what `...` stands for",
	match.Masked:   "mask: the same, but for the volatile tokens",
}

// rule says by which rule an output or an excerpt holds.
func rule(c *report.Claim, claim *snippets.Claim) string {
	switch held := rules[match.Rule(c.Rule)]; {
	case claim.Step != nil && claim.Step.Silent:
		return ""
	case held != "":
		return held
	case claim.Step != nil:
		return "none holds: neither exact nor wildcard nor mask"
	}
	return ""
}

// shownTokens is how many volatile tokens of an output are listed.
const shownTokens = 12

// volatile lists what was found to vary, and why.
func (s shower) volatile(all []report.Volatile) {
	for i, t := range all {
		if i == shownTokens {
			s.field("", fmt.Sprintf("and %d more", len(all)-i))
			return
		}
		s.field("volatile", token(t))
	}
}

func token(t report.Volatile) string {
	text := fmt.Sprintf("%d:%d-%d %s, by %s", t.Line, t.Start+1, t.End, t.Kind, t.Cause)
	if t.Text != "" {
		text += ": " + match.Clip(t.Text)
		if t.Twin != "" && t.Twin != t.Text {
			text += ", " + match.Clip(t.Twin) + " in the second run"
		}
	}
	if t.Carried {
		text += "; known from the record"
	}
	return text
}
