package search

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	maxPostings = 512  // of a term that are kept: the best
	maxSpread   = 128  // of a prefix over chunks
	fullChunk   = 4096 // bytes of a chunk of terms; then another begins
)

// posting is a passage that has a term.
type posting struct{ passage, weight int }

// line is a term with its passages, in order, of which the best are kept.
type line struct {
	term     string
	postings []posting
	all      int // passages that have the term
}

// lines returns the terms of all pages, sorted, with all their postings.
func lines(pages []*page) []line {
	postings := map[string][]posting{}
	n := 0
	for _, pg := range pages {
		for _, p := range pg.passages {
			for term, f := range p.terms {
				postings[term] = append(postings[term], posting{n, f.weight()})
			}
			n++
		}
	}
	all := make([]line, 0, len(postings))
	for _, term := range slices.Sorted(maps.Keys(postings)) {
		all = append(all, line{term, postings[term], len(postings[term])})
	}
	return all
}

// best keeps the n heaviest postings, in the order of passages. Of those that
// weigh the same it keeps the first.
func (l line) best(n int) line {
	if len(l.postings) <= n {
		return l
	}
	var have [maxWeight + 1]int
	for _, p := range l.postings {
		have[p.weight]++
	}
	least, left := maxWeight, n // what is above least is kept, and so many of it
	for ; have[least] <= left; least-- {
		left -= have[least]
	}
	kept := make([]posting, 0, n)
	for _, p := range l.postings {
		if p.weight == least && left > 0 {
			left--
		} else if p.weight <= least {
			continue
		}
		kept = append(kept, p)
	}
	l.postings = kept
	return l
}

// chunk is a file of terms: those from its first on.
type chunk struct {
	from  string
	lines []string
}

// chunks spreads the terms over chunks.
func chunks(all []line, passages int) []chunk {
	if len(all) == 0 {
		return nil
	}
	chunks := []chunk{{}}
	size := 0
	for i, l := range all {
		text := l.best(maxPostings).String()
		if size > 0 && size+len(text) > fullChunk {
			chunks = append(chunks, chunk{from: separator(all[i-1].term, l.term)})
			size = 0
		}
		at := &chunks[len(chunks)-1]
		at.lines = append(at.lines, text)
		size += len(text) + 1
	}
	weights := make([]int, passages)
	for _, prefix := range spread(chunks) {
		i := find(chunks, prefix)
		chunks[i].lines = append(chunks[i].lines, prefixLine(all, prefix, weights).best(maxSpread).String())
	}
	return chunks
}

// separator is the shortest beginning of b that stands behind a. So the
// prefixes whose terms stand in both chunks are its own beginnings, no others.
func separator(a, b string) string {
	for i := range b {
		if b[:i] > a {
			return b[:i]
		}
	}
	return b
}

// spread lists the prefixes of which terms stand in more than one chunk.
func spread(chunks []chunk) []string {
	set := map[string]bool{}
	for _, c := range chunks[1:] {
		for i := range c.from {
			if i > 0 {
				set[c.from[:i]] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// find is the chunk in which a term or prefix is looked up.
func find(chunks []chunk, term string) int {
	i, ok := slices.BinarySearchFunc(chunks, term, func(c chunk, t string) int { return cmp.Compare(c.from, t) })
	if ok {
		return i
	}
	return max(i-1, 0)
}

// prefixLine is what a prefix finds. The longer a term is than the prefix, the
// less it weighs; the module counts the same way. weights has a zero for each
// passage, and has so again afterwards.
func prefixLine(all []line, prefix string, weights []int) line {
	from, _ := slices.BinarySearchFunc(all, prefix, func(l line, p string) int { return cmp.Compare(l.term, p) })
	length := utf8.RuneCountInString(prefix)
	var passages []int
	for _, l := range all[from:] {
		if !strings.HasPrefix(l.term, prefix) {
			break
		}
		n := utf8.RuneCountInString(l.term)
		for _, p := range l.postings {
			if weights[p.passage] == 0 {
				passages = append(passages, p.passage)
			}
			weights[p.passage] = max(weights[p.passage], p.weight*length/n, 1)
		}
	}
	slices.Sort(passages)
	found := line{term: prefix + "*", all: len(passages)}
	for _, p := range passages {
		found.postings = append(found.postings, posting{p, weights[p]})
		weights[p] = 0
	}
	return found
}
