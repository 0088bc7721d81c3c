package match

import "strings"

// fitting matches a part of an expected line from one place of an observed one.
type fitting struct {
	g      *gotLine
	w      string // the expected line
	offset int    // of the part in it
	part   string
	i, j   int // in the part, in the observed line
	next   int // token of the observed line
	last   bool
	dst    []fitted
}

// fitPart matches a part, which starts at offset in its line and has a
// wildcard on each side where the line does not end, from j on. It returns
// where the observed text ends that it stands for, or -1.
func (g *gotLine) fitPart(w *wantLine, offset int, part string, j int, last bool, dst []fitted) ([]fitted, int) {
	f := &fitting{g: g, w: w.text, offset: offset, part: part, j: j, next: g.nextToken(j), last: last, dst: dst}
	if offset == 0 && g.flexAt(0) == 0 { // a number has filled its column
		f.push(padding, leadingBlanks(part), 0)
	}
	for f.i < len(part) {
		if !f.token() && !f.blanks() && !f.literal() && !f.column() {
			return dst, -1
		}
	}
	return f.dst, f.j
}

// push notes that the next n bytes of the part stand for the next m observed
// ones.
func (f *fitting) push(r role, n, m int) {
	f.dst = addFitted(f.dst, fitted{f.offset + f.i, f.offset + f.i + n, r, f.next})
	f.i, f.j = f.i+n, f.j+m
}

// token matches a volatile token, or what a wildcard leaves of one.
func (f *fitting) token() bool {
	if f.i == 0 && f.offset > 0 && f.tail() {
		return true
	}
	if f.next >= len(f.g.tokens) || f.g.tokens[f.next].Start != f.j {
		return false
	}
	t := &f.g.tokens[f.next]
	width := t.End - t.Start
	n, pad := f.munch(t, f.i), leadingBlanks(f.part[f.i:])
	switch {
	case n == 0 && pad > 0:
		if n = f.munch(t, f.i+pad); n == 0 || pad+n != width {
			return false
		}
		f.push(padding, pad, 0)
	case n == 0:
		rest := f.part[f.i:]
		if f.last || !strings.HasPrefix(f.g.text[t.Start:t.End], rest) {
			return false
		}
		f.push(partial, len(rest), len(rest)) // 0x...
		return true
	}
	r := token
	if f.i == 0 && f.offset > 0 || f.i+n == len(f.part) && !f.last {
		r = partial
	}
	f.push(r, n, width)
	f.next++
	return true
}

// tail matches the end of a number of which a wildcard covers the beginning.
func (f *fitting) tail() bool {
	if f.next == 0 {
		return false
	}
	t := &f.g.tokens[f.next-1]
	if f.j <= t.Start || f.j >= t.End {
		return false
	}
	n := 0
	switch t.Kind {
	case Hexadecimal:
		n = leading(f.part, isHexDigit)
	case Decimal:
		n = leading(f.part, isDigit)
	}
	if n == 0 {
		return false
	}
	f.push(partial, n, t.End-f.j)
	return true
}

// munch measures what may stand in place of a token, within the part.
func (f *fitting) munch(t *Token, i int) int {
	if n := f.g.munch(t, f.w[:f.offset+len(f.part)], f.offset+i); n > 0 {
		return n
	}
	if text := f.g.text[t.Start:t.End]; strings.HasPrefix(f.part[i:], text) {
		return len(text) // as observed, whatever it reads as
	}
	return 0
}

// blanks matches blanks that give way.
func (f *fitting) blanks() bool {
	end := f.g.flexAt(f.j)
	if end <= f.j {
		return false
	}
	n := leadingBlanks(f.part[f.i:])
	if n == 0 && f.j > 0 && !f.fills(end) {
		return false
	}
	f.push(padding, n, end-f.j)
	return true
}

// fills tells whether the expected number is as wide as the observed one with
// the blanks before it.
func (f *fitting) fills(end int) bool {
	if f.next >= len(f.g.tokens) || f.g.tokens[f.next].Start != end {
		return false
	}
	t := &f.g.tokens[f.next]
	return f.munch(t, f.i) == t.End-f.j
}

// literal matches bytes up to the next place where something may differ.
func (f *fitting) literal() bool {
	limit := f.g.nextFlex(f.j + 1)
	if f.next < len(f.g.tokens) {
		limit = min(limit, f.g.tokens[f.next].Start)
	}
	n := commonPrefix(f.part[f.i:], f.g.text[f.j:limit])
	f.push(literal, n, n)
	return n > 0
}

func commonPrefix(a, b string) int {
	n := min(len(a), len(b))
	if a[:n] == b[:n] {
		return n
	}
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// column matches what is left of blanks right of a volatile token, of which at
// least one has been matched, if the text after them starts in the same column.
func (f *fitting) column() bool {
	if f.offset > 0 || f.i == 0 || f.next == 0 || f.part[f.i-1] != ' ' || f.g.text[f.j-1] != ' ' {
		return false
	}
	spaces := func(c byte) bool { return c == ' ' }
	n, m := leading(f.part[f.i:], spaces), leading(f.g.text[f.j:], spaces)
	if n+m == 0 || f.i+n != f.j+m {
		return false
	}
	f.push(padding, n, m)
	return true
}
