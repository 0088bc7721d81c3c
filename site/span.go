package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// span is a piece of an output; one with a Title is a volatile token, of which
// the title says why it varies.
type span struct {
	Text  string `json:"text"`
	Title string `json:"title,omitempty"`
}

// mark is a volatile token in a text: bytes of a line, which counts from 1.
type mark struct {
	line, start, end int
	title            string
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
			all = append(all, span{Text: visible(plain + line[at:m.start])}, span{visible(line[m.start:m.end]), m.title})
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
		all = append(all, mark{h.Line, h.Start, h.End, volatileTitle(string(h.Token.Cause), text, h.Token.Twin)})
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
			all = append(all, mark{i + 1, 0, len(line), volatileTitle(string(match.Order), "", "")})
		}
	}
	return all
}

// observedMarks are the volatile tokens in what was printed.
func observedMarks(c *report.Claim) []mark {
	var all []mark
	for _, v := range c.Volatile {
		all = append(all, mark{v.Line, v.Start, v.End, volatileTitle(v.Cause, "", v.Twin)})
	}
	return all
}

// whatVaries names what a volatile token is, by its cause: one, and many.
var whatVaries = map[string][2]string{
	string(match.ASLR):   {"an address", "addresses"},
	string(match.PID):    {"a process id", "process ids"},
	string(match.Clock):  {"a time", "times"},
	string(match.Order):  {"in the order of threads", "in the order of threads"},
	string(match.Chance): {"a value", "values"},
}

// volatileTitle says why a token varies, and what two runs had there.
func volatileTitle(cause, first, second string) string {
	title := cmp.Or(whatVaries[cause][0], "a value") + " that varies from run to run"
	if cause == string(match.Order) {
		title = "the order of threads, which varies from run to run"
	}
	var seen []string
	for _, text := range []string{first, second} {
		if text != "" && !slices.Contains(seen, text) {
			seen = append(seen, visible(match.Clip(text)))
		}
	}
	if len(seen) > 0 {
		title += ": " + strings.Join(seen, ", then ")
	}
	return title
}

// varies sums up what is volatile in an output: "2 addresses (ASLR), 1 process
// id (PID)". It says in words what a page underlines.
func varies(c *report.Claim) string {
	counts := map[string]int{}
	var causes []string
	for _, v := range c.Volatile {
		if counts[v.Cause]++; counts[v.Cause] == 1 {
			causes = append(causes, v.Cause)
		}
	}
	var parts []string
	for _, cause := range causes {
		n, what := counts[cause], whatVaries[cause]
		switch {
		case cause == string(match.Order):
			parts = append(parts, fmt.Sprintf("the order of %d pieces (%s)", n, cause))
		case n == 1:
			parts = append(parts, fmt.Sprintf("%s (%s)", cmp.Or(what[0], "a value"), cause))
		default:
			parts = append(parts, fmt.Sprintf("%d %s (%s)", n, cmp.Or(what[1], "values"), cause))
		}
	}
	return visible(strings.Join(parts, ", "))
}
