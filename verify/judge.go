package verify

import (
	"fmt"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

const notFound = 127

// reportNote judges all claims of a note.
func reportNote(doc *Doc, p *plan, seen *observed, state string) *report.Note {
	n := &report.Note{
		Notebook: doc.Note.Notebook, File: doc.Note.File, Title: doc.Note.Title,
		Toolchain: p.toolchain, Record: state, Blocks: []report.Block{}, Claims: []*report.Claim{},
	}
	if seen.Recorded {
		n.Recorded = seen.Date
	}
	for _, b := range doc.Blocks {
		n.Blocks = append(n.Blocks, report.Block{Line: b.Pos.Line, Lang: b.Lang, Class: string(b.Class), Claims: len(b.Claims)})
	}
	for _, c := range doc.Claims() {
		n.Claims = append(n.Claims, judge(c, p, seen))
	}
	return n
}

func judge(c *snippets.Claim, p *plan, seen *observed) *report.Claim {
	r := &report.Claim{ID: c.ID, Line: c.Pos.Line, Col: c.Pos.Col, BlockLine: c.Block.Pos.Line, Kind: string(c.Kind)}
	verdict := func(s report.Status, evidence, reason string) *report.Claim {
		r.Status, r.Evidence, r.Reason = s, evidence, reason
		return r
	}
	if c.Step != nil {
		r.Command, r.Expected = c.Step.Command, c.Step.Output
	}
	if why := p.defects[c.ID]; why != "" {
		return verdict(report.Failed, "", why)
	}
	if why := skipped(c); why != "" {
		return verdict(report.Skipped, "", why)
	}
	if c.Step == nil && c.Kind != snippets.Kind(snippets.Program) {
		return verdict(report.Unverified, "", "nothing is known yet that speaks for or against a block of class "+string(c.Block.Class))
	}
	s := seen.step(c.ID)
	if s == nil {
		why := seen.Missing
		if why == "" {
			why = "its record does not hold it"
		}
		return verdict(report.Unverified, "", why)
	}
	r.Observed = strings.ToValidUTF8(string(s.Output), "\uFFFD")
	r.Seconds, r.Cached = s.Seconds, seen.Cached || seen.Recorded
	if s.Fresh {
		r.Remark = "in a new shell, as the one before had ended"
	}
	if s.Stopped != "" {
		return verdict(report.Failed, "", stopReasons[s.Stopped])
	}
	r.Exit = &s.Exit
	if c.Step == nil {
		if s.Exit != 0 {
			return verdict(report.Failed, "", "it does not compile")
		}
		return verdict(report.Verified, "compiled", "")
	}
	return verdict(judgeStep(c.Step, s))
}

func skipped(c *snippets.Claim) string {
	if c.Step != nil {
		return c.Step.Skip
	}
	return c.Block.Attrs.Skip
}

// judgeStep holds a step against what it did. Its exit status comes first: an
// output that differs only because the command failed is a failure.
func judgeStep(want *snippets.Step, got *step) (status report.Status, evidence, reason string) {
	expected, exit := want.Output, want.Exit
	if want.ExitBy == "[N]" && endsWith(got.Output, fmt.Sprintf("[%d]", *exit)) {
		expected, exit = expected+fmt.Sprintf("[%d]\n", *exit), nil // the output really ends so
	}
	m := match.Compare(expected, string(got.Output))
	shown := strings.TrimSpace(expected) != ""
	switch {
	case got.Exit == notFound && !(shown && m.OK && !m.Wild) && strings.Contains(string(got.Output), "command not found"):
		return report.Failed, "", "not-found: " + strings.TrimSpace(firstLine(got.Output))
	case exit != nil && *exit != got.Exit:
		return report.Failed, "", fmt.Sprintf("exit status %d, the note says %d", got.Exit, *exit)
	case exit == nil && got.Exit != 0 && !(shown && m.OK):
		return report.Failed, "", fmt.Sprintf("exit status %d", got.Exit)
	case want.Silent:
		return report.Verified, "succeeded", ""
	case m.OK:
		return report.Verified, "ran", ""
	}
	reason = "the output differs"
	if m.Note != "" {
		reason += ": " + m.Note
	}
	return report.Drifted, "", reason
}

func firstLine(b []byte) string {
	line, _, _ := strings.Cut(string(b), "\n")
	return line
}

func endsWith(output []byte, line string) bool {
	text := strings.TrimRight(string(output), " \t\n")
	return text[strings.LastIndexByte(text, '\n')+1:] == line
}
