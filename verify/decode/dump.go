package decode

import (
	"regexp"
	"strings"
)

// Dump holds hex dumps that show their bytes as text too against themselves,
// as hexdump -C, xxd, od -t x1z, readelf -x and objdump -s print them: the
// text of each line is its bytes, and each offset is the one before it and
// the bytes between, but for lines left out as `*` or `...`. Other lines are
// passed over; without any of a dump the verdict is Unknown, and so is that on a
// line by itself from the midst of one, whose offset nothing bears out.
func Dump(output string) Verdict {
	var v Verdict
	var d dump
	lines := strings.Split(output, "\n")
	d.swapped = swappedDump(lines)
	for i, text := range lines {
		d.line(i+1, strings.TrimRight(text, " \t\r"), &v)
	}
	switch {
	case v.Lines == 0:
		v.Reason = "no hex dump with its text"
	case !d.held:
		v.Reason = "a line from the midst of a hex dump"
	}
	v.settle()
	return v
}

// The forms of a line. The text column is between bars or angles, or behind
// the bytes.
var (
	barDump   = regexp.MustCompile(`^\s*([0-9a-f]{4,16}):?\s+((?:[0-9a-f]{2}\s+)+)(?:\|(.*)\||>(.*)<)$`)
	plainDump = regexp.MustCompile(`^\s*(0x)?([0-9a-f]{4,16})(:?)\s((?:\s?(?:[0-9a-f]{8}|[0-9a-f]{4}|[0-9a-f]{2}))+)(\s.*)?$`)
	loneLine  = regexp.MustCompile(`^\s*([0-9a-f]{6,16})$`)
)

// dumpLine is one line of a dump, taken apart.
type dumpLine struct {
	offset             uint64
	bytes              []byte
	text               string
	offsetCol, textCol int
	closed             bool // text has an end of its own, so that its blanks count
	rest               bool // it is too short to begin a dump
}

// dump is how far a dump has been read.
type dump struct {
	began   bool
	skipped bool   // lines were left out before the next one
	next    uint64 // offset of the next line
	swapped bool   // words are little-endian, as xxd -e prints them
	held    bool   // some offset was held against the line before it, or is the first
}

func (d *dump) line(num int, text string, v *Verdict) {
	if strings.TrimSpace(text) == "*" || strings.TrimSpace(text) == "..." {
		d.skipped = true
		return
	}
	if m := loneLine.FindStringSubmatchIndex(text); m != nil && d.began {
		d.judgeOffset(num, m[2]+1, parseHex(text[m[2]:m[3]]).value, v)
		*d = dump{swapped: d.swapped, held: d.held}
		return
	}
	l, ok := readDumpLine(text, d.swapped)
	if !ok || l.rest && !d.began {
		*d = dump{swapped: d.swapped, held: d.held}
		return
	}
	v.Lines++
	if d.began {
		d.judgeOffset(num, l.offsetCol, l.offset, v)
	}
	d.held = d.held || l.offset == 0
	d.began, d.skipped, d.next = true, false, l.offset+uint64(len(l.bytes))
	if at, why := l.differs(); why != "" {
		v.wrong(num, l.textCol+at, "%s", why)
	}
}

func (d *dump) judgeOffset(num, col int, offset uint64, v *Verdict) {
	d.held = true
	if offset != d.next && !(d.skipped && offset > d.next) {
		v.wrong(num, col, "the offset is %x, but the line before it ends at %x", offset, d.next)
	}
}

// differs tells where the text is not that of the bytes.
func (l dumpLine) differs() (at int, why string) {
	want, got, first := printable(l.bytes), l.text, 0
	if !l.closed {
		first = len(want) - len(strings.TrimLeft(want, " "))
		want, got = strings.TrimSpace(want), strings.TrimSpace(got)
	}
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			return i, "byte " + hexByte(l.bytes[first+i]) + " is `" + want[i:i+1] + "` as text"
		}
	}
	if len(want) != len(got) {
		return min(len(want), len(got)), "the text is longer or shorter than the bytes: they are `" + want + "`"
	}
	return 0, ""
}

// near tells whether a text is about as long as the bytes are, but for blanks
// at its ends.
func (l dumpLine) near() bool {
	return len(l.text) <= len(l.bytes)+2 && len(l.text)+2 >= len(strings.TrimSpace(printable(l.bytes)))
}

func readDumpLine(text string, swapped bool) (dumpLine, bool) {
	if m := barDump.FindStringSubmatchIndex(text); m != nil {
		l := dumpLine{offset: parseHex(text[m[2]:m[3]]).value, offsetCol: m[2] + 1, closed: true}
		l.bytes = unhex(text[m[4]:m[5]])
		from, to := m[6], m[7]
		if from < 0 {
			from, to = m[8], m[9]
		}
		l.text, l.textCol = text[from:to], from+1
		return l, true
	}
	m := plainDump.FindStringSubmatchIndex(text)
	if m == nil {
		return dumpLine{}, false
	}
	l := dumpLine{offset: parseHex(text[m[4]:m[5]]).value, offsetCol: m[4] + 1}
	colon := m[7] > m[6]
	end := bytesEnd(text, m[8], colon)
	words := strings.Fields(text[m[8]:end])
	if len(words) == 0 {
		return l, false
	}
	for _, w := range words {
		b := unhex(w)
		if swapped {
			reverse(b)
		}
		l.bytes = append(l.bytes, b...)
	}
	rest := strings.TrimLeft(text[end:], " \t")
	l.text, l.textCol = rest, len(text)-len(rest)+1
	sure := m[2] >= 0 && len(words[0]) == 8 || colon && m[5]-m[4] == 8
	if strings.Contains(text, "\t") || len(l.bytes) != len(l.text) && (readLine(0, text).Kind == Insn || !l.near()) {
		return l, false // disassembly has addresses and bytes as well
	}
	l.rest = !colon && len(words[0]) != 8
	if l.rest && len(words) > 1 {
		return l, false
	}
	return l, l.text != "" && (sure || l.rest || len(l.bytes) == len(l.text))
}

// bytesEnd finds the end of the bytes: two blanks, or sixteen bytes where one
// blank is all there is between them and the text.
func bytesEnd(text string, from int, colon bool) int {
	digits, i := 0, from
	for i < len(text) {
		if text[i] == ' ' {
			if i+1 >= len(text) || text[i+1] == ' ' && i > from || !isHex(text[i+1]) && text[i+1] != ' ' {
				return i
			}
			if !colon && digits >= 32 {
				return i
			}
			i++
			continue
		}
		if !isHex(text[i]) {
			return i
		}
		digits++
		i++
	}
	return i
}

// swappedDump tells whether a dump is right only if its words are read the
// other way round.
func swappedDump(lines []string) bool {
	asIs, turned := 0, 0
	for _, text := range lines {
		text = strings.TrimRight(text, " \t\r")
		if l, ok := readDumpLine(text, false); ok {
			if _, why := l.differs(); why != "" {
				asIs++
			}
		}
		if l, ok := readDumpLine(text, true); ok {
			if _, why := l.differs(); why != "" {
				turned++
			}
		}
	}
	return asIs > 0 && turned == 0
}

func reverse(b []byte) {
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
}

// unhex reads pairs of digits, blanks aside. An odd digit at the end is left.
func unhex(s string) []byte {
	digits := strings.Join(strings.Fields(s), "")
	var out []byte
	for i := 0; i+2 <= len(digits); i += 2 {
		out = append(out, byte(parseHex(digits[i:i+2]).value))
	}
	return out
}

func hexByte(b byte) string {
	const digits = "0123456789abcdef"
	return string([]byte{digits[b>>4], digits[b&15]})
}

// printable is what the text column shows for bytes.
func printable(b []byte) string {
	out := make([]byte, len(b))
	for i, c := range b {
		out[i] = c
		if c < 0x20 || c > 0x7e {
			out[i] = '.'
		}
	}
	return string(out)
}
