package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

func TestSpans(t *testing.T) {
	marks := []mark{{2, 0, 3, "second"}, {1, 3, 7, "first"}, {1, 4, 6, "in the first"}, {2, 2, 9, "too long"}, {9, 0, 1, "nowhere"}}
	got := spans("at 0x7f\x1b\n123\nend", marks)
	want := []span{{Text: "at "}, {"0x7f", "first"}, {Text: `\x1b` + "\n"}, {"123", "second"}, {Text: "\nend"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, marks := range [][]mark{nil, {{3, 0, 1, "x"}}, {{1, 2, 2, "x"}}, {{0, 0, 1, "x"}}, {{1, -1, 1, "x"}}} {
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
	if d := cmp.Diff([]mark{{1, 3, 9, title}}, expectedMarks(masked(report.Verified)), cmp.AllowUnexported(mark{})); d != "" {
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
	if d := cmp.Diff([]mark{{2, 0, 8, title}, {3, 0, 8, title}}, expectedMarks(c), cmp.AllowUnexported(mark{})); d != "" {
		t.Error(d)
	}
}
