package verify

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/report"
)

// starts verifies a note and expects so many containers to be started for it.
func (b *bench) starts(want int, markdown string, record bool) *report.Note {
	b.Helper()
	before := b.engine.started
	n, _ := b.verify(markdown, record)
	if got := b.engine.started - before; got != want {
		b.Errorf("%d containers were started, want %d", got, want)
	}
	return n
}

const numberStep = "~~~console\n$ show pid\npid 77\n~~~\n"

// number prints another number in each container.
func number(container int, _ string) string { return fmt.Sprintf("pid %d\n", 4000+300*container) }

// unstable prints another text in each container.
func unstable(container int, _ string) string {
	return "begin\n" + strings.Repeat("again and ", container) + "again\nend\n"
}

// TestTwinRuns counts the second runs: one for a note that needs it, and none
// for any other.
func TestTwinRuns(t *testing.T) {
	t.Run("clean", func(t *testing.T) {
		b := newBench(t, echo)
		b.starts(1, oneStep, false)
		b.starts(0, oneStep, false)
	})
	t.Run("drifted", func(t *testing.T) {
		b := newBench(t, echo)
		drifted := strings.Replace(oneStep, "\na\n", "\nb\n", 1)
		b.starts(2, drifted, false)
		b.starts(0, drifted, false)
		b.starts(0, drifted, true)
	})
	t.Run("masked", func(t *testing.T) {
		b := newBench(t, number)
		for i, want := range []int{2, 0, 0} {
			n := b.starts(want, numberStep, i == 2)
			if c := n.Claims[0]; c.Evidence != "masked" {
				t.Errorf("run %d: %s: %s", i, c.Status, c.Reason)
			}
		}
	})
	t.Run("failed", func(t *testing.T) {
		b := newBench(t, echo)
		b.starts(1, "~~~console {exit=3}\n$ echo a\na\n~~~\n", false)
	})
	t.Run("recorded", func(t *testing.T) {
		b := newBench(t, echo)
		b.starts(2, oneStep, true)
		b.starts(0, oneStep, true)
		b.starts(0, oneStep, false)
		b.NoCache = true
		b.starts(1, oneStep, false)
		b.starts(2, oneStep, true)
	})
	t.Run("clean, then recorded", func(t *testing.T) {
		b := newBench(t, echo)
		b.starts(1, oneStep, false)
		b.starts(1, oneStep, true)
		b.starts(0, oneStep, true)
	})
	t.Run("without jobs", func(t *testing.T) {
		b := newBench(t, echo)
		b.starts(0, "~~~console {skip=\"long\"}\n$ make\n~~~\n", true)
		b.starts(0, "nothing\n", false)
		b.starts(0, untagged("a drawing"), false)
	})
	t.Run("only C", func(t *testing.T) { // gcc says the same each time
		b := newBench(t, echo)
		b.starts(1, cBlock("", "int main(void) { return 0; }\n"), true)
		b.starts(0, cBlock("", "int main(void) { return 0; }\n"), true)
	})
	t.Run("C beside a session", func(t *testing.T) {
		b := newBench(t, echo)
		if _, r := b.verify(oneStep+cBlock("", "int main(void) { return 0; }\n"), true); r.Summary.StepsRun != 3 {
			t.Errorf("%d steps were run, want 2 and then 1", r.Summary.StepsRun)
		}
	})
	t.Run("a time-out", func(t *testing.T) {
		b := newBench(t, echo)
		b.engine.stops = "hang"
		note := oneStep + "~~~console\n$ hang\nx\n~~~\n"
		for range 2 { // it may have been due to the machine
			n := b.starts(1, note, false)
			if n.Claims[1].Status != report.Failed {
				t.Errorf("a time-out is %s", n.Claims[1].Status)
			}
		}
		b.starts(2, note, true)
	})
	t.Run("another record", func(t *testing.T) {
		b := newBench(t, number)
		silent := "~~~console\n$ show pid\n~~~\n"
		b.starts(2, silent, true)
		b.NoCache = true
		b.starts(1, silent, false)
		b.engine.prints = func(container int, _ string) string { return fmt.Sprintf("other words %d\n", container) }
		b.expect(b.starts(2, silent, false), report.RecordDiffers, "line 2")
	})
	t.Run("without an engine", func(t *testing.T) {
		b := newBench(t, number)
		b.starts(2, numberStep, true)
		b.Engine = nil
		if c := b.starts(0, numberStep, false).Claims[0]; c.Evidence != "masked" {
			t.Errorf("the record says %s: %s", c.Status, c.Reason)
		}
	})
}

// TestMasksAreCarried has a token that was volatile once stay so.
func TestMasksAreCarried(t *testing.T) {
	b := newBench(t, number)
	b.NoCache = true
	b.starts(2, numberStep, true)
	record := b.read(b.record())
	if !strings.Contains(record, "\nvolatile 1:4-8 decimal \"") || !strings.Contains(record, "\nruns 2\n") {
		t.Errorf("the record does not say what is volatile:\n%s", record)
	}
	n := b.starts(1, strings.Replace(numberStep, "77", "78", 1), false)
	b.expect(n, report.RecordCurrent, "")
	if c := n.Claims[0]; c.Evidence != "masked" || len(c.Volatile) != 1 {
		t.Errorf("%s: %s, %v", c.Status, c.Reason, c.Volatile)
	}
	// Recording anew changes nothing, since nothing else was observed.
	if n := b.starts(2, numberStep, true); n.RecordWritten || b.read(b.record()) != record {
		t.Errorf("the record was written for other volatile tokens:\n%s", b.read(b.record()))
	}
	// A second run that has the same by chance takes nothing back.
	b.engine.prints = func(int, string) string { return "pid 5000\n" }
	if n := b.starts(2, numberStep, true); n.Claims[0].Evidence != "masked" || b.read(b.record()) != record {
		t.Errorf("%s, and the record is\n%s", n.Claims[0].Status, b.read(b.record()))
	}
	// With another key the record counts for nothing.
	if n := b.starts(2, strings.Replace(numberStep, "show", "print", 1), false); n.Claims[0].Status != report.Drifted {
		t.Errorf("a mask was carried to another command: %s", n.Claims[0].Status)
	}
}

func TestUnstableOutput(t *testing.T) {
	b := newBench(t, unstable)
	n := b.starts(2, "~~~console\n$ f\nbegin\nagain\nend\n~~~\n", false)
	const want = "the output differs from line 4; a second run had line 2 of the output otherwise: print what stays the same, or write `...`"
	if c := n.Claims[0]; c.Status != report.Drifted || c.Reason != want {
		t.Errorf("%s: %s", c.Status, c.Reason)
	}
	if n := b.starts(0, "~~~console\n$ f\nbegin\n...\nend\n~~~\n", false); n.Claims[0].Status != report.Verified {
		t.Errorf("with a wildcard it is %s", n.Claims[0].Status)
	}
}

// TestMadeFileThatVaries keeps a record of a file with volatile tokens current.
func TestMadeFileThatVaries(t *testing.T) {
	trace := func(container int) string { return fmt.Sprintf("write(1, \"a\")\npid %d\n", 4000+300*container) }
	words := func(container int) string { return "write(1, \"a\")\n" + unstable(container, "") }
	note := oneStep + untagged(`write(1, "a")`)
	for _, made := range []func(int) string{trace, words} {
		b := newBench(t, echo)
		b.engine.made = made
		b.NoCache = true
		n := b.starts(2, note, true)
		if c := n.Claims[1]; c.Status != report.Verified || c.Source.File != "trace.txt" {
			t.Fatalf("%s: %s", c.Status, c.Reason)
		}
		n, _ = b.verify(note, false)
		b.expect(n, report.RecordCurrent, "")
		b.engine.made = func(int) string { return "write(1, \"a\")\nalways this\n" }
		n, _ = b.verify(note, false)
		b.expect(n, report.RecordDiffers, "line 2")
		b.Engine = nil
		if n, _ := b.verify(note, false); n.Claims[1].Status != report.Verified {
			t.Errorf("the record says %s: %s", n.Claims[1].Status, n.Claims[1].Reason)
		}
	}
	b := newBench(t, echo)
	b.engine.made = trace
	if n := b.starts(2, oneStep+untagged("write(1, \"a\")\npid 12"), false); n.Claims[1].Evidence != "excerpt" {
		t.Errorf("a volatile line of a file is %s: %s", n.Claims[1].Status, n.Claims[1].Reason)
	}
}

// TestMadeFilesAreBounded passes over files when there are too many.
func TestMadeFilesAreBounded(t *testing.T) {
	b := newBench(t, echo)
	b.engine.made = func(int) string { return strings.Repeat("x", 1<<20) }
	var note strings.Builder
	for i := range 40 {
		fmt.Fprintf(&note, "~~~console\n$ echo a%d\na%[1]d\n~~~\n\n~~~\nline %[1]d of a listing\n~~~\n\n", i)
	}
	b.verify(note.String(), false)
	files, _ := os.ReadDir(b.Cache + "/observed/0123456789abcdef")
	if len(files) != 1 {
		t.Fatal("nothing was kept")
	}
	if info, _ := files[0].Info(); info.Size() > maxMade+1<<20 {
		t.Errorf("%d bytes were kept", info.Size())
	}
}
