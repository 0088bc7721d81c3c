package match

import "slices"

// gotLine is a line of the observed output, with what may differ in it.
type gotLine struct {
	text   string
	number int     // from 1
	tokens []Token // by start, of all kinds but Line
	flex   []span  // runs of blanks that give way; at the line's start maybe of none
	moved  bool    // a token of kind Line stands on it
}

// prepare splits an observed output, and puts its mask upon it.
func prepare(observed string, m Mask) []gotLine {
	all := lines(observed)
	got := make([]gotLine, len(all))
	for i, text := range all {
		got[i] = gotLine{text: text, number: i + 1}
	}
	m = m.sorted()
	same := map[int]string{}
	for _, t := range m {
		if t.Line < 1 || t.Line > len(got) {
			continue
		}
		g := &got[t.Line-1]
		switch last := len(g.tokens) - 1; {
		case t.Kind == Line:
			g.moved = true
		case t.Start < 0 || t.Start >= t.End || t.End > len(g.text):
		case isBlank(g.text[t.Start]) || isBlank(g.text[t.End-1]):
		case last >= 0 && g.tokens[last].End > t.Start:
		default:
			if t.Same != 0 {
				v := value(t.Kind, g.text[t.Start:t.End])
				if have, ok := same[t.Same]; ok && have != v {
					t.Same = 0 // of another output
				} else {
					same[t.Same] = v
				}
			}
			g.tokens = append(g.tokens, t)
		}
	}
	for from := 0; from < len(got); {
		to := from
		for to < len(got) && got[to].text != "" {
			to++
		}
		layout(got[from:to])
		from = to + 1
	}
	return got
}

// sorted returns the mask in the order it should have.
func (m Mask) sorted() Mask {
	order := func(a, b Token) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Start - b.Start
	}
	if slices.IsSortedFunc(m, order) {
		return m
	}
	m = slices.Clone(m)
	slices.SortStableFunc(m, order)
	return m
}

// layout finds the blanks that give way in lines between which none is empty:
// those beside a cell that holds a volatile token, and beside the cells of
// other lines that start or end in the same place.
func layout(block []gotLine) {
	starts, ends := map[int]bool{}, map[int]bool{}
	for i := range block {
		g := &block[i]
		for _, t := range g.tokens {
			start, end := t.Start, t.End
			for start > 0 && !isBlank(g.text[start-1]) {
				start--
			}
			for end < len(g.text) && !isBlank(g.text[end]) {
				end++
			}
			starts[start], ends[end] = true, true
		}
	}
	if len(starts) == 0 {
		return
	}
	for i := range block {
		block[i].layout(starts, ends)
	}
}

func (g *gotLine) layout(starts, ends map[int]bool) {
	before := -1 // start of the cell before
	for at := 0; at < len(g.text); {
		cell := at + leadingBlanks(g.text[at:])
		end := cell + leading(g.text[cell:], func(c byte) bool { return !isBlank(c) })
		if ends[end] || before >= 0 && starts[before] || g.besideToken(at, cell) {
			g.flex = append(g.flex, span{at, cell})
		}
		before, at = cell, end
	}
}

// besideToken tells whether a token touches the blanks from start to end.
func (g *gotLine) besideToken(start, end int) bool {
	k := g.nextToken(end)
	if k < len(g.tokens) && g.tokens[k].Start == end {
		return true
	}
	return start < end && k > 0 && g.tokens[k-1].End == start
}

// flexAt returns the end of the blanks that start at i if they give way, or -1.
func (g *gotLine) flexAt(i int) int {
	at, ok := slices.BinarySearchFunc(g.flex, i, func(s span, i int) int { return s.start - i })
	if !ok {
		return -1
	}
	return g.flex[at].end
}

// nextFlex returns where the first blanks that give way start, from i on, or
// the length of the line.
func (g *gotLine) nextFlex(i int) int {
	at, _ := slices.BinarySearchFunc(g.flex, i, func(s span, i int) int { return s.start - i })
	if at == len(g.flex) {
		return len(g.text)
	}
	return g.flex[at].start
}

// nextToken returns the index of the first token that starts at i or later.
func (g *gotLine) nextToken(i int) int {
	at, _ := slices.BinarySearchFunc(g.tokens, i, func(t Token, i int) int { return t.Start - i })
	return at
}
