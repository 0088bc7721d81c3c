package snippets

import (
	"slices"
	"sort"

	"github.com/yuin/goldmark/ast"
)

// sections are the offsets at which the parts of a note between its headings
// begin, whatever the level of those; the first is 0.
type sections []int

// sectionsOf finds the sections of a note, by offsets in its source.
func sectionsOf(tree ast.Node, body int) sections {
	s := sections{0}
	for n := tree.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindHeading && n.Lines().Len() > 0 {
			s = append(s, body+n.Lines().At(0).Start)
		}
	}
	return s
}

// at is the section around an offset, by its number.
func (s sections) at(offset int) int { return sort.SearchInts(s, offset+1) - 1 }

// Pins returns the links to source code of the section in which a block stands:
// those above the end of the block, the nearest first, then those below it.
func (d *Doc) Pins(b *Block) []*Claim {
	section := d.sections.at(b.Start)
	var above, below []*Claim
	for _, c := range d.Prose {
		switch {
		case c.Link == nil || d.sections.at(c.Link.At) != section:
		case c.Link.At < b.Stop:
			above = append(above, c)
		default:
			below = append(below, c)
		}
	}
	slices.Reverse(above)
	return append(above, below...)
}

// quotations takes pieces of C for quotations of source code where their section
// links to some.
func (p *parser) quotations() {
	linked := map[int]bool{}
	for _, c := range p.doc.Prose {
		linked[p.doc.sections.at(c.Link.At)] = true
	}
	for _, b := range p.doc.Blocks {
		if b.Class == Fragment && linked[p.doc.sections.at(b.Start)] {
			b.Settle(Quotation)
		}
	}
}
