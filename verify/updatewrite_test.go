package verify

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/report"
)

const driftedNote = "```console\n$ a\nold\n```\n"

// onDisk is the plan of a note that is a file, and the file.
func onDisk(t *testing.T, source string) (*plan, string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "note.md")
	if err := os.WriteFile(file, []byte(source), 0o640); err != nil {
		t.Fatal(err)
	}
	n, err := new(notes.Config).LoadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := snippets.Parse(n, nil)
	if err != nil {
		t.Fatal(err)
	}
	return newPlan(doc, "", nil), file
}

// updated updates a note of which each step did the next of steps.
func updated(t *testing.T, p *plan, mode UpdateMode, steps ...step) *report.Note {
	t.Helper()
	v := &verifier{share: leastShown, Options: Options{Update: mode, Engine: engine.Bubblewrap{}}}
	seen := did(t, p, steps)
	_, n, err := v.update(p, seen, judgeNote(p, seen, leastShown))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func expectFile(t *testing.T, file, want string) {
	t.Helper()
	if data, err := os.ReadFile(file); err != nil || string(data) != want {
		t.Errorf("the note is %q, want %q: %v", data, want, err)
	}
}

func TestUpdateWrites(t *testing.T) {
	want := strings.Replace(driftedNote, "old", "new", 1)
	p, file := onDisk(t, driftedNote)
	n := updated(t, p, ShowUpdate, out("new\n"))
	expectFile(t, file, driftedNote)
	if string(n.Update.After) != want || n.Claims[0].Status != report.Drifted {
		t.Errorf("%q would be written, the claim is %s", n.Update.After, n.Claims[0].Status)
	}
	n = updated(t, p, WriteUpdate, out("new\n"))
	expectFile(t, file, want)
	if n.Claims[0].Status != report.Verified || len(n.Update.Steps) != 1 {
		t.Errorf("the claim is %s, updated are %v", n.Claims[0].Status, n.Update.Steps)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("mode %v: %v", info.Mode(), err)
	}
}

func TestUpdateOfWhatWasChangedMeanwhile(t *testing.T) {
	p, file := onDisk(t, driftedNote)
	if err := os.WriteFile(file, []byte("edited"), 0o644); err != nil {
		t.Fatal(err)
	}
	n := updated(t, p, WriteUpdate, out("new\n"))
	expectFile(t, file, "edited")
	if n.Claims[0].Status != report.Drifted || n.Update.Refused != errChanged.Error() || len(n.Update.Steps) > 0 {
		t.Errorf("the claim is %s: %+v", n.Claims[0].Status, n.Update)
	}
}

func TestUpdateOfLink(t *testing.T) {
	p, file := onDisk(t, driftedNote)
	real := filepath.Join(t.TempDir(), "real.md")
	if err := os.Rename(file, real); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, file); err != nil {
		t.Fatal(err)
	}
	updated(t, p, WriteUpdate, out("new\n"))
	if info, err := os.Lstat(file); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v", err)
	}
	expectFile(t, real, strings.Replace(driftedNote, "old", "new", 1))
}

func TestUpdateOfPulledNote(t *testing.T) {
	p, file := onDisk(t, driftedNote)
	p.doc.Note.Notebook, p.doc.Note.Strict = "theirs", false
	n := updated(t, p, WriteUpdate, out("new\n"))
	expectFile(t, file, driftedNote)
	if n.Claims[0].Status != report.Drifted || !strings.Contains(n.Update.Refused, "pulled") {
		t.Errorf("the claim is %s: %+v", n.Claims[0].Status, n.Update)
	}
}

// TestUpdateOfLongOutput writes all of an output of which a report shows only
// the begin.
func TestUpdateOfLongOutput(t *testing.T) {
	long := strings.Repeat("a line of an output\n", 500)
	p, file := onDisk(t, driftedNote)
	updated(t, p, WriteUpdate, out(long))
	expectFile(t, file, strings.Replace(driftedNote, "old\n", long, 1))
}

func TestExcerptOfWhatIsUpdated(t *testing.T) {
	p, _ := onDisk(t, "```console\n$ a\nold line\n```\n\n```\nold line\n```\n")
	n := updated(t, p, WriteUpdate, out("new\n"))
	if len(n.Claims) != 2 || n.Claims[1].Status != report.Drifted || !strings.Contains(n.Claims[1].Reason, "is updated") {
		t.Errorf("%d claims, the last %+v", len(n.Claims), n.Claims[len(n.Claims)-1])
	}
}
