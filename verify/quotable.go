package verify

import (
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/decode"
)

// quotable is what the blocks of a note may quote: what the steps above them
// printed and made, and what the note shows of them. It grows as the note is
// judged, and finds the sources that come into question by the lines that the
// note's blocks have, so that neither many blocks nor large outputs make it slow.
type quotable struct {
	seen   *observed
	all    []*source        // in the order of the note
	having map[string][]int // by a line of some block that tells its source: those that have it, ascending
	loose  []int            // sources with volatile tokens, whose lines may be spelled otherwise
	latest map[string]*source
	dumps  []dump
	unread []*source // shown outputs that have not been looked at for dumps
}

// dump is disassembly that the note shows for a step, and its pages.
type dump struct {
	of    *source
	pages map[uint64]bool
}

func newQuotable(doc *Doc, seen *observed) *quotable {
	q := &quotable{seen: seen, having: map[string][]int{}, latest: map[string]*source{}}
	for _, b := range doc.Blocks {
		switch b.Class {
		case snippets.Text, snippets.Excerpt, snippets.Assembly:
			for _, l := range b.Lines {
				if tells(l.Text) {
					q.having[normal(l.Text)] = nil
				}
			}
		}
	}
	return q
}

// add adds what a step has for the blocks behind it.
func (q *quotable) add(c *snippets.Claim) {
	q.put(&source{step: c, shown: true, text: c.Step.Output})
	s := q.seen.step(c.ID)
	if s == nil {
		return
	}
	for _, f := range slices.Backward(s.Made) {
		made := &source{step: c, file: f.Name, text: f.Text, mask: f.Mask}
		q.put(made)
		q.latest[f.Name] = made
	}
	q.put(&source{step: c, text: s.text(), mask: s.Mask})
}

func (q *quotable) put(s *source) {
	at := len(q.all)
	q.all = append(q.all, s)
	if len(s.mask) > 0 {
		q.loose = append(q.loose, at)
	}
	if s.shown {
		q.unread = append(q.unread, s)
	}
	if len(q.having) == 0 {
		return
	}
	for line := range strings.Lines(s.text) {
		line = normal(line)
		if have, ok := q.having[line]; ok && (len(have) == 0 || have[len(have)-1] != at) {
			q.having[line] = append(have, at)
		}
	}
}

// has tells whether a line of a text by which its source can be told stands in
// any.
func (q *quotable) has(text string) bool {
	for line := range strings.Lines(text) {
		if tells(line) && len(q.having[normal(line)]) > 0 {
			return true
		}
	}
	return false
}

// mayHave lists the sources in which all lines of an excerpt may stand, the
// nearest first.
func (q *quotable) mayHave(excerpt string) []*source {
	var rarest []int
	told := false
	for line := range strings.Lines(excerpt) {
		if !tells(line) || strings.Contains(line, "...") {
			continue
		}
		if have := q.having[normal(line)]; !told || len(have) < len(rarest) {
			rarest, told = have, true
		}
	}
	if told {
		return q.nearest(slices.Concat(rarest, q.loose))
	}
	all := slices.Clone(q.all)
	slices.Reverse(all)
	return all
}

// sharing lists the sources in which some line of an excerpt stands, the nearest
// first.
func (q *quotable) sharing(excerpt string) []*source {
	var at []int
	for line := range strings.Lines(excerpt) {
		if tells(line) {
			at = append(at, q.having[normal(line)]...)
		}
	}
	return q.nearest(at)
}

// nearest returns the sources at some places, the last one first.
func (q *quotable) nearest(at []int) []*source {
	slices.Sort(at)
	var out []*source
	for _, i := range slices.Backward(slices.Compact(at)) {
		out = append(out, q.all[i])
	}
	return out
}

// sameDump returns the disassembly above that a block of labels and
// instructions is taken from, by its addresses, though the note does not show
// those lines. One that names its own section is a dump of its own.
func (q *quotable) sameDump(text string) *source {
	pages := pagesOf(decode.Read(text))
	if len(pages) == 0 || strings.Contains(text, "Disassembly of section") {
		return nil
	}
	for _, s := range q.unread {
		if listing := decode.Read(s.text); listing.Insns() > 0 {
			q.dumps = append(q.dumps, dump{s, pagesOf(listing)})
		}
	}
	q.unread = nil
	for _, d := range slices.Backward(q.dumps) {
		for page := range pages {
			if d.pages[page] {
				return d.of
			}
		}
	}
	return nil
}

// pagesOf is the set of the pages in which a listing has labels or instructions,
// but for the first: addresses there are relative to a section, and so many
// listings have the same.
func pagesOf(listing decode.Listing) map[uint64]bool {
	pages := map[uint64]bool{}
	for _, l := range listing.Lines {
		if (l.Kind == decode.Insn || l.Kind == decode.Label) && l.Addr>>12 > 0 {
			pages[l.Addr>>12] = true
		}
	}
	return pages
}
