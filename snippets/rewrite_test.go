package snippets

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/notes"
)

func parseText(t testing.TB, src string) *Doc {
	t.Helper()
	n, err := notes.Parse("note.md", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	doc, _ := Parse(n, nil)
	return doc
}

func TestRewrite(t *testing.T) {
	for _, tt := range []struct {
		name, src, want string
		from, to        int
		lines           []string
	}{
		{"replace", "a\n```console\n$ x\nold\n```\nb\n", "a\n```console\n$ x\nnew\nlines\n```\nb\n", 1, 2, []string{"new", "lines"}},
		{"insert", "```console\n$ x\n```\n", "```console\n$ x\nnew\n```\n", 1, 1, []string{"new"}},
		{"remove", "```console\n$ x\nold\n```\n", "```console\n$ x\n```\n", 1, 2, nil},
		{"CRLF", "```console\r\n$ x\r\nold\r\n```\r\n", "```console\r\n$ x\r\nnew\r\n```\r\n", 1, 2, []string{"new"}},
		{"list", "1. item\n\n   ```console\n   $ x\n   old\n   ```\n", "1. item\n\n   ```console\n   $ x\n   new\n\n   end\n   ```\n", 1, 2, []string{"new", "", "end"}},
		{"fence behind a marker", "- ```console\n  $ x\n  old\n  ```\n", "- ```console\n  $ x\n  new\n  ```\n", 1, 2, []string{"new"}},
		{"quotation", "> ```console\n> $ x\n> old\n> ```\n", "> ```console\n> $ x\n> new\n>\n> end\n> ```\n", 1, 2, []string{"new", "", "end"}},
		{"tab", "-\t```console\n\t$ x\n\told\n\t```\n", "-\t```console\n\t$ x\n\tnew\n\t```\n", 1, 2, []string{"new"}},
		{"footnote", "x[^1]\n\n[^1]: ```console\n    $ x\n    old\n    ```\n", "x[^1]\n\n[^1]: ```console\n    $ x\n    new\n    ```\n", 1, 2, []string{"new"}},
		{"first line in a footnote", "x[^1]\n\n[^1]: ```console\n    old\n    ```\n", "x[^1]\n\n[^1]: ```console\n    new\n    ```\n", 0, 1, []string{"new"}},
		{"unclosed", "```console\n$ x\nold", "```console\n$ x\nnew\n", 1, 2, []string{"new"}},
		{"behind an unclosed end", "```console\n$ x", "```console\n$ x\nnew\n", 1, 1, []string{"new"}},
		{"a fence in the output", "```console\n$ x\n```\n", "`````console\n$ x\n````\n`````\n", 1, 1, []string{"````"}},
		{"a fence in the output, closed by a longer one", "~~~console\n$ x\n~~~~~~\n", "~~~~console\n$ x\n~~~\n~~~~~~\n", 1, 1, []string{"~~~"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := parseText(t, tt.src)
			got := doc.Rewrite([]Change{{Block: doc.Blocks[0], From: tt.from, To: tt.to, Lines: tt.lines}})
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// FuzzRewrite replaces a part of the first block and reads the note again: the
// block has the new lines, and what stands before it stays.
func FuzzRewrite(f *testing.F) {
	f.Add("- a\n\n  ```console\n  $ x\n  old\n  ```\n\nprose\n", "new\n\n```\n", 1, 1)
	f.Add("> ~~~\r\n> x\r\n> ~~~\r\n", "~~~~", 0, 1)
	f.Add("-\t\t```c\n\t\tint x;\n\t\t```\n", "a\tb", 0, 1)
	f.Fuzz(func(t *testing.T, src, text string, from, count int) {
		n, err := notes.Parse("note.md", []byte(src))
		if err != nil || !utf8.ValidString(text) || strings.ContainsAny(text, "\r\x00") || strings.Contains(src, "\x00") {
			return
		}
		doc, _ := Parse(n, nil)
		if len(doc.Blocks) == 0 {
			return
		}
		b := doc.Blocks[0]
		from = max(0, from) % (len(b.Lines) + 1)
		to := min(from+max(0, count)%4, len(b.Lines))
		lines := strings.Split(text, "\n")
		var want []string
		for _, l := range b.Lines[:from] {
			want = append(want, l.Text)
		}
		want = append(want, lines...)
		for _, l := range b.Lines[to:] {
			want = append(want, l.Text)
		}
		got := doc.Rewrite([]Change{{Block: b, From: from, To: to, Lines: lines}})
		if !strings.HasPrefix(string(got), src[:b.Start]) {
			t.Fatalf("what stands before the block changed:\n%q\n%q", src, got)
		}
		again := parseText(t, string(got))
		if len(again.Blocks) == 0 {
			t.Fatalf("the block is gone:\n%q\n%q", src, got)
		}
		var have []string
		for _, l := range again.Blocks[0].Lines {
			have = append(have, l.Text)
		}
		if !slices.Equal(trim(have), trim(want)) {
			t.Fatalf("the block has %q, want %q:\n%q\n%q", have, want, src, got)
		}
	})
}

// trim takes off what Markdown itself may take: blanks at line ends.
func trim(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.TrimRight(l, " \t")
	}
	return out
}
