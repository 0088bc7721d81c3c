package csource

import "sort"

// matcher looks for a quotation in a file. It goes through the quotation's
// runs, tokens without a gap between them, and keeps all places of the file
// where what is before may end. Its work is bounded: what is so repetitive
// that it would take longer is not found.
type matcher struct {
	q *quotation
	s *source

	states []place // of all runs, in order
	opens  []opened
	budget int
	dots   []int32 // how many tokens up to each have dots before them

	// How far the quotation was followed: its token, and the file's.
	reached   int
	reachedAt int32
}

// maxWork and maxPlaces bound the tokens compared and the places kept; looking
// a place up is as long as lookUp comparisons.
const (
	lookUp    = 20
	maxWork   = 100_000_000
	maxPlaces = 1_000_000
)

// place is where a run stands.
type place struct {
	first int32 // token of the file
	end   int32 // behind its last
	from  int32 // the state before it, -1 for none
	open  int32 // the innermost bracket that the quotation has opened and not closed, of opens; -1 for none
}

// opened is a bracket that the quotation has opened.
type opened struct {
	at   int32 // token of the file
	up   int32
	dots int32 // before it, in the quotation
}

// run is tokens lo to hi of the quotation, with a gap before them.
type run struct{ lo, hi int }

func (q *quotation) runs() []run {
	var all []run
	lo := 0
	for i := 1; i <= len(q.tokens); i++ {
		if i == len(q.tokens) || q.gaps[i] != none || q.heads[i] || q.heads[i-1] {
			all = append(all, run{lo, i})
			lo = i
		}
	}
	return all
}

// find gives for each token of the quotation the one of the file, -1 for a ";"
// that stands for a body.
func (m *matcher) find() ([]int32, bool) {
	m.budget = maxWork
	m.dots = make([]int32, len(m.q.tokens))
	for i, g := range m.q.gaps {
		if i > 0 {
			m.dots[i] = m.dots[i-1]
		}
		if g == dots {
			m.dots[i]++
		}
	}
	if places, ok := m.row(); ok {
		return places, true
	}
	runs := m.q.runs()
	from, to := 0, 0
	for n, r := range runs {
		from, to = to, len(m.states)
		if n == 0 {
			m.start(r)
		} else {
			m.advance(r, from, to)
		}
		if len(m.states) == to || m.budget < 0 || len(m.states) > maxPlaces {
			return nil, false
		}
	}
	return m.trace(runs, len(m.states)-1), true
}

// row looks for the quotation as a whole, nothing left out: by its rarest token.
func (m *matcher) row() ([]int32, bool) {
	ids := m.q.ids
	if m.dots[len(ids)-1] > 0 {
		return nil, false
	}
	rare := 0
	for i, id := range ids {
		if len(m.s.places[id]) < len(m.s.places[ids[rare]]) {
			rare = i
		}
	}
	for _, p := range m.s.places[ids[rare]] {
		at := int(p) - rare
		if at < 0 || at+len(ids) > len(m.s.ids) {
			continue
		}
		n := 0
		for n < len(ids) && m.s.ids[at+n] == ids[n] {
			n++
		}
		if m.budget -= n + 1; m.budget < maxWork/2 {
			return nil, false
		}
		if n < len(ids) {
			continue
		}
		places := make([]int32, n)
		for i := range places {
			places[i] = int32(at + i)
		}
		return places, true
	}
	return nil, false
}

// start takes all places of the first run.
func (m *matcher) start(r run) {
	for _, at := range m.s.places[m.q.ids[r.lo]] {
		m.try(r, at, -1, -1)
		if m.budget < 0 || len(m.states) > maxPlaces {
			return
		}
	}
}

// advance goes on from states from to to.
func (m *matcher) advance(r run, from, to int) {
	switch g := m.q.gaps[r.lo]; {
	case m.q.heads[r.lo]:
		m.head(from, to)
	case g == dots:
		m.skip(r, from, to)
	default:
		seen := map[int32]bool{}
		for n := from; n < to && m.budget >= 0; n++ {
			p := m.states[n]
			m.once(seen, r, p.end, n)
			if g == member {
				m.members(seen, r, n)
			}
			if g == toplevel {
				m.definitions(seen, r, n)
			}
		}
	}
}

func (m *matcher) once(seen map[int32]bool, r run, at int32, n int) {
	m.budget -= lookUp
	if !seen[at] {
		seen[at] = true
		m.try(r, at, int32(n), m.states[n].open)
	}
}

// try compares a run with the file, and keeps it as a state if it is there.
func (m *matcher) try(r run, at, from, open int32) {
	ids := m.q.ids[r.lo:r.hi]
	if int(at)+len(ids) > len(m.s.ids) {
		return
	}
	for i, id := range ids {
		if m.s.ids[int(at)+i] != id {
			m.budget -= i + 1
			m.reach(r.lo+i, at+int32(i))
			return
		}
	}
	m.budget -= len(ids)
	m.reach(r.hi, at+int32(len(ids)))
	for i := range ids {
		j := at + int32(i)
		switch m.q.tokens[r.lo+i].byteOf(m.q.text) {
		case '(', '[', '{':
			m.opens = append(m.opens, opened{j, open, m.dots[r.lo+i]})
			open = int32(len(m.opens) - 1)
		case ')', ']', '}':
			if open >= 0 {
				o := m.opens[open]
				if a, b := m.s.match[o.at], m.s.match[j]; a >= 0 && b >= 0 && a != j && o.dots != m.dots[r.lo+i] {
					return // it closes another
				}
				open = o.up
			}
		}
	}
	m.states = append(m.states, place{at, at + int32(len(ids)), from, open})
}

// reach keeps how far the quotation was followed.
func (m *matcher) reach(i int, at int32) {
	if i > m.reached {
		m.reached, m.reachedAt = i, at
	}
}

// limit is how far something may be left out behind a state: up to the bracket
// that closes what the quotation has open, or the end of the definition, or of
// the file where a definition has ended.
func (m *matcher) limit(p place) int32 {
	end := int32(len(m.s.tokens))
	if p.open >= 0 {
		if c := m.s.match[m.opens[p.open].at]; c >= 0 {
			return c
		}
	}
	if p.end >= end || p.open < 0 && m.s.unit[p.end] != m.s.unit[p.end-1] {
		return end
	}
	unit := m.s.unit[p.end-1]
	return p.end + int32(sort.Search(int(end-p.end), func(i int) bool { return m.s.unit[int(p.end)+i] > unit }))
}

// skip goes on behind dots: at each place up to the limit. Of states with the
// same limit the first has all places of the others.
func (m *matcher) skip(r run, from, to int) {
	type key struct{ limit, open int32 }
	first := map[key]int{}
	var keys []key
	for n := from; n < to; n++ {
		if m.budget -= 2 * lookUp; m.budget < 0 {
			return
		}
		k := key{m.limit(m.states[n]), m.states[n].open}
		if old, ok := first[k]; !ok {
			keys = append(keys, k)
			first[k] = n
		} else if m.states[n].end < m.states[old].end {
			first[k] = n
		}
	}
	places := m.s.places[m.q.ids[r.lo]]
	for _, k := range keys {
		n := first[k]
		begin := m.states[n].end
		i := sort.Search(len(places), func(i int) bool { return places[i] >= begin })
		for ; i < len(places) && places[i] <= k.limit; i++ {
			m.try(r, places[i], int32(n), k.open)
			if m.budget < 0 || len(m.states) > maxPlaces {
				return
			}
		}
	}
}

// members goes on behind each whole member of the struct.
func (m *matcher) members(seen map[int32]bool, r run, n int) {
	p := m.states[n]
	if p.open < 0 {
		return
	}
	body := m.opens[p.open].at
	for at := p.end; int(at) < len(m.s.tokens) && m.s.in[at] == body && m.budget >= 0; {
		if m.s.match[body] == at {
			return
		}
		to := m.next(at, body)
		if to == at {
			return
		}
		at = to
		m.once(seen, r, at, n)
	}
}

// next is the place behind a member, or a preprocessor line, that begins at a
// token directly within a bracket, or at file scope.
func (m *matcher) next(at, body int32) int32 {
	tokens := m.s.tokens
	if tokens[at].Pre == Start {
		for at++; int(at) < len(tokens) && tokens[at].Pre == Within; at++ {
			m.budget--
		}
		return at
	}
	for int(at) < len(tokens) && m.s.in[at] == body {
		m.budget--
		switch c := tokens[at].byteOf(m.s.text); {
		case c == ';':
			return at + 1
		case tokens[at].Pre == Start:
			return at
		case c == '(' || c == '[' || c == '{':
			if close := m.s.match[at]; close > at {
				at = close
			} else {
				return int32(len(tokens))
			}
			if c == '{' && body < 0 && int(at)+1 < len(tokens) && m.s.unit[at] != m.s.unit[at+1] && tokens[at+1].byteOf(m.s.text) != ';' {
				return at + 1
			}
		case c == '}':
			return at
		}
		at++
	}
	return at
}

// definitions goes on behind each whole definition at file scope, if the
// quotation is at the end of one.
func (m *matcher) definitions(seen map[int32]bool, r run, n int) {
	p := m.states[n]
	end := int32(len(m.s.tokens))
	if p.open >= 0 || p.end >= end || m.s.unit[p.end] == m.s.unit[p.end-1] && m.s.tokens[p.end-1].Pre == Code || m.s.in[p.end] >= 0 {
		return
	}
	places := m.s.places[m.q.ids[r.lo]]
	i := sort.Search(len(places), func(i int) bool { return places[i] >= p.end })
	for ; i < len(places) && m.budget >= 0 && len(m.states) <= maxPlaces; i++ {
		m.budget--
		at := places[i]
		if m.s.in[at] < 0 && (m.s.unit[at] != m.s.unit[at-1] || m.s.tokens[at].Pre == Start) {
			m.once(seen, r, at, n)
		}
	}
}

// head takes a ";" as such, and for the body of a function.
func (m *matcher) head(from, to int) {
	semicolon := m.q.vocabulary.ids[";"]
	for n := from; n < to; n++ {
		p := m.states[n]
		if int(p.end) >= len(m.s.tokens) {
			continue
		}
		if m.s.ids[p.end] == semicolon {
			m.states = append(m.states, place{p.end, p.end + 1, int32(n), p.open})
			continue
		}
		if body, ok := m.s.body(p.end); ok && p.open < 0 {
			m.states = append(m.states, place{-1, body + 1, int32(n), p.open})
		}
	}
}

// body gives the end of a function's body that begins at a token.
func (s *source) body(at int32) (int32, bool) {
	if s.tokens[at].byteOf(s.text) != '{' || s.in[at] >= 0 || at == 0 || s.match[at] < 0 {
		return 0, false
	}
	before := s.tokens[at-1]
	return s.match[at], before.byteOf(s.text) == ')' || before.Kind == Ident && at > 1 && s.tokens[at-2].byteOf(s.text) == ')'
}

// trace walks back from the last state.
func (m *matcher) trace(runs []run, n int) []int32 {
	places := make([]int32, len(m.q.tokens))
	for k := len(runs) - 1; k >= 0; k-- {
		p := m.states[n]
		for i := runs[k].lo; i < runs[k].hi; i++ {
			places[i] = p.first
			if p.first >= 0 {
				places[i] = p.first + int32(i-runs[k].lo)
			}
		}
		n = int(p.from)
	}
	return places
}
