package csource

import "slices"

// aligner finds the alignment of n tokens of a quotation, from first, with a
// part of a file that costs the least: a token more or another one in the
// quotation, or tokens of the file left out. What gaps allow costs nothing.
type aligner struct {
	q      *quotation
	s      *source
	first  int
	n      int
	lo, hi int // tokens of the file

	before, cost []int32 // of the row before and of this one, by place in the file
	trace        [][]int32
	best         map[int32]int32 // of a row: by bracket, the place that costs the least
}

// What differing costs. A run of the file's tokens left out costs skipOne and
// skipMore for each.
const (
	otherToken = 7
	moreToken  = 8
	skipOne    = 8
	skipMore   = 1
	impossible = 1 << 28
)

// Traces: how a cell was come to. Others are the place in the row from which
// the file's tokens were left out, with leftOut where that costs nothing and
// bodyOf where it is the row before's, by a ";" for a body.
const (
	fromStart    = -1
	fromDiagonal = -2
	fromAbove    = -3
	leftOut      = 1 << 28
	bodyOf       = 1 << 29
	placeMask    = leftOut - 1
)

// stepKind is what a step of an alignment is.
type stepKind uint8

const (
	same    stepKind = iota // the token is the file's
	jumped                  // a gap
	differs                 // another token, one more, or some of the file's left out
)

type step struct {
	kind           stepKind
	quoted, source int // tokens, before the step
	skipped        int
}

// align gives the steps of the alignment.
func (a *aligner) align() []step {
	width := a.hi - a.lo + 1
	a.before, a.cost = make([]int32, width), make([]int32, width)
	a.trace = make([][]int32, a.n+1)
	flat := make([]int32, (a.n+1)*width)
	for i := range a.trace {
		a.trace[i] = flat[i*width : (i+1)*width : (i+1)*width]
	}
	for j := range a.cost {
		a.trace[0][j] = fromStart
	}
	for i := 1; i <= a.n; i++ {
		a.before, a.cost = a.cost, a.before
		a.row(i)
		if i < a.n {
			a.leave(i)
			a.gap(i)
		}
	}
	end := 0
	for j, c := range a.cost {
		if c < a.cost[end] {
			end = j
		}
	}
	return a.steps(end)
}

// row takes token i of the quotation, from 1.
func (a *aligner) row(i int) {
	trace := a.trace[i]
	id := a.q.ids[a.first+i-1]
	a.cost[0], trace[0] = a.before[0]+moreToken, fromAbove
	ids := a.s.ids[a.lo:a.hi]
	for j := 1; j <= len(ids); j++ {
		c, from := a.before[j]+moreToken, int32(fromAbove)
		d := a.before[j-1]
		if ids[j-1] != id {
			d += otherToken
		}
		if d <= c {
			c, from = d, fromDiagonal
		}
		a.cost[j], trace[j] = c, from
	}
	if !a.q.heads[a.first+i-1] {
		return
	}
	for j := range ids {
		if end, ok := a.s.body(int32(a.lo + j)); ok && int(end) < a.hi {
			if to := int(end) + 1 - a.lo; a.before[j] < a.cost[to] {
				a.cost[to], trace[to] = a.before[j], int32(j)|bodyOf
			}
		}
	}
}

// leave leaves out tokens of the file behind token i, within one definition.
func (a *aligner) leave(i int) {
	trace := a.trace[i]
	cost, from := int32(impossible), int32(0)
	for j := 1; j < len(a.cost); j++ {
		if at := a.lo + j; at < len(a.s.unit) && a.s.unit[at] != a.s.unit[at-1] {
			cost = impossible
		}
		if c := a.cost[j-1] + skipOne; c < cost {
			cost, from = c, int32(j-1)
		}
		cost += skipMore
		if cost < a.cost[j] {
			a.cost[j], trace[j] = cost, from
		}
	}
}

// gap takes the gap behind token i.
func (a *aligner) gap(i int) {
	switch g := a.q.gaps[a.first+i]; g {
	case dots:
		a.dots(i)
	case member, toplevel:
		a.whole(i, g)
	}
}

// dots leaves out anything up to the end of a definition, or of the file where
// a definition has ended.
func (a *aligner) dots(i int) {
	trace := a.trace[i]
	within, outside := -1, -1 // the cheapest place in this definition, and at the end of one
	for j := range a.cost {
		at := a.lo + j
		edge := at == 0 || at == len(a.s.unit) || a.s.unit[at] != a.s.unit[at-1]
		if best := cheaper(a.cost, within, outside); best >= 0 && a.cost[best] < a.cost[j] {
			a.cost[j], trace[j] = a.cost[best], int32(best)|leftOut
		} else if edge {
			outside = cheaper(a.cost, outside, j)
		} else {
			within = cheaper(a.cost, within, j)
		}
		if edge {
			within = -1
		}
	}
}

// cheaper is the place that costs less, the first one if both do; -1 is none.
func cheaper(cost []int32, a, b int) int {
	if a < 0 || b >= 0 && cost[b] < cost[a] {
		return b
	}
	return a
}

// whole leaves out whole members or definitions.
func (a *aligner) whole(i int, g gap) {
	trace := a.trace[i]
	if a.best == nil {
		a.best = map[int32]int32{}
	}
	clear(a.best)
	for j := range a.cost {
		at := a.lo + j
		if at == 0 || at >= len(a.s.tokens) {
			continue
		}
		in := a.s.in[at]
		if open := a.s.match[at]; open >= 0 && int(open) < at {
			in = open // at the end of its members
		}
		if (g == toplevel) != (in < 0) || !a.s.begins(at) {
			continue
		}
		best, ok := a.best[in]
		if ok && a.cost[best] < a.cost[j] {
			a.cost[j], trace[j] = a.cost[best], best|leftOut
		} else if !ok || a.cost[j] < a.cost[best] {
			a.best[in] = int32(j)
		}
	}
}

// begins tells whether a member or definition may begin at a token, or its
// bracket close.
func (s *source) begins(at int) bool {
	before := s.tokens[at-1]
	if s.tokens[at].Pre == Start || s.tokens[at].Pre == Code && before.Pre != Code {
		return true
	}
	c := before.byteOf(s.text)
	return c == ';' || c == '{' || c == '}' && s.in[at] < 0
}

// steps walks back from the end.
func (a *aligner) steps(j int) []step {
	var all []step
	for i := a.n; i >= 0; {
		switch from := a.trace[i][j]; {
		case from == fromStart:
			slices.Reverse(all)
			return all
		case from == fromDiagonal:
			kind := differs
			if a.s.ids[a.lo+j-1] == a.q.ids[a.first+i-1] {
				kind = same
			}
			i, j = i-1, j-1
			all = append(all, step{kind, a.first + i, a.lo + j, 0})
		case from == fromAbove:
			i--
			all = append(all, step{differs, a.first + i, a.lo + j, 0})
		case from&bodyOf != 0:
			i, j = i-1, int(from&placeMask)
			all = append(all, step{same, a.first + i, a.lo + j, 0})
		case from&leftOut != 0:
			j = int(from & placeMask)
			all = append(all, step{jumped, a.first + i, a.lo + j, 0})
		default:
			to := j
			j = int(from)
			all = append(all, step{differs, a.first + i, a.lo + j, to - j})
		}
	}
	return all
}
