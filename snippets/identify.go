package snippets

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/knotes-dev/knotes/notes"
)

// identify gives each claim its ID: its block's own, or a hash of note, kind
// and text and the how-many-th equal one it is. Neither a line nor an expected
// output has a part in it.
func (p *parser) identify() {
	equal := map[string]int{}
	owner := map[string]notes.Pos{}
	own := func(id string, pos notes.Pos) {
		if first, ok := owner[id]; ok {
			p.errorf(pos, "#%s is used twice, first at %s; give one of them another name", id, first)
			return
		}
		owner[id] = pos
	}
	hashed := func(c *Claim) {
		id := p.hash(c)
		equal[id]++
		c.ID = nth(id, equal[id])
	}
	for _, c := range p.doc.Prose {
		hashed(c)
	}
	for _, b := range p.doc.Blocks {
		if b.Attrs.ID != "" {
			own(b.Attrs.ID, b.Pos)
		}
		claims := b.Claims
		if b.whole != nil { // also of a block that claims nothing yet
			claims = []*Claim{b.whole}
		}
		for i, c := range claims {
			switch {
			case b.Attrs.ID == "":
				hashed(c)
			case i == 0:
				c.ID = b.Attrs.ID
			default:
				c.ID = nth(b.Attrs.ID, i+1)
				own(c.ID, c.Pos)
			}
		}
	}
}

func nth(id string, n int) string {
	if n == 1 {
		return id
	}
	return fmt.Sprintf("%s-%d", id, n)
}

func (p *parser) hash(c *Claim) string {
	n, kind, text := p.doc.Note, string(Command), c.Text
	switch {
	case c.Link != nil:
		kind, text = string(c.Kind), c.Text+"\x00"+c.Link.Address.String()
	case c.Name != nil:
		kind = string(c.Kind)
	case c.Step == nil: // what kind it is may be known only when the note was run
		kind = "block"
	}
	sum := sha256.Sum256([]byte(n.Notebook + "\x00" + n.Rel + "\x00" + kind + "\x00" + text))
	return "k" + hex.EncodeToString(sum[:6])
}
