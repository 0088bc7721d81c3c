package decode

import (
	"regexp"
	"strings"
)

// judgeLine says what is wrong with a line that is not as it was decoded.
func (j *judgement) judgeLine(v *Verdict, machine string, i int) {
	line := j.Lines[i]
	options := j.options[machine][i]
	if size := options[0].size; size != len(line.Bytes) {
		if size < len(line.Bytes) {
			v.wrong(line.Num, line.BytesCol, "the first %d of these %d bytes are an instruction, `%s`", size, len(line.Bytes), tidy(options[0].text))
		} else {
			v.wrong(line.Num, line.BytesCol, "these bytes are no whole instruction")
		}
		return
	}
	best, col := options[0], 0
	for _, o := range options {
		if at := differs(line.Text, o.text); at > col {
			best, col = o, at
		}
	}
	note, _ := cutComment(line.Text)
	if col > len(note) && best.comment.ok {
		note = line.Text
	}
	v.wrong(line.Num, line.TextCol+col, "bytes `% x` at %x are `%s`, not `%s`", line.Bytes, line.Addr, tidy(best.text), tidy(note))
}

var token = regexp.MustCompile(`(?:0x)?[\w.]+|[^\s\w]`)

// differs gives the offset in a note's instruction at which it stops being
// the toolchain's.
func differs(note, tool string) int {
	a, b := token.FindAllStringIndex(note, -1), token.FindAllStringIndex(tool, -1)
	for n, at := range a {
		if n >= len(b) || !sameToken(note[at[0]:at[1]], tool[b[n][0]:b[n][1]]) {
			return at[0]
		}
	}
	return len(note)
}

func sameToken(a, b string) bool {
	return strings.EqualFold(strings.TrimPrefix(a, "0x"), strings.TrimPrefix(b, "0x"))
}

// judgeSymbol holds `401012 <_init+0x12>` against where _init stands, if the
// block shows that.
func judgeSymbol(v *Verdict, line Line, labels map[string]uint64) {
	in := spell(line.Text)
	at := in.target
	if in.comment.ok {
		at = in.comment
	}
	if !at.ok || in.symbol == "" {
		return
	}
	name, offset := cutOffset(in.symbol)
	if offset < 0 && strings.Contains(name, "...") {
		return
	}
	start, ok := labels[name]
	if want := start + uint64(max(offset, 0)); ok && want != at.value {
		col := line.TextCol + strings.LastIndex(line.Text, "<"+in.symbol)
		v.wrong(line.Num, col, "<%s> is %x, not %x: %s is at %x", in.symbol, want, at.value, name, start)
	}
}

// judgeAddresses holds the addresses of neighbours against each other.
func (j *judgement) judgeAddresses(v *Verdict, machine string) {
	var before *Line // the label or instruction that this line follows
	for i := range j.Lines {
		line := &j.Lines[i]
		switch line.Kind {
		case Insn:
			j.judgeAddress(v, before, line)
			before = line
			if j.cutShort(machine, i) {
				before = nil
			}
		case Label:
			before = line
		case More, Reloc:
		case Blurred:
			if i > 0 && j.Lines[i-1].Kind == Insn && len(line.Bytes) > 0 && line.Text == "" {
				v.wrong(line.Num, line.AddrCol, "the address is %x, but the line before it ends at %x", line.Addr, j.Lines[i-1].next())
			}
			before = nil
		default:
			before = nil
		}
	}
}

func (j *judgement) judgeAddress(v *Verdict, before, line *Line) {
	switch {
	case before == nil:
	case before.Kind == Label && before.Addr != line.Addr:
		v.wrong(line.Num, line.AddrCol, "the address is %x, but the label before it stands for %x", line.Addr, before.Addr)
	case before.Kind == Insn && line.Addr > before.next():
		v.wrong(line.Num, line.AddrCol, "the address is %x, but the line before it ends at %x: mark what is left out with `...`", line.Addr, before.next())
	case before.Kind == Insn && line.Addr != before.next():
		v.wrong(line.Num, line.AddrCol, "the address is %x, but the line before it ends at %x", line.Addr, before.next())
	case before.Kind == Insn && line.Offset >= 0 && before.Offset >= 0 && line.Symbol == before.Symbol &&
		line.Addr-uint64(line.Offset) != before.Addr-uint64(before.Offset):
		v.wrong(line.Num, line.AddrCol, "%x is +%d here, by the line before it", line.Addr, line.Addr-before.Addr+uint64(before.Offset))
	}
}
