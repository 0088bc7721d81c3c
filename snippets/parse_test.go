package snippets

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/notes"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the expected parts of testdata")

// TestParse reads testdata/*.txtar: the member note.md, and in want what is
// found in it. go test ./snippets -update writes want anew.
func TestParse(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	if len(files) == 0 {
		t.Fatal("no testdata")
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := describe(t, a.Files[0].Data)
			if *update {
				a.Files = append(a.Files[:1], txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(a.Files[1].Data), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func describe(t *testing.T, src []byte) string {
	n, err := notes.Parse("note.md", src)
	if err != nil {
		return err.Error() + "\n"
	}
	n.Strict = true
	doc, err := Parse(n, nil)
	var b strings.Builder
	if err != nil {
		fmt.Fprintln(&b, err)
	}
	for _, bl := range doc.Blocks {
		fmt.Fprintf(&b, "%d:%d %q %s, %d lines\n", bl.Pos.Line, bl.Pos.Col, bl.Lang, bl.Class, len(bl.Lines))
		if whole := string(src[bl.Start:bl.Stop]); !strings.HasPrefix(strings.TrimLeft(whole, " >-*\t0123456789."), "```") &&
			!strings.HasPrefix(strings.TrimLeft(whole, " >-*\t0123456789."), "~~~") {
			t.Errorf("block at %s spans %q", bl.Pos, whole)
		}
		for _, c := range bl.Claims {
			if s := c.Step; s != nil {
				fmt.Fprintf(&b, "  %d:%d %q %q -> %q", c.Pos.Line, c.Pos.Col, s.Prompt, s.Command, s.Output)
				if s.Exit != nil {
					fmt.Fprintf(&b, " exit %d by %s", *s.Exit, s.ExitBy)
				}
				for name, v := range map[string]string{"skip": s.Skip, "defect": s.Defect} {
					if v != "" {
						fmt.Fprintf(&b, " %s: %s", name, v)
					}
				}
				if s.Silent {
					b.WriteString(" silent")
				}
				if s.Program != "" {
					fmt.Fprintf(&b, " program %s", s.Program)
				}
				if s.Starter != nil {
					fmt.Fprintf(&b, " of %q", s.Starter.Command)
				}
				b.WriteByte('\n')
			} else {
				fmt.Fprintf(&b, "  %d:%d %s\n", c.Pos.Line, c.Pos.Col, c.Kind)
			}
		}
	}
	for _, c := range doc.Prose {
		describeLink(t, &b, src, c)
	}
	return b.String()
}

func describeLink(t *testing.T, b *strings.Builder, src []byte, c *Claim) {
	l := c.Link
	fmt.Fprintf(b, "%d:%d link %q %s %s %s %d-%d", c.Pos.Line, c.Pos.Col, l.Text, l.Address.Forge, l.Address.Ref, l.Address.Path, l.Address.First, l.Address.Last)
	for _, part := range [][2]string{{"symbols", strings.Join(l.Symbols, " ")}, {"path", l.Path}, {"broken", l.Broken}} {
		if part[1] != "" {
			fmt.Fprintf(b, " %s: %s", part[0], part[1])
		}
	}
	if l.Weak {
		b.WriteString(" weak")
	}
	if c.Block != nil {
		fmt.Fprintf(b, " in the block of line %d", c.Block.Pos.Line)
	}
	fmt.Fprintf(b, " spans %q\n", src[l.At:l.End])
	if shown := string(src[l.TextStart:l.TextStop]); l.Form != HTML && l.Form != Bare && shown != "" && !strings.HasPrefix(string(src[l.At:l.End]), "["+shown+"]") {
		t.Errorf("link at %s: it shows %q", c.Pos, shown)
	}
	if raw := string(src[l.Start:l.Stop]); raw != l.Address.String() && !strings.ContainsAny(raw, `\&`) {
		t.Errorf("link at %s: its URL is %q, not %q", c.Pos, l.Address, raw)
	}
}

// TestIDs holds that a claim keeps its ID wherever it moves.
func TestIDs(t *testing.T) {
	ids := func(src string) []string {
		n, err := notes.Parse("note.md", []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Parse(n, nil)
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, c := range doc.Claims() {
			ids = append(ids, c.ID)
		}
		return ids
	}
	const block = "```console\n$ ls\na\n$ ls\nb\n```\n"
	before, after := ids(block), ids("prose\n\n"+strings.Replace(block, "a\n", "other\n", 1))
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("IDs changed with position or output: %s", diff)
	}
	if before[0] == before[1] {
		t.Errorf("two claims have the ID %s", before[0])
	}
}
