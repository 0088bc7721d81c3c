package match

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the expected part of testdata")

// TestDiff holds testdata/diff/*.txtar: a member note, a member run, and the
// diff of both for an output that begins at line 14 of the note.
func TestDiff(t *testing.T) {
	files, err := filepath.Glob("testdata/diff/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(a.Files) != 3 {
				t.Fatalf("%s: %d members, want note, run and diff", file, len(a.Files))
			}
			got := Diff(string(a.Files[0].Data), string(a.Files[1].Data), 14)
			if *update {
				a.Files[2].Data = []byte(got)
				if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if want := string(a.Files[2].Data); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestDiffIsCut(t *testing.T) {
	var run strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&run, "line %d %s\n", i, strings.Repeat("x", i%400))
	}
	got := Diff("line 0\n", run.String(), 1)
	if n := strings.Count(got, "\n"); n > maxLines+1 {
		t.Errorf("%d lines", n)
	}
	if !strings.Contains(got, "\n… 99969 more lines\n") {
		t.Errorf("it does not say what was left out:\n%s", got)
	}
	if got := Excerpt(run.String()); strings.Count(got, "\n") != headRun+tailRun+1 || !strings.Contains(got, "\n… 99970 more lines\n") {
		t.Errorf("an excerpt of\n%s", got)
	}
}

// TestDiffOfLongLines wants the difference in sight, wherever it stands.
func TestDiffOfLongLines(t *testing.T) {
	long := strings.Repeat("ä", 5000)
	got := Diff(long+"left"+long, long+"right"+long, 1)
	if !strings.Contains(got, "äleftä") || !strings.Contains(got, "ärightä") || !strings.Contains(got, "(10004 characters)") {
		t.Errorf("got\n%s", got)
	}
	for line := range strings.Lines(got) {
		if len(line) > 3*maxWidth {
			t.Errorf("a line of %d bytes", len(line))
		}
	}
}

func FuzzDiff(f *testing.F) {
	f.Add("a\n...\nb...c\n", "a\nx\nb1c\nd\n")
	f.Add("--- note\n", "+++ run\n")
	f.Fuzz(func(t *testing.T, want, got string) {
		shown := Diff(want, got, 7)
		if ok := Compare(want, got).OK; ok != (shown == "") {
			t.Errorf("Compare of %q and %q is %v, the diff is\n%s", want, got, ok, shown)
		}
		if shown != Visible(shown) {
			t.Errorf("not safe to print: %q", shown)
		}
	})
}
