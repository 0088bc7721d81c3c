package audit

import (
	"strings"

	"github.com/knotes-dev/knotes/verify/decode"
)

// whole is for C that was compiled: all of it. What it does when it is
// compiled is no output, so no bytes are counted.
func (t *target) whole(verified bool) {
	if !verified {
		return
	}
	for i := range t.lines {
		t.line(i)
	}
	t.counted(func(string) bool { return false })
}

// gaps are the lines by which a part of a file says that lines are left out.
var gaps = []string{"...", "…", "/* ... */", "// ...", "[...]"}

func isGap(line string) bool {
	for _, g := range gaps {
		if strings.TrimSpace(line) == g {
			return true
		}
	}
	return false
}

// part is for a block that quotes a part of a file, line by line.
func (t *target) part() {
	for i, line := range t.lines {
		if !isGap(line) {
			t.line(i)
		}
	}
	t.counted(isGap)
	between := func(i int) bool {
		return i > 0 && i+1 < len(t.lines) && !open(t.lines[i-1]) && !open(t.lines[i+1])
	}
	for i, line := range t.lines {
		if !open(line) && between(i) && line != t.lines[i-1] && line != t.lines[i+1] {
			t.single = append(t.single, i)
		}
	}
}

func open(line string) bool { return isGap(line) || isBlank(line) }

// line asserts a line but for the blanks around it.
func (t *target) line(i int) {
	line := strings.TrimRight(t.lines[i], " \t\r")
	if start := len(line) - len(strings.TrimLeft(line, " \t")); start < len(line) {
		t.spans = append(t.spans, span{i, start, len(line)})
	}
}

// counted has neighbours swapped that are not blank, equal or a gap.
func (t *target) counted(gap func(string) bool) {
	for i := range len(t.lines) - 1 {
		a, b := t.lines[i], t.lines[i+1]
		if !isBlank(a) && !isBlank(b) && strings.TrimSpace(a) != strings.TrimSpace(b) && !gap(a) && !gap(b) {
			t.pairs = append(t.pairs, i)
		}
	}
}

// assembly is for disassembly that was decoded.
func (t *target) assembly() {
	l := decode.Read(strings.Join(t.lines, "\n") + "\n")
	for _, s := range l.Asserted() {
		at, line := span{s.Line - 1, s.Col - 1, s.End - 1}, l.Lines[s.Line-1]
		t.spans = append(t.spans, at)
		switch {
		case s.Col >= line.TextCol && line.Kind == decode.Insn:
			t.words = append(t.words, at)
		case s.Col >= line.BytesCol && line.Kind != decode.Label:
			t.code = append(t.code, at)
		}
	}
	insn := func(i int) bool { return i >= 0 && i < len(l.Lines) && l.Lines[i].Kind == decode.Insn }
	for i := range l.Lines {
		if insn(i-1) && insn(i) && insn(i+1) {
			t.single = append(t.single, i)
		}
		if insn(i) && insn(i+1) {
			t.pairs = append(t.pairs, i)
		}
	}
}

// sums is for a table or dump that was held against its own arithmetic.
func (t *target) sums() {
	for _, s := range decode.AssertedBySums(strings.Join(t.lines, "\n")) {
		t.spans = append(t.spans, span{s.Line - 1, s.Col - 1, s.End - 1})
	}
}
