package site

import (
	"cmp"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// span is a piece of an output; one with a Title is a volatile token, of which
// the title says why it varies, and Runs what two runs had there, if that is
// known and differs.
type span struct {
	Text  string   `json:"text"`
	Title string   `json:"title,omitempty"`
	Runs  []string `json:"runs,omitempty"`

	cause string
}

// mark is a volatile token in a text: bytes of a line, which counts from 1.
type mark struct {
	line, start, end int
	cause            string
	title            string
	first, second    string // what two runs had there, "" where that is not known
}

// span is the marked text on a page.
func (m mark) span(text string) span {
	s := span{Text: visible(text), Title: m.title, cause: m.cause}
	if m.first != "" && m.second != "" && m.first != m.second {
		s.Runs = []string{visible(m.first), visible(m.second)}
	}
	return s
}

// spans parts a text at its marks; nil where it has none. What lies outside of
// the text, or in a mark before it, is no mark.
func spans(text string, marks []mark) []span {
	if len(marks) == 0 {
		return nil
	}
	byLine := func(a, b mark) int { return cmp.Or(cmp.Compare(a.line, b.line), cmp.Compare(a.start, b.start)) }
	slices.SortStableFunc(marks, byLine)
	var all []span
	plain := ""
	marked := false
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			plain += "\n"
		}
		at := 0
		for ; len(marks) > 0 && marks[0].line <= i+1; marks = marks[1:] {
			m := marks[0]
			if m.line != i+1 || m.start < at || m.end <= m.start || m.end > len(line) {
				continue
			}
			all = append(all, span{Text: visible(plain + line[at:m.start])}, m.span(line[m.start:m.end]))
			plain, at, marked = "", m.end, true
		}
		plain += line[at:]
	}
	if !marked {
		return nil
	}
	all = append(all, span{Text: visible(plain)})
	return slices.DeleteFunc(all, func(s span) bool { return s.Text == "" })
}

// expectedMarks are the volatile tokens in an output as the note shows it.
func expectedMarks(c *report.Claim) []mark {
	if c.Status != report.Verified || len(c.Mask) == 0 {
		return nil
	}
	o := c.Mask.Compare(c.Expected, c.Observed)
	lines := strings.Split(c.Observed, "\n")
	all := movedLines(c, o.Lines)
	for _, h := range o.Hits { // of tokens that lie within the output
		text := lines[h.Token.Line-1][h.Token.Start:h.Token.End]
		cause := string(h.Token.Cause)
		all = append(all, mark{h.Line, h.Start, h.End, cause, volatileTitle(cause, text, h.Token.Twin), text, h.Token.Twin})
	}
	return all
}

// movedLines are marks on the lines of the note's output that may stand in
// another order: was has the observed line of each.
func movedLines(c *report.Claim, was []int) []mark {
	moved := map[int]bool{}
	for _, t := range c.Mask {
		moved[t.Line] = moved[t.Line] || t.Kind == match.Line
	}
	var all []mark
	for i, line := range strings.Split(strings.TrimRight(c.Expected, "\n"), "\n") {
		if i < len(was) && moved[was[i]] {
			all = append(all, mark{line: i + 1, end: len(line), cause: string(match.Order), title: volatileTitle(string(match.Order), "", "")})
		}
	}
	return all
}

// observedMarks are the volatile tokens in what was printed.
func observedMarks(c *report.Claim) []mark {
	var all []mark
	for _, v := range c.Volatile {
		all = append(all, mark{v.Line, v.Start, v.End, v.Cause, volatileTitle(v.Cause, "", v.Twin), v.Text, v.Twin})
	}
	return all
}
