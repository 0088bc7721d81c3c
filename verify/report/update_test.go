package report

import (
	"strings"
	"testing"
)

func updatedReport() *Report {
	r := &Report{}
	r.Add(&Note{File: "notes/a.md", Claims: []*Claim{{ID: "x", Status: Drifted}, {ID: "y", Status: Failed}},
		Update: &Update{Steps: []string{"x"}, Before: []byte("a\r\nold\n"), After: []byte("a\r\nnew\n")}})
	r.Add(&Note{File: "/tmp/b.md", Claims: []*Claim{{ID: "z", Status: Drifted}},
		Update: &Update{Steps: []string{"z"}, Before: []byte("old"), After: []byte("::new\x1b")}})
	r.Add(&Note{File: "c.md", Claims: []*Claim{{ID: "p", Status: Drifted}}, Update: &Update{Refused: "why"}})
	r.Add(&Note{File: "d.md", Update: &Update{Before: []byte("same"), After: []byte("same")}})
	r.Add(&Note{File: "e.md"})
	return r
}

func TestDiff(t *testing.T) {
	const first = "--- a/notes/a.md\n+++ b/notes/a.md\n@@ -1,2 +1,2 @@\n a\r\n-old\n+new\n"
	const second = "--- /tmp/b.md\n+++ /tmp/b.md\n@@ -1,1 +1,1 @@\n-old\n\\ No newline at end of file\n+::new\x1b\n\\ No newline at end of file\n"
	text := updatedReport().Diff()
	if text != first+second {
		t.Errorf("got %q", text)
	}
	want := strings.NewReplacer("\r", "", "::new\x1b", `\x3a:new\x1b`).Replace(first + second)
	if got := ReadableDiff(text, false); got != want {
		t.Errorf("for a reader %q", got)
	}
	if got := ReadableDiff(text, true); !strings.Contains(got, "\x1b[31m-old\x1b[0m\n\x1b[32m+new\x1b[0m\n") {
		t.Errorf("in colours %q", got)
	}
}

func TestWriteUpdates(t *testing.T) {
	r := updatedReport()
	var b strings.Builder
	r.WriteUpdates(&b, false)
	want := "notes/a.md: updated 1 step; 1 finding is left\n/tmp/b.md: updated 1 step\nc.md: not updated: why\nupdated 2 steps in 2 notes; 2 findings are left\n"
	if b.String() != want {
		t.Errorf("got\n%s", b.String())
	}
	if got := (&Report{}).UpdateSummary("updated", true); got != "nothing to update" {
		t.Errorf("of nothing: %s", got)
	}
}
