package match

import "strings"

// piece is a difference within a pair of lines: bytes of the first run's line,
// and the text the twin had instead.
type piece struct {
	start, end int
	twin       string
	kind       Kind
}

// difference is what keeps a line of the first run from its twin.
type difference struct {
	pieces []piece
	blanks bool // some blanks are of another length
}

type span struct{ start, end int }

// explain finds the tokens in which two lines differ. It fails if they differ
// in more than that.
func explain(a, b string) (difference, bool) {
	if a == b {
		return difference{}, true
	}
	if d, ok := explainLexemes(a, b, true); ok {
		return d, true
	}
	return explainLexemes(a, b, false)
}

func explainLexemes(a, b string, times bool) (d difference, ok bool) {
	la, lb := lex(a, times), lex(b, times)
	i, j := 0, 0
	for i < len(la) && j < len(lb) {
		x, y := la[i], lb[j]
		switch { // a number may have filled its column, so that no blanks are left
		case x.class == blank && y.class == word && i+1 < len(la) && la[i+1].class == word:
			d.blanks = true
			i++
			continue
		case y.class == blank && x.class == word && j+1 < len(lb) && lb[j+1].class == word:
			d.blanks = true
			j++
			continue
		}
		if !d.add(a, b, x, y) {
			return d, false
		}
		i, j = i+1, j+1
	}
	return d, i == len(la) && j == len(lb)
}

// add notes how two lexemes differ, if a mask can explain that.
func (d *difference) add(a, b string, x, y lexeme) bool {
	textA, textB := a[x.start:x.end], b[y.start:y.end]
	switch {
	case x.class != y.class:
		return false
	case textA == textB:
		return true
	case x.class == blank:
		d.blanks = true
		return true
	case x.class == mark:
		return false
	}
	pieces, ok := explainToken(x.class, textA, textB)
	for _, p := range pieces {
		p.start, p.end = p.start+x.start, p.end+x.start
		d.pieces = append(d.pieces, p)
	}
	return ok
}

// explainToken tells of which kind two lexemes are that differ. A word like
// thread-12 or 15ms is volatile in its number alone.
func explainToken(c class, a, b string) ([]piece, bool) {
	whole := func(k Kind) ([]piece, bool) { return []piece{{0, len(a), b, k}}, true }
	switch {
	case c == uuid:
		return whole(UUID)
	case c == clockTime:
		_, x := timeAt(a, 0)
		_, y := timeAt(b, 0)
		if x.hasDate() == y.hasDate() && x.hasTime() == y.hasTime() {
			return whole(Time)
		}
		return nil, false
	case durationLen(a) == len(a) && durationLen(b) == len(b):
		return whole(Duration)
	case isDecimal(a) && isDecimal(b):
		if samePageOffset(a, b) {
			return whole(Hexadecimal)
		}
		return whole(Decimal)
	case has0x(a) || has0x(b):
		if has0x(a) && has0x(b) && isHex(a[2:]) && isHex(b[2:]) {
			return whole(Hexadecimal)
		}
		return nil, false
	}
	numbers, ok := explainNumbers(a, b)
	switch {
	case isHex(a) && isHex(b) && (!ok || len(a) >= shortHex) && readsAsHex(a, b):
		return whole(Hexadecimal)
	case ok:
		return numbers, true
	case drawn(a) && drawn(b) && len(a) == len(b) && farApart(a, b):
		return whole(Name)
	}
	return nil, false
}

// samePageOffset tells addresses without a letter in them from decimal numbers:
// the kernel moves things by whole pages, which leaves the last three
// hexadecimal digits, and the width.
func samePageOffset(a, b string) bool {
	return len(a) == len(b) && len(a) >= 8 && isHex(a) && isHex(b) && a[len(a)-3:] == b[len(b)-3:]
}

// shortHex is the width below which letters and digits are taken for a name
// with a number (fd3) rather than for hexadecimal digits.
const shortHex = 6

func isDecimal(s string) bool { return s != "" && munchDecimal(s, true, false) == len(s) }
func isHex(s string) bool     { return s != "" && leading(s, isHexDigit) == len(s) }

// readsAsHex tells hexadecimal digits from words such as "added".
func readsAsHex(a, b string) bool {
	return strings.ContainsAny(a+b, "0123456789") || len(a) >= 8 && len(b) >= 8
}

// explainNumbers compares words that are made of the same letters around
// other numbers.
func explainNumbers(a, b string) (pieces []piece, ok bool) {
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		n, m := munchDecimal(a[i:], true, i > 0), munchDecimal(b[j:], true, j > 0)
		switch {
		case (n > 0) != (m > 0):
			return nil, false
		case n == 0:
			if a[i] != b[j] {
				return nil, false
			}
			n, m = 1, 1
		case a[i:i+n] != b[j:j+m]:
			pieces = append(pieces, piece{i, i + n, b[j : j+m], Decimal})
		}
		i, j = i+n, j+m
	}
	return pieces, i == len(a) && j == len(b)
}

// drawn tells whether a word may have been drawn by chance: six characters or
// more, of two sorts.
func drawn(s string) bool {
	return len(s) >= 6 && leading(s, isWordByte) == len(s) && sorts(s) > 1
}

// sorts counts which of small letters, capitals and digits are in a word. A
// capital at its start is no sort of its own.
func sorts(s string) int {
	var small, capital, digit int
	for i := range len(s) {
		switch {
		case isLower(s[i]):
			small = 1
		case isUpper(s[i]) && i > 0:
			capital = 1
		case isDigit(s[i]):
			digit = 1
		}
	}
	return small + capital + digit
}

// farApart tells whether words of one length differ in half of their places or
// more.
func farApart(a, b string) bool {
	differ := 0
	for i := range len(a) {
		if a[i] != b[i] {
			differ++
		}
	}
	return differ*2 >= len(a)
}
