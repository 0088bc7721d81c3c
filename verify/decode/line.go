package decode

import (
	"regexp"
	"strconv"
	"strings"
)

// Kind is what a line of a listing is.
type Kind int

const (
	Text    Kind = iota // anything else: a header, source code, an empty line
	Insn                // an instruction with its address and bytes
	More                // further bytes of the instruction before it
	Label               // the name of the address of the next instruction
	Gap                 // "...": lines left out
	Reloc               // a relocation of the instruction before it
	Blurred             // an address and a colon, but neither bytes nor a name that can be read, or a label without an address
)

// Line is one line of a listing. Columns count bytes from 1.
type Line struct {
	Kind   Kind
	Num    int    // of the line in its block, from 1
	Addr   uint64 // of an Insn, a More or a Label
	Symbol string // of a Label, or within <> before the colon of an Insn
	Offset int64  // behind Symbol, of an Insn that gdb printed; else -1
	Bytes  []byte // of an Insn (those of its Mores included) or of a More
	Text   string // the instruction as written, without blanks around it

	AddrCol, AddrEnd   int // ends are behind the last byte
	BytesCol, BytesEnd int
	TextCol            int

	byteCols []int // of the bytes on this line
}

// maxBytes is the length of the longest x86 instruction.
const maxBytes = 15

// labelLike matches what looks like a label, whatever its address is.
var labelLike = regexp.MustCompile(`^\s*\S{4,} <\S+>:$`)

// readLine reads a line by itself.
func readLine(num int, text string) Line {
	line := readParts(num, text)
	if line.Kind == Text && labelLike.MatchString(strings.TrimRight(text, " \t\r")) {
		line.Kind = Blurred
	}
	return line
}

func readParts(num int, text string) Line {
	line := Line{Num: num, Offset: -1}
	text = strings.TrimRight(text, " \t\r")
	s := scanner{text: text}
	s.blanks()
	if s.rest() == "..." {
		line.Kind = Gap
		return line
	}
	if s.take("=>") {
		s.blanks()
	}
	line.AddrCol = s.pos + 1
	addr, ok := s.hex()
	if !ok {
		return line
	}
	line.Addr = addr
	line.AddrEnd = s.pos + 1
	digits := s.text[line.AddrCol-1 : s.pos]
	s.blanks()
	if name, ok := s.symbol(); ok {
		line.Symbol, line.Offset = cutOffset(name)
	}
	if !s.take(":") {
		return line
	}
	s.blanks()
	line.BytesCol = s.pos + 1
	line.Bytes, line.byteCols = s.bytes()
	line.BytesEnd = s.pos + 1
	s.blanks()
	line.Text, line.TextCol = s.rest(), s.pos+1
	line.Kind = line.kind()
	if line.Kind == Insn && s.text[line.BytesEnd-1:line.TextCol-1] == " " && !strings.ContainsAny(digits, "0123456789") {
		line.Kind = Text // `bad: 10 cats`
	}
	return line
}

func (l *Line) kind() Kind {
	switch {
	case len(l.Bytes) == 0 && l.Text == "" && l.Symbol != "":
		return Label
	case len(l.Bytes) == 0 && strings.HasPrefix(l.Text, "R_"):
		return Reloc
	case len(l.Bytes) > 0 && len(l.Bytes) <= maxBytes && l.Text == "":
		return More
	case l.Text == printable(l.Bytes):
		return Text
	case len(l.Bytes) == 0 || len(l.Bytes) > maxBytes || !isInsn(l.Text):
		return Blurred
	}
	return Insn
}

// isInsn tells whether a text begins as an instruction does.
func isInsn(text string) bool {
	word, _, _ := strings.Cut(text, " ")
	word, _, _ = strings.Cut(word, "\t")
	if word == "(bad)" {
		return true
	}
	for i := range len(word) {
		c := word[i] | 0x20
		if !(c >= 'a' && c <= 'z' || i > 0 && (word[i] >= '0' && word[i] <= '9' || word[i] == ',') || word[i] == '.' || word[i] == '{' || word[i] == '}') {
			return false
		}
	}
	return word != "" && word != "."
}

// cutOffset takes "+18" of "main+18" or "+18". gdb counts in decimal.
func cutOffset(name string) (string, int64) {
	i := strings.LastIndexByte(name, '+')
	if i < 0 {
		return name, -1
	}
	n, err := strconv.ParseInt(name[i+1:], 0, 64)
	if err != nil || n < 0 {
		return name, -1
	}
	return name[:i], n
}

// scanner walks through a line.
type scanner struct {
	text string
	pos  int
}

func (s *scanner) rest() string { return s.text[s.pos:] }

func (s *scanner) blanks() {
	for s.pos < len(s.text) && (s.text[s.pos] == ' ' || s.text[s.pos] == '\t') {
		s.pos++
	}
}

func (s *scanner) take(prefix string) bool {
	if !strings.HasPrefix(s.rest(), prefix) {
		return false
	}
	s.pos += len(prefix)
	return true
}

// hex reads a number of up to 64 bits, with or without 0x.
func (s *scanner) hex() (uint64, bool) {
	start := s.pos
	s.take("0x")
	digits := s.pos
	for s.pos < len(s.text) && isHex(s.text[s.pos]) {
		s.pos++
	}
	n, err := strconv.ParseUint(s.text[digits:s.pos], 16, 64)
	if err != nil {
		s.pos = start
		return 0, false
	}
	return n, true
}

// symbol reads <name>, up to the last ">" of the line that a colon follows.
func (s *scanner) symbol() (string, bool) {
	if !strings.HasPrefix(s.rest(), "<") {
		return "", false
	}
	end := strings.Index(s.rest(), ">:")
	if end < 0 {
		return "", false
	}
	name := s.rest()[1:end]
	s.pos += end + 1
	return name, name != ""
}

// bytes reads pairs of hexadecimal digits, each followed by a blank or the
// end of the line.
func (s *scanner) bytes() (out []byte, cols []int) {
	for p := s.pos; p+2 <= len(s.text) && isHex(s.text[p]) && isHex(s.text[p+1]); {
		if p+2 < len(s.text) && s.text[p+2] != ' ' && s.text[p+2] != '\t' {
			break
		}
		n, _ := strconv.ParseUint(s.text[p:p+2], 16, 8)
		out, cols = append(out, byte(n)), append(cols, p+1)
		p += 2
		s.pos = p
		for p < len(s.text) && s.text[p] == ' ' {
			p++
		}
	}
	return out, cols
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}
