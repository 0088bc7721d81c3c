package snippets

import (
	"bytes"
	"errors"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// Parse finds the fenced blocks of a note and what each claims. Rules name
// commands that are not run. Its errors are of type *[notes.Error], joined;
// where there are any, the Doc must not be run.
func Parse(n *notes.Note, rules []Rule) (*Doc, error) {
	p := &parser{doc: &Doc{Note: n, rules: rules}, rules: rules, lines: lineStarts(n.Source)}
	tree := n.Markdown()
	p.doc.sections = sectionsOf(tree, n.Body)
	for _, fence := range fences(tree) {
		p.block(fence)
	}
	p.proseLinks(tree)
	for _, b := range p.doc.Blocks {
		p.drawnLinks(b)
	}
	p.orderProse()
	p.quotations()
	p.names(tree)
	p.orderProse()
	p.identify()
	return p.doc, errors.Join(p.errs...)
}

// fences returns the fenced blocks in the order of the file; the tree has
// footnotes behind everything else.
func fences(doc ast.Node) []*ast.FencedCodeBlock {
	var all []*ast.FencedCodeBlock
	ast.Walk(doc, func(c ast.Node, entering bool) (ast.WalkStatus, error) {
		if fence, ok := c.(*ast.FencedCodeBlock); ok && entering {
			all = append(all, fence)
		}
		return ast.WalkContinue, nil
	})
	slices.SortStableFunc(all, func(a, b *ast.FencedCodeBlock) int { return a.Pos() - b.Pos() })
	return all
}

type parser struct {
	doc   *Doc
	rules []Rule
	lines []int // offset of each line's start
	errs  []error

	shell *Step // the last one typed into the shell
}

func (p *parser) errorf(pos notes.Pos, format string, args ...any) {
	p.errs = append(p.errs, notes.Errorf(pos, format, args...))
}

func (p *parser) block(fence *ast.FencedCodeBlock) {
	src, body := p.doc.Note.Source, p.doc.Note.Body
	open := p.opening(body + fence.Pos())
	b := &Block{Pos: p.pos(open)}
	segments := fence.Lines()
	for i := range segments.Len() {
		b.Lines = append(b.Lines, p.line(segments.At(i), src[body:], body))
	}
	b.Start, b.Stop = p.extent(b, open)
	if blocks := p.doc.Blocks; len(blocks) > 0 { // its end was this block's opening fence
		before := blocks[len(blocks)-1]
		before.Stop = min(before.Stop, b.Start)
	}
	if fence.Info != nil {
		p.info(b, string(fence.Info.Segment.Value(src[body:])), body+fence.Info.Segment.Start)
	}
	b.Class = classOf(b)
	if (isConsole(b.Lang) || b.Lang == "") && p.continues(b) {
		b.Class = Session
	}
	p.claims(b)
	p.doc.Blocks = append(p.doc.Blocks, b)
}

// opening is the offset of a fence, of which goldmark tells the line, and the
// place as if a tab before it were blanks.
func (p *parser) opening(near int) int {
	from := p.lines[p.pos(near).Line-1]
	line := p.doc.Note.Source[from:]
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	at := near - from
	for _, mark := range []string{"```", "~~~"} {
		if i := bytes.Index(line, []byte(mark)); i >= 0 {
			at = min(at, i)
		}
	}
	return from + at
}

func (p *parser) line(seg text.Segment, src []byte, body int) Line {
	value := seg.Value(src)
	return Line{Text: string(bytes.TrimRight(value, "\r\n")), Pos: p.pos(body + seg.Start)}
}

// extent is the range of whole lines from the opening fence to the closing
// one. A closing fence is recognised as goldmark does: nothing but fence
// characters, as many as the opening fence has, behind the container's marks.
func (p *parser) extent(b *Block, open int) (start, stop int) {
	src := p.doc.Note.Source
	first := b.Pos.Line
	last := first + len(b.Lines)
	start, stop = p.lines[first-1], p.lineEnd(last)
	if last < len(p.lines) {
		next := strings.Trim(string(src[p.lines[last]:p.lineEnd(last+1)]), " \t\r\n>")
		fence := src[open:]
		n := len(fence) - len(bytes.TrimLeft(fence, string(fence[:1])))
		if len(next) >= n && strings.Trim(next, string(fence[:1])) == "" {
			stop = p.lineEnd(last + 1)
		}
	}
	return start, stop
}

// lineEnd is the offset behind the given line, which counts from 1.
func (p *parser) lineEnd(line int) int {
	if line < len(p.lines) {
		return p.lines[line]
	}
	return len(p.doc.Note.Source)
}

func lineStarts(src []byte) []int {
	starts := []int{0}
	for i, c := range src {
		if c == '\n' && i+1 < len(src) {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// pos is notes.Note.Pos in logarithmic time.
func (p *parser) pos(offset int) notes.Pos {
	lo, hi := 0, len(p.lines)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; p.lines[mid] <= offset {
			lo = mid
		} else {
			hi = mid
		}
	}
	return notes.Pos{File: p.doc.Note.File, Line: lo + 1, Col: offset - p.lines[lo] + 1}
}

// claims fills in what a block claims. A session has its claims from its
// steps; every other block can only claim itself, as a whole.
func (p *parser) claims(b *Block) {
	if b.Class == Session {
		p.session(b)
		return
	}
	pos := b.Pos
	if len(b.Lines) > 0 {
		pos = b.Lines[0].Pos
	}
	b.whole, b.read = &Claim{Pos: pos, Block: b, Text: b.Text()}, b.Class
	b.Reclassify(b.Class)
}
