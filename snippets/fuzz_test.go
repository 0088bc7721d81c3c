package snippets

import (
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/notes"
	"golang.org/x/tools/txtar"
)

// FuzzParse holds that blocks stand in order, and that the range of each is
// its fence and nothing else: cut out and read alone, it is the same block.
func FuzzParse(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(a.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		n, err := notes.Parse("note.md", src)
		if err != nil {
			return
		}
		doc, _ := Parse(n, nil)
		last := n.Body
		for _, b := range doc.Blocks {
			if b.Start < last || b.Stop < b.Start || b.Stop > len(src) {
				t.Fatalf("block at %s spans %d to %d, the one before ends at %d", b.Pos, b.Start, b.Stop, last)
			}
			last = b.Stop
			if got := n.Pos(b.Start).Line; got != b.Pos.Line {
				t.Fatalf("block at %s begins at line %d", b.Pos, got)
			}
			if fence := src[b.Start : b.Start+1]; b.Pos.Col == 1 && strings.ContainsAny(string(fence), "`~") {
				checkAlone(t, b, src[b.Start:b.Stop])
			}
		}
	})
}

func checkAlone(t *testing.T, b *Block, src []byte) {
	doc, _ := Parse(&notes.Note{File: "alone.md", Source: src}, nil)
	if len(doc.Blocks) != 1 {
		t.Fatalf("block at %s: its range %q holds %d blocks", b.Pos, src, len(doc.Blocks))
	}
	if got := doc.Blocks[0]; got.Start != 0 || got.Stop != len(src) || got.Text() != b.Text() || got.Lang != b.Lang {
		t.Fatalf("block at %s: its range %q reads as %q, %d to %d, was %q", b.Pos, src, got.Text(), got.Start, got.Stop, b.Text())
	}
}

// FuzzTranscript holds that the steps of a block are what its lines say: in
// order, each line in one of them at most, none behind the first prompt lost.
func FuzzTranscript(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(a.Files[0].Data))
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\r") {
			return
		}
		b := &Block{Lang: "console"}
		for i, line := range strings.Split(text, "\n") {
			b.Lines = append(b.Lines, Line{Text: line, Pos: notes.Pos{File: "note.md", Line: i + 1, Col: 1}})
		}
		if b.Class = classOf(b); b.Class != Session {
			return
		}
		(&parser{doc: &Doc{Note: &notes.Note{}}}).session(b)
		last := 0
		for _, c := range b.Claims {
			s := c.Step
			if s.CommandFrom < last || s.CommandTo <= s.CommandFrom || s.OutputFrom != s.CommandTo || s.OutputTo < s.OutputFrom || s.OutputTo > len(b.Lines) {
				t.Fatalf("step at %s has ranges %+v of %d lines", c.Pos, s, len(b.Lines))
			}
			last = s.OutputTo
			checkStep(t, b, s)
		}
	})
}

func checkStep(t *testing.T, b *Block, s *Step) {
	var command []string
	for i, l := range b.Lines[s.CommandFrom:s.CommandTo] {
		switch rest, ok := afterMore(l.Text, s.More); {
		case i == 0:
			command = append(command, strings.TrimPrefix(l.Text, s.Prompt))
		case s.Starter != nil && ok:
			command = append(command, rest)
		default:
			command = append(command, continuation(l.Text))
		}
	}
	if want := strings.Join(command, "\n"); s.Command != want {
		t.Fatalf("the command %q stands as %q", s.Command, want)
	}
	shown := joinLines(b.Lines[s.OutputFrom:s.OutputTo])
	if !strings.HasPrefix(shown, s.Output) || s.ExitBy != "[N]" && s.Output != shown {
		t.Fatalf("the output %q stands as %q", s.Output, shown)
	}
}

// FuzzInfo holds that what is taken from an info string can be used as it is.
func FuzzInfo(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for line := range strings.Lines(string(a.Files[0].Data)) {
			if info, ok := strings.CutPrefix(line, "```"); ok {
				f.Add(strings.TrimSpace(info), true)
			}
		}
	}
	f.Fuzz(func(t *testing.T, info string, strict bool) {
		if strings.ContainsAny(info, "\r\n") || !utf8.ValidString(info) {
			return
		}
		src := "```" + info
		p := &parser{doc: &Doc{Note: &notes.Note{File: "note.md", Source: []byte(src), Strict: strict}}, lines: []int{0}}
		b := &Block{}
		p.info(b, info, 3)
		for _, err := range p.errs {
			if !strings.HasPrefix(err.Error(), "note.md:1:") {
				t.Errorf("error without a place: %v", err)
			}
		}
		a := b.Attrs
		if a.ID != "" && strings.ContainsAny(a.ID, " \t\"'<>&/\\") || a.Timeout < 0 || a.File != "" && !filepath.IsLocal(a.File) {
			t.Errorf("attributes %+v", a)
		}
		if a.Exit != nil && (*a.Exit < 0 || *a.Exit > 255) {
			t.Errorf("exit status %d", *a.Exit)
		}
		again := &Block{}
		(&parser{doc: p.doc, lines: p.lines}).info(again, info, 3)
		if diff := cmp.Diff(b.Attrs, again.Attrs); diff != "" {
			t.Errorf("read twice: %s", diff)
		}
	})
}
