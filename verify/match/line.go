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
		ok := false
		switch {
		case i == 0:
			dst, at = g.fitPart(w, 0, part, 0, false, dst)
			ok = at >= 0
		case i == len(w.parts)-1:
			return g.fitLast(w, offset, part, at, dst)
		default:
			dst, at, ok = g.fitNext(w, offset, part, at, dst)
		}
		if !ok {
			return dst, false
		}
		offset += len(part) + len(wildcard)
	}
	return dst, true
}

// fitNext matches a part at the first place it can, from a place on.
func (g *gotLine) fitNext(w *wantLine, offset int, part string, from int, dst []fitted) ([]fitted, int, bool) {
	for ; from <= len(g.text); from++ {
		if !g.mayStart(part, from) {
			continue
		}
		if tried, end := g.fitPart(w, offset, part, from, false, dst); end >= 0 {
			return tried, end, true
		}
	}
	return dst, 0, false
}

// fitLast matches a part with the end of the line, but not before a place.
func (g *gotLine) fitLast(w *wantLine, offset int, part string, lowest int, dst []fitted) ([]fitted, bool) {
	if part == "" {
		return dst, true
	}
	for from := len(g.text); from >= lowest; from-- {
		if !g.mayStart(part, from) {
			continue
		}
		if tried, end := g.fitPart(w, offset, part, from, true, dst); end == len(g.text) {
			return tried, true
		}
	}
	return dst, false
}

// mayStart rules out most places where a part cannot match.
func (g *gotLine) mayStart(part string, from int) bool {
	if from == len(g.text) || part == "" || g.text[from] == part[0] || isBlank(g.text[from]) && isBlank(part[0]) {
		return true
	}
	k := g.nextToken(from)
	return k < len(g.tokens) && g.tokens[k].Start == from || k > 0 && g.tokens[k-1].End > from
}
