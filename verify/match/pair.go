package match

import "slices"

// pairing says which line of the twin each line of the first run belongs to.
type pairing struct {
	twin  []int  // by line from 0; -1 for none
	moved []bool // in another place among the lines around it
	lost  []Lines
}

// outputs are two outputs whose lines are numbered so that equal ones have
// equal numbers: by key, which forgets what is known to vary; by loose, which
// forgets process ids too (small ones look like any number); and by skeleton,
// which forgets every number.
type outputs struct {
	keyA, keyB     []int
	looseA, looseB []int
	skelA, skelB   []int
}

// pair aligns two outputs. It pairs lines only where there is no doubt which
// belong together, since a wrong pair would make a mask too wide: those around
// which all is equal, those that occur once in both, and runs of lines of one
// shape on both sides.
func pair(o *outputs) *pairing {
	p := &pairing{twin: make([]int, len(o.keyA)), moved: make([]bool, len(o.keyA))}
	for i := range p.twin {
		p.twin[i] = -1
	}
	p.region(o, 0, len(o.keyA), 0, len(o.keyB))
	return p
}

// region pairs the lines [a0,a1) of the first run with [b0,b1) of its twin.
func (p *pairing) region(o *outputs, a0, a1, b0, b1 int) {
	for a0 < a1 && b0 < b1 && o.keyA[a0] == o.keyB[b0] {
		p.twin[a0] = b0
		a0, b0 = a0+1, b0+1
	}
	for a0 < a1 && b0 < b1 && o.keyA[a1-1] == o.keyB[b1-1] {
		a1, b1 = a1-1, b1-1
		p.twin[a1] = b1
	}
	switch {
	case a0 == a1 && b0 == b1:
	case a0 == a1 || b0 == b1:
		p.lost = append(p.lost, Lines{a0 + 1, a1})
	case samePermuted(o.keyA[a0:a1], o.keyB[b0:b1]):
		p.permuted(o.keyA[a0:a1], o.keyB[b0:b1], a0, b0)
	case samePermuted(o.looseA[a0:a1], o.looseB[b0:b1]):
		p.permuted(o.looseA[a0:a1], o.looseB[b0:b1], a0, b0)
	case slices.Equal(o.skelA[a0:a1], o.skelB[b0:b1]):
		for i := range a1 - a0 {
			p.twin[a0+i] = b0 + i
		}
	default:
		p.anchored(o, a0, a1, b0, b1)
	}
}

func samePermuted(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	count := make(map[int]int, len(a))
	for i := range a {
		count[a[i]]++
		count[b[i]]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

// permuted pairs lines that are the same in another order. A line before which
// both runs have printed the same has not moved.
func (p *pairing) permuted(keyA, keyB []int, a0, b0 int) {
	places := make(map[int][]int, len(keyA))
	for i, key := range keyB {
		places[key] = append(places[key], b0+i)
	}
	count, open := map[int]int{}, 0
	add := func(key, by int) {
		if count[key] == 0 {
			open++
		}
		if count[key] += by; count[key] == 0 {
			open--
		}
	}
	for i, key := range keyA {
		p.twin[a0+i], places[key] = places[key][0], places[key][1:]
		p.moved[a0+i] = open > 0 || key != keyB[i]
		add(key, 1)
		add(keyB[i], -1)
	}
}

// anchored pairs what occurs once on both sides, in order, and goes on between.
func (p *pairing) anchored(o *outputs, a0, a1, b0, b1 int) {
	anchors := once(o.keyA[a0:a1], o.keyB[b0:b1])
	if len(anchors) == 0 {
		anchors = once(o.skelA[a0:a1], o.skelB[b0:b1])
	}
	if len(anchors) == 0 {
		p.lost = append(p.lost, Lines{a0 + 1, a1})
		return
	}
	a, b := a0, b0
	for _, at := range rising(anchors) {
		p.region(o, a, a0+at[0], b, b0+at[1])
		p.twin[a0+at[0]] = b0 + at[1]
		a, b = a0+at[0]+1, b0+at[1]+1
	}
	p.region(o, a, a1, b, b1)
}

// once lists the places of what occurs once in both, by place in a.
func once(a, b []int) [][2]int {
	const never, often = -1, -2
	find := func(all []int) map[int]int {
		at := make(map[int]int, len(all))
		for i, x := range all {
			if _, seen := at[x]; seen {
				at[x] = often
			} else {
				at[x] = i
			}
		}
		return at
	}
	inA, inB := find(a), find(b)
	var anchors [][2]int
	for i, x := range a {
		if j, ok := inB[x]; ok && j != often && inA[x] == i {
			anchors = append(anchors, [2]int{i, j})
		}
	}
	return anchors
}

// rising picks the most pairs whose second places rise as the first do.
func rising(pairs [][2]int) [][2]int {
	var ends []int // by length-1: the pair that ends the best rise of it
	before := make([]int, len(pairs))
	for i, p := range pairs {
		at, _ := slices.BinarySearchFunc(ends, p[1], func(e, target int) int { return pairs[e][1] - target })
		before[i] = -1
		if at > 0 {
			before[i] = ends[at-1]
		}
		if at == len(ends) {
			ends = append(ends, i)
		} else {
			ends[at] = i
		}
	}
	best := make([][2]int, len(ends))
	if len(ends) == 0 {
		return best
	}
	for at, i := len(ends)-1, ends[len(ends)-1]; at >= 0; at-- {
		best[at] = pairs[i]
		i = before[i]
	}
	return best
}
