package verify

import (
	"regexp"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/match"
)

// source is a text from which an excerpt may be taken, and where in it.
type source struct {
	step  *snippets.Claim
	file  string // a text file that the step made, or one beside the note; "" is the step's output
	shown bool   // the output as the note shows it, not as it was observed
	text  string
	mask  match.Mask // of an observed output

	line, last int        // the first and the last at which the excerpt stands, from 1
	rule       match.Rule // by which it is found there
	gaps       bool       // lines between its lines are left out without a mark
}

// find looks for an excerpt in a source: its lines must stand there in order.
// Lines that follow each other, or have "..." between them, are looked for
// first. What was copied off a terminal has blanks for tabs.
func (s source) find(excerpt string) (source, bool) {
	want := trimBlank(excerpt)
	if !slices.ContainsFunc(want, asserts) {
		return s, false
	}
	if at, ok := s.stands(want); ok || !strings.Contains(s.text, "\t") {
		return at, ok
	}
	wide := s
	wide.text, wide.mask = expandTabs(s.text), nil
	at, ok := wide.stands(strings.Split(expandTabs(strings.Join(want, "\n")), "\n"))
	s.line, s.last, s.rule, s.gaps = at.line, at.last, at.rule, at.gaps
	return s, ok
}

// stands looks for lines as they are.
func (s source) stands(want []string) (source, bool) {
	for _, between := range []string{"\n", "\n...\n"} {
		o := s.mask.Compare("...\n"+strings.Join(want, between)+"\n...", s.text)
		if !o.OK {
			continue
		}
		s.gaps = len(between) > 1 && len(want) > 1
		s.line = o.Lines[slices.IndexFunc(o.Lines, func(n int) bool { return n > 0 })]
		s.last = slices.Max(o.Lines)
		s.rule = ruleOf(want, o)
		return s, true
	}
	return s, false
}

// ruleOf is the rule by which an excerpt's own lines stand in a source: that
// it may stand anywhere in it counts for nothing.
func ruleOf(want []string, o match.Outcome) match.Rule {
	wild := slices.ContainsFunc(want, func(l string) bool { return strings.Contains(l, "...") })
	if o.Rule == match.Wildcard && !wild {
		return match.Exact
	}
	return o.Rule
}

func asserts(line string) bool { return match.Asserts(line) }

// telling matches a line by which its source can be known: three letters or
// digits in a row, at the least, and six characters.
var telling = regexp.MustCompile(`[\pL\pN_]{3}`)

func tells(line string) bool {
	return len(strings.TrimSpace(line)) >= 6 && telling.MatchString(line)
}

// shares counts the lines of an excerpt by which its source could be known,
// and those of them that stand in the source, in order.
func (s source) shares(excerpt string) (have, all int) {
	lines := strings.Split(expandTabs(s.text), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \r")
	}
	at := 0
	for _, want := range trimBlank(expandTabs(excerpt)) {
		if !tells(want) {
			continue
		}
		all++
		if i := slices.Index(lines[at:], strings.TrimRight(want, " \r")); i >= 0 {
			have, at = have+1, at+i+1
		}
	}
	return have, all
}

// trimBlank returns the lines of a text without the blank ones at its ends.
func trimBlank(text string) []string {
	lines := strings.Split(text, "\n")
	blank := func(l string) bool { return strings.TrimSpace(l) == "" }
	for len(lines) > 0 && blank(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && blank(lines[len(lines)-1]) {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// expandTabs spells tabs as the blanks that a terminal shows for them.
func expandTabs(text string) string {
	if !strings.Contains(text, "\t") {
		return text
	}
	var b strings.Builder
	col := 0
	for _, r := range text {
		switch r {
		case '\t':
			n := 8 - col%8
			b.WriteString(strings.Repeat(" ", n))
			col += n
			continue
		case '\n':
			col = -1
		}
		b.WriteRune(r)
		col++
	}
	return b.String()
}
