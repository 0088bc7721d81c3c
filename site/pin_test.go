package site

import (
	"slices"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
)

// FuzzPins holds that the links of a note lead where they led, and show what
// they showed, in the Markdown that is emitted for it.
func FuzzPins(f *testing.F) {
	const url = "https://github.com/a/b/blob/main/x.c#L1"
	for _, src := range []string{
		"[x](" + url + "), [y](<" + url + "> \"t\"), " + url + " and <" + url + ">\n", "[a *b*][c] [c] [c][]\n\n[c]: " + url + " 't'\n",
		"| a | b |\n|---|---|\n| [`x|y`](" + url + ") | " + url + " |\n", "> [a\n> b](" + url + "\n> 't\n> u')\n", "[![i](i.png)](" + url + ")\n",
		"t <a href='" + url + "'>x</a>\n\n<p>\n<a href=" + url + ">y</a>\n</p>\n", "- [x]( " + url + " )\n\n  # [x](" + url + ") " + url + "\n",
		"[x](https://x.org/?p=a.git&amp;a=blob;f=\\_b.c&copy;hb=HEAD) https://x.org/?p=a.git&a=blob;f=_b_.c&copy;hb=HEAD\n", "t[^1]\n\n[^1]: [x](" + url + ")\n",
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		n, err := notes.Parse("a.md", []byte(src))
		if err != nil {
			return
		}
		doc, err := snippets.Parse(n, nil)
		if err != nil {
			return
		}
		p := newPlanned(Note{Doc: doc}, &chapter{})
		md := guard(render(n.Source, n.Body, len(n.Source), doc.Blocks, nil, slices.Concat(p.pinEdits(), p.outline.edits)))
		again, err := notes.Parse("b.md", []byte(md))
		if err != nil {
			t.Fatal(err)
		}
		emitted, _ := snippets.Parse(again, nil)
		titles := map[string]*snippets.Claim{}
		for _, c := range emitted.Prose {
			link := string(again.Source[c.Link.At:c.Link.End])
			if i := strings.LastIndex(link, "knotes "); i >= 0 {
				titles[strings.TrimSuffix(link[i:], `")`)] = c
			}
		}
		for _, c := range doc.Prose {
			if c.Block != nil || !p.marked(c) {
				continue
			}
			is := titles[p.pinTitle(c)]
			switch {
			case is == nil:
				t.Fatalf("the link at %s of %q is lost in\n%s", c.Pos, src, md)
			case is.Link.Address.String() != c.Link.Address.String():
				t.Fatalf("the link at %s leads to %s in place of %s", c.Pos, is.Link.Address, c.Link.Address)
			case c.Link.Form != snippets.Bare && c.Link.Form != snippets.HTML && is.Link.Text != c.Link.Text:
				t.Fatalf("the link at %s shows %q in place of %q", c.Pos, is.Link.Text, c.Link.Text)
			case c.Link.Form == snippets.Bare && is.Link.Text != c.Link.Address.String():
				t.Fatalf("the URL at %s shows %q", c.Pos, is.Link.Text)
			}
		}
	})
}
