package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// TestDefinitions: an identifier leads to its definition where the notebook has
// one, and one only, and where it is no member's name in the quotation.
func TestDefinitions(t *testing.T) {
	pin := func(path string, line int, symbols ...report.Symbol) *report.Claim {
		return &report.Claim{Status: report.Verified, Pin: &report.Pin{Source: "linux 6.12.107", Release: "6.12.107", Path: path, Line: line, Last: line, Symbols: symbols}}
	}
	d := definitions{}
	link := &snippets.Claim{Link: &snippets.LinkRef{}}
	d.add(pin("net/f.c", 7, report.Symbol{Name: "f", Role: "definition", As: "function"}), link)
	d.add(pin("net/f.c", 7, report.Symbol{Name: "f", Role: "definition", As: "function"}), link)
	d.add(pin("g.c", 8, report.Symbol{Name: "g", Role: "definition", As: "function"}), link)
	d.add(pin("h.c", 9, report.Symbol{Name: "g", Role: "definition", As: "function"}), link)
	d.add(pin("file.h", 1, report.Symbol{Name: "file", Role: "definition", As: "struct"}), link)
	d.add(pin("u.c", 3, report.Symbol{Name: "used", Role: "use"}), link)
	d.add(pin("open.c", 2), &snippets.Claim{Name: &snippets.NameRef{Kind: "function", Text: "open"}})
	d.add(pin("read.c", 4), &snippets.Claim{Name: &snippets.NameRef{Kind: "function", Text: "read_it"}})
	d.add(pin("arch/arm/x.h", 4), &snippets.Claim{Name: &snippets.NameRef{Kind: "function", Text: "machine"}})

	quote := &report.Pin{Source: "linux 6.12.107", Path: "read.c", Line: 20, Last: 30}
	const text = "void q(struct file *file)\n{\n\tf(g(), used);\n\tx->open = open;\n\tread_it(\"f\", machine);\n}\n"
	got := map[string]string{}
	for _, n := range d.in(text, quote) {
		got[n.Name] = n.Title
	}
	want := map[string]string{"f": "defined in net/f.c, line 7", "file": "defined in file.h, line 1", "read_it": "defined in read.c, line 4"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if names := d.in("read_it", &report.Pin{Source: "linux 6.12.107", Path: "read.c", Line: 1, Last: 9}); names != nil {
		t.Errorf("a definition leads to itself: %v", names)
	}
	if names := d.in("f", &report.Pin{Source: "linux 6.12.108"}); names != nil {
		t.Errorf("the definition is of another release: %v", names)
	}
}
