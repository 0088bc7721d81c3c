package decode

import (
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

func seed(f *testing.F, glob string) {
	files, err := filepath.Glob(glob)
	if err != nil || len(files) == 0 {
		f.Fatalf("no files match %s", glob)
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for i := 0; i < len(a.Files); i += 2 {
			f.Add(string(a.Files[i].Data))
		}
	}
}

// FuzzRead holds any text's lines to what their fields promise.
func FuzzRead(f *testing.F) {
	seed(f, "testdata/asm/*.txtar")
	f.Fuzz(func(t *testing.T, text string) {
		l := Read(text)
		lines := strings.Split(text, "\n")
		for i, line := range l.Lines {
			raw := lines[i]
			switch line.Kind {
			case Insn:
				if !strings.HasPrefix(raw[line.TextCol-1:], line.Text) || line.Text == "" {
					t.Errorf("%q: text %q at column %d", raw, line.Text, line.TextCol)
				}
				fallthrough
			case More:
				if n := len(line.Bytes); n == 0 || n > maxBytes {
					t.Errorf("%q has %d bytes", raw, n)
				}
			}
			if line.Num != i+1 {
				t.Errorf("line %d says that it is %d", i+1, line.Num)
			}
		}
		for _, s := range l.Asserted() {
			if s.Col < 1 || s.End <= s.Col || s.End > len(lines[s.Line-1])+1 {
				t.Errorf("%q: span %v", lines[s.Line-1], s)
			}
		}
		if (Command([]Listing{l}) == "") != (l.Insns() == 0) {
			t.Errorf("%d instructions take %q", l.Insns(), Command([]Listing{l}))
		}
		for _, line := range l.Lines {
			if in := spell(line.Text); !in.same(in) {
				t.Errorf("%q is not itself", line.Text)
			}
		}
	})
}

// FuzzSums looks for texts on which the arithmetic stumbles.
func FuzzSums(f *testing.F) {
	seed(f, "testdata/sums/*.txtar")
	f.Fuzz(func(t *testing.T, text string) {
		for _, v := range []Verdict{Size(text), Dump(text)} {
			if (v.Status == Wrong) != (len(v.Findings) > 0) || (v.Status == Unknown) != (v.Reason != "") {
				t.Errorf("%+v", v)
			}
			lines := strings.Split(text, "\n")
			for _, f := range v.Findings {
				if f.Line < 1 || f.Line > len(lines) || f.Col < 1 || f.Col > len(lines[f.Line-1])+1 {
					t.Errorf("%v is outside of the text", f)
				}
			}
		}
	})
}
