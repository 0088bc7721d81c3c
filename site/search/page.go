package search

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// Where a term stands, and what it weighs there.
const (
	inOutput  = 4
	inProse   = 9
	inCode    = 15
	inHeading = 29
	inTitle   = 50
)

// maxWeight is above what a term weighs in any place, however often it occurs.
const maxWeight = 63

// Bytes of a passage's text: it is full from the first, and never above the
// second.
const (
	fullPassage = 700
	maxPassage  = 1200
)

// page is what a page says.
type page struct {
	url      string // relative to the site; "" is its first page
	title    string
	passages []*passage // the first is that of the title
}

// passage is a part of a section.
type passage struct {
	heading string // "" above the first heading
	anchor  string // "" is the top of the page
	text    strings.Builder
	terms   map[string]*found
}

// found is how a term occurs in a passage.
type found struct{ place, times uint8 }

// weight is that of a term in a passage, from 1 to maxWeight.
func (f *found) weight() int { return int(f.place) + int(min(f.times, 9)-1) }

// add adds the terms of text, which is folded and stands at places, of which
// the first begins at 0.
func (p *passage) add(text string, places []change) {
	terms(text, func(term string, at int) {
		for len(places) > 1 && places[1].at <= at {
			places = places[1:]
		}
		f := p.terms[term]
		if f == nil {
			f = &found{}
			p.terms[term] = f
		}
		f.place = max(f.place, places[0].place)
		if f.times < 255 {
			f.times++
		}
	})
}

// element is an open element and what holds for the text in it.
type element struct {
	name   string
	anchor string
	place  uint8
	skip   bool
}

// reader reads the main element of a page.
type reader struct {
	page
	skip    []string
	open    []element
	heading string // of the section, and its anchor
	anchor  string
	block   []byte // text of the block that is read
	places  []change
}

// change says that from an offset of a block on, text stands at a place.
type change struct {
	at    int
	place uint8
}

// readPage reads a built page without the elements of the classes in skip. It
// returns nil for one without anything to be found.
func readPage(url string, data []byte, skip []string) *page {
	from := bytes.Index(data, []byte("<main"))
	to := bytes.LastIndex(data, []byte("</main>"))
	if from < 0 || to < from {
		return nil
	}
	r := &reader{page: page{url: url}, skip: skip, open: []element{{place: inProse}}}
	r.start("", "")
	z := html.NewTokenizer(bytes.NewReader(data[from:to]))
	for {
		switch z.Next() {
		case html.ErrorToken: // the end
			r.flush()
			if r.title == "" {
				return nil
			}
			r.passages[0].add(fold(r.title), []change{{0, inTitle}})
			return &r.page
		case html.TextToken:
			r.text(z.Text())
		case html.StartTagToken:
			r.startTag(z, false)
		case html.SelfClosingTagToken:
			r.startTag(z, true)
		case html.EndTagToken:
			name, _ := z.TagName()
			r.endTag(string(name))
		}
	}
}

func (r *reader) top() *element { return &r.open[len(r.open)-1] }

func (r *reader) startTag(z *html.Tokenizer, closed bool) {
	tag, more := z.TagName()
	name := string(tag)
	e := *r.top()
	e.name = name
	for more {
		var k, v []byte
		k, v, more = z.TagAttr()
		switch string(k) {
		case "id":
			if name != "main" && bytes.IndexByte(v, '.') < 0 { // those with a dot are the frame's
				e.anchor = string(v)
			}
		case "class":
			e.skip = e.skip || r.skips(v)
		case "data-nosearch", "hidden":
			e.skip = true
		case "aria-hidden":
			e.skip = e.skip || string(v) == "true"
		}
	}
	switch kinds[name] {
	case skipped:
		e.skip = true
	case block:
		r.flush()
	case heading:
		r.flush()
		e.place = inHeading
	}
	switch name {
	case "br":
		r.text([]byte("\n"))
	case "samp":
		e.place = inOutput
	case "code", "kbd", "pre":
		if e.place == inProse {
			e.place = inCode
		}
	}
	if voids[name] != void && !closed {
		r.open = append(r.open, e)
	}
}

func (r *reader) skips(classes []byte) bool {
	if len(r.skip) == 0 {
		return false
	}
	for class := range bytes.FieldsSeq(classes) {
		if slices.Contains(r.skip, string(class)) {
			return true
		}
	}
	return false
}

// endTag closes the element, and with it those in it that were left open.
func (r *reader) endTag(name string) {
	at := len(r.open) - 1
	for at > 0 && r.open[at].name != name {
		at--
	}
	if at == 0 {
		return // none of this name is open
	}
	switch kinds[name] {
	case block:
		r.flush()
	case heading:
		r.endHeading(name, r.open[at].anchor)
	}
	r.open = r.open[:at]
}

func (r *reader) endHeading(name, anchor string) {
	text := collapse(r.block)
	r.block, r.places = r.block[:0], r.places[:0]
	switch {
	case text == "":
	case r.title == "":
		r.title = text
	default:
		r.start(text, anchor)
		r.passages[len(r.passages)-1].add(fold(text), []change{{0, inHeading}})
	}
}

func (r *reader) text(s []byte) {
	e := r.top()
	if e.skip {
		return
	}
	if n := len(r.places); n == 0 || r.places[n-1].place != e.place {
		r.places = append(r.places, change{len(r.block), e.place})
	}
	r.block = append(r.block, s...)
}

// start begins a section.
func (r *reader) start(heading, anchor string) {
	r.heading, r.anchor = heading, anchor
	r.begin(anchor)
}

func (r *reader) begin(anchor string) {
	r.passages = append(r.passages, &passage{heading: r.heading, anchor: anchor, terms: map[string]*found{}})
}

// flush gives the text of the block to passages.
func (r *reader) flush() {
	rest := string(r.block)
	for from := 0; rest != ""; {
		n := cut(rest)
		r.piece(rest[:n], from)
		from, rest = from+n, rest[n:]
	}
	r.block, r.places = r.block[:0], r.places[:0]
}

// piece gives s, which begins at an offset of the block, to a passage.
func (r *reader) piece(s string, from int) {
	shown := collapse([]byte(s))
	if shown == "" {
		return
	}
	p := r.passages[len(r.passages)-1]
	if n := p.text.Len(); n > 0 && (n >= fullPassage || n+len(shown) > maxPassage) {
		anchor := r.top().anchor
		if anchor == "" {
			anchor = r.anchor
		}
		r.begin(anchor)
		p = r.passages[len(r.passages)-1]
	}
	if p.text.Len() > 0 {
		p.text.WriteByte('\n')
	}
	p.text.WriteString(shown)
	p.add(r.folded(s, from))
}

// folded folds s, which begins at an offset of the block, and returns it with
// the places of its text. Text is folded letter by letter, so that it can be
// done from one change of place to the next.
func (r *reader) folded(s string, from int) (string, []change) {
	var b strings.Builder
	places := []change{{0, inProse}}
	done := 0
	for _, c := range r.places {
		switch at := c.at - from; {
		case at <= 0:
			places[0].place = c.place
		case at < len(s):
			b.WriteString(fold(s[done:at]))
			places = append(places, change{b.Len(), c.place})
			done = at
		}
	}
	b.WriteString(fold(s[done:]))
	return b.String(), places
}

// cut is the length of the first piece of s: all of it, or lines, or words, up
// to what a passage may hold.
func cut(s string) int {
	if len(s) <= maxPassage {
		return len(s)
	}
	for _, sep := range []string{"\n", " "} {
		if i := strings.LastIndex(s[:maxPassage], sep); i > 0 {
			return i
		}
	}
	n := maxPassage
	for !utf8.RuneStart(s[n]) {
		n--
	}
	return n
}

// collapse writes white space as one blank, or as one newline where there is
// one in it.
func collapse(s []byte) string {
	var b strings.Builder
	gap := byte(0)
	for _, c := range s {
		switch c {
		case ' ', '\t', '\r', '\f':
			if gap == 0 {
				gap = ' '
			}
		case '\n':
			gap = '\n'
		default:
			if gap != 0 && b.Len() > 0 {
				b.WriteByte(gap)
			}
			gap = 0
			b.WriteByte(c)
		}
	}
	return b.String()
}

// kind is what an element is to a reader of text; the zero kind is within a line.
type kind uint8

const (
	inline kind = iota
	block
	heading
	void
	skipped
)

var kinds = kindsOf(map[kind]string{
	block:   "address article aside blockquote dd details dialog div dl dt fieldset figcaption figure footer form header hr li main ol p pre section summary svg table tbody td text tfoot th thead tr ul",
	heading: "h1 h2 h3 h4 h5 h6",
	skipped: "button nav noscript script style template",
})

// voids have no end tag.
var voids = kindsOf(map[kind]string{void: "area base br col embed hr img input link meta source track wbr"})

func kindsOf(names map[kind]string) map[string]kind {
	m := map[string]kind{}
	for k, list := range names {
		for name := range strings.FieldsSeq(list) {
			m[name] = k
		}
	}
	return m
}
