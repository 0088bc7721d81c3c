package decode

import "strings"

// Span is a part of a block's line. Columns count bytes from 1; End is behind
// the last.
type Span struct{ Line, Col, End int }

// Asserted lists the parts of a listing that [Judge] holds against the bytes:
// a change of meaning in any of them is found. Names, comments, what the
// author left out, and an address on which nothing depends are not among
// them.
func (l Listing) Asserted() []Span {
	var spans []Span
	for i, line := range l.Lines {
		switch line.Kind {
		case Label:
			if n := l.follows(i); n >= 0 && l.Lines[n].Kind == Insn {
				spans = append(spans, line.address())
			}
		case More:
			spans = append(append(spans, line.address()), line.digits()...)
		case Insn:
			if l.pinned(i) {
				spans = append(spans, line.address())
			}
			spans = append(append(spans, line.digits()...), line.words()...)
		}
	}
	return spans
}

// address is the span of an address's digits.
func (l Line) address() Span {
	return Span{l.Num, l.AddrCol, l.AddrEnd}
}

// digits are the spans of an instruction's bytes on its own line.
func (l Line) digits() []Span {
	var spans []Span
	for _, col := range l.byteCols {
		spans = append(spans, Span{l.Num, col, col + 2})
	}
	return spans
}

// pinned tells whether something depends on the address of an instruction.
func (l Listing) pinned(i int) bool {
	in := spell(l.Lines[i].Text)
	if in.target.ok || in.comment.ok {
		return true
	}
	if n := l.follows(i); n >= 0 && l.Lines[n].Kind == Insn {
		return true
	}
	for p := i - 1; p >= 0; p-- {
		switch l.Lines[p].Kind {
		case Insn, Label:
			return true
		case More, Reloc:
		default:
			return false
		}
	}
	return false
}

// follows gives the label or instruction right behind a line, or -1.
func (l Listing) follows(i int) int {
	for n := i + 1; n < len(l.Lines); n++ {
		switch l.Lines[n].Kind {
		case Insn, Label:
			return n
		case More, Reloc:
		default:
			return -1
		}
	}
	return -1
}

// words are the spans of mnemonic, operands and numbers of an instruction.
func (l Line) words() []Span {
	code, comment := cutComment(l.Text)
	if m := annotation.FindStringIndex(code); m != nil {
		code = code[:m[0]]
	}
	var spans []Span
	at := 0
	for _, part := range strings.Split(code, "...") {
		for _, m := range token.FindAllStringIndex(part, -1) {
			spans = append(spans, Span{l.Num, l.TextCol + at + m[0], l.TextCol + at + m[1]})
		}
		at += len(part) + len("...")
	}
	// Only what is relative to rip is printed as a number behind "#".
	if m := toolComment.FindStringSubmatchIndex(comment); m != nil && strings.Contains(strings.ToLower(code), "rip") {
		start := l.TextCol + len(l.Text) - len(comment)
		spans = append(spans, Span{l.Num, start + m[2], start + m[3]})
	}
	return spans
}

// AssertedBySums lists the parts of an output that [Size] and [Dump] hold
// against each other: the numbers of a table of size(1), the bytes and the text
// of a hex dump. Bytes that the text shows as "." are not among them, as it
// shows others so too.
func AssertedBySums(output string) []Span {
	var spans []Span
	lines := strings.Split(output, "\n")
	numbers := 0
	for i, text := range lines {
		f := fieldsOf(i+1, text)
		switch {
		case f.are("text", "data", "bss", "total"):
			numbers = 4
		case f.are("text", "data", "bss"):
			numbers = 5
		case numbers > 0 && len(f.words) > numbers && isHex(f.words[0][0]):
			for n, w := range f.words[:numbers] {
				if !strings.Contains(w, "...") {
					spans = append(spans, Span{i + 1, f.cols[n], f.cols[n] + len(w)})
				}
			}
			continue
		case numbers > 0 && !f.are("..."):
			numbers = 0
		}
		spans = append(spans, dumpText(i+1, strings.TrimRight(text, " \t\r"))...)
	}
	return spans
}

// dumpText lists the printable characters in the text column of a dump.
func dumpText(num int, text string) []Span {
	l, ok := readDumpLine(text, false)
	if !ok || l.rest {
		return nil
	}
	var spans []Span
	for i, c := range []byte(l.text) {
		if c != '.' && c != ' ' {
			spans = append(spans, Span{num, l.textCol + i, l.textCol + i + 1})
		}
	}
	return spans
}
