package audit

import (
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// target is a claim as the changes see it.
type target struct {
	lines []string // of the block

	// spans are the bytes that are asserted, by line, then start. Where blanks
	// count, blanks tells so.
	spans  []span
	blanks bool

	pairs  []int   // lines that may be swapped with the one below them
	single []int   // lines that may be left out
	values []value // volatile tokens that must have the value of another

	exit     int // that a step ended with, where the note asserts it; else -1
	exitAt   int // line of the block at which it is stated, or can be
	exitTo   int // line behind that
	exitOpen bool

	code  []span // bytes of disassembly
	words []span // words of its instructions

	bytes int // that could be asserted
}

// span is a piece of a line of the block, half open. Line counts from 0.
type span struct{ line, start, end int }

func (t *target) text(s span) string { return t.lines[s.line][s.start:s.end] }

// value is a volatile token of the text that must be the same value as another.
type value struct {
	span
	kind match.Kind
}

func (t *target) asserted() int {
	n := 0
	for _, s := range t.spans {
		n += s.end - s.start
	}
	return n
}

// target finds out what a claim asserts. For one that is not verified it only
// tells how much it could.
func (a *auditor) target(c *snippets.Claim, r *report.Claim) *target {
	t := &target{exit: -1}
	for _, l := range c.Block.Lines {
		t.lines = append(t.lines, l.Text)
	}
	held, isHeld := a.known.Held(c)
	verified := r.Status == report.Verified
	switch class := snippets.Class(c.Kind); {
	case c.Step != nil && isHeld:
		t.bytes = size(held.Observed)
		if verified {
			t.step(c.Step, held)
		}
	case c.Step != nil:
		t.bytes = size(c.Step.Output)
	case class == snippets.Program, class == snippets.Prototype, class == snippets.Fragment:
		t.whole(verified)
	case class == snippets.Excerpt, class == snippets.Assembly:
		t.bytes = size(c.Text)
		t.listing(class, r, held, isHeld, verified)
	default:
		t.bytes = size(c.Text)
	}
	return t
}

// listing is for lines that no command stands above.
func (t *target) listing(class snippets.Class, r *report.Claim, held verify.Held, isHeld, verified bool) {
	switch {
	case !verified:
	case isHeld:
		t.excerpt(held)
	case class == snippets.Assembly:
		t.assembly()
	case r.Evidence == "decoded":
		t.sums()
	default:
		t.part()
	}
}

// size counts the bytes of a text that could be asserted: not line ends, nor
// blanks before them.
func size(text string) int {
	n := 0
	for line := range strings.Lines(text) {
		n += len(strings.TrimRight(line, " \t\r\n"))
	}
	return n
}

func isStar(line string) bool { return strings.TrimSpace(line) == "..." }

func isBlank(line string) bool { return strings.TrimSpace(line) == "" }
