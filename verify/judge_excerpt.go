package verify

import (
	"slices"
	"strconv"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/decode"
	"github.com/knotes-dev/knotes/verify/report"
)

// classify gives a block without commands its class by what was observed above
// it: a listing with a line of an earlier output, or disassembly that stands in
// one, is an excerpt, as is a part of a file.
func (j *judging) classify(i int, b *snippets.Block) {
	switch b.Class {
	case snippets.Program:
		if j.plan.parts[b.Claims[0]] != nil {
			b.Reclassify(snippets.Excerpt)
		}
	case snippets.Text:
		if b.Attrs.Skip == "" && slices.ContainsFunc(j.sources(i), func(s source) bool { have, _ := s.shares(b.Text()); return have > 0 }) {
			b.Reclassify(snippets.Excerpt)
		}
	case snippets.Assembly:
		sources := j.sources(i)
		if slices.ContainsFunc(sources, func(s source) bool { _, ok := s.find(b.Text()); return ok }) || sameDump(sources, b) != nil {
			b.Reclassify(snippets.Excerpt)
		}
	}
}

// sources lists what may be quoted by a block, the nearest first: what the
// steps before it printed and made, and what the note shows of them.
func (j *judging) sources(block int) []source {
	var all []source
	for i := block - 1; i >= 0; i-- {
		claims := j.plan.doc.Blocks[i].Claims
		for k := len(claims) - 1; k >= 0; k-- {
			c := claims[k]
			if c.Step == nil {
				continue
			}
			if s := j.seen.step(c.ID); s != nil {
				all = append(all, source{step: c, text: string(s.Output), mask: s.Mask})
				for _, f := range s.Made {
					all = append(all, source{step: c, file: f.Name, text: f.Text})
				}
			}
			all = append(all, source{step: c, shown: true, text: c.Step.Output})
		}
	}
	return all
}

// excerpt judges lines that are quoted without a command.
func (j *judging) excerpt(block int, c *snippets.Claim, r *report.Claim) verdict {
	if part := j.plan.parts[c]; part != nil {
		r.Source = &report.Source{File: part.file, SourceLine: part.line, SourceLast: part.last}
		return verified("excerpt")
	}
	if j.seen.Missing != "" {
		return unverified("%s", j.seen.Missing)
	}
	sources := j.sources(block)
	var shown *source
	for _, s := range sources {
		at, ok := s.find(c.Text)
		switch {
		case ok && !s.shown:
			return j.quotes(at, r)
		case ok && shown == nil:
			shown = &at
		}
	}
	if shown != nil {
		return j.asItsStep(*shown, r)
	}
	if v, ok := j.inPart(sources, c, r); ok {
		return v
	}
	if s := sameDump(sources, c.Block); s != nil {
		return j.asItsStep(*s, r)
	}
	if v, ok := bySums(c.Text); ok {
		return v
	}
	return unverified("no step above prints these lines, and nothing else speaks for them")
}

// quotes is the verdict on an excerpt that stands in what was observed.
func (j *judging) quotes(at source, r *report.Claim) verdict {
	j.use(at)
	step := j.claims[at.step]
	r.Source = &report.Source{Claim: step.ID, Line: step.Line, File: at.file, SourceLine: at.line, SourceLast: at.last}
	r.Rule = string(at.rule)
	v := verified("excerpt")
	if step.Status == report.Drifted && at.file == "" {
		v.remark = "the note's own output of that step drifted: these lines were held against what it printed"
	}
	if at.gaps {
		v.remark = joinRemarks(v.remark, "lines between these are left out")
	}
	return v
}

// asItsStep is the verdict on an excerpt of what the note shows for a step:
// right if that is right, drifted with it.
func (j *judging) asItsStep(at source, r *report.Claim) verdict {
	step := j.claims[at.step]
	r.Source = &report.Source{Claim: step.ID, Line: step.Line, SourceLine: at.line, SourceLast: at.last, Shown: true}
	switch step.Status {
	case report.Verified:
		if at.line > 0 {
			return verified("excerpt")
		}
		return drifted("it is not in the disassembly that line %d prints", step.Line)
	case report.Drifted:
		return drifted("it is of the output of line %d, which drifted", step.Line)
	}
	return unverified("it is of the output of line %d, which is %s: %s", step.Line, step.Status, step.Reason)
}

// inPart is the verdict on an excerpt of which half or more stands in what was
// observed.
func (j *judging) inPart(sources []source, c *snippets.Claim, r *report.Claim) (verdict, bool) {
	for _, s := range sources {
		have, all := s.shares(c.Text)
		if s.shown || have == 0 || 2*have < all {
			continue
		}
		j.use(s)
		step := j.claims[s.step]
		r.Source = &report.Source{Claim: step.ID, Line: step.Line, File: s.file}
		v := drifted("not all of its lines stand, in order, in %s", sourceName(s, step.Line))
		v.line = firstMissing(s, c.Text)
		return v, true
	}
	return verdict{}, false
}

// firstMissing is the first line of an excerpt that its source does not have
// behind the lines before it.
func firstMissing(s source, excerpt string) int {
	lines := strings.Split(excerpt, "\n")
	for n := range lines {
		if _, ok := s.find(strings.Join(lines[:n+1], "\n")); !ok && tells(lines[n]) {
			return n + 1
		}
	}
	return 0
}

// sameDump returns the disassembly above that a block of labels and
// instructions is taken from, by its addresses, though the note does not show
// those lines. One that names its own section is a dump of its own.
func sameDump(sources []source, b *snippets.Block) *source {
	pages := pagesOf(b.Text())
	if len(pages) == 0 || strings.Contains(b.Text(), "Disassembly of section") {
		return nil
	}
	for _, s := range sources {
		if !s.shown || decode.Read(s.text).Insns() == 0 {
			continue
		}
		for page := range pagesOf(s.text) {
			if pages[page] {
				return &s
			}
		}
	}
	return nil
}

// pagesOf is the set of the pages in which a text has labels or instructions.
func pagesOf(text string) map[uint64]bool {
	pages := map[uint64]bool{}
	for _, l := range decode.Read(text).Lines {
		if l.Kind == decode.Insn || l.Kind == decode.Label {
			pages[l.Addr>>12] = true
		}
	}
	return pages
}

// use marks a made file as one that a claim rests on.
func (j *judging) use(at source) {
	if at.file == "" {
		return
	}
	made := j.seen.step(at.step.ID).Made
	for i := range made {
		if made[i].Name == at.file {
			made[i].used = true
		}
	}
}

func sourceName(s source, line int) string {
	if s.file != "" {
		return s.file
	}
	return "what line " + strconv.Itoa(line) + " prints"
}

// assembly judges disassembly that no run covers by its bytes.
func (j *judging) assembly(c *snippets.Claim) verdict { return j.code[c] }
