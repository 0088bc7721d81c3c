package verify

import (
	"regexp"
	"slices"
	"sort"
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
	mask  match.Mask // of what was observed

	line, last int        // the first and the last at which the excerpt stands, from 1
	rule       match.Rule // by which it is found there
	gaps       bool       // lines between its lines are left out without a mark
}

// find looks for an excerpt in a source: its lines must stand there in order.
// Lines that follow each other, or have "..." between them, are looked for
// first. What was copied off a terminal has blanks for tabs. See
// isOrHolds for an excerpt of which no line tells where it is from.
func (s source) find(excerpt string) (source, bool) {
	want := trimBlank(excerpt)
	if !slices.ContainsFunc(want, tells) {
		return s.isOrHolds(excerpt, want)
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

// isOrHolds tells whether an excerpt whose lines do not tell where they are from
// is all that its source is, or three lines of it and more, one below the other:
// so many do not stand there by chance.
func (s source) isOrHolds(excerpt string, lines []string) (source, bool) {
	if s.file != "" || !word.MatchString(excerpt) || strings.Contains(excerpt, "...") {
		return s, false
	}
	if words := slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return !word.MatchString(l) }); len(words) >= 3 {
		if at := lineOf(s.text, strings.Join(lines, "\n")); at > 0 {
			s.line, s.last, s.rule = at, at+len(lines)-1, match.Exact
			return s, true
		}
	}
	o := s.mask.Compare(excerpt, s.text)
	s.line, s.last, s.rule = 1, len(trimBlank(s.text)), o.Rule
	return s, o.OK
}

// stands looks for lines as they are. Between lines of which others are left
// out blank ones say nothing.
func (s source) stands(want []string) (source, bool) {
	if s.line = lineOf(s.text, strings.Join(want, "\n")); s.line > 0 {
		s.last, s.rule = s.line+len(want)-1, match.Exact
		return s, true
	}
	for _, between := range []string{"\n", "\n...\n"} {
		if len(between) > 1 {
			want = slices.DeleteFunc(slices.Clone(want), isBlank)
		}
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

// lineOf returns the line of a text at which some of its lines begin, from 1,
// or 0 if they are not there, letter by letter. In large outputs this is by far
// the quickest way to look.
func lineOf(text, lines string) int {
	for from := 0; ; {
		at := strings.Index(text[from:], lines)
		if at < 0 {
			return 0
		}
		at += from
		end := at + len(lines)
		if (at == 0 || text[at-1] == '\n') && (end == len(text) || text[end] == '\n') {
			return strings.Count(text[:at], "\n") + 1
		}
		from = at + 1
	}
}

var (
	word = regexp.MustCompile(`[\pL\pN]`)
	// telling matches a line by which its source can be known: three letters or
	// digits in a row, at the least, and six characters.
	telling = regexp.MustCompile(`[\pL\pN_]{3}`)
)

// tells tells whether the source of a line can be known by it. What "..." stands
// for may be anything.
func tells(line string) bool {
	for part := range strings.SplitSeq(line, "...") {
		if len(strings.TrimSpace(part)) >= 6 && telling.MatchString(part) {
			return true
		}
	}
	return false
}

func isBlank(line string) bool { return strings.TrimSpace(line) == "" }

// normal is a line as lines are compared where nothing is volatile: without
// tabs, and without blanks at its end.
func normal(line string) string { return strings.TrimRight(expandTabs(line), " \r\n") }

// shares counts the lines of an excerpt by which its source could be known,
// and those of them that stand in the source, in order; missing is the first
// that does not, from 1, or 0.
func (s source) shares(excerpt string) (have, all, missing int) {
	lines := strings.Split(excerpt, "\n")
	places := map[string][]int{}
	for _, l := range lines {
		if tells(l) {
			places[normal(l)] = nil
		}
	}
	n := 0
	for line := range strings.Lines(s.text) {
		line = normal(line)
		if at, ok := places[line]; ok {
			places[line] = append(at, n)
		}
		n++
	}
	next := 0
	for i, l := range lines {
		if !tells(l) {
			continue
		}
		all++
		at := places[normal(l)]
		if k := sort.SearchInts(at, next); k < len(at) {
			have, next = have+1, at[k]+1
		} else if missing == 0 {
			missing = i + 1
		}
	}
	return have, all, missing
}

// trimBlank returns the lines of a text without the blank ones at its ends.
func trimBlank(text string) []string {
	lines := strings.Split(text, "\n")
	for len(lines) > 0 && isBlank(lines[0]) {
		lines = lines[1:]
	}
	for len(lines) > 0 && isBlank(lines[len(lines)-1]) {
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
