package csource

import "bytes"

// Bounds of a near miss.
const (
	minNear    = 6         // tokens that have to match
	minDefined = 3         // of them, where `#define NAME` is among them
	maxHunks   = 3         // places that differ
	rejoined   = 3         // tokens in a row that match between two such places
	maxHunk    = 64        // tokens of the file left out in one place
	maxCells   = 8_000_000 // of an alignment
	maxAligned = 2000      // tokens of a quotation that are aligned as a whole
	around     = 300       // tokens, of a longer one, around the place where they part
)

// near aligns the quotation with the file, and gives where they first part if
// they nearly agree, with the number of tokens that match.
func (m *matcher) near() (*Near, int) {
	q, s := m.q, m.s
	if !likely(q, s) {
		return nil, 0
	}
	n, first := len(q.tokens), 0
	if n > maxAligned {
		// Only where they part; that most of the rest is there, likely says.
		first = max(0, m.reached-around)
		n = min(n, m.reached+around) - first
	}
	lo, hi := m.window(n, first)
	a := aligner{q: q, s: s, first: first, n: n, lo: lo, hi: hi}
	steps := a.align()
	d, ok := a.judge(steps)
	if !ok {
		return nil, 0
	}
	return a.describe(d), d.matched
}

// likely is a quick look whether enough of the quotation can be in the file:
// two thirds of its tokens, and of its triples what the places that differ
// and the gaps leave of that.
func likely(q *quotation, s *source) bool {
	n, have, triples, gaps := len(q.tokens), 0, 0, 0
	for i, id := range q.ids {
		if len(s.places[id]) > 0 {
			have++
		}
		if q.gaps[i] != none {
			gaps++
		}
		if i+3 <= n && s.hasTriple(q.ids[i:i+3]) {
			triples++
		}
	}
	if 3*have < 2*n {
		return false
	}
	return triples >= 2*n/3-2*(hunksOf(n)+1)-2*gaps
}

// hasTriple looks for three tokens in a row. It looks only at some places of
// common ones, and then believes.
func (s *source) hasTriple(ids []int32) bool {
	rare := 0
	for i, id := range ids {
		if len(s.places[id]) < len(s.places[ids[rare]]) {
			rare = i
		}
	}
	places := s.places[ids[rare]]
	for n, p := range places {
		if n == 64 {
			return true
		}
		at := int(p) - rare
		if at >= 0 && at+3 <= len(s.ids) && s.ids[at] == ids[0] && s.ids[at+1] == ids[1] && s.ids[at+2] == ids[2] {
			return true
		}
	}
	return false
}

// hunksOf is the number of places at which a quotation of n tokens may differ.
func hunksOf(n int) int { return min(maxHunks, 1+n/20) }

// window is the part of the file that is aligned: all of it, or, of a large
// one, that which has the most of the quotation's rare tokens.
func (m *matcher) window(n, first int) (lo, hi int) {
	size := maxCells / (n + 1)
	total := len(m.s.tokens)
	if total <= size {
		return 0, total
	}
	weight := make([]int32, total)
	for _, id := range m.q.ids[first : first+n] {
		if places := m.s.places[id]; len(places) <= 256 {
			for _, p := range places {
				weight[p] += int32(1 + 256/len(places))
			}
		}
	}
	sum, best := int64(0), int64(-1)
	for i := range weight {
		sum += int64(weight[i])
		if i >= size {
			sum -= int64(weight[i-size])
		}
		if i >= size-1 && sum > best {
			best, hi = sum, i+1
		}
	}
	// What is rare first stands at the window's end; what follows is wanted too.
	last := hi - 1
	for last > hi-size && weight[last] == 0 {
		last--
	}
	start := max(0, hi-size)
	for start < last && weight[start] == 0 {
		start++
	}
	lo = max(0, min((start+last)/2-size/2, total-size))
	return lo, lo + size
}

// difference is where a quotation and a file part.
type difference struct {
	quoted, source int // tokens
	matched        int
}

// judge counts what differs.
func (a *aligner) judge(steps []step) (difference, bool) {
	d := difference{quoted: -1}
	hunks, skipped, agreed, expanded, defined := 0, 0, rejoined, 0, false
	for k, s := range steps {
		if s.kind == jumped {
			continue
		}
		if s.kind == same {
			d.matched++
			if a.q.tokens[s.quoted].Pre == Code && a.s.tokens[s.source].Pre == Within {
				expanded++
			}
			if agreed++; agreed == rejoined {
				skipped = 0
			}
			defined = defined || k >= 2 && steps[k-1].kind == same && a.q.tokens[s.quoted].Pre == Within && a.q.tokens[s.quoted-1].is(a.q.text, "define")
			continue
		}
		if agreed >= rejoined {
			hunks++
		}
		agreed = 0
		if d.quoted < 0 {
			d.quoted, d.source = s.quoted, s.source
		}
		if skipped += s.skipped; skipped > maxHunk {
			return d, false
		}
	}
	if d.quoted < 0 {
		d.quoted, d.source = a.displaced(steps)
		hunks = 1
	} else {
		a.slide(&d)
	}
	if 2*expanded > d.matched {
		return d, false // an expansion of the file's macro
	}
	least := minNear
	if defined {
		least = minDefined
	}
	return d, hunks <= hunksOf(a.n) && 3*d.matched >= 2*a.n && d.matched >= least
}

// slide moves the difference on to where the tokens are not the same any more:
// of "a; b; c" against "a; c" the ";" behind a is both's.
func (a *aligner) slide(d *difference) {
	for d.quoted < a.first+a.n && d.source < a.hi && a.q.ids[d.quoted] == a.s.ids[d.source] {
		d.quoted++
		d.source++
	}
}

// displaced finds, where every token matches, the first behind dots: the
// brackets around it are others than in the quotation.
func (a *aligner) displaced(steps []step) (quoted, source int) {
	for _, s := range steps {
		if s.kind == same && a.q.gaps[s.quoted] != none {
			return s.quoted, s.source
		}
	}
	return steps[0].quoted, steps[0].source
}

func (a *aligner) describe(d difference) *Near {
	n := &Near{}
	t := a.q.tokens[min(d.quoted, len(a.q.tokens)-1)]
	n.QuotedLine, n.QuotedCol = int(t.Line), int(t.Col)
	if d.quoted < a.first+a.n {
		n.Quoted = string(t.Text(a.q.text))
	}
	t = a.s.tokens[min(d.source, len(a.s.tokens)-1)]
	n.SourceLine = int(t.Line)
	if d.source < len(a.s.tokens) {
		n.Source = string(t.Text(a.s.text))
	}
	start := int(t.Off) - int(t.Col) + 1
	line := a.s.text[start:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	n.Text = string(bytes.TrimRight(line, "\r"))
	return n
}
