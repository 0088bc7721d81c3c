package match

import "testing"

func TestCompare(t *testing.T) {
	for _, tt := range []struct {
		name, want, got string
		ok, wild        bool
		note            string
	}{
		{"equal", "a\nb\n", "a\nb\n", true, false, ""},
		{"blanks at line ends", "a\nb\n", "a  \nb\t\n\n\n", true, false, ""},
		{"no final newline", "a\n", "a", true, false, ""},
		{"other blanks", "a b\n", "a  b\n", false, false, ""},
		{"leading blank line", "a\n", "\na\n", false, false, "lines left out: mark them with `...`"},
		{"silence", "", "a\n", false, false, ""},
		{"missing line", "a\nb\n", "a\n", false, false, ""},
		{"any lines", "a\n...\nd\n", "a\nb\nc\nd\n", true, true, ""},
		{"no lines", "a\n...\nb\n", "a\nb\n", true, true, ""},
		{"lines at the end", "a\n...\n", "a\nb\n", true, true, ""},
		{"indented mark", "a\n   ...\nb\n", "a\nx\nb\n", true, true, ""},
		{"within a line", "at 0x... in main\n", "at 0x7f12 in main\n", true, true, ""},
		{"within a line, wrong end", "at 0x... in main\n", "at 0x7f12 in mani\n", false, false, ""},
		{"two in a line", "a ... b ... c\n", "a 1 b 2 c\n", true, true, ""},
		{"parts do not overlap", "ab...bc\n", "abc\n", false, false, ""},
		{"real dots", "\t...\n", "\t...\n", true, true, ""},
		{"real dots in a line", "wait...\n", "wait...\n", true, false, ""},
		{"second try after a mark", "...\na\nb\n", "a\na\nb\n", true, true, ""},
		{"lines left out", "a\nc\n", "a\nb\nc\n", false, false, "lines left out: mark them with `...`"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := Compare(tt.want, tt.got)
			if r.OK != tt.ok || r.Wild != tt.wild || r.Note != tt.note {
				t.Errorf("Compare(%q, %q) = %+v", tt.want, tt.got, r)
			}
			if r.OK != (r.Line == 0) {
				t.Errorf("OK is %v with Line %d", r.OK, r.Line)
			}
		})
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"a\tb\n":    "a\tb\n",
		"\x1b[31m":  `\x1b[31m`,
		"\xff":      `\xff`,
		"a\u202eb":  `a\u202eb`,
		"2⁰ → ä":    "2⁰ → ä",
		"\r::error": `\x0d::error`,
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("a\n...\nb...c\n", "a\nx\nb1c\n")
	f.Fuzz(func(t *testing.T, want, got string) {
		if !Compare(got, got).OK {
			t.Errorf("%q is not equal to itself", got)
		}
		if r := Compare(want, got); r.OK != Compare(want, got+" \n\n").OK {
			t.Errorf("trailing blanks change the verdict on %q", got)
		}
	})
}

func TestAsserts(t *testing.T) {
	for in, want := range map[string]bool{
		"": false, "\n \n": false, "...\n": false, "  ...\n...\n": false,
		"a\n": true, "a...\n": true, "...\nb\n": true,
	} {
		if got := Asserts(in); got != want {
			t.Errorf("Asserts(%q) = %v", in, got)
		}
	}
}
