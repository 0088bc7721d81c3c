package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
)

// A link to source code carries its status where it stands. What a page shows
// of a link it finds by the link's title, which emission sets: two links with
// one URL may differ in text, and so in their verdicts. All forms of links
// become inline ones for that. In a heading a bare URL stays as it is, since its
// text would become a part of the heading's id.

// pinTitle is the title of a link in the emitted Markdown. It has a hash of the
// note in it, so that no note can write it itself.
func (n *planned) pinTitle(c *snippets.Claim) string {
	if n.hash == "" {
		sum := sha256.Sum256(n.Doc.Note.Source)
		n.hash = hex.EncodeToString(sum[:6])
	}
	return "knotes " + n.hash + " " + c.ID
}

// pinData is what a page shows at a link to source code.
type pinData struct {
	*claimData
	Title string `json:"title"` // that the note gives the link itself
}

// piece is a part of a block's text: of a link to source code where Pin is set.
type piece struct {
	Text string `json:"text"`
	Pin  string `json:"pin,omitempty"` // its key in the data of the page
}

// pinEdits are the edits of a note's Markdown by which the page knows its links
// again.
func (n *planned) pinEdits() []edit {
	var edits []edit
	for _, c := range n.Doc.Prose {
		if c.Block == nil && n.marked(c) {
			edits = append(edits, n.pinEdit(c)...)
		}
	}
	return edits
}

// marked tells whether a link shows its status where it stands.
func (n *planned) marked(c *snippets.Claim) bool {
	if n.pins == nil {
		n.choosePins()
	}
	return n.pins[c]
}

// choosePins finds the links that can be marked. What stands around a link may
// make something else of it when it is written anew ("[x](" before it, say), so
// what is emitted is read again: a link that is lost stays as the note has it,
// and all do if others are lost then.
func (n *planned) choosePins() {
	n.pins = map[*snippets.Claim]bool{}
	for _, c := range n.Doc.Prose {
		n.pins[c] = n.markable(c)
	}
	for range 2 {
		lost := n.lostPins()
		if len(lost) == 0 {
			return
		}
		for _, c := range lost {
			n.pins[c] = false
		}
	}
	for c := range n.pins {
		n.pins[c] = n.pins[c] && c.Block != nil
	}
}

// lostPins are the marked links that are not found in the Markdown with their
// edits, or lead elsewhere there.
func (n *planned) lostPins() []*snippets.Claim {
	edits := n.pinEdits()
	if len(edits) == 0 {
		return nil
	}
	nn := n.Doc.Note
	md := render(nn.Source, nn.Body, len(nn.Source), n.Doc.Blocks, n.claims, slices.Concat(edits, n.outline.edits))
	found := map[string]string{}
	if again, err := notes.Parse(nn.File, []byte(guard(md))); err == nil {
		for _, l := range outlineOf(again).links {
			found[l.title] = l.dest
		}
	}
	var lost []*snippets.Claim
	for _, c := range n.Doc.Prose {
		if c.Block == nil && n.pins[c] && !sameURL(found[n.pinTitle(c)], c.Link.Address.String()) {
			lost = append(lost, c)
		}
	}
	return lost
}

// sameURL tells whether a destination as Markdown has it is a URL.
func sameURL(dest, url string) bool {
	return dest != "" && titleText([]byte(dest)) == titleText([]byte(url))
}

func (n *planned) pinEdit(c *snippets.Claim) []edit {
	src, l := n.Doc.Note.Source, c.Link
	dest := string(src[l.Start:l.Stop])
	switch l.Form {
	case snippets.Bare:
		return []edit{{l.At, l.End, "[" + literally(dest) + "]" + n.target(literalURL.Replace(dest), c)}}
	case snippets.HTML:
		return []edit{{l.At, l.TextStart, "["}, {l.TextStop, l.End, "]" + n.target(strings.ReplaceAll(dest, `\`, `\\`), c)}}
	}
	return []edit{{l.TextStop, l.End, "]" + n.target(dest, c)}}
}

// target is the part of an inline link behind its text.
func (n *planned) target(dest string, c *snippets.Claim) string {
	return "(<" + dest + `> "` + n.pinTitle(c) + `")`
}

// literalURL spells a URL so that nothing in it is read as an escape.
var literalURL = strings.NewReplacer(`\`, `\\`, "&", "&amp;")

var punctuation = regexp.MustCompile("[!-/:-@[-`{-~]")

// literally spells text so that none of it is read as Markdown.
func literally(s string) string { return punctuation.ReplaceAllString(s, `\$0`) }

// markable tells whether a link can be written so that a page knows it again.
func (n *planned) markable(c *snippets.Claim) bool {
	l := c.Link
	if l == nil {
		return false
	}
	src := n.Doc.Note.Source
	if c.Block != nil {
		return drawn(c.Block)
	}
	if bytes.ContainsAny(src[l.Start:l.Stop], "<>|\"\n") {
		return false
	}
	switch l.Form {
	case snippets.Bare:
		return !n.inHeading(l.At)
	case snippets.HTML: // whose text is read as Markdown once its tags are gone
		text := src[l.TextStart:l.TextStop]
		return l.TextStop < l.End && len(bytes.TrimSpace(text)) > 0 && !bytes.ContainsAny(text, "[]") && !bytes.Contains(text, []byte("\n\n"))
	}
	return l.At < l.TextStart && l.TextStart <= l.TextStop && l.TextStop < l.End && src[l.TextStop] == ']'
}

// inHeading tells whether a heading begins on the line of an offset.
func (n *planned) inHeading(at int) bool {
	line := bytes.LastIndexByte(n.Doc.Note.Source[:at], '\n') + 1
	for _, h := range n.outline.headings {
		if h.start == line {
			return true
		}
	}
	return false
}

// newPin returns what the page at url shows at a link.
func (n *planned) newPin(c *snippets.Claim, url string) pinData {
	d := pinData{claimData: newClaim(n.claim(c), nil, url)}
	d.Inline = n.marked(c)
	if c.Link.Form == snippets.Inline || c.Link.Form == snippets.Reference {
		d.Title = n.outline.titles[c.Link.At]
	}
	return d
}
