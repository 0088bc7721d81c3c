package site

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

func TestSpans(t *testing.T) {
	marks := []mark{
		{line: 2, end: 3, title: "second", first: "1", second: "1"}, {line: 1, start: 3, end: 7, cause: "ASLR", title: "first", first: "0x1\x1b", second: "0x2"},
		{line: 1, start: 4, end: 6, title: "in the first"}, {line: 2, start: 2, end: 9, title: "too long"}, {line: 9, end: 1, title: "nowhere"},
	}
	got := spans("at 0x7f\x1b\n123\nend", marks)
	want := []span{{Text: "at "}, {"0x7f", "first", []string{`0x1\x1b`, "0x2"}, "ASLR"}, {Text: `\x1b` + "\n"}, {Text: "123", Title: "second"}, {Text: "\nend"}}
	if d := cmp.Diff(want, got, cmp.AllowUnexported(span{})); d != "" {
		t.Error(d)
	}
	for _, marks := range [][]mark{nil, {{line: 3, end: 1}}, {{line: 1, start: 2, end: 2}}, {{end: 1}}, {{line: 1, start: -1, end: 1}}} {
		if got := spans("abc", marks); got != nil {
			t.Errorf("marks %v: %v", marks, got)
		}
	}
}

func masked(status report.Status) *report.Claim {
	m := match.Mask{{Line: 1, Start: 3, End: 9, Kind: match.Hexadecimal, Cause: match.ASLR, Twin: "0x5555"}}
	return &report.Claim{Status: status, Expected: "at 0x7f00\n", Observed: "at 0x5a1e\n", Mask: m,
		Volatile: []report.Volatile{{Line: 1, Start: 3, End: 9, Cause: "ASLR", Twin: "0x5555"}, {Line: 2, Start: 0, End: 1, Cause: "PID"}, {Line: 3, Start: 0, End: 1, Cause: "PID"}}}
}

// TestMarks wants marks in the note's own text only where that was held
// against a mask and stood.
func TestMarks(t *testing.T) {
	const title = "an address that varies from run to run: 0x5a1e, then 0x5555"
	if d := cmp.Diff([]mark{{1, 3, 9, "ASLR", title, "0x5a1e", "0x5555"}}, expectedMarks(masked(report.Verified)), cmp.AllowUnexported(mark{})); d != "" {
		t.Error(d)
	}
	if got := expectedMarks(masked(report.Drifted)); got != nil {
		t.Errorf("a text that drifted has the marks %v", got)
	}
	if got := observedMarks(masked(report.Drifted)); len(got) != 3 || got[0].title != "an address that varies from run to run: 0x5555" {
		t.Errorf("what was printed has the marks %v", got)
	}
	if got, want := varies(masked(report.Verified)), "an address (ASLR), 2 process ids (PID)"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestMovedLines marks lines whole that may stand in another order.
func TestMovedLines(t *testing.T) {
	m := match.Mask{{Line: 2, End: 8, Kind: match.Line, Cause: match.Order}, {Line: 3, End: 8, Kind: match.Line, Cause: match.Order}}
	c := &report.Claim{Status: report.Verified, Expected: "begin\nthread 2\nthread 1\n", Observed: "begin\nthread 1\nthread 2\n", Mask: m}
	const title = "the order of threads, which varies from run to run"
	if d := cmp.Diff([]mark{{line: 2, end: 8, cause: string(match.Order), title: title}, {line: 3, end: 8, cause: string(match.Order), title: title}}, expectedMarks(c), cmp.AllowUnexported(mark{})); d != "" {
		t.Error(d)
	}
}

// TestDiffers counts what is marked, and no more than that.
func TestDiffers(t *testing.T) {
	c := masked(report.Drifted)
	c.Volatile[0].Text = "0x5a1e"
	seen := spans(c.Observed, observedMarks(c))
	if got, want := newDiffers(nil, seen), (&differs{What: "an address (ASLR)", Runs: true}); cmp.Diff(want, got) != "" {
		t.Errorf("%+v, want %+v", got, want)
	}
	c.Volatile[0].Twin = "0x5a1e" // the second run had the same
	if got := newDiffers(spans(c.Observed, observedMarks(c))); got == nil || got.Runs {
		t.Errorf("of runs that agree: %+v", got)
	}
	if got := newDiffers(nil, []span{{Text: "x"}}); got != nil {
		t.Errorf("of nothing: %+v", got)
	}
	if got := reasons(c); len(got) != 2 || !strings.HasPrefix(got[1], "PID: ") {
		t.Errorf("the reasons are %q", got)
	}
}
