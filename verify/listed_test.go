package verify

import (
	"os"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/report"
)

// listingNote has a program that a command compiles, and one that nothing names.
const listingNote = "~~~c {file=\"x.c\"}\nint main(void) { return 0; }\n~~~\n\n~~~console\n$ gcc -DX=1 -O1 x.c\n-DX=1 -O1 x.c\n~~~\n\n~~~c {file=\"notes.h\"}\nint main(void);\n~~~\n"

// assembles echoes, but for the job that lists programs: it finds text below
// each of its heads.
func assembles(text *string) func(int, string) string {
	return func(n int, command string) string {
		if !strings.Contains(command, "gcc -S") {
			return echo(n, command)
		}
		var b strings.Builder
		for line := range strings.Lines(command) {
			if words, ok := strings.CutPrefix(line, "echo "); ok {
				nonce, head, _ := strings.Cut(words, " ")
				head, _, _ = strings.Cut(strings.TrimPrefix(head, "'"), "'")
				b.WriteString(nonce + " " + head + "\n" + *text + nonce + " = 0\n")
			}
		}
		return b.String()
	}
}

// TestListing has the programs of a note listed where somebody wants to see it,
// and holds a record's listing against it.
func TestListing(t *testing.T) {
	text := "main:\n\tret\n"
	b := newBench(t, assembles(&text))
	const want = "# x.c -O0 -DX=1\nmain:\n0\tret\n# x.c -O2 -DX=1\nmain:\n0\tret\n"
	if n, _ := b.verify(listingNote, false); n.Listing != "" || b.engine.started != 1 {
		t.Errorf("a run without a record lists %q, in %d containers", n.Listing, b.engine.started)
	}
	b.Listings = true
	n, r := b.verify(listingNote, false)
	if n.Listing != want || b.engine.started != 2 || r.Summary.StepsRun != 0 {
		t.Errorf("for a site, %q in %d containers, %d steps run", n.Listing, b.engine.started, r.Summary.StepsRun)
	}
	b.verify(listingNote, false)
	if b.engine.started != 2 {
		t.Error("what is kept is listed again")
	}
	b.Listings = false
	b.verify(listingNote, true)
	if record := b.read(b.record()); !strings.Contains(record, "-- assembly of programs --\nlines 6\n| # x.c -O0 -DX=1\n") {
		t.Errorf("the record has no listing:\n%s", record)
	}

	b.NoCache = true
	text = "main:\n\tnop\n\tret\n"
	n, _ = b.verify(listingNote, false)
	b.expect(n, report.RecordDiffers, "the assembly of programs")
	n, _ = b.verify(listingNote, true)
	b.expect(n, report.RecordCurrent, "")
	b.Engine = nil
	if n, _ = b.verify(listingNote, false); !strings.Contains(n.Listing, "nop") {
		t.Errorf("of the record, %q", n.Listing)
	}

	record := strings.Replace(b.read(b.record()), "\nlisting sha256:", "\nlisting sha256:00", 1)
	if err := os.WriteFile(b.record(), []byte(record), 0o644); err != nil {
		t.Fatal(err)
	}
	if n, _ = b.verify(listingNote, false); n.Listing != "" {
		t.Errorf("of what another command listed, %q", n.Listing)
	}
	b.Engine = b.engine
	n, _ = b.verify(listingNote, false)
	b.expect(n, report.RecordDiffers, "what compiles the assembly of programs")
}

// TestListingAdded adds a listing to a record that has none, of which nothing
// else changes, and to no other note's.
func TestListingAdded(t *testing.T) {
	text := "main:\n\tret\n"
	b := newBench(t, assembles(&text))
	b.verify(listingNote, true)
	with := b.read(b.record())
	header, members, _ := strings.Cut(with, "listing sha256:")
	_, members, _ = strings.Cut(members, "\n")
	members, _, _ = strings.Cut(members, "-- assembly of programs --\n")
	const today, then = "date 2026-11-24", "date 2026-10-01"
	header, with = strings.Replace(header, today, then, 1), strings.Replace(with, today, then, 1)
	if err := os.WriteFile(b.record(), []byte(header+members), 0o644); err != nil {
		t.Fatal(err)
	}
	n, _ := b.verify(listingNote, false)
	b.expect(n, report.RecordCurrent, "")
	b.verify(listingNote, true)
	if got := b.read(b.record()); got != with {
		t.Errorf("the record has become\n%s\nwant\n%s", got, with)
	}
	b.verify(oneStep, true)
	if got := b.read(b.record()); strings.Contains(got, "listing") {
		t.Errorf("a note without programs has one:\n%s", got)
	}
	b.NoCache = true
	b.engine.prints = func(int, string) string { return "sh: 1: nonsense\n" }
	if n, _ := b.verify(listingNote, true); n.Listing != "" || n.Record != report.RecordCurrent {
		t.Errorf("of nonsense, %q; the record is %s", n.Listing, n.Record)
	}
}
