package snippets

import (
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/notes"
)

// TestLarge holds that size changes nothing but the time. Each of these took
// minutes when something in the parser was quadratic.
func TestLarge(t *testing.T) {
	const n = 10_000
	long := strings.Repeat("a@b: ", 1<<18)
	for _, tt := range []struct {
		name, src     string
		blocks, steps int
	}{
		{"blocks", strings.Repeat("```console\n$ :\n```\n\ntext\n\n", n), n, n},
		{"steps", "```console\n" + strings.Repeat("$ :\n", n) + "```\n", 1, n},
		{"a here-document of prompts", "```console\n$ cat <<EOF\n" + strings.Repeat("$ x\n", n) + "EOF\n$ x\n```\n", 1, 2},
		{"here-documents that do not end", "```console\n" + strings.Repeat("$ cat <<EOF\n", n/10) + "```\n", 1, n / 10},
		{"commands that do not end", "```console\n" + strings.Repeat("$ echo \"x\n", n) + "```\n", 1, n},
		{"a long line of output", "```console\n$ x\n" + long + "\n$ y\n```\n", 1, 2},
		{"a long command", "```console\n$ echo " + long + "\n$ y\n```\n", 1, 2},
		{"a long line of C", "```c\n" + strings.Repeat("int x; ", 1<<17) + "\n```\n", 1, 1},
		{"a long line of prose", long + "\n```console\n$ x\n```\n", 1, 1},
		{"many lines of prose", strings.Repeat("text\n\n", n*10) + "```console\n$ x\n```\n", 1, 1},
		{"deep quotations", strings.Repeat(">", 1000) + "\n\n```console\n$ x\n```\n", 1, 1},
	} {
		note, err := notes.Parse("note.md", []byte(tt.src))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Parse(note, nil)
		if err != nil {
			t.Fatal(err)
		}
		if blocks, claims := len(doc.Blocks), len(doc.Claims()); blocks != tt.blocks || claims != tt.steps {
			t.Errorf("%s: %d blocks, %d claims, want %d and %d", tt.name, blocks, claims, tt.blocks, tt.steps)
		}
		last := doc.Blocks[len(doc.Blocks)-1]
		if want := 1 + strings.Count(tt.src[:last.Start], "\n"); last.Pos.Line != want {
			t.Errorf("%s: the last block is at line %d, want %d", tt.name, last.Pos.Line, want)
		}
	}
}
