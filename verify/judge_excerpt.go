package verify

import (
	"slices"
	"strconv"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/decode"
	"github.com/knotes-dev/knotes/verify/report"
)

// classify gives a block without commands its class by what was observed above
// it: a listing with a line of an earlier output, or disassembly that stands in
// one, is an excerpt, as is a part of a file.
func (j *judging) classify(b *snippets.Block) {
	switch b.Class {
	case snippets.Program:
		if j.plan.parts[b.Claims[0]] != nil {
			b.Reclassify(snippets.Excerpt)
		}
	case snippets.Text:
		if b.Attrs.Skip == "" && j.quotable.has(b.Text()) {
			b.Reclassify(snippets.Excerpt)
		}
	case snippets.Assembly:
		if b.Attrs.Skip == "" {
			j.classifyAssembly(b)
		}
	}
}

// classifyAssembly is classify for what looks like disassembly. A hex dump does
// so too.
func (j *judging) classifyAssembly(b *snippets.Block) {
	text := b.Text()
	_, sums := bySums(text)
	switch {
	case decode.Read(text).Insns() == 0 && b.Lang != "console" && !sums && !j.quotable.has(text):
		b.Reclassify(snippets.Text)
	case decode.Read(text).Insns() == 0, j.covered(text), j.quotable.sameDump(text) != nil:
		b.Reclassify(snippets.Excerpt)
	}
}

// covered tells whether a block, or most of it, stands in what is above it.
func (j *judging) covered(text string) bool {
	if in, _, _ := j.mostlyIn(text); in != nil {
		return true
	}
	return slices.ContainsFunc(j.quotable.mayHave(text), func(s *source) bool { _, ok := s.find(text); return ok })
}

// mostlyIn returns the nearest text that was observed above a block and in which
// half or more of its telling lines stand, in order; nil without any. half tells
// that it is no more than half, missing is the first line that does not stand
// there.
func (j *judging) mostlyIn(text string) (in *source, half bool, missing int) {
	for _, s := range j.quotable.sharing(text) {
		have, all, missing := s.shares(text)
		if !s.shown && have > 0 && 2*have >= all {
			return s, 2*have == all, missing
		}
	}
	return nil, false, 0
}

// excerpt judges lines that are quoted without a command.
func (j *judging) excerpt(c *snippets.Claim, r *report.Claim) verdict {
	if part := j.plan.parts[c]; part != nil {
		r.Source = &report.Source{File: part.file, SourceLine: part.line, SourceLast: part.last}
		return verified("excerpt")
	}
	if j.seen.Missing != "" {
		return unverified("%s", j.seen.Missing)
	}
	if at := j.stands(c.Text); at != nil && at.shown {
		return j.asItsStep(*at, r)
	} else if at != nil {
		return j.quotes(*at, r)
	}
	sums, bySums := bySums(c.Text)
	if v, half, ok := j.inPart(c, r); ok && !(half && bySums && sums.status == report.Verified) {
		return v
	}
	if s := j.quotable.sameDump(c.Text); s != nil {
		if v := j.code[c]; v.status != report.Verified || j.claims[s.step].Status != report.Verified {
			return j.asItsStep(*s, r)
		}
		r.Source = nil
		return j.code[c] // of another program at the same addresses
	}
	if bySums {
		r.Source = nil
		return sums
	}
	return unverified("no step above prints these lines, and nothing else speaks for them")
}

// stands finds where an excerpt stands: in the nearest step that has its lines
// without others between them, else in the nearest that has them at all. What
// was observed of a step counts more than what the note shows of it.
func (j *judging) stands(excerpt string) *source {
	var with *source // others between them
	sources := j.quotable.mayHave(excerpt)
	for len(sources) > 0 {
		n := slices.IndexFunc(sources, func(s *source) bool { return s.step != sources[0].step })
		if n < 0 {
			n = len(sources)
		}
		at, near := inStep(sources[:n], excerpt)
		switch {
		case near:
			return at
		case with == nil:
			with = at
		}
		sources = sources[n:]
	}
	return with
}

// inStep finds where in the sources of one step an excerpt stands, nil if
// nowhere. It is near if it stands in any of them without other lines between.
func inStep(sources []*source, excerpt string) (at *source, near bool) {
	for _, s := range sources {
		found, ok := s.find(excerpt)
		if !ok {
			continue
		}
		near = near || !found.gaps
		if at == nil || at.gaps && !found.gaps && !found.shown {
			at = &found
		}
	}
	return at, near
}

// quotes is the verdict on an excerpt that stands in what was observed.
func (j *judging) quotes(at source, r *report.Claim) verdict {
	j.use(at)
	step := j.claims[at.step]
	r.Source = &report.Source{Claim: step.ID, Line: step.Line, File: at.file, SourceLine: at.line, SourceLast: at.last}
	r.Rule = string(at.rule)
	v := verified("excerpt")
	switch {
	case at.file != "" && j.quotable.latest[at.file].step != at.step:
		v.remark = "of the file as it was then: a later step has changed it"
	case at.file == "" && step.Status == report.Drifted:
		v.remark = "the note's own output of that step drifted: these lines were held against what it printed"
	case step.Status == report.Failed:
		v.remark = "that step failed: these lines were held against what it left"
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
// observed; half tells that it is no more than that.
func (j *judging) inPart(c *snippets.Claim, r *report.Claim) (v verdict, half, ok bool) {
	in, half, missing := j.mostlyIn(c.Text)
	if in == nil {
		return verdict{}, false, false
	}
	step := j.claims[in.step]
	r.Source = &report.Source{Claim: step.ID, Line: step.Line, File: in.file}
	v = drifted("not all of its lines stand, in order, in %s", sourceName(*in, step.Line))
	v.line = missing
	j.use(*in)
	return v, half, true
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
