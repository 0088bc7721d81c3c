package match

import (
	"slices"
	"strings"
)

// mostTries bounds how many expected lines of one shape are tried for a moved
// line, beyond those that equal it.
const mostTries = 64

// ordered puts each group of observed lines that are volatile in their place
// into the order that the expected text has them in. Lines it does not have
// come where it has a wildcard, or last.
func ordered(want []wantLine, got []gotLine) ([]gotLine, bool) {
	changed := false
	o := &orderer{want: want}
	for from := 0; from < len(got); from++ {
		to := from
		for to < len(got) && got[to].moved {
			to++
		}
		if to > from+1 {
			if !changed {
				got = slices.Clone(got)
			}
			changed = o.group(got, from, to) || changed
			from = to
		}
	}
	return got, changed
}

type orderer struct {
	want  []wantLine
	text  map[string][]int // expected lines not yet taken, by text
	shape map[string][]int // the same, by shape
	taken []bool
}

func (o *orderer) index() {
	o.text, o.shape = map[string][]int{}, map[string][]int{}
	o.taken = make([]bool, len(o.want))
	for i, w := range o.want {
		if !w.star {
			o.text[w.text] = append(o.text[w.text], i)
			o.shape[shape(w.text)] = append(o.shape[shape(w.text)], i)
		}
	}
}

// shape is what lines have in common that may match each other under a mask.
func shape(s string) string {
	return strings.TrimSpace(skeleton(s, lex(s, false)))
}

// group orders the observed lines [from,to). It tells whether they moved.
func (o *orderer) group(got []gotLine, from, to int) bool {
	if o.text == nil {
		o.index()
	}
	lowest, star := o.bounds(from)
	place := make(map[int]int, to-from) // by line number
	for i := from; i < to; i++ {
		g := &got[i]
		place[g.number] = star
		if at := o.take(o.text, g.text, lowest, func(int) bool { return true }); at >= 0 {
			place[g.number] = at
		}
	}
	for i := from; i < to; i++ {
		g := &got[i]
		if place[g.number] != star {
			continue
		}
		fits := func(at int) bool {
			_, ok := fit(&o.want[at], g, nil)
			return ok
		}
		if at := o.take(o.shape, shape(g.text), lowest, fits); at >= 0 {
			place[g.number] = at
		}
	}
	byPlace := func(a, b gotLine) int { return place[a.number] - place[b.number] }
	if slices.IsSortedFunc(got[from:to], byPlace) {
		return false
	}
	slices.SortStableFunc(got[from:to], byPlace)
	return true
}

// bounds returns the first expected line that an observed line from there on
// may stand for, and the place of what the expected text does not have.
func (o *orderer) bounds(from int) (lowest, star int) {
	lowest, star = from, len(o.want)
	for i, w := range o.want {
		if !w.star {
			continue
		}
		lowest = min(lowest, i)
		if i >= from {
			return lowest, i
		}
		star = i
	}
	return lowest, star
}

// take takes the first of the expected lines under a key that is free and fits.
// What no later call can want is dropped, as lowest only ever rises.
func (o *orderer) take(index map[string][]int, key string, lowest int, fits func(int) bool) int {
	all := index[key]
	for len(all) > 0 && (o.taken[all[0]] || all[0] < lowest) {
		all = all[1:]
	}
	index[key] = all
	for _, i := range all[:min(len(all), mostTries)] {
		if !o.taken[i] && fits(i) {
			o.taken[i] = true
			return i
		}
	}
	return -1
}
