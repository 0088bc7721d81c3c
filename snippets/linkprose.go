package snippets

import (
	"bytes"
	"html"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// proseLinks finds the links of a note outside of its blocks. Images and inline
// code are none.
func (p *parser) proseLinks(tree ast.Node) {
	f := &linkFinder{parser: p, md: p.doc.Note.Source[p.doc.Note.Body:]}
	ast.Walk(tree, func(n ast.Node, enter bool) (ast.WalkStatus, error) {
		if !enter {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Link:
			f.link(n)
		case *ast.AutoLink:
			if n.AutoLinkType == ast.AutoLinkURL && n.Protocol == nil {
				f.autoLink(n)
			}
		case *ast.RawHTML:
			if n.Segments.Len() > 0 {
				first, last := n.Segments.At(0), n.Segments.At(n.Segments.Len()-1)
				f.anchors(first.Start, last.Stop)
			}
		case *ast.HTMLBlock:
			if lines := n.Lines(); lines.Len() > 0 {
				f.anchors(lines.At(0).Start, lines.At(lines.Len()-1).Stop)
			}
		}
		return ast.WalkContinue, nil
	})
}

// linkFinder finds links in Markdown, by the tree that was read from it.
type linkFinder struct {
	*parser
	md []byte // the note behind its front matter
}

// link adds an inline or a reference link.
func (f *linkFinder) link(n *ast.Link) {
	at := n.Pos()
	start, ok := f.offset(n.Destination, at)
	if !ok {
		return
	}
	l := &LinkRef{Form: Inline, At: at, TextStart: at + 1, Start: start}
	if n.Reference == nil {
		l.TextStop = bytes.LastIndex(f.md[:start], []byte("]("))
		end := start + len(n.Destination)
		if title, ok := f.offset(n.Title, end); ok {
			end = title + len(n.Title)
		}
		l.End = f.behind(end, ')')
	} else {
		l.Form = Reference
		f.reference(l, n)
	}
	f.add(l, string(n.Destination), f.text(n))
}

// reference finds where a reference link and its text end. The tree has a copy
// of the label, which is the text itself where there is no other.
func (f *linkFinder) reference(l *LinkRef, n *ast.Link) {
	label := n.Reference.Value
	if n.Reference.Type == ast.ReferenceLinkFull {
		from := max(l.At, lastText(n))
		if at := bytes.Index(f.md[from:], slices.Concat([]byte("]["), label, []byte("]"))); at >= 0 {
			l.TextStop, l.End = from+at, from+at+len(label)+3
			return
		}
	} else if bytes.HasPrefix(f.md[l.TextStart:], label) {
		l.TextStop = l.TextStart + len(label)
	}
	if l.TextStop == 0 {
		l.TextStop = f.behind(max(l.At, lastText(n)), ']') - 1
	}
	if l.End = l.TextStop + 1; n.Reference.Type != ast.ReferenceLinkShortcut {
		l.End = f.behind(l.End, ']')
	}
}

// behind is the offset behind the next mark.
func (f *linkFinder) behind(at int, mark byte) int {
	return at + bytes.IndexByte(f.md[at:], mark) + 1
}

// add adds a link whose ranges are of the Markdown.
func (f *linkFinder) add(l *LinkRef, raw string, text linkText) {
	for _, at := range []*int{&l.At, &l.End, &l.TextStart, &l.TextStop, &l.Start} {
		*at += f.doc.Note.Body
	}
	f.parser.link(l, raw, text, nil)
}

// lastText is where the last text below a node ends, 0 without one.
func lastText(n ast.Node) int {
	end := 0
	ast.Walk(n, func(c ast.Node, enter bool) (ast.WalkStatus, error) {
		if t, ok := c.(*ast.Text); ok && enter {
			end = t.Segment.Stop
		}
		return ast.WalkContinue, nil
	})
	return end
}

// autoLink adds a bare URL, or one in angle brackets.
func (f *linkFinder) autoLink(n *ast.AutoLink) {
	url := n.Label(f.md)
	start, ok := f.offset(url, 0)
	if !ok {
		return
	}
	from, to := start, start+len(url)
	if from > 0 && f.md[from-1] == '<' && to < len(f.md) && f.md[to] == '>' {
		from, to = from-1, to+1
	}
	f.add(&LinkRef{Form: Bare, At: from, End: to, TextStart: from, TextStop: from, Start: start}, string(url), linkText{})
}

// offset is where a piece of the Markdown stands. The tree has slices of it, of
// which the capacity tells; a copy, as there is behind a tab, is looked for
// behind near.
func (f *linkFinder) offset(piece []byte, near int) (int, bool) {
	if len(piece) == 0 {
		return 0, false
	}
	at := cap(f.md) - cap(piece)
	if at >= 0 && at+len(piece) <= len(f.md) && &f.md[at] == &piece[0] {
		return at, true
	}
	at = bytes.Index(f.md[near:], piece)
	return near + at, at >= 0
}

// text is what a node shows.
func (f *linkFinder) text(n ast.Node) linkText {
	var all strings.Builder
	var code []string
	ast.Walk(n, func(c ast.Node, enter bool) (ast.WalkStatus, error) {
		if !enter {
			return ast.WalkContinue, nil
		}
		switch c := c.(type) {
		case *ast.CodeSpan:
			var span strings.Builder
			for t := c.FirstChild(); t != nil; t = t.NextSibling() {
				if t, ok := t.(*ast.Text); ok {
					span.WriteString(strings.ReplaceAll(string(t.Segment.Value(f.md)), "\n", " "))
				}
			}
			code = append(code, span.String())
			all.WriteString(span.String())
			return ast.WalkSkipChildren, nil
		case *ast.Text:
			all.WriteString(plainText(c.Segment.Value(f.md)))
			if c.SoftLineBreak() || c.HardLineBreak() {
				all.WriteByte(' ')
			}
		case *ast.String:
			all.Write(c.Value)
		}
		return ast.WalkContinue, nil
	})
	return linkText{all: all.String(), code: code}
}

// plainText reads the escapes of a text.
func plainText(md []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(md))))
}

var (
	anchorTag   = regexp.MustCompile(`(?is)<a\s[^<>]*?\bhref\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s"'<>=` + "`" + `]+))[^<>]*>`)
	anchorEnd   = regexp.MustCompile(`(?i)</a\s*>`)
	htmlComment = regexp.MustCompile(`(?s)<!--.*?(?:-->|\z)`)
	anyTag      = regexp.MustCompile(`<[^<>]*>`)
	codeTag     = regexp.MustCompile("(?is)<(?:code|tt|kbd)>(.*?)</|`([^`]*)`")
)

// maxAnchor bounds the text of an anchor of raw HTML, in bytes.
const maxAnchor = 2048

// anchors adds the links of the raw HTML that begin in a range of the Markdown,
// comments aside.
func (f *linkFinder) anchors(from, to int) {
	raw := htmlComment.ReplaceAllFunc(f.md[from:to], func(c []byte) []byte { return bytes.Repeat([]byte(" "), len(c)) })
	for _, m := range anchorTag.FindAllSubmatchIndex(raw, -1) {
		for _, value := range [][2]int{{m[2], m[3]}, {m[4], m[5]}, {m[6], m[7]}} {
			if value[0] >= 0 {
				f.anchor(from+m[0], from+m[1], from+value[0], from+value[1])
			}
		}
	}
}

// anchor adds the link whose tag is md[at:open] and whose URL is md[start:stop].
func (f *linkFinder) anchor(at, open, start, stop int) {
	inner := f.md[open:min(len(f.md), open+maxAnchor)]
	end := open
	if m := anchorEnd.FindIndex(inner); m != nil {
		end, inner = open+m[1], inner[:m[0]]
	} else {
		inner = nil
	}
	text := linkText{all: htmlText(inner)}
	for _, m := range codeTag.FindAllSubmatch(inner, -1) {
		text.code = append(text.code, htmlText(append(m[1], m[2]...)))
	}
	text.all = strings.ReplaceAll(text.all, "`", "")
	l := &LinkRef{Form: HTML, At: at, End: end, TextStart: open, TextStop: open + len(inner), Start: start}
	f.add(l, string(f.md[start:stop]), text)
}

func htmlText(s []byte) string { return html.UnescapeString(anyTag.ReplaceAllString(string(s), "")) }
