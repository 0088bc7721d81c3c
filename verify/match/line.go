package match

import "strings"

// wantLine is a line of the expected text.
type wantLine struct {
	text  string
	star  bool     // it stands for any lines
	parts []string // around the wildcards in it; nil if it has none
}

func split(expected string) []wantLine {
	all := lines(expected)
	want := make([]wantLine, len(all))
	for i, text := range all {
		want[i] = newWantLine(text)
	}
	return want
}

func newWantLine(text string) wantLine {
	w := wantLine{text: text, star: isStar(text)}
	if strings.Contains(text, wildcard) {
		w.parts = strings.Split(text, wildcard)
	}
	return w
}

// role is how a piece of an expected line was matched.
type role uint8

const (
	literal role = iota // byte for byte
	wild                // by a wildcard
	padding             // blanks that gave way
	token               // in place of a volatile token
	partial             // in place of one of which a wildcard covers the rest
)

// fitted is a piece of an expected line, as it was matched.
type fitted struct {
	start, end int
	role       role
	token      int // of the observed line
}

// fit matches an expected line with an observed one. The pieces, appended to
// dst, cover the expected line without its wildcards. That tokens equal in one
// must be equal in the other is not looked at here.
func fit(w *wantLine, g *gotLine, dst []fitted) ([]fitted, bool) {
	switch {
	case w.text == g.text:
		return g.itself(dst), true
	case len(g.tokens) == 0 && len(g.flex) == 0:
		if w.parts == nil || !glob(w.text, g.text) {
			return dst, false
		}
		at := 0
		for _, part := range w.parts {
			dst = addFitted(dst, fitted{start: at, end: at + len(part)})
			at += len(part) + len(wildcard)
		}
		return dst, true
	case w.parts == nil:
		dst, end := g.fitPart(w, 0, w.text, 0, true, dst)
		return dst, end == len(g.text)
	}
	return g.fitParts(w, dst)
}

// itself gives the pieces of a line that is spelled as it was observed.
func (g *gotLine) itself(dst []fitted) []fitted {
	at := 0
	for k, t := range g.tokens {
		dst = addFitted(dst, fitted{start: at, end: t.Start})
		dst = append(dst, fitted{t.Start, t.End, token, k})
		at = t.End
	}
	return addFitted(dst, fitted{start: at, end: len(g.text)})
}

func addFitted(dst []fitted, f fitted) []fitted {
	if f.start == f.end {
		return dst
	}
	return append(dst, f)
}

// fitParts matches a line with wildcards: its first part at the start, its
// last part at the end, the others between, each as early as it can be.
func (g *gotLine) fitParts(w *wantLine, dst []fitted) ([]fitted, bool) {
	at, offset := 0, 0
	for i, part := range w.parts {
		end := -1
		last := i == len(w.parts)-1
		if last && part == "" {
			return dst, true
		}
		for from := at; from <= len(g.text); from++ {
			if i > 0 && !g.mayStart(part, from) {
				continue
			}
			var tried []fitted
			tried, end = g.fitPart(w, offset, part, from, last, dst)
			if end >= 0 && (!last || end == len(g.text)) {
				dst = tried
				break
			}
			end = -1
			if i == 0 {
				break
			}
		}
		if end < 0 {
			return dst, false
		}
		at, offset = end, offset+len(part)+len(wildcard)
	}
	return dst, true
}

// mayStart rules out most places where a part cannot match.
func (g *gotLine) mayStart(part string, from int) bool {
	if from == len(g.text) || part == "" || g.text[from] == part[0] || isBlank(g.text[from]) && isBlank(part[0]) {
		return true
	}
	k := g.nextToken(from)
	return k < len(g.tokens) && g.tokens[k].Start == from || k > 0 && g.tokens[k-1].End > from
}

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
