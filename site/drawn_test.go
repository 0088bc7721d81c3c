package site

import (
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
)

func drawingOf(t *testing.T, src string) (string, *snippets.Block) {
	t.Helper()
	n, err := notes.Parse("a.md", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := snippets.Parse(n, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := newPlanned(Note{Doc: doc}, &chapter{})
	return p.drawing(doc.Blocks[0], "a/"), doc.Blocks[0]
}

// TestDrawing: links are live in what is drawn, and the box to their right keeps
// its side whatever their marks need.
func TestDrawing(t *testing.T) {
	const url = "https://github.com/a/b/blob/main/x.c#L1"
	svg, b := drawingOf(t, "```text\n+------------+\n| [f()]("+url+")   |\n| [g_long()]("+url+") |\n+------------+ [h]("+url+")\n```\n")
	if got := blockAnchor(b); got != "claim-"+b.Links[0].ID+"-block" {
		t.Errorf("anchor is %s", got)
	}
	for _, want := range []string{
		`<a href="` + url + `" id="claim-` + b.Links[0].ID + `" class="pin unverified">`,
		`<a href="#claim-` + b.Links[1].ID + `-why" class="badge unverified" aria-label="unverified: g_long()">`,
		`>g_long()</text>`,
		`width="151.2"`, // 18 cells: the box, a blank, a link, and its mark
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("there is no %s in\n%s", want, svg)
		}
	}
}

func TestDrawingAnchor(t *testing.T) {
	svg, b := drawingOf(t, "# A\n\n```\n+------+\n| \"<x>\" |\n+------+\n```\n")
	if blockAnchor(b) != "drawing-3" || !strings.Contains(svg, "&#34;&lt;x&gt;&#34;") {
		t.Errorf("anchor %s of\n%s", blockAnchor(b), svg)
	}
}

// TestNoDrawing: what claims something is shown with its evidence, and what
// holds characters that a page may not show is shown as text.
func TestNoDrawing(t *testing.T) {
	for name, src := range map[string]string{
		"session":  "```console\n$ echo '+-------+'\n+-------+\n```\n",
		"language": "```go\n+------+\n|      |\n+------+\n```\n",
		"escape":   "```\n+------+\n| \u202e   |\n+------+\n```\n",
		"prose":    "```\na -- b | c\n```\n",
	} {
		if svg, b := drawingOf(t, src); svg != "" || strings.HasPrefix(blockAnchor(b), "drawing") {
			t.Errorf("%s: drawn as %s", name, svg)
		}
	}
}
