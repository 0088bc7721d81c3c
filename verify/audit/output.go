package audit

import (
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/match"
)

// step is for a command and its output.
func (t *target) step(s *snippets.Step, held verify.Held) {
	t.exits(s, held)
	if s.Silent {
		return
	}
	t.compared(held)
	t.blanks = len(held.Mask) == 0 // those beside a volatile token may give way
	t.order(held)
}

// exits is for the exit status of a step. One that fails with the output shown,
// and is not stated, is not asserted.
func (t *target) exits(s *snippets.Step, held verify.Held) {
	if !held.Ended || s.Starter != nil {
		return
	}
	if s.Exit == nil && held.Exit != 0 {
		t.exitOpen = true
		return
	}
	t.exit = held.Exit
	t.exitAt, t.exitTo = s.OutputTo, s.OutputTo
	for t.exitAt > s.OutputFrom && isBlank(t.lines[t.exitAt-1]) {
		t.exitAt--
	}
	t.exitTo = t.exitAt
	if s.ExitBy == "[N]" {
		t.exitAt--
	}
}

// compared finds the bytes that had to be equal, and the volatile tokens that
// must have one value.
func (t *target) compared(held verify.Held) {
	extents, _ := held.Mask.Asserted(held.Text, held.Observed)
	for _, e := range extents {
		if line := held.Lines[e.Line-1]; line >= 0 {
			t.spans = append(t.spans, span{line, e.Start, e.End})
		}
	}
	outcome := held.Mask.Compare(held.Text, held.Observed)
	count := map[int]int{}
	for _, h := range outcome.Hits {
		count[h.Token.Same]++
	}
	for _, h := range outcome.Hits {
		if line := held.Lines[h.Line-1]; line >= 0 && h.Token.Same != 0 && count[h.Token.Same] > 1 {
			t.values = append(t.values, value{span{line, h.Start, h.End}, h.Token.Kind})
		}
	}
}

// order finds the lines of a step's output that must be there, and those that
// must be in their order. A line beside "..." is none of the first, as the
// wildcard stands for it too; nor is the last of equal lines beside it.
func (t *target) order(held verify.Held) {
	text := strings.Split(strings.TrimRight(held.Text, " \t\r\n"), "\n")
	if len(text) == 1 && text[0] == "" {
		return
	}
	outcome := held.Mask.Compare(held.Text, held.Observed)
	like := masked(text, outcome.Hits)
	free := inAnyOrder(held.Mask)
	covered := func(i, step int) bool {
		for n := i; n >= 0 && n < len(text); n += step {
			if isStar(text[n]) {
				return true
			}
			if like[n] != like[i] {
				return false
			}
		}
		return false
	}
	for i, line := range text {
		if isStar(line) {
			continue
		}
		if !covered(i, -1) && !covered(i, 1) {
			t.single = append(t.single, held.Lines[i])
		}
		if i+1 == len(text) || isStar(text[i+1]) || isBlank(line) || isBlank(text[i+1]) || like[i] == like[i+1] {
			continue
		}
		if !free[outcome.Lines[i]] || !free[outcome.Lines[i+1]] {
			t.pairs = append(t.pairs, held.Lines[i])
		}
	}
}

// masked spells lines without the volatile tokens in them and blanks beside
// those, so that lines are alike that may stand for each other.
func masked(text []string, hits []match.Hit) []string {
	like := slices.Clone(text)
	for _, h := range slices.Backward(hits) {
		line := like[h.Line-1]
		like[h.Line-1] = strings.TrimRight(line[:h.Start], " \t") + "\x00" + strings.TrimLeft(line[h.End:], " \t")
	}
	return like
}

// inAnyOrder is the set of the observed lines that are volatile in their place.
func inAnyOrder(m match.Mask) map[int]bool {
	free := map[int]bool{}
	for _, t := range m {
		if t.Kind == match.Line {
			free[t.Line] = true
		}
	}
	return free
}

// excerpt is for lines that were quoted from an output or a file. One of them
// left out leaves the others true.
func (t *target) excerpt(held verify.Held) {
	t.compared(held)
	for n := range len(held.Lines) - 1 {
		a, b := held.Lines[n], held.Lines[n+1]
		if b < 0 && n+2 < len(held.Lines) { // lines may be left out between them
			b = held.Lines[n+2]
		}
		if a < 0 || b != a+1 || isStar(t.lines[a]) || isStar(t.lines[b]) || isBlank(t.lines[a]) || isBlank(t.lines[b]) || t.lines[a] == t.lines[b] {
			continue
		}
		t.pairs = append(t.pairs, a)
	}
}
