package site

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/knotes-dev/knotes/verify/report"
)

func TestDifference(t *testing.T) {
	got := difference(&report.Claim{Expected: "a\nb\nc\nd\n", Observed: "a\nb\n\x1b[1mx\nd\n", OutputLine: 7})
	want := []diffLine{{"@", "@ -7,4 +1,4 @@"}, {" ", "a"}, {" ", "b"}, {"-", "c"}, {"+", `\x1b[1mx`}, {" ", "d"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, tt := range [][2]string{{"", "a\nb\nc\nd\ne\n"}, {"a\nb\nc\nd\n", ""}, {"a\nb\n", "a\nc\n"}} {
		if got := difference(&report.Claim{Expected: tt[0], Observed: tt[1], OutputLine: 1}); got != nil {
			t.Errorf("difference of %q and %q is %v; a look shows it", tt[0], tt[1], got)
		}
	}
}

func TestWords(t *testing.T) {
	for _, tt := range []struct{ got, want string }{
		{duration(20 * time.Second), "20 s"}, {duration(1500 * time.Millisecond), "1.5 s"}, {duration(2 * time.Minute), "2 min"}, {duration(90 * time.Second), "90 s"},
		{took(0.00895), "8.95 ms"}, {took(1.23456), "1.23 s"},
	} {
		if tt.got != tt.want {
			t.Errorf("%q, want %q", tt.got, tt.want)
		}
	}
}
