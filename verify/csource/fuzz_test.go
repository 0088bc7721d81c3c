package csource

import (
	"bytes"
	"slices"
	"testing"
)

func seed(f *testing.F, add func(text string)) {
	for _, text := range []string{
		origin, "", "#", "#define", "\"", "'", "/*", "//\\\n", "\\", "0x1e+2", "....", "\xff\xfe", "“x”", "#include <a", "a\r\n#if 0\r\nb\r\n",
		"struct s { struct_group(a, int b;", "int (*(*f)(int))[3];", "typedef (x)(", "SYSCALL_DEFINE3(", "#if\n#else\n{\n#endif\n}", "enum { A, B = { 1 }, };",
	} {
		add(text)
	}
}

// What Lex gives is in order, within the text, and leaves nothing out but
// blanks and comments.
func FuzzLex(f *testing.F) {
	seed(f, func(text string) { f.Add([]byte(text)) })
	f.Fuzz(func(t *testing.T, text []byte) {
		l := NewLexer(text)
		end, line := int32(0), int32(1)
		for {
			tok, ok := l.Next()
			if !ok {
				break
			}
			if tok.Off < end || tok.End <= tok.Off || int(tok.End) > len(text) {
				t.Fatalf("token %+v behind %d", tok, end)
			}
			if left := bytes.Trim(text[end:tok.Off], " \t\n\v\f\r\\"); len(left) > 0 {
				t.Fatalf("%q is in no token", left)
			}
			if line += int32(bytes.Count(text[end:tok.Off], []byte("\n"))); tok.Line != line {
				t.Fatalf("token %+v is at line %d", tok, line)
			}
			if start := bytes.LastIndexByte(text[:tok.Off], '\n') + 1; int(tok.Col) != int(tok.Off)-start+1 {
				t.Fatalf("token %+v: its line starts at %d", tok, start)
			}
			line += int32(bytes.Count(tok.Text(text), []byte("\n")))
			end = tok.End
		}
	})
}

// A name's places are where it stands, each line once, and no line of an
// extent is outside of the file.
func FuzzFind(f *testing.F) {
	seed(f, func(text string) { f.Add([]byte(text), "a", 1) })
	f.Add([]byte("SYM_FUNC_START(a)\na: jmp a\n"), "a", 2)
	f.Fuzz(func(t *testing.T, text []byte, symbol string, line int) {
		lines := bytes.Split(text, []byte("\n"))
		for _, file := range []string{"x.c", "x.S", "Kconfig", "x.txt"} {
			last := 0
			for _, p := range FindIn(file, text, symbol) {
				if p.Line <= last || p.Line > len(lines) || p.Col < 1 || p.Col > len(lines[p.Line-1]) || p.Role == "" {
					t.Fatalf("%s: %+v behind line %d", file, p, last)
				}
				last = p.Line
			}
			if from, to := ExtentIn(file, text, line); from < 0 || to < from || to > len(lines) || to-from >= maxExtent || from > 0 && (line < from || line > to) {
				t.Fatalf("%s: line %d is in %d to %d", file, line, from, to)
			}
		}
	})
}

// A text with a name and four tokens quotes itself, if nothing is left out of
// it, and no quotation is both
// found and near.
func FuzzQuote(f *testing.F) {
	seed(f, func(text string) { f.Add([]byte(text), []byte(origin)) })
	f.Add([]byte("struct waiter { int prio; };"), []byte(origin))
	f.Add([]byte("int f(void);"), []byte("int f(void) { }"))
	f.Fuzz(func(t *testing.T, quoted, source []byte) {
		q := Quote(quoted, source)
		if q.Found && (q.Near != nil || q.Short) || q.Short && q.Near != nil {
			t.Fatalf("%+v", q)
		}
		if q.Matched > q.Total || len(q.Lines) != countLines(quoted) {
			t.Fatalf("%d of %d, %d lines", q.Matched, q.Total, len(q.Lines))
		}
		for _, line := range q.Lines {
			if line < 0 || line > countLines(source) {
				t.Fatalf("line %d", line)
			}
		}
		if slices.Contains(readQuoted(source).gaps, dots) {
			return // it leaves out something
		}
		if q = Quote(source, source); !q.Found && !q.Short && q.Total > 0 {
			t.Fatalf("%q does not quote itself: %+v", source, q)
		}
	})
}
