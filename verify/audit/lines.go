package audit

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/knotes-dev/knotes/verify/match"
)

func (t *target) eachSingle(yield func(span)) {
	for _, i := range t.single {
		yield(span{line: i})
	}
}

func (t *target) dropLine(at span, _ *rand.Rand) (change, bool) {
	return change{
		from: at.line, to: at.line + 1,
		what: "without the line: " + match.Clip(strings.TrimSpace(t.lines[at.line])),
	}, true
}

func (t *target) repeatLine(at span, _ *rand.Rand) (change, bool) {
	line := t.lines[at.line]
	return change{
		from: at.line, to: at.line + 1, lines: []string{line, line},
		what: "twice the line: " + match.Clip(strings.TrimSpace(line)),
	}, true
}

func (t *target) eachPair(yield func(span)) {
	for _, i := range t.pairs {
		yield(span{line: i})
	}
}

func (t *target) swapLines(at span, _ *rand.Rand) (change, bool) {
	a, b := t.lines[at.line], t.lines[at.line+1]
	return change{
		from: at.line, to: at.line + 2, lines: []string{b, a},
		what: "below the next line: " + match.Clip(strings.TrimSpace(a)),
	}, true
}

// exits is how many other exit statuses are tried.
const exits = 2

func (t *target) eachExit(yield func(span)) {
	for range exits {
		if t.exit >= 0 {
			yield(span{line: t.exitAt})
		}
	}
}

// otherExit states an exit status that was not seen, of those that have no
// meaning of their own to a shell.
func (t *target) otherExit(at span, r *rand.Rand) (change, bool) {
	n := 1 + r.IntN(99)
	if n >= t.exit && t.exit > 0 {
		n++
	}
	return change{
		from: t.exitAt, to: t.exitTo, lines: []string{fmt.Sprintf("[%d]", n)},
		what: fmt.Sprintf("exit status %d for %d", n, t.exit),
	}, true
}
