package verify

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// judging is the judgement on one note.
type judging struct {
	plan *plan
	seen *observed
	src  *sources

	claims   map[*snippets.Claim]*report.Claim // those that have been judged
	quotable *quotable                         // by them
	c        map[*snippets.Claim]verdict       // what compiling says of C
	code     map[*snippets.Claim]verdict       // what decoding says of disassembly
}

// judgeNote judges all claims of a note, in its order: an excerpt stands or
// falls with what was observed above it. A block of which only that shows what
// it is gets its class here. About share bytes of output are shown for a claim.
func judgeNote(p *plan, seen *observed, share int) *report.Note {
	n := &report.Note{
		Notebook: p.doc.Note.Notebook, File: p.doc.Note.File, Title: p.doc.Note.Title, Toolchain: p.toolchain,
		Blocks: []report.Block{}, Claims: []*report.Claim{},
	}
	if seen.Recorded {
		n.Recorded = seen.Date
	}
	n.Seen = seen.told()
	if seen.has(p) {
		n.Listing = seen.Listing.Text
	}
	j := &judging{plan: p, seen: seen, src: p.src, claims: map[*snippets.Claim]*report.Claim{}}
	j.c, j.code = j.compiled(), j.decoded()
	p.restoreClasses()
	j.quotable = newQuotable(p.doc, seen)
	for i := range seen.Steps {
		for k := range seen.Steps[i].Made {
			seen.Steps[i].Made[k].used = false
		}
	}
	shown := longest(seen.Steps, share)
	for _, b := range p.doc.Blocks {
		j.classify(b)
		for _, c := range b.Claims {
			r := j.judge(c)
			r.Observed = cut(r.Observed, shown, n.File)
			j.claims[c] = r
			if s := seen.step(c.ID); s != nil {
				seen.outputs.look(len(s.Output))
			}
		}
		for _, c := range b.Claims {
			if c.Step != nil {
				j.quotable.add(c)
			}
		}
		n.Blocks = append(n.Blocks, report.Block{Line: b.Pos.Line, Lang: b.Lang, Class: string(b.Class), Claims: len(b.Claims) + len(b.Links)})
	}
	for _, c := range p.doc.Claims() {
		r := j.claims[c]
		if r == nil { // of the prose
			r = j.judge(c)
		}
		if r.Status != "" { // else it proved to say nothing
			n.Claims = append(n.Claims, r)
		}
	}
	return n
}

// verdict is what is said of a claim.
type verdict struct {
	status           report.Status
	evidence, reason string
	line, col        int // of the block, from 1, where something is wrong; 0 for the block as a whole
	remark           string
}

func verified(evidence string) verdict { return verdict{status: report.Verified, evidence: evidence} }

func failed(format string, args ...any) verdict {
	return verdict{status: report.Failed, reason: fmt.Sprintf(format, args...)}
}

func drifted(format string, args ...any) verdict {
	return verdict{status: report.Drifted, reason: fmt.Sprintf(format, args...)}
}

func unverified(format string, args ...any) verdict {
	return verdict{status: report.Unverified, reason: fmt.Sprintf(format, args...)}
}

// judge says what is known of a claim, and what follows.
func (j *judging) judge(c *snippets.Claim) *report.Claim {
	r := &report.Claim{ID: c.ID, Line: c.Pos.Line, Col: c.Pos.Col, Kind: string(c.Kind)}
	if c.Block != nil {
		r.BlockLine = c.Block.Pos.Line
	}
	if c.Step != nil {
		r.Command, r.Expected, r.OutputLine = c.Step.Command, c.Step.Output, outputLine(c)
	}
	if c.Link != nil {
		r.Text, r.URL = c.Link.Text, c.Link.Address.String()
	}
	if c.Name != nil {
		r.Text = c.Text
	}
	v := j.verdict(c, r)
	r.Status, r.Evidence, r.Reason = v.status, v.evidence, v.reason
	if c.Block != nil && v.line > 0 && v.line <= len(c.Block.Lines) {
		at := c.Block.Lines[v.line-1].Pos
		r.Line, r.Col = at.Line, at.Col+max(v.col, 1)-1
	}
	r.Remark = joinRemarks(r.Remark, v.remark)
	return r
}

func joinRemarks(all ...string) string {
	var out []string
	for _, r := range all {
		if r != "" {
			out = append(out, r)
		}
	}
	return strings.Join(out, "; ")
}

// verdict judges a claim by the kind of evidence there is for it. What it
// learns beside goes into r.
func (j *judging) verdict(c *snippets.Claim, r *report.Claim) verdict {
	switch why := j.plan.defects[c.ID]; {
	case skipReason(c) != "":
		return verdict{status: report.Skipped, reason: skipReason(c)}
	case why != "":
		return failed("%s", why)
	}
	switch {
	case c.Link != nil:
		return j.link(c, r)
	case c.Name != nil:
		return j.name(c, r)
	}
	switch snippets.Class(c.Kind) {
	case snippets.Class(snippets.Command):
		return j.command(c, r)
	case snippets.Program, snippets.Prototype, snippets.Fragment:
		return j.cBlock(c, r)
	case snippets.Excerpt:
		return j.excerpt(c, r)
	case snippets.Assembly:
		return j.assembly(c)
	case snippets.Quotation:
		return j.quotation(c, r)
	}
	return unverified("nothing speaks for or against a block in %s", cmp.Or(c.Block.Lang, "no language"))
}

// skipReason is why a claim is not tried. A block that is not run may have
// links all the same.
func skipReason(c *snippets.Claim) string {
	switch {
	case c.Step != nil:
		return c.Step.Skip
	case c.Link != nil || c.Name != nil: // nothing is run for it
		return ""
	}
	return c.Block.Attrs.Skip
}

func (o *observed) missing() string { return cmp.Or(o.Missing, "it was not run") }
