package match

import "strings"

// Extent is a piece of a text: bytes of one of its lines, half open.
type Extent struct {
	Line       int // from 1
	Start, End int
}

// Asserted lists the bytes of an expected text that the observed output had to
// be equal to, by line, then start: not those of a wildcard, of what stands for
// a volatile token, of blanks that give way, or at line ends. That two tokens
// must be the same value is not told here; their [Token.Same] does. If the
// texts do not match, ok is false.
func (m Mask) Asserted(expected, observed string) (asserted []Extent, ok bool) {
	c := newComparison(expected, observed, m)
	if _, ok := c.run(); !ok {
		return nil, false
	}
	for w, g := range c.pair {
		if want := &c.want[w]; !want.star {
			c.scratch, _ = fit(want, &c.got[g], c.scratch[:0])
			asserted = appendAsserted(asserted, w+1, want.text, c.scratch)
		}
	}
	return asserted, true
}

func appendAsserted(all []Extent, line int, text string, pieces []fitted) []Extent {
	add := func(start, end int) {
		last := len(all) - 1
		switch {
		case start == end:
		case last >= 0 && all[last].Line == line && all[last].End == start:
			all[last].End = end
		default:
			all = append(all, Extent{line, start, end})
		}
	}
	for _, p := range pieces {
		if p.role != literal {
			continue
		}
		for at := p.start; ; { // a line that equals the observed one may have wildcards in it
			dots := strings.Index(text[at:p.end], wildcard)
			if dots < 0 {
				add(at, p.end)
				break
			}
			add(at, at+dots)
			at += dots + len(wildcard)
		}
	}
	return all
}
