package verify

import (
	"fmt"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// alignment tells which lines of two texts are the same, each the other's
// counterpart: outside of what a diff of them shows as gone or new.
type alignment struct {
	hunks []hunk
	lines int // of the old text
}

// hunk is a line of the old text that the new one does not have in its place, or
// several, and what the lines behind are shifted by. Lines count from 1.
type hunk struct {
	from, to int // of the old text, half open
	shift    int // of the lines from to on
}

func align(old, now []byte) alignment {
	a := alignment{lines: lineCount(old)}
	text := string(diff.Diff("a", old, "b", now))
	at, shift := 1, 0
	for i, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		if i < 3 || l == "" {
			continue
		}
		switch l[0] {
		case '@':
			var n int
			fmt.Sscanf(l, "@@ -%d", &n)
			if strings.HasPrefix(l, fmt.Sprintf("@@ -%d,0 ", n)) { // of no lines: behind that line
				n++
			}
			at = n
		case ' ':
			at++
		case '-':
			shift--
			a.add(at, at+1, shift)
			at++
		case '+':
			shift++
			a.add(at, at, shift)
		}
	}
	return a
}

func (a *alignment) add(from, to, shift int) {
	if n := len(a.hunks); n > 0 && a.hunks[n-1].to == from {
		a.hunks[n-1].to, a.hunks[n-1].shift = to, shift
		return
	}
	a.hunks = append(a.hunks, hunk{from, to, shift})
}

// line is the new number of a line; false if the new text does not have it.
func (a alignment) line(n int) (int, bool) {
	shift := 0
	for _, h := range a.hunks {
		if n < h.from {
			break
		}
		if n < h.to {
			return 0, false
		}
		shift = h.shift
	}
	return n + shift, n > 0 && n <= a.lines
}
