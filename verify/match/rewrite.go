package match

import "strings"

// Rewrite returns an expected text that the observed output matches under the
// mask. It is expected itself if that does. Else it has the observed lines, but
// keeps the author's wildcards, and the author's spelling of volatile tokens,
// wherever they still match; a value new to the text that equals an old one is
// spelled as the old one is.
func (m Mask) Rewrite(expected, observed string) string {
	c := newComparison(expected, observed, m)
	if _, ok := c.run(); ok {
		return expected
	}
	_, written := c.rewritten()
	if text := joined(written); m.Compare(text, observed).OK {
		return text
	}
	return joined(lines(observed))
}

// Respell returns the observed output with the expected text's spelling of
// volatile tokens, of blanks that give way and of the order of lines, as far as
// the two match: what a [Diff] of both shows then is what no rule explains.
func (m Mask) Respell(expected, observed string) string {
	c := newComparison(expected, observed, m)
	c.run() // puts the lines in order
	strands, written := c.rewritten()
	text := make([]string, len(c.got))
	for i, g := range c.got {
		text[i] = g.text
	}
	for i, s := range strands {
		if s.got < 0 || strings.Contains(written[i], wildcard) && glob(written[i], text[s.got]) {
			continue
		}
		text[s.got] = written[i]
	}
	return joined(text)
}

// rewritten weaves the observed lines into the expected ones, and returns the
// text of each strand.
func (c *comparison) rewritten() ([]strand, []string) {
	v := &weaving{
		wants: len(c.want), gots: len(c.got),
		star: func(w int) bool { return c.want[w].star },
		same: func(w, g int) bool {
			var ok bool
			c.scratch, ok = fit(&c.want[w], &c.got[g], c.scratch[:0])
			return ok
		},
		like: func(w, g int) bool { return alike(c.want[w].text, c.got[g].text) },
	}
	strands := v.weave(c.anchors)
	c.forget(0)
	kept := make([]bool, len(strands))
	for i, s := range strands { // these decide how values are spelled
		kept[i] = s.got < 0 || s.want >= 0 && c.same(s.want, s.got)
	}
	text := make([]string, len(strands))
	for i, s := range strands {
		if kept[i] {
			text[i] = c.want[s.want].text
		} else {
			text[i] = c.spell(s)
		}
	}
	return strands, text
}

// alike tells whether more than half of two lines are the same words, wherever
// they stand in them.
func alike(x, y string) bool {
	words := map[string]int{}
	xs, ys := strings.Fields(x), strings.Fields(y)
	for _, w := range xs {
		words[w]++
	}
	common := 0
	for _, w := range ys {
		if words[w] > 0 {
			words[w]--
			common++
		}
	}
	return 2*common > max(len(xs), len(ys))
}

// anchors lists the lines that occur once in both texts.
func (c *comparison) anchors(w0, w1, g0, g1 int) [][2]int {
	texts := numbers{}
	var want, got []int
	for _, w := range c.want[w0:w1] {
		want = append(want, texts.of(w.text))
	}
	for _, g := range c.got[g0:g1] {
		got = append(got, texts.of(g.text))
	}
	return once(want, got)
}

// spell writes an observed line, with what can be kept of the expected line in
// whose place it comes.
func (c *comparison) spell(s strand) string {
	g := &c.got[s.got]
	if s.want >= 0 {
		text := strings.TrimRight(c.woven(&c.want[s.want], g), " \t\r")
		if text != "" && c.holds(text, g) {
			return text
		}
	}
	var b strings.Builder
	at := 0
	for k, t := range g.tokens {
		b.WriteString(g.text[at:t.Start] + c.valued(g, k))
		if at = t.End; t.Same != 0 {
			c.set(t.Same, value(t.Kind, g.text[t.Start:t.End]))
		}
	}
	b.WriteString(g.text[at:])
	return b.String()
}

// valued writes a token with the value that the text has for it, if any.
func (c *comparison) valued(g *gotLine, k int) string {
	t := &g.tokens[k]
	text := g.text[t.Start:t.End]
	if bound, ok := c.bound[t.Same]; ok {
		return spell(t.Kind, bound, text)
	}
	return text
}

// holds tells whether a line matches an observed one, and takes its values.
func (c *comparison) holds(text string, g *gotLine) bool {
	w := newWantLine(text)
	pieces, ok := fit(&w, g, nil)
	return ok && c.bind(&w, g, pieces)
}

// woven weaves an observed line into an expected one, lexeme by lexeme. Where
// the observed one has dots too, those of the expected one are no wildcards but
// were printed, as in the text column of a dump.
func (c *comparison) woven(w *wantLine, g *gotLine) string {
	want, got := lexWild(w.text), lex(g.text, true)
	if strings.Contains(g.text, wildcard) {
		want = lex(w.text, true)
	}
	text := func(x lexeme) string { return w.text[x.start:x.end] }
	v := &weaving{
		wants: len(want), gots: len(got),
		star: func(i int) bool { return text(want[i]) == wildcard },
		same: func(i, j int) bool { return c.sameLexeme(w.text, want[i], g, got[j]) },
	}
	var b strings.Builder
	for _, s := range v.weave(nil) {
		if s.got < 0 || s.want >= 0 && v.pair[s.want] == s.got {
			b.WriteString(text(want[s.want]))
		} else if k := g.tokenAt(got[s.got]); k >= 0 {
			b.WriteString(c.valued(g, k))
		} else {
			b.WriteString(g.text[got[s.got].start:got[s.got].end])
		}
	}
	return b.String()
}

// lexWild splits a line with each wildcard in it a lexeme of its own.
func lexWild(s string) []lexeme {
	var all []lexeme
	for at := 0; ; {
		end := strings.Index(s[at:], wildcard)
		rest := s[at:]
		if end >= 0 {
			rest = rest[:end]
		}
		for _, x := range lex(rest, true) {
			all = append(all, lexeme{at + x.start, at + x.end, x.class})
		}
		if end < 0 {
			return all
		}
		at += end
		all = append(all, lexeme{at, at + len(wildcard), mark})
		at += len(wildcard)
	}
}

// sameLexeme tells whether a lexeme of an expected line is equal to an observed
// one, or can stand for it: blanks that give way, a token of its kind.
func (c *comparison) sameLexeme(expected string, x lexeme, g *gotLine, y lexeme) bool {
	text := expected[x.start:x.end]
	if x.class == blank && y.class == blank {
		return text == g.text[y.start:y.end] || g.flexAt(y.start) >= 0
	}
	k := g.tokenAt(y)
	if k < 0 {
		return text == g.text[y.start:y.end]
	}
	t := &g.tokens[k]
	bound, ok := c.bound[t.Same]
	return g.munch(t, text, 0) == len(text) && (!ok || bound == value(t.Kind, text))
}

// tokenAt returns the index of the token that is a lexeme, or -1.
func (g *gotLine) tokenAt(x lexeme) int {
	k := g.nextToken(x.start)
	if k == len(g.tokens) || g.tokens[k].Start != x.start || g.tokens[k].End != x.end {
		return -1
	}
	return k
}
