package match

import (
	"slices"
	"strings"
)

const wildcard = "..."

// Result is the outcome of a comparison.
type Result struct {
	OK   bool
	Wild bool   // it is OK thanks to a wildcard
	Line int    // first expected line that could not be found, from 1; 0 if OK
	Note string // what an author may have meant, if not OK
}

// Compare holds observed against expected.
func Compare(expected, observed string) Result {
	want, got := lines(expected), lines(observed)
	wild := false
	same := func(w, g string) bool {
		if w == g {
			return true
		}
		if strings.Contains(w, wildcard) && glob(w, g) {
			wild = true
			return true
		}
		return false
	}
	far, ok := align(want, got, isStar, same)
	if ok {
		return Result{OK: true, Wild: wild || slices.ContainsFunc(want, isStar)}
	}
	r := Result{Line: far + 1}
	if inOrder(want, got, same) {
		r.Note = "lines left out: mark them with `...`"
	}
	return r
}

// isStar tells whether an expected line stands for any lines.
func isStar(line string) bool { return strings.TrimSpace(line) == wildcard }

// Asserts tells whether an expected output says anything about what is
// printed: silence does not, nor do wildcards alone.
func Asserts(expected string) bool {
	return strings.TrimSpace(strings.ReplaceAll(expected, wildcard, "")) != ""
}

// lines splits an output, without what is not asserted.
func lines(s string) []string {
	s = strings.TrimRight(s, " \t\r\n")
	if s == "" {
		return nil
	}
	all := strings.Split(s, "\n")
	for i, l := range all {
		all[i] = strings.TrimRight(l, " \t\r")
	}
	return all
}

// align matches want, in which stars stand for any run of elements, against
// all of got. A run that turns out too short is only ever lengthened at the
// last star, which suffices. far is the furthest element of want reached.
func align[T any](want, got []T, star func(T) bool, same func(w, g T) bool) (far int, ok bool) {
	w, g := 0, 0
	lastStar, resume := -1, 0
	for g < len(got) {
		switch {
		case w < len(want) && star(want[w]):
			lastStar, resume = w, g
			w++
		case w < len(want) && same(want[w], got[g]):
			w++
			g++
		case lastStar >= 0:
			resume++
			w, g = lastStar+1, resume
		default:
			return max(far, w), false
		}
		far = max(far, w)
	}
	for w < len(want) && star(want[w]) {
		w++
	}
	return max(far, w), w == len(want)
}

// glob tells whether a line with "..." in it stands for another line.
func glob(pattern, line string) bool {
	parts := strings.Split(pattern, wildcard)
	first, last := parts[0], parts[len(parts)-1]
	if len(line) < len(first)+len(last) || !strings.HasPrefix(line, first) || !strings.HasSuffix(line, last) {
		return false
	}
	middle := line[len(first) : len(line)-len(last)]
	for _, part := range parts[1 : len(parts)-1] {
		i := strings.Index(middle, part)
		if i < 0 {
			return false
		}
		middle = middle[i+len(part):]
	}
	return true
}

// inOrder tells whether the wanted lines all occur, in order.
func inOrder(want, got []string, same func(w, g string) bool) bool {
	found := 0
	for _, g := range got {
		if found < len(want) && same(want[found], g) {
			found++
		}
	}
	return found > 0 && found == len(want)
}
