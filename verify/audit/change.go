package audit

import (
	"math/rand/v2"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// change makes one wrong note: it replaces lines [from, to) of a block.
type change struct {
	op       string
	from, to int
	lines    []string
	col      int    // of the line from at which something is changed, from 0
	what     string // in words
}

func (ch change) edit(b *snippets.Block) snippets.Change {
	return snippets.Change{Block: b, From: ch.from, To: ch.to, Lines: ch.lines}
}

// survivor tells of a change that no one would have noticed.
func (ch change) survivor(file string, c *snippets.Claim, r *report.Claim) Survivor {
	s := Survivor{Line: c.Block.Pos.Line + 1 + ch.from, Col: 1, Claim: c.ID, Kind: r.Kind, Change: ch.op, What: match.Visible(ch.what)}
	if ch.from < len(c.Block.Lines) {
		at := c.Block.Lines[ch.from].Pos
		s.Line, s.Col = at.Line, at.Col+ch.col
	}
	return s
}

// op is a kind of change. each calls yield for every place at which it can be
// made; make makes it at one.
type op struct {
	name string
	each func(t *target, yield func(span))
	make func(t *target, at span, r *rand.Rand) (change, bool)
}

// ops are all kinds of changes. A new one is a line here.
var ops = []op{
	{"digit", (*target).eachDigit, (*target).otherDigit},
	{"character", (*target).eachCharacter, (*target).otherCharacter},
	{"name", (*target).eachName, (*target).otherName},
	{"line", (*target).eachSingle, (*target).dropLine},
	{"repetition", (*target).eachSingle, (*target).repeatLine},
	{"order", (*target).eachPair, (*target).swapLines},
	{"exit", (*target).eachExit, (*target).otherExit},
	{"value", (*target).eachValue, (*target).otherValue},
	{"blank", (*target).eachBlank, (*target).doubleBlank},
	{"bit", (*target).eachCode, (*target).flipBit},
	{"register", (*target).eachRegister, (*target).otherRegister},
}

// changes draws at most limit changes, of all kinds about as many.
func (t *target) changes(r *rand.Rand, limit int) []change {
	places := make([][]span, len(ops))
	for i, o := range ops {
		places[i] = sample(r, limit, func(yield func(span)) { o.each(t, yield) })
	}
	var all []change
	for round := 0; round < limit; round++ {
		for i, o := range ops {
			if round >= len(places[i]) || len(all) == limit {
				continue
			}
			if ch, ok := o.make(t, places[i][round], r); ok {
				ch.op = o.name
				all = append(all, ch)
			}
		}
	}
	return all
}

// sample draws n of any number of places, in any order, without keeping them all.
func sample(r *rand.Rand, n int, each func(func(span))) []span {
	var kept []span
	seen := 0
	each(func(s span) {
		seen++
		if len(kept) < n {
			kept = append(kept, s)
		} else if at := r.IntN(seen); at < n {
			kept[at] = s
		}
	})
	r.Shuffle(len(kept), func(i, j int) { kept[i], kept[j] = kept[j], kept[i] })
	return kept
}
