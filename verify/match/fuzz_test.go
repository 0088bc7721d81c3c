package match

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// seeds adds the outputs and the expected texts of testdata, as triples.
func seeds(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		f.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, m := range a.Files[3:] {
			f.Add(string(a.Files[0].Data), string(a.Files[1].Data), string(m.Data))
		}
	}
	f.Add("a 1\nb 2\n", "b 2\na 1\n", "...\na ...\n")
	f.Add("x 0x12 0x12\n", "x 0x34 0x34\n", "x 0x... 0x9\n")
	f.Add("   7 a\n1234 b", "12 a\n   9 b", "7 a\n 8 b\n...")
}

var fuzzTime = time.Date(2026, 11, 24, 19, 36, 41, 0, time.UTC)

func learnPair(first, twin string) (Run, Run, Learned) {
	a := Run{Output: first, ASLR: true, MinPID: 100, MaxPID: 299, Start: fuzzTime, End: fuzzTime.Add(time.Second)}
	b := Run{Output: twin, MinPID: 30000, MaxPID: 30299, Start: fuzzTime.Add(time.Hour), End: fuzzTime.Add(time.Hour)}
	return a, b, Learn(a, b)
}

// FuzzLearn checks what holds for every mask of two arbitrary outputs.
func FuzzLearn(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, first, twin, _ string) {
		_, _, l := learnPair(first, twin)
		checkMask(t, l, first)
		if !l.Mask.Compare(first, first).OK {
			t.Errorf("an output does not match itself under its mask %+v", l.Mask)
		}
		if len(l.Unstable) == 0 && !l.Mask.Compare(twin, first).OK {
			o := l.Mask.Compare(twin, first)
			t.Errorf("a twin does not match what was learned from it: line %d %s, mask %+v", o.Line, o.Note, l.Mask)
		}
		if self := Learn(Run{Output: first}, Run{Output: first}); len(self.Mask)+len(self.Unstable) > 0 {
			t.Errorf("two equal runs teach %+v", self)
		}
		if !Alike(first, nil, first, l.Mask) || !Alike(first, l.Mask, first, nil) {
			t.Errorf("an output is not like itself")
		}
	})
}

func checkMask(t *testing.T, l Learned, first string) {
	t.Helper()
	all := lines(first)
	line, end := 0, 0
	for _, k := range l.Mask {
		if k.Line < 1 || k.Line > len(all) || k.Start < 0 || k.End > len(all[k.Line-1]) || k.Start > k.End {
			t.Fatalf("%+v lies outside of the output", k)
		}
		if k.Line != line {
			line, end = k.Line, 0
		}
		if k.Kind == Line {
			continue
		}
		if k.Start < end || k.Start == k.End {
			t.Fatalf("%+v overlaps the token before it, or is empty", k)
		}
		end = k.End
	}
	for _, u := range l.Unstable {
		if u.First < 1 || u.Last > len(all) || u.Last < u.First-1 {
			t.Fatalf("%+v lies outside of the output", u)
		}
	}
}

// FuzzRewrite checks what --update relies on.
func FuzzRewrite(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, first, twin, text string) {
		_, _, l := learnPair(first, twin)
		checkText(t, l.Mask, first, text)
		checkText(t, nil, first, text)
	})
}

func checkText(t *testing.T, m Mask, observed, text string) {
	t.Helper()
	o := m.Compare(text, observed)
	if o.OK != (o.Line == 0) || o.OK != (o.Rule != "") {
		t.Errorf("OK %v, line %d, rule %q", o.OK, o.Line, o.Rule)
	}
	written := m.Rewrite(text, observed)
	if o.OK && written != text {
		t.Errorf("%q matches, yet it becomes %q", text, written)
	}
	if !m.Compare(written, observed).OK {
		t.Errorf("%q, rewritten as %q, does not match %q", text, written, observed)
	}
	if again := m.Rewrite(written, observed); again != written {
		t.Errorf("%q is rewritten as %q", written, again)
	}
	if spelled := m.Respell(text, observed); o.OK && !strings.Contains(text, wildcard) && Diff(text, spelled, 1) != "" {
		t.Errorf("%q matches, yet the output is spelled %q", text, spelled)
	}
	if m.Compare(text+" \n\n", observed).OK != o.OK {
		t.Errorf("blanks at the end change the verdict")
	}
	if m == nil {
		if r := Compare(text, observed); r.OK != o.OK || r.Wild != o.Wild || r.Line != o.Line {
			t.Errorf("without a mask %+v, the plain comparison says %+v", o.Result, r)
		}
	}
	if _, ok := m.Asserted(text, observed); ok != o.OK {
		t.Errorf("asserted: %v, matches: %v", ok, o.OK)
	}
}

// FuzzMask puts arbitrary masks on an output: a record may be forged.
func FuzzMask(f *testing.F) {
	f.Add("a 12 b\nc 0x7f\n", "a 3 b\nc 0x1\n", 1, 2, 4, "decimal", 1)
	f.Add("a\nb\nc", "b\na\nc\n", 1, 0, 1, "line", 0)
	f.Add("t 12:30 x", "t 12:31 x", 1, 2, 7, "time", 0)
	f.Fuzz(func(t *testing.T, observed, text string, line, start, end int, kind string, same int) {
		m := Mask{{Line: line, Start: start, End: end, Kind: Kind(kind), Same: same}, {Line: line + 1, Start: start, End: end, Kind: Kind(kind), Same: same}}
		checkText(t, m, observed, text)
		if !m.Compare(observed, observed).OK {
			t.Errorf("%q does not match itself", observed)
		}
		checkMask(t, Learned{Mask: Carry(text, m, observed, nil)}, observed)
	})
}

// FuzzAsserted checks that each asserted byte is one that a change is found in.
func FuzzAsserted(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, first, twin, text string) {
		if len(first)+len(text) > 2000 {
			return // a comparison for each byte
		}
		_, _, l := learnPair(first, twin)
		if text = l.Mask.Rewrite(text, first); len(text) > 2000 {
			return
		}
		asserted, ok := l.Mask.Asserted(text, first)
		if !ok {
			t.Fatalf("%q was rewritten, yet it does not match", text)
		}
		starts := []int{0}
		for i := range text {
			if text[i] == '\n' {
				starts = append(starts, i+1)
			}
		}
		for _, e := range asserted {
			for at := starts[e.Line-1] + e.Start; at < starts[e.Line-1]+e.End; at++ {
				changed := []byte(text)
				changed[at] ^= 0x80
				if o := l.Mask.Compare(string(changed), first); o.OK {
					t.Errorf("%q: byte %d is asserted, yet %q matches", text, at, changed)
				}
			}
		}
	})
}
