package match

// weaving holds two sequences against each other, of which the first may have
// wildcards, to find what of the first can be kept.
type weaving struct {
	wants, gots int
	star        func(w int) bool
	same        func(w, g int) bool
	like        func(w, g int) bool // tells whether g may be what became of w; nil for never
	pair        []int               // by element of the first, one of the second, or -1
}

// strand is one element of the outcome: want alone is kept, got alone is new,
// and with both, got takes the place of want.
type strand struct{ want, got int }

// mostCells bounds the table of an alignment; what is longer is aligned at the
// elements that occur once.
const mostCells = 1 << 18

// weave returns what the second sequence is, in elements of the first as far as
// they still match. An element that is kept has got -1 if it is a wildcard.
func (v *weaving) weave(anchors func(w0, w1, g0, g1 int) [][2]int) []strand {
	v.pair = make([]int, v.wants)
	for i := range v.pair {
		v.pair[i] = -1
	}
	v.region(0, v.wants, 0, v.gots, anchors)
	var all []strand
	w, g := 0, 0
	for end := 0; end <= v.wants; end++ {
		if end < v.wants && v.pair[end] < 0 {
			continue
		}
		to := v.gots
		if end < v.wants {
			to = v.pair[end]
		}
		all = v.gap(all, w, end, g, to)
		if end < v.wants {
			all = append(all, strand{end, to})
		}
		w, g = end+1, to+1
	}
	return all
}

// region pairs elements in order, as many as it can.
func (v *weaving) region(w0, w1, g0, g1 int, anchors func(w0, w1, g0, g1 int) [][2]int) {
	for w0 < w1 && g0 < g1 && v.matches(w0, g0) {
		v.pair[w0] = g0
		w0, g0 = w0+1, g0+1
	}
	for w0 < w1 && g0 < g1 && v.matches(w1-1, g1-1) {
		w1, g1 = w1-1, g1-1
		v.pair[w1] = g1
	}
	switch {
	case w0 == w1 || g0 == g1:
	case (w1-w0)*(g1-g0) <= mostCells:
		v.table(w0, w1, g0, g1)
	case anchors != nil:
		w, g := w0, g0
		for _, at := range rising(anchors(w0, w1, g0, g1)) {
			if at[0] = at[0] + w0; v.matches(at[0], at[1]+g0) {
				v.region(w, at[0], g, at[1]+g0, nil)
				v.pair[at[0]] = at[1] + g0
				w, g = at[0]+1, at[1]+g0+1
			}
		}
		v.region(w, w1, g, g1, nil)
	}
}

func (v *weaving) matches(w, g int) bool { return !v.star(w) && v.same(w, g) }

// table finds a longest common subsequence.
func (v *weaving) table(w0, w1, g0, g1 int) {
	columns := g1 - g0 + 1
	length := make([]int32, (w1-w0+1)*columns)
	equal := make([]bool, len(length))
	for w := w1 - 1; w >= w0; w-- {
		for g := g1 - 1; g >= g0; g-- {
			at := (w-w0)*columns + g - g0
			if equal[at] = v.matches(w, g); equal[at] {
				length[at] = length[at+columns+1] + 1
			} else {
				length[at] = max(length[at+columns], length[at+1])
			}
		}
	}
	for w, g := w0, g0; w < w1 && g < g1; {
		at := (w-w0)*columns + g - g0
		switch {
		case equal[at]:
			v.pair[w] = g
			w, g = w+1, g+1
		case length[at+columns] >= length[at+1]:
			w++
		default:
			g++
		}
	}
}

// gap fills the place between two pairs, where nothing matches. A wildcard
// keeps standing for what is beyond as many elements as stood on its sides.
func (v *weaving) gap(all []strand, w0, w1, g0, g1 int) []strand {
	first, last := w0, w1-1
	for first < w1 && !v.star(first) {
		first++
	}
	for last >= w0 && !v.star(last) {
		last--
	}
	if first == w1 {
		for i := 0; g0+i < g1; i++ {
			want := -1
			if w1-w0 == g1-g0 {
				want = w0 + i
			}
			all = append(all, strand{want, g0 + i})
		}
		return all
	}
	for w0 < first && g0 < g1 {
		all = append(all, strand{w0, g0})
		w0, g0 = w0+1, g0+1
	}
	behind := max(last+1, w1-(g1-g0))
	all = v.between(all, first, last, g0, g1-(w1-behind))
	for w := behind; w < w1; w++ {
		all = append(all, strand{w, g1 - (w1 - w)})
	}
	return all
}

// between fills the place from one wildcard to another. Of what stood between
// them, only that is looked for which has become something alike.
func (v *weaving) between(all []strand, first, last, g0, g1 int) []strand {
	all = append(all, strand{first, -1})
	if v.like == nil || (last-first)*(g1-g0) > mostCells {
		return all
	}
	starred := true // the last strand is a wildcard
	for w := first + 1; w <= last; w++ {
		if v.star(w) {
			if !starred {
				all = append(all, strand{w, -1})
			}
			starred = true
			continue
		}
		g := g0
		for g < g1 && !v.like(w, g) {
			g++
		}
		if g == g1 {
			continue
		}
		for ; !starred && g0 < g; g0++ {
			all = append(all, strand{-1, g0})
		}
		all = append(all, strand{w, g})
		starred, g0 = false, g+1
	}
	return all
}
