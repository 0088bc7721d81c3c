package notes

import (
	"bytes"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// markdown is shared by all who parse a note, so that a block is a block for
// everyone: CommonMark with tables and footnotes, as GitHub and the site have them.
var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote))

// Parse reads a note's front matter and title from its source. The errors are
// of type *[Error], joined.
func Parse(file string, source []byte) (*Note, error) {
	n := &Note{File: file, Source: source}
	if at := invalidUTF8(source); at >= 0 {
		return nil, Errorf(n.Pos(at), "not UTF-8: byte 0x%02x; save the file as UTF-8", source[at])
	}
	if at := bytes.IndexByte(source, 0); at >= 0 {
		return nil, Errorf(n.Pos(at), "byte 0x00: this is no text; name a Markdown file")
	}
	if err := n.parseMeta(); err != nil {
		return nil, err
	}
	n.Title = n.Meta.Title
	if n.Title == "" {
		n.Title = firstHeading(n)
	}
	if n.Title == "" {
		n.Title = strings.TrimSuffix(path.Base(file), path.Ext(file))
	}
	return n, nil
}

// Markdown returns the syntax tree of the note's body. Positions in it are
// offsets in Source[Body:].
func (n *Note) Markdown() ast.Node {
	return markdown.Parser().Parse(text.NewReader(n.Source[n.Body:]))
}

// Pos returns the place of a byte offset in Source.
func (n *Note) Pos(offset int) Pos {
	before := n.Source[:offset]
	return Pos{n.File, bytes.Count(before, []byte("\n")) + 1, offset - bytes.LastIndexByte(before, '\n')}
}

func invalidUTF8(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

func firstHeading(n *Note) string {
	doc := n.Markdown()
	for c := doc.FirstChild(); c != nil; c = c.NextSibling() {
		if h, ok := c.(*ast.Heading); ok {
			return PlainText(h, n.Source[n.Body:])
		}
	}
	return ""
}

// PlainText is the text of a node without its markup.
func PlainText(node ast.Node, src []byte) string {
	var b strings.Builder
	ast.Walk(node, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			switch t := c.(type) {
			case *ast.Text:
				b.Write(t.Segment.Value(src))
			case *ast.String:
				b.Write(t.Value)
			}
		}
		return ast.WalkContinue, nil
	})
	return strings.TrimSpace(b.String())
}
