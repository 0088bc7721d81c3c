package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/verify/report"
)

func TestNewWindow(t *testing.T) {
	c := &report.Claim{ID: "k1", Pin: &report.Pin{
		Source: "linux 6.12.107", Release: "6.12.107", Path: "net/core/dev.c", Line: 607, Last: 608, First: 606, Text: "void f(void)\n{\n\tg();\n}\n",
		Symbols: []report.Symbol{{Name: "f", Role: "definition", As: "function"}},
	}}
	want := &windowData{
		ID: "claim-k1.source", Source: "linux 6.12.107", Path: "net/core/dev.c", Lines: "lines 607–608", Says: "definition of function f",
		Lang: "c", First: 606, Text: "void f(void)\n{\n\tg();\n}", Marked: "2-3",
		seen: seen{"https://github.com/gregkh/linux/blob/v6.12.107/net/core/dev.c#L607-L608", "https://elixir.bootlin.com/linux/v6.12.107/source/net/core/dev.c#L607-L608"},
	}
	if d := cmp.Diff(want, newWindow(c), cmp.AllowUnexported(windowData{})); d != "" {
		t.Error(d)
	}
	c.Pin.Text = ""
	if w := newWindow(c); w != nil {
		t.Errorf("without lines: %+v", w)
	}
}

func TestSeenAt(t *testing.T) {
	const commit = "4a3033ef6e6bb4c566bd1d556de69b494d76976c"
	for _, c := range []struct {
		pin  report.Pin
		want seen
	}{
		{report.Pin{Source: "https://github.com/torvalds/linux at 4a3033ef6e6b", Commit: commit}, seen{GitHub: "https://github.com/torvalds/linux/blob/" + commit + "/a.c#L3"}},
		{report.Pin{Source: "https://sourceware.org/git/glibc.git at 4a3033ef6e6b", Commit: commit}, seen{}},
	} {
		c.pin.Path = "a.c"
		if got := seenAt(&c.pin, 3, 3); got != c.want {
			t.Errorf("%s is seen at %+v", c.pin.Source, got)
		}
	}
}

// TestOneWindow: links of a page to one place share a window.
func TestOneWindow(t *testing.T) {
	pin := func(line int) *report.Pin {
		return &report.Pin{Source: "linux 6.12.107", Path: "a.c", Line: line, Last: line, First: 1, Text: "a\nb\n"}
	}
	var d pageData
	var ids []string
	for _, c := range []*report.Claim{{ID: "k1", Pin: pin(1)}, {ID: "k2", Pin: pin(2)}, {ID: "k3", Pin: pin(1)}, {ID: "k4"}} {
		ids = append(ids, d.window(c))
	}
	if diff := cmp.Diff([]string{"claim-k1.source", "claim-k2.source", "claim-k1.source", ""}, ids); diff != "" || len(d.Windows) != 2 {
		t.Errorf("%d windows: %s", len(d.Windows), diff)
	}
}

func TestNewQuoted(t *testing.T) {
	c := &report.Claim{Pin: &report.Pin{Source: "linux 6.12.107", Release: "6.12.107", Path: "a.c", Line: 9, Last: 12, Quoted: []int{9, 0, 12}}}
	q := newQuoted(c)
	want := []quotedLine{{9, "https://elixir.bootlin.com/linux/v6.12.107/source/a.c#L9"}, {}, {12, "https://elixir.bootlin.com/linux/v6.12.107/source/a.c#L12"}}
	if q == nil || q.Lines != "lines 9–12" || cmp.Diff(want, q.Each) != "" {
		t.Errorf("quoted is %+v", q)
	}
	if q := newQuoted(&report.Claim{Pin: &report.Pin{}}); q != nil {
		t.Errorf("of nothing: %+v", q)
	}
}
