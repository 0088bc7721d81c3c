package site

import (
	"fmt"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// blockData is what a page shows of a fenced block beside its text.
type blockData struct {
	Anchor   string      `json:"anchor"`
	Class    string      `json:"class"`
	File     string      `json:"file"`
	FileURL  string      `json:"fileURL"`
	Quote    string      `json:"quote"`
	Setup    bool        `json:"setup"`             // it is folded
	Open     bool        `json:"open"`              // unfolded all the same: something is wrong in it
	Parts    []part      `json:"parts,omitempty"`   // of a session
	Claim    *claimData  `json:"claim,omitempty"`   // of any other block
	Quoted   *quotedData `json:"quoted,omitempty"`  // of a quotation that was found
	Pieces   []piece     `json:"pieces,omitempty"`  // its text, where links to source code stand in it
	Drawing  string      `json:"drawing,omitempty"` // SVG, where its text is a drawing
	Observed string      `json:"observed"`          // what a wrong claim of such a block made the compiler say
}

// part is a piece of a session: prose without a command, or a step.
type part struct {
	Prose    string     `json:"prose"`
	Command  []cmdLine  `json:"command"`
	Output   string     `json:"output"`                   // as the note shows it
	Observed string     `json:"observed"`                 // where it is to be seen beside or instead
	Marked   []span     `json:"marked,omitempty"`         // Output, where tokens of it are volatile
	Seen     []span     `json:"observedMarked,omitempty"` // Observed, likewise
	Differs  *differs   `json:"differs,omitempty"`        // on the reader's machine, by what is marked
	Diff     []diffLine `json:"diff,omitempty"`
	Claim    *claimData `json:"claim"`
}

// cmdLine is a line of a command, its prompt apart.
type cmdLine struct {
	Prompt string `json:"prompt"`
	Text   string `json:"text"`
}

// blockAnchor is the id of a block on its page, "" if nothing leads to it.
func blockAnchor(b *snippets.Block) string {
	switch {
	case len(b.Claims) > 0:
		return anchor(b.Claims[0].ID)
	case b.Attrs.ID != "":
		return anchor(b.Attrs.ID)
	case len(b.Links) > 0:
		return anchor(b.Links[0].ID) + "-block"
	case isDrawing(b):
		return fmt.Sprintf("drawing-%d", b.Pos.Line)
	}
	return ""
}

func (p *page) block(b *snippets.Block) blockData {
	n := p.note
	d := blockData{Class: string(b.Class), File: visible(b.Attrs.File), Quote: visible(b.Attrs.Quote), Setup: b.Attrs.Setup, Anchor: blockAnchor(b), Pieces: n.pieces(b), Drawing: n.drawing(b, p.url)}
	for _, c := range b.Claims {
		d.Open = d.Open || wrong(n.claim(c))
	}
	if b.Class == snippets.Session {
		d.Parts = p.parts(b)
	} else if len(b.Claims) > 0 {
		r := n.claim(b.Claims[0])
		d.Claim = newClaim(r, nil, p.url)
		d.Claim.Source = n.source(r)
		d.Quoted = newQuoted(r)
		if wrong(r) {
			d.Observed = visible(r.Observed)
		}
	}
	return d
}

// parts takes a session apart.
func (p *page) parts(b *snippets.Block) []part {
	var all []part
	at := 0
	prose := func(to int) {
		if to > at {
			all = append(all, part{Prose: textOf(b, at, to)})
		}
	}
	for _, c := range b.Claims {
		if s := c.Step; s != nil {
			prose(s.CommandFrom)
			step := newStep(b, s, p.note.claim(c), p.url)
			step.Claim.Into = p.note.starter(s)
			all = append(all, step)
			at = max(s.CommandTo, s.OutputTo)
		}
	}
	prose(len(b.Lines))
	return all
}

func newStep(b *snippets.Block, s *snippets.Step, r *report.Claim, url string) part {
	p := part{Claim: newClaim(r, s, url), Command: commandLines(b, s), Output: textOf(b, s.OutputFrom, s.OutputTo)}
	p.Marked = spans(rawText(b, s.OutputFrom, s.OutputTo), expectedMarks(r))
	if wrong(r) || inlined(s, r) {
		observed := strings.TrimRight(r.Observed, "\n")
		p.Observed, p.Seen = visible(observed), spans(observed, observedMarks(r))
	}
	if wrong(r) {
		p.Diff = difference(r)
	}
	p.Differs = newDiffers(p.Marked, p.Seen)
	return p
}

// commandLines parts a command from the prompts before it.
func commandLines(b *snippets.Block, s *snippets.Step) []cmdLine {
	own := strings.Split(s.Command, "\n")
	var all []cmdLine
	for i, l := range b.Lines[s.CommandFrom:s.CommandTo] {
		prompt, text := "", l.Text
		if i == 0 && strings.HasPrefix(text, s.Prompt) {
			prompt, text = s.Prompt, text[len(s.Prompt):]
		} else if i < len(own) && strings.HasSuffix(text, own[i]) {
			prompt, text = text[:len(text)-len(own[i])], own[i]
		}
		all = append(all, cmdLine{visible(prompt), visible(text)})
	}
	return all
}

// textOf is the text of some lines of a block, safe to be shown.
func textOf(b *snippets.Block, from, to int) string { return visible(rawText(b, from, to)) }

func rawText(b *snippets.Block, from, to int) string {
	var out strings.Builder
	for _, l := range b.Lines[from:to] {
		out.WriteString(l.Text + "\n")
	}
	return strings.TrimRight(out.String(), "\n")
}
