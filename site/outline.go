package site

import (
	"fmt"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"github.com/knotes-dev/knotes/notes"
)

// outline is what emission has to know of a note's Markdown beside its blocks.
type outline struct {
	headings []heading
	links    []reference
	edits    []edit         // raw HTML made visible
	defs     []string       // link reference definitions, each a line
	titles   map[int]string // of links, by the offset in the note at which each begins
}

// heading is a heading of a note.
type heading struct {
	level int
	text  string // as a title
	id    string // what its id is made from, see headingIDs; "" gives none
	start int    // offset in the note of the line it begins on
	top   bool   // it stands in no list or quotation
}

// reference is a link or image of a note.
type reference struct {
	dest  string // as the note has it
	title string // of a link, not of an image, as the note has it
	pos   int    // offset in the note; of what stands around it where that is unknown
}

// edit replaces Source[from:to].
type edit struct {
	from, to int
	text     string
}

func outlineOf(n *notes.Note) *outline {
	o, md, body := &outline{titles: map[int]string{}}, n.Source[n.Body:], n.Body
	doc := n.Markdown()
	ast.Walk(doc, func(node ast.Node, enter bool) (ast.WalkStatus, error) {
		if !enter {
			return ast.WalkContinue, nil
		}
		switch node := node.(type) {
		case *ast.Heading:
			o.headings = append(o.headings, headingOf(node, md, body))
		case *ast.Link:
			o.links = append(o.links, reference{string(node.Destination), string(node.Title), body + node.Pos()})
			if len(node.Title) > 0 {
				o.titles[body+node.Pos()] = titleText(node.Title)
			}
		case *ast.Image:
			o.links = append(o.links, reference{string(node.Destination), "", body + node.Pos()})
		case *east.TaskCheckBox:
			o.edits = append(o.edits, checkBox(node, body))
		case *ast.RawHTML:
			o.edits = append(o.edits, inlineHTML(node, md, body)...)
		case *ast.HTMLBlock:
			o.edits = append(o.edits, blockHTML(node, md, body)...)
		case *ast.LinkReferenceDefinition:
			o.defs = append(o.defs, definition(node))
		}
		return ast.WalkContinue, nil
	})
	sort.Strings(o.defs)
	return o
}

func headingOf(h *ast.Heading, md []byte, body int) heading {
	at := h.Pos()
	for at > 0 && md[at-1] != '\n' {
		at--
	}
	text := idText(h, md)
	if h.Lines().Len() > 1 { // one of several lines: the last makes the id
		text = text[strings.LastIndexByte(text, '\n')+1:]
	}
	_, top := h.Parent().(*ast.Document)
	return heading{level: h.Level, text: notes.PlainText(h, md), id: text, start: body + at, top: top}
}

// idText is the text from which Hugo makes a heading's id: of what stands
// within emphasis or a link only the first piece, and no autolinks. Tags that
// are not shown count as nothing, those made visible as text.
func idText(h *ast.Heading, md []byte) string {
	var b strings.Builder
	var add func(ast.Node)
	add = func(n ast.Node) {
		switch n := n.(type) {
		case nil:
		case *ast.Text:
			b.Write(n.Segment.Value(md))
			if n.HardLineBreak() || n.SoftLineBreak() {
				b.WriteByte('\n')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.RawHTML:
			for _, e := range inlineHTML(n, md, 0) {
				b.WriteString(e.text)
				b.WriteString(shownTag(md, e))
			}
		default:
			add(n.FirstChild())
		}
	}
	for c := h.FirstChild(); c != nil; c = c.NextSibling() {
		add(c)
	}
	return string(util.ResolveEntityNames([]byte(b.String())))
}

// titleText reads the escapes of a link's title.
func titleText(md []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(md))))
}

// checkBox makes the box of a task, "[x]", a character: Hugo would make it a
// form's, which nobody could tick and no screen reader name.
func checkBox(n *east.TaskCheckBox, body int) edit {
	box := "☐"
	if n.IsChecked {
		box = "☑"
	}
	return edit{body + n.Pos(), body + n.Pos() + len("[x]"), box}
}

// definition writes a link reference definition anew.
func definition(d *ast.LinkReferenceDefinition) string {
	line := fmt.Sprintf("[%s]: <%s>", strings.ReplaceAll(string(d.Label), "\n", " "), d.Destination)
	if t := string(d.Title); t != "" && !strings.ContainsAny(t, "\n\"\\") {
		line += ` "` + t + `"`
	}
	return line
}
