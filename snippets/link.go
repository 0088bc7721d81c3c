package snippets

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/snippets/forge"
)

// LinkRef is a link to a file of source code.
type LinkRef struct {
	Text    string        // as a reader sees it, without markup; "" for a bare URL
	Address forge.Address // as far as it can be read
	Broken  string        // what is wrong with the address; "" if it can be read
	// Symbols are the identifiers that the text names, each of which must stand at
	// the line: "f" of `f()`, "x" of `struct x`.
	Symbols []string
	// Weak tells that the text is of ordinary words: it is a symbol only if that
	// stands somewhere in the file.
	Weak bool
	// Path is the path that the text names in place of a symbol, "" if none: it
	// must be the end of the address's.
	Path string

	// Byte ranges in the source: of the link as a whole (of a reference link
	// without its definition), of what it shows, which is empty for a bare URL, and
	// of the URL (of a reference link, in its definition).
	At, End             int
	TextStart, TextStop int
	Start, Stop         int

	// Form is how the link is written.
	Form Form

	offsets []int // see unescaping; nil where the source has the URL as it is
}

// Form is a way to write a link.
type Form int

// The forms of links.
const (
	Drawn     Form = iota // within a block, where it is no Markdown
	Inline                // [text](url "title")
	Reference             // [text][label], [text]
	Bare                  // a URL alone, in angle brackets or not
	HTML                  // <a href="url">text</a>
)

// linkText is what a link shows.
type linkText struct {
	all   string
	code  []string // its pieces in inline code
	drawn bool     // it stands in a drawing or a comment, where nothing marks code
}

// link adds a link if its URL is an address of source code. l has its form and
// its ranges, but for the end of the URL; raw is that as it stands in the source.
func (p *parser) link(l *LinkRef, raw string, text linkText, b *Block) {
	url, offsets := unescape(raw, l.Form)
	address, ok, err := forge.Parse(url)
	if !ok {
		return
	}
	l.Text, l.Address, l.Stop, l.offsets = strings.Join(strings.Fields(text.all), " "), address, l.Start+len(raw), offsets
	if err != nil {
		l.Broken = err.Error()
	}
	l.name(text)
	c := &Claim{Kind: Link, Pos: p.pos(l.At), Block: b, Link: l, Text: l.Text, at: l.At}
	p.doc.Prose = append(p.doc.Prose, c)
	if b != nil {
		b.Links = append(b.Links, c)
	}
}

var (
	// drawnLink is a link as Markdown has it, in a text that is not read as
	// Markdown, or a bare URL.
	drawnLink = regexp.MustCompile(`\[([^\[\]]*)\]\((https?://[^\s()<>]+(?:\([^\s()<>]*\)[^\s()<>]*)*)\)|https?://[^\s<>"'` + "`" + `|│┃\\^{}]+`)
	drawnCode = regexp.MustCompile("`([^`]+)`")
	// urlTail is what stands behind a bare URL more likely than in it.
	urlTail = regexp.MustCompile(`[.,:;!?*_~)\]]+$`)
)

// drawnLinks finds the links within the lines of a block: of a drawing all, of
// C those in comments. In an output or a command a URL is what is printed or
// typed.
func (p *parser) drawnLinks(b *Block) {
	switch {
	case b.Class == Text && (b.Lang == "" || b.Lang == "text"):
		for _, l := range b.Lines {
			p.drawn(b, l.Text, p.lines[l.Pos.Line-1]+l.Pos.Col-1)
		}
	case b.Lang == "c":
		p.commentLinks(b)
	}
}

func (p *parser) commentLinks(b *Block) {
	text := b.Text()
	if !strings.Contains(text, "://") {
		return
	}
	for _, m := range cNoise.FindAllStringIndex(text, -1) {
		if text[m[0]] != '/' {
			continue
		}
		line := strings.Count(text[:m[0]], "\n")
		from := m[0] - (strings.LastIndexByte(text[:m[0]], '\n') + 1)
		for piece := range strings.Lines(text[m[0]:m[1]]) {
			l := b.Lines[line]
			p.drawn(b, strings.TrimSuffix(piece, "\n"), p.lines[l.Pos.Line-1]+l.Pos.Col-1+from)
			line, from = line+1, 0
		}
	}
}

// drawn finds the links in a piece of a line, which stands at an offset of the
// source.
func (p *parser) drawn(b *Block, line string, at int) {
	if !strings.Contains(line, "://") {
		return
	}
	for _, m := range drawnLink.FindAllStringSubmatchIndex(line, -1) {
		if m[2] >= 0 {
			text := linkText{all: line[m[2]:m[3]], drawn: true}
			for _, c := range drawnCode.FindAllStringSubmatch(text.all, -1) { // written as in prose, out of habit
				text.code = append(text.code, c[1])
			}
			l := &LinkRef{At: at + m[0], End: at + m[1], TextStart: at + m[2], TextStop: at + m[3], Start: at + m[4]}
			p.link(l, line[m[4]:m[5]], text, b)
			continue
		}
		url := line[m[0]:m[1]]
		for tail := urlTail.FindString(url); tail != "" && !balanced(url, tail); tail = urlTail.FindString(url) {
			url = url[:len(url)-1]
		}
		p.link(&LinkRef{At: at + m[0], End: at + m[0] + len(url), Start: at + m[0]}, url, linkText{}, b)
	}
}

// balanced tells whether the last byte of a URL closes a parenthesis in it.
func balanced(url, tail string) bool {
	return tail[len(tail)-1] == ')' && strings.Count(url, "(") >= strings.Count(url, ")")
}

// orderProse puts the links and names in the order of the source.
func (p *parser) orderProse() {
	slices.SortStableFunc(p.doc.Prose, func(a, b *Claim) int { return cmp.Compare(a.at, b.at) })
}

// Relink returns the note's source with other URLs in some of its links. They
// are spliced in where they differ from the old ones, so that what is escaped
// stays so; all other bytes stay. Links that share a definition share its URL,
// that of the first of them.
func (d *Doc) Relink(urls map[*Claim]string) []byte {
	var edits []splice
	for _, c := range d.Prose {
		url, ok := urls[c]
		if !ok || c.Link == nil || slices.ContainsFunc(edits, func(e splice) bool { return e.from >= c.Link.Start && e.to <= c.Link.Stop }) {
			continue
		}
		old := c.Link.Address.String()
		if old != url {
			edits = append(edits, c.Link.respell(old, url))
		}
	}
	return spliced(string(d.Note.Source), edits)
}

// respell is the edit of the source that makes one URL of another.
func (l *LinkRef) respell(old, url string) splice {
	head := 0
	for head < min(len(old), len(url)) && old[head] == url[head] {
		head++
	}
	tail := 0
	for tail < min(len(old), len(url))-head && old[len(old)-1-tail] == url[len(url)-1-tail] {
		tail++
	}
	from, to := head, len(old)-tail
	if l.offsets != nil {
		from, to = l.offsets[from], l.offsets[to]
	}
	return splice{l.Start + from, l.Start + to, url[head : len(url)-tail]}
}
