package decode

import (
	"fmt"
	"math/bits"
	"strings"
	"testing"
)

// program is what a small program looks like in objdump, with what its
// branches and data depend on.
const program = `0000000000401000 <_init>:
  401000:	48 83 ec 08          	sub    $0x8,%rsp
  401004:	48 8b 05 ed 2f 00 00 	mov    0x2fed(%rip),%rax        # 403ff8 <__gmon_start__>
  40100b:	48 85 c0             	test   %rax,%rax
  40100e:	74 02                	je     401012 <_init+0x12>
  401010:	ff d0                	callq  *%rax
  401012:	48 83 c4 08          	add    $0x8,%rsp
  401016:	c3                   	retq

0000000000401020 <main>:
  401020:	48 b8 88 77 66 55 44 	movabs $0x1122334455667788,%rax
  401027:	33 22 11
  40102a:	8b 44 8d f4          	mov    -0xc(%rbp,%rcx,4),%eax
  40102e:	e8 cd ff ff ff       	callq  401000 <_init>
  401033:	0f b6 c0             	movzbl %al,%eax
  401036:	f3 0f 1e fa          	endbr64
`

// encodings are bits that can be flipped without changing the instruction:
// what is relative to rip has no base register that REX.B could extend.
var encodings = map[string]string{"48 8b 05 ed": "49 8b 05 ed"}

// TestFlippedBits flips each bit of each byte.
func TestFlippedBits(t *testing.T) {
	var texts []string
	for _, line := range Read(program).Lines {
		if line.Kind != Insn && line.Kind != More {
			continue
		}
		text := strings.Split(program, "\n")[line.Num-1]
		for i := range strings.Fields(text[line.BytesCol-1 : line.BytesEnd-1]) {
			at := line.BytesCol - 1 + 3*i
			b := byte(parseHex(text[at : at+2]).value)
			for bit := range 8 {
				texts = append(texts, strings.Replace(program, text, text[:at]+hexByte(b^1<<bit)+text[at+2:], 1))
			}
		}
	}
	for i, v := range judge(t, texts...) {
		if v.Status != Wrong && !isEncoding(texts[i]) {
			t.Errorf("passed:\n%s", difference(texts[i]))
		}
	}
	if len(texts) < 350 {
		t.Errorf("only %d bits were flipped", len(texts))
	}
}

// TestChangedText changes each character that is said to be asserted.
func TestChangedText(t *testing.T) {
	var texts []string
	lines := strings.Split(program, "\n")
	for _, s := range Read(program).Asserted() {
		for at := s.Col - 1; at < s.End-1; at++ {
			line := lines[s.Line-1]
			changed := line[:at] + string(other(line[at])) + line[at+1:]
			texts = append(texts, strings.Join(append(append(append([]string(nil), lines[:s.Line-1]...), changed), lines[s.Line:]...), "\n"))
		}
	}
	for i, v := range judge(t, texts...) {
		if v.Status == Decoded && !isEncoding(texts[i]) {
			t.Errorf("passed:\n%s", difference(texts[i]))
		}
	}
	if len(texts) < 350 {
		t.Errorf("only %d characters were changed", len(texts))
	}
}

func isEncoding(text string) bool {
	for was, is := range encodings {
		if strings.Replace(program, was, is, 1) == text {
			return true
		}
	}
	return false
}

// other is another character of the same kind.
func other(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return '0' + (c-'0'+1)%10
	case c >= 'a' && c <= 'f':
		return 'a' + (c-'a'+1)%6
	case c >= 'g' && c <= 'z':
		return 'g' + (c-'g'+1)%20
	}
	return '@'
}

// difference shows the lines of a text that are not the program's.
func difference(text string) string {
	var b strings.Builder
	for i, line := range strings.Split(text, "\n") {
		if was := strings.Split(program, "\n")[i]; was != line {
			fmt.Fprintf(&b, "- %s\n+ %s\n", was, line)
		}
	}
	return b.String()
}

// TestManyInstructions decodes more than fit into the 16 bits in which an ELF
// file counts its sections.
func TestManyInstructions(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	var b strings.Builder
	const n = 66_000
	for i := range n {
		fmt.Fprintf(&b, "%8x:\t90                   \tnop\n", 0x401000+i)
	}
	b.WriteString("  401000:\t91\tnop\n")
	v := judge(t, b.String())[0]
	if v.Lines != n+1 || len(v.Findings) != 2 {
		t.Errorf("%d lines, %v", v.Lines, v.Findings)
	}
	if bits.Len(n) <= 16 {
		t.Error("too few")
	}
}

func TestJudgeBrokenToolchain(t *testing.T) {
	blocks := []Listing{Read(program)}
	for _, output := range []string{"", "bash: objdump: command not found\n", mark + "x86-64 att\n"} {
		if v, err := Judge(blocks, output); err == nil {
			t.Errorf("%q gives %v, not an error", output, v)
		}
	}
	if c := Command([]Listing{Read("nothing\n")}); c != "" {
		t.Errorf("nothing to decode takes %q", c)
	}
	if v, err := Judge([]Listing{Read("nothing\n")}, ""); err != nil || v[0].Status != Unknown {
		t.Errorf("nothing to decode: %v, %v", v, err)
	}
}

// TestGarbled has a label, and what objdump prints behind "#", with a number that
// is none; what an author writes there is let be.
func TestGarbled(t *testing.T) {
	texts := []string{
		strings.Replace(program, "0000000000401020 <", "0000000000r01020 <", 1),
		strings.Replace(program, "# 403ff8 <", "# 403fs8 <", 1),
		strings.Replace(program, "# 403ff8 <", "# ... <", 1),
		strings.Replace(program, "# 403ff8 <__gmon_start__>", "# a weak symbol", 1),
	}
	for i, v := range judge(t, texts...) {
		if want := []Status{Unknown, Wrong, Decoded, Decoded}[i]; v.Status != want {
			t.Errorf("%v, not %v:\n%s", v.Status, want, difference(texts[i]))
		}
	}
}

// TestChangedSums changes each character of what is said to be held against
// itself.
func TestChangedSums(t *testing.T) {
	const table = "   text\t   data\t    bss\t    dec\t    hex\tfilename\n    111\t      4\t   4000\t   4115\t   1013\tsimple.o\n"
	const dump = "00000000  61 62 63 00 64  |abc.d|\n"
	changed := 0
	for text, check := range map[string]func(string) Verdict{table: Size, dump: Dump} {
		if v := check(text); v.Status != Decoded {
			t.Fatalf("%v:\n%s", v, text)
		}
		lines := strings.Split(text, "\n")
		for _, s := range AssertedBySums(text) {
			for at := s.Col - 1; at < s.End-1; at++ {
				line := lines[s.Line-1]
				now := strings.Replace(text, line, line[:at]+string(other(line[at]))+line[at+1:], 1)
				if v := check(now); v.Status != Wrong {
					t.Errorf("%v:\n%s", v, now)
				}
				changed++
			}
		}
	}
	if want := len("111"+"4"+"4000"+"4115"+"1013") + len("abcd"); changed != want {
		t.Errorf("%d characters are asserted, not %d", changed, want)
	}
}
