package site

import (
	"fmt"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
)

func parse(t *testing.T, src string) *snippets.Doc {
	t.Helper()
	n, err := notes.Parse("a/note.md", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := snippets.Parse(n, nil)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func emitted(doc *snippets.Doc) string {
	n := doc.Note
	return guard(render(n.Source, n.Body, len(n.Source), doc.Blocks, nil, outlineOf(n).edits))
}

// TestFences emits notes with fences in all kinds of containers, and reads what
// was emitted as Hugo does: the same blocks with the same lines must be there,
// and what stands behind each must not have become a part of it.
func TestFences(t *testing.T) {
	bodies := map[string]string{
		"plain":      "int x;\n\n\tint y;",
		"blank ends": "\n\nint x;\n\n",
		"indented":   "   three\n     five\nnone",
		"inner":      "``` not the end\n~~~\n~~~~~ x\n`````",
		"empty":      "",
		"hugo":       "{{< x >}} {{%/* y */%}} */>}} <!--more-->",
		"tabs":       "\tone\n\t\ttwo\n    four",
	}
	for _, c := range []struct{ name, open, more, fence string }{
		{"top", "", "", "```"},
		{"tildes", "", "", "~~~~~~"},
		{"indented by three", "   ", "   ", "``````"},
		{"item", "- ", "  ", "``````"},
		{"item, wide", "-    ", "     ", "``````"},
		{"item, a tab", "-\t", "\t", "``````"},
		{"number", "10. ", "    ", "``````"},
		{"number, tildes", "1) ", "   ", "~~~~~~"},
		{"item in an item", "- 1. ", "     ", "``````"},
		{"item below a line", "- words\n\n  ", "  ", "``````"},
		{"deep", "- a\n  - b\n    - c\n\n      ", "      ", "``````"},
		{"quotation", "> ", "> ", "``````"},
		{"quotation, tight", ">", ">", "``````"},
		{"quotation in a quotation", "> > ", "> > ", "``````"},
		{"item in a quotation", "> - ", ">   ", "``````"},
		{"quotation in an item", "- > ", "  > ", "``````"},
		{"footnote, below", "Text[^1].\n\n[^1]: words\n\n    ", "    ", "``````"},
	} {
		for name, body := range bodies {
			if c.fence == "```" && strings.Contains(body, "```") {
				continue
			}
			t.Run(c.name+"/"+name, func(t *testing.T) {
				src := c.open + c.fence + "c {#it}\n"
				for line := range strings.Lines(body + "\n") {
					src += c.more + line
				}
				src += c.more + c.fence + "\n\nbehind\n"
				sameBlocks(t, src)
			})
		}
	}
}

// TestOddFences: a fence that nothing closes ends with what it stands in; one
// may begin on a footnote's own line.
func TestOddFences(t *testing.T) {
	for _, src := range []string{"```c\nint x;", "```c\nint x;\n", "- ```c\n  int x;", "- ```c\n  int x;\n\nbehind\n", "> ```c\n> int x;\nbehind\n", "```", "~~~\n\n\n", "> ```\n",
		"Text[^1].\n\n[^1]: ```c\n    int x;\n    ```\n\nbehind\n", "Text[^a-long-name].\n\n[^a-long-name]: ```c\n    int x;\n    ```\n\nbehind\n"} {
		t.Run(fmt.Sprintf("%q", src), func(t *testing.T) { sameBlocks(t, src) })
	}
}

func sameBlocks(t *testing.T, src string) {
	t.Helper()
	doc := parse(t, src)
	md := emitted(doc)
	again := parse(t, md)
	if len(doc.Blocks) != 1 || len(again.Blocks) != 1 {
		t.Fatalf("%d blocks, then %d of\n%s", len(doc.Blocks), len(again.Blocks), md)
	}
	got := strings.ReplaceAll(again.Blocks[0].Text(), "\u200b", "") // guard's, where both shortcode ends stand in a note
	if want := doc.Blocks[0].Text(); trimLines(want) != trimLines(got) {
		t.Errorf("%q became %q in\n%s", want, got, md)
	}
	if strings.Contains(src, "behind") && strings.Contains(again.Blocks[0].Text(), "behind") {
		t.Errorf("the block took what stands behind it:\n%s", md)
	}
}

// trimLines makes lines of nothing but blanks empty.
func trimLines(s string) string {
	all := strings.Split(s, "\n")
	for i, l := range all {
		if strings.TrimSpace(l) == "" {
			all[i] = ""
		}
	}
	return strings.Join(all, "\n")
}

func FuzzFences(f *testing.F) {
	f.Add("- a\n\n  ```c\n  x\n  ```\n")
	f.Add("> ~~~\n> ```\n")
	f.Fuzz(func(t *testing.T, src string) {
		n, err := notes.Parse("a.md", []byte(src))
		if err != nil {
			return
		}
		doc, err := snippets.Parse(n, nil)
		if err != nil {
			return
		}
		again := parse(t, emitted(doc))
		if len(again.Blocks) != len(doc.Blocks) {
			t.Fatalf("%d blocks became %d:\n%s", len(doc.Blocks), len(again.Blocks), emitted(doc))
		}
	})
}

func TestHTML(t *testing.T) {
	for _, tt := range []struct{ name, src, want string }{
		{"tags that format stay for Hugo to drop", "a <b>bold</b> word", "a <b>bold</b> word"},
		{"what raises or lowers keeps its meaning", "2<sup>10</sup>, H<sub>2</sub>O", "2^10</sup>, H_2</sub>O"},
		{"a break parts", "a<br>b<br/>c", "a b c"},
		{"others are text", "a <script>x</script>", `a \<script>x\</script>`},
		{"behind a backslash", `a \\<thing>`, `a \\\<thing>`},
		{"code is left alone", "`<thing>` and `<b>`", "`<thing>` and `<b>`"},
		{"no tag at all", "#include <stdio.h>", "#include <stdio.h>"},
		{"autolinks stay", "<https://example.org/>", "<https://example.org/>"},
		{"a comment stays hidden", "a <!-- x\ny --> b", "a <!-- x\ny --> b"},
		{"a block", "<div class=\"x\">\nwords\n</div>\n", "\nwords\n\n"},
		{"a block of script", "<script>\nlet x = '<b>';\n</script>\n", "\\<script>\nlet x = '';\n\\</script>\n"},
		{"a fence in a block is none", "<details>\n```c {onclick=x}\n```\n</details>\n", "\n\\`\\`\\`c {onclick=x}\n\\`\\`\\`\n\n"},
		{"a declaration", "<!DOCTYPE html>\n", "\\<!DOCTYPE html>\n"},
		{"a processing instruction", "<?php x ?>\n", "\\<?php x ?>\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := parse(t, tt.src)
			n := doc.Note
			if got := render(n.Source, 0, len(n.Source), doc.Blocks, nil, outlineOf(n).edits); got != tt.want {
				t.Errorf("%q became %q, not %q", tt.src, got, tt.want)
			}
		})
	}
}
