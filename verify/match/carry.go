package match

import "strconv"

// Carry adds to the mask of an output what an earlier mask says of an earlier
// output of the same command: a token once volatile stays so, even if this time
// all runs happened to agree on it.
func Carry(earlier string, old Mask, observed string, m Mask) Mask {
	if len(old) == 0 {
		return m
	}
	before, now := lines(earlier), lines(observed)
	twin := pair(number(Run{}, Run{}, before, now)).twin
	got := prepare(observed, m)
	highest := 0
	for _, t := range m {
		highest = max(highest, t.Same)
	}
	all := append(Mask{}, m...)
	for _, t := range old {
		if t.Line < 1 || t.Line > len(before) || twin[t.Line-1] < 0 {
			continue
		}
		g := &got[twin[t.Line-1]]
		if at, ok := g.carried(before[t.Line-1], t); ok {
			t.Line, t.Start, t.End = g.number, at.start, at.end
			if t.Kind == Line {
				g.moved = true
			} else {
				g.tokens = append(g.tokens, t)
			}
			if t.Same != 0 {
				t.Same += highest
			}
			all = append(all, t)
		}
	}
	return all.sorted().renumbered(now)
}

// carried finds the place of an earlier line's token in this line, unless the
// mask has one there already.
func (g *gotLine) carried(earlier string, t Token) (span, bool) {
	if t.Kind == Line {
		return span{0, len(g.text)}, !g.moved
	}
	if t.Start < 0 || t.Start >= t.End || t.End > len(earlier) {
		return span{}, false
	}
	at, ok := correspond(earlier, g.text, span{t.Start, t.End})
	if !ok {
		return at, false
	}
	for _, have := range g.tokens {
		if have.Start < at.end && at.start < have.End {
			return at, false
		}
	}
	like := gotLine{text: earlier}
	return at, like.munch(&t, g.text, at.start) == at.end-at.start
}

// correspond finds the lexeme, or the number in one, that stands in b where s
// stands in a. Lines with other lexemes do not correspond.
func correspond(a, b string, s span) (span, bool) {
	for _, times := range []bool{true, false} {
		la, lb := lex(a, times), lex(b, times)
		if len(la) != len(lb) {
			continue
		}
		for i, x := range la {
			y := lb[i]
			if x.start > s.start || s.end > x.end || x.class != y.class {
				continue
			}
			if x.start == s.start && x.end == s.end {
				return span{y.start, y.end}, true
			}
			return correspondNumber(a[x.start:x.end], b[y.start:y.end], s.start-x.start, y.start)
		}
	}
	return span{}, false
}

// correspondNumber finds the number of word b that is the how-manieth as that
// at start is in word a, and shifts its place.
func correspondNumber(a, b string, start, shift int) (span, bool) {
	which := -1
	for i, s := range numbersIn(a) {
		if s.start == start {
			which = i
		}
	}
	if all := numbersIn(b); which >= 0 && which < len(all) {
		return span{all[which].start + shift, all[which].end + shift}, true
	}
	return span{}, false
}

func numbersIn(word string) (all []span) {
	for i := 0; i < len(word); {
		n := munchDecimal(word[i:], true, i > 0)
		if n > 0 {
			all = append(all, span{i, i + n})
		}
		i += max(n, 1)
	}
	return all
}

// renumbered numbers the groups of equal tokens anew, in order of appearance.
// Tokens that are not equal in this output leave their group.
func (m Mask) renumbered(all []string) Mask {
	groups := map[string][]int{}
	for i, t := range m {
		if t.Same != 0 {
			key := strconv.Itoa(t.Same) + string(t.Kind) + value(t.Kind, all[t.Line-1][t.Start:t.End])
			groups[key] = append(groups[key], i)
		}
		m[i].Same = 0
	}
	m.numberGroups(groups)
	return m
}

// Alike tells whether two observed outputs of a command are the same but for
// what either mask says is volatile.
func Alike(a string, ma Mask, b string, mb Mask) bool {
	c := newComparison(a, b, Carry(a, ma, b, mb))
	for i := range c.want { // nobody has written wildcards here
		c.want[i].star, c.want[i].parts = false, nil
	}
	_, ok := c.run()
	return ok
}
