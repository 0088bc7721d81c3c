package site

import (
	"fmt"
	"html"
	"strings"

	"github.com/knotes-dev/knotes/site/drawing"
	"github.com/knotes-dev/knotes/snippets"
)

// drawn tells whether a block is shown as it is, so that links in it can be.
func drawn(b *snippets.Block) bool { return b.Lang == "" || b.Lang == "text" }

// mayBeDrawn tells whether a block claims nothing itself and is shown as it is.
func mayBeDrawn(b *snippets.Block) bool {
	return b.Class == snippets.Text && drawn(b) && !b.Attrs.Setup
}

// isDrawing tells whether a block that claims nothing itself can be drawn.
func isDrawing(b *snippets.Block) bool {
	if !mayBeDrawn(b) {
		return false
	}
	var links []drawing.Link
	for i, line := range b.Lines {
		for _, l := range linksOn(b, line) {
			links = append(links, drawing.Link{Line: i, Start: l.from, End: l.to, Text: l.text})
		}
	}
	_, ok := drawing.SVG(b.Text(), links)
	return ok
}

// drawing draws a block, its links live and marked as elsewhere; "" if it is no
// drawing, or has characters that may only be shown as text.
func (n *planned) drawing(b *snippets.Block, url string) string {
	if !mayBeDrawn(b) || visible(b.Text()) != b.Text() {
		return ""
	}
	var links []drawing.Link
	for i, line := range b.Lines {
		for _, l := range linksOn(b, line) {
			pin := n.newPin(l.claim, url)
			links = append(links,
				drawing.Link{Line: i, Start: l.from, End: l.to, Text: l.text, URL: pin.Target, Attrs: fmt.Sprintf(` id="%s" class="pin %s"`, pin.Anchor, pin.Status)},
				drawing.Link{Line: i, Start: l.to, End: l.to + l.give, Text: l.space + pin.Shape, URL: "#" + pin.Anchor + "-why",
					Attrs: fmt.Sprintf(` class="badge %s" aria-label="%s"`, pin.Status, html.EscapeString(pin.Word+": "+l.text))})
		}
	}
	svg, _ := drawing.SVG(b.Text(), links)
	return svg
}

// drawnLink is a link on a line of a drawing: a byte range, what is shown of it,
// what parts its mark from it, and how many of the blanks behind it the mark
// takes, so that what stands farther right is not moved by it.
type drawnLink struct {
	claim    *snippets.Claim
	from, to int
	text     string
	space    string
	give     int
}

// linksOn are the links on a line of a block that can be marked there, in order.
func linksOn(b *snippets.Block, line snippets.Line) []drawnLink {
	var all []drawnLink
	at := 0
	for _, c := range b.Links {
		l := c.Link
		from := c.Pos.Col - line.Pos.Col
		to := from + l.End - l.At
		if c.Pos.Line != line.Pos.Line || from < at || to > len(line.Text) {
			continue
		}
		d := drawnLink{claim: c, from: from, to: to, text: l.Text}
		if d.text == "" {
			d.text = l.Address.String()
		}
		d.text = visible(d.text)
		switch rest := line.Text[to:]; {
		case strings.HasPrefix(rest, "   "):
			d.space, d.give = " ", 2
		case strings.HasPrefix(rest, " "):
			d.give = 1
		case rest == "":
			d.space = " "
		}
		all, at = append(all, d), to+d.give
	}
	return all
}

// pieces parts the text of a drawing at its links, which show their text alone;
// nil without any.
func (n *planned) pieces(b *snippets.Block) []piece {
	if len(b.Links) == 0 || !drawn(b) {
		return nil
	}
	var all []piece
	plain := ""
	for i, line := range b.Lines {
		if i > 0 {
			plain += "\n"
		}
		at := 0
		for _, l := range linksOn(b, line) {
			all = append(all, piece{Text: visible(plain + line.Text[at:l.from])}, piece{l.text, n.pinTitle(l.claim)})
			plain, at = "", l.to+l.give
		}
		plain += line.Text[at:]
	}
	return append(all, piece{Text: visible(strings.TrimRight(plain, "\n"))})
}
