package snippets

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// names finds the names of the kernel's in the inline code of a note that speaks
// of it. What stands in a link to source code is judged with the link, and what
// the note has itself, in its programs or commands, is no name of the kernel's.
func (p *parser) names(tree ast.Node) {
	if !p.doc.Note.Meta.Kernel {
		return
	}
	own := p.ownNames()
	links := p.doc.Prose
	ast.Walk(tree, func(n ast.Node, enter bool) (ast.WalkStatus, error) {
		span, ok := n.(*ast.CodeSpan)
		if !ok || !enter {
			return ast.WalkContinue, nil
		}
		code, at := p.codeOf(span)
		ref := readName(code)
		if ref == nil || own.has(ref) || withinLink(links, at) {
			return ast.WalkSkipChildren, nil
		}
		ref.Weak = ref.Weak || own.shows(ref)
		p.doc.Prose = append(p.doc.Prose, &Claim{Kind: Name, Pos: p.pos(at), Name: ref, Text: code, at: at})
		return ast.WalkSkipChildren, nil
	})
}

// codeOf is the text of a piece of inline code and its offset in the source; ""
// for one that goes over lines, which no name does.
func (p *parser) codeOf(span *ast.CodeSpan) (code string, at int) {
	md, body := p.doc.Note.Source[p.doc.Note.Body:], p.doc.Note.Body
	first, ok := span.FirstChild().(*ast.Text)
	if !ok || first.NextSibling() != nil {
		return "", 0
	}
	return strings.TrimSpace(string(first.Segment.Value(md))), body + first.Segment.Start
}

func withinLink(links []*Claim, at int) bool {
	for _, c := range links {
		if c.Link != nil && c.Link.At <= at && at < c.Link.End {
			return true
		}
	}
	return false
}
