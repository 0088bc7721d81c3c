package site

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// Hugo drops raw HTML without a word. So that nothing a note says is lost, a
// tag becomes text, unless it only formats what it encloses. Such tags go; of
// three of them the meaning would go too, so that 2<sup>10</sup> is not read
// as 210.
var (
	tag         = regexp.MustCompile("</?([A-Za-z][A-Za-z0-9-]*)\\b[^<>]*>|<!--.*?-->|<")
	fenceMark   = regexp.MustCompile("[`~]")
	formatting  = setOf("a abbr b big blockquote br center cite code dd del details div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q s samp section small source span strike strong sub summary sup table tbody td th thead tr tt u ul var")
	replacement = map[string]string{"<br": " ", "<sup": "^", "<sub": "_"}
)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// inlineHTML makes a tag within a paragraph visible. Offsets count from body.
func inlineHTML(n *ast.RawHTML, md []byte, body int) []edit {
	var edits []edit
	for i := range n.Segments.Len() {
		s := n.Segments.At(i)
		if i == 0 && bytes.HasPrefix(md[s.Start:s.Stop], []byte("<!--")) {
			return nil // a comment, of several lines perhaps
		}
		for _, t := range tagsIn(md, s.Start, s.Stop) {
			if t.formats && t.instead == "" {
				continue // Hugo drops it
			}
			edits = append(edits, t.edit(body))
		}
	}
	return edits
}

// blockHTML takes the formatting tags out of an HTML block, so that what they
// enclose is read as Markdown, and makes the others visible. A fence in it is
// none to a reader of the file, nor shall it be one to Hugo.
func blockHTML(n *ast.HTMLBlock, md []byte, body int) []edit {
	if n.HTMLBlockType == ast.HTMLBlockType2 {
		return nil // a comment
	}
	var edits []edit
	reveal := func(from, to int) {
		for _, t := range tagsIn(md, from, to) {
			edits = append(edits, t.edit(body))
		}
		for _, m := range fenceMark.FindAllIndex(md[from:to], -1) {
			at := body + from + m[0]
			edits = append(edits, edit{at, at, `\`})
		}
	}
	for i := range n.Lines().Len() {
		s := n.Lines().At(i)
		reveal(s.Start, s.Stop)
	}
	if n.HasClosure() {
		reveal(n.ClosureLine.Start, n.ClosureLine.Stop)
	}
	return edits
}

// htmlTag is a tag in md[from:to], or a "<" that opens none.
type htmlTag struct {
	from, to int
	formats  bool
	instead  string // of a formatting tag: what is read in its place
}

func (t htmlTag) edit(body int) edit {
	if t.formats {
		return edit{body + t.from, body + t.to, t.instead}
	}
	return edit{body + t.from, body + t.from, `\`}
}

// tagsIn finds the tags of md[from:to], comments aside.
func tagsIn(md []byte, from, to int) []htmlTag {
	var tags []htmlTag
	for _, m := range tag.FindAllSubmatchIndex(md[from:to], -1) {
		t := htmlTag{from: from + m[0], to: from + m[1]}
		text := md[t.from:t.to]
		if bytes.HasPrefix(text, []byte("<!--")) {
			continue
		}
		if m[2] >= 0 {
			name := strings.ToLower(string(md[from+m[2] : from+m[3]]))
			t.formats = formatting[name]
			if text[1] != '/' {
				t.instead = replacement["<"+name]
			}
		}
		tags = append(tags, t)
	}
	return tags
}

// shownTag is the text of the tag at which e stands, where e leaves it there.
func shownTag(md []byte, e edit) string {
	if e.from != e.to {
		return ""
	}
	return string(tag.Find(md[e.from:]))
}
