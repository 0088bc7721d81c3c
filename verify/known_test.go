package verify

import (
	"fmt"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/report"
)

// TestLastRun asks for what is known of a note where nothing is run.
func TestLastRun(t *testing.T) {
	b := newBench(t, func(container int, _ string) string { return fmt.Sprintf("at 0x7f%010x\n", container) })
	const note = "~~~console\n$ echo a\nat 0x7f0000000009\n~~~\n"
	b.verify(note, true)
	engine := b.Engine
	b.Engine = nil
	n, r := b.verify(note, false)
	if r.Summary.StepsRun != 0 || n.Seen.From != report.FromCache || n.Seen.Runs != 2 || n.Seen.Varied != Varied || n.Recorded != "" {
		t.Errorf("%d steps were run; seen: %+v", r.Summary.StepsRun, n.Seen)
	}
	if c := n.Claims[0]; c.Evidence != "masked" || len(c.Volatile) != 1 || c.Volatile[0].Twin != "0x7f0000000002" || c.Volatile[0].Carried {
		t.Errorf("got %+v", c)
	}
	if n.Record != report.RecordCurrent {
		t.Errorf("the record is %s", n.Record)
	}

	// A run that does not show what is volatile has it from the record.
	b.Engine, b.NoCache = engine, true
	n, _ = b.verify(note, false)
	if c := n.Claims[0]; c.Evidence != "masked" || len(c.Volatile) != 1 || !c.Volatile[0].Carried || n.Seen.From != report.FromRun {
		t.Errorf("got %+v, seen %+v", c, n.Seen)
	}

	// What the last run did counts, and the record is held against it.
	b.Engine, b.NoCache = nil, false
	b.write(b.record(), strings.Replace(b.read(b.record()), "| at ", "| forged ", 1))
	n, _ = b.verify(note, false)
	if c := n.Claims[0]; n.Record != report.RecordDiffers || !strings.HasPrefix(c.Observed, "at ") {
		t.Errorf("the record is %s, the claim %+v", n.Record, c)
	}

	// Of a note that was changed nothing is known.
	n, _ = b.verify(strings.Replace(note, "echo a", "echo b", 1), false)
	if n.Seen != (report.Seen{}) || n.Claims[0].Status != report.Unverified {
		t.Errorf("got %+v, seen %+v", n.Claims[0], n.Seen)
	}
}
