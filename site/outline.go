package site

import (
	"bytes"
	"regexp"
	"sort"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// outline is what emission has to know of a note's Markdown beside its blocks.
type outline struct {
	headings []heading
	links    []string // destinations of links and images, as written
	edits    []edit   // raw HTML made visible
	refs     []string // link reference definitions, each a line
}

type heading struct {
	level int
	text  string
	start int // offset in the note of the line it begins on
	top   bool
}

// edit replaces Source[from:to].
type edit struct {
	from, to int
	text     string
}

var markdown = goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote))

func outlineOf(src []byte, body int) *outline {
	o := &outline{}
	md := src[body:]
	ctx := parser.NewContext()
	doc := markdown.Parser().Parse(text.NewReader(md), parser.WithContext(ctx))
	ast.Walk(doc, func(n ast.Node, enter bool) (ast.WalkStatus, error) {
		if !enter {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			if n.Lines().Len() > 0 {
				at := n.Lines().At(0).Start
				at = bytes.LastIndexByte(md[:at], '\n') + 1
				o.headings = append(o.headings, heading{n.Level, plainText(n, md), body + at, n.Parent() == doc})
			}
		case *ast.Link:
			o.links = append(o.links, string(n.Destination))
		case *ast.Image:
			o.links = append(o.links, string(n.Destination))
		case *ast.RawHTML:
			for i := 0; i < n.Segments.Len(); i++ {
				s := n.Segments.At(i)
				o.reveal(md, body, s.Start, s.Stop, false)
			}
		case *ast.HTMLBlock:
			if n.HTMLBlockType == ast.HTMLBlockType2 {
				break // a comment
			}
			for i := 0; i < n.Lines().Len(); i++ {
				s := n.Lines().At(i)
				o.reveal(md, body, s.Start, s.Stop, true)
			}
			if n.HasClosure() {
				o.reveal(md, body, n.ClosureLine.Start, n.ClosureLine.Stop, true)
			}
		}
		return ast.WalkContinue, nil
	})
	for _, r := range ctx.References() {
		line := "[" + strings.ReplaceAll(string(r.Label()), "\n", " ") + "]: <" + string(r.Destination()) + ">"
		if t := string(r.Title()); t != "" && !strings.ContainsAny(t, "\n\"\\") {
			line += ` "` + t + `"`
		}
		o.refs = append(o.refs, line)
	}
	sort.Strings(o.refs)
	return o
}

var tag = regexp.MustCompile(`</?([A-Za-z][A-Za-z0-9-]*)\b[^<>]*>|<!--.*?-->|<`)

// plain are tags that only format: they go, the text between them stays.
var plain = map[string]bool{}

func init() {
	for _, t := range strings.Fields("a abbr b big blockquote br center cite code dd del details div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p picture pre q s samp section small source span strike strong sub summary sup table tbody td th thead tr tt u ul var") {
		plain[t] = true
	}
}

// reveal makes raw HTML in md[from:to] text. In an HTML block plain tags have
// to be cut out, elsewhere Hugo drops them by itself.
func (o *outline) reveal(md []byte, body, from, to int, block bool) {
	for _, m := range tag.FindAllSubmatchIndex(md[from:to], -1) {
		s, e := from+m[0], from+m[1]
		switch {
		case bytes.HasPrefix(md[s:e], []byte("<!--")):
		case m[2] >= 0 && plain[strings.ToLower(string(md[from+m[2]:from+m[3]]))]:
			if block {
				o.edits = append(o.edits, edit{body + s, body + e, ""})
			}
		default:
			o.edits = append(o.edits, edit{body + s, body + s, `\`})
		}
	}
}

func plainText(n ast.Node, src []byte) string {
	var b strings.Builder
	ast.Walk(n, func(n ast.Node, enter bool) (ast.WalkStatus, error) {
		if enter {
			switch n := n.(type) {
			case *ast.Text:
				b.Write(n.Value(src))
			case *ast.String:
				b.Write(n.Value)
			}
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}
