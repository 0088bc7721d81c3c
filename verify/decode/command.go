package decode

import (
	"bytes"
	"debug/elf"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
)

// machines are those that bytes may be decoded for, x86-64 first.
var machines = []string{"x86-64", "i386", "i8086"}

var objdumpMachine = map[string]string{"x86-64": "i386:x86-64", "i386": "i386", "i8086": "i8086"}

const mark = "== knotes decode: "

// Command is what decodes all instructions of some listings, for bash with
// objdump, base64 and mktemp. It changes nothing in its directory, and prints
// the same wherever it runs. It is empty if there is nothing to decode.
func Command(blocks []Listing) string {
	runs := runsOf(blocks)
	if len(runs) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString("(\nset +eux\nd=$(mktemp -d) && trap 'rm -rf \"$d\"' EXIT && cd \"$d\" && base64 -d >block <<'END' || exit\n")
	b.WriteString(wrap(base64.StdEncoding.EncodeToString(object(blocks)), 76))
	b.WriteString("END\n")
	for _, r := range runs {
		fmt.Fprintf(&b, "echo '%s%s' && objdump -d -z -w -m %s -M %s block || exit\n", mark, r, objdumpMachine[r.machine], r.syntax)
	}
	b.WriteString(")")
	return b.String()
}

func wrap(s string, width int) string {
	var b strings.Builder
	for ; len(s) > width; s = s[width:] {
		b.WriteString(s[:width] + "\n")
	}
	return b.String() + s + "\n"
}

// run is one way in which the lines are decoded.
type run struct{ machine, syntax string }

func (r run) String() string { return r.machine + " " + r.syntax }

// runsOf lists the runs that judging some listings takes.
func runsOf(blocks []Listing) []run {
	seen := map[string]bool{}
	for _, l := range blocks {
		for i, s := range l.syntaxes() {
			if l.Lines[i].Kind == Insn {
				seen[s] = true
			}
		}
	}
	seen[attSuffix] = seen[attPlain]
	var runs []run
	for _, m := range machines {
		if m != machines[0] && !maybeNarrow(blocks) {
			break
		}
		for _, s := range []string{attPlain, attSuffix, intel} {
			if seen[s] {
				runs = append(runs, run{m, s})
			}
		}
	}
	return runs
}

// maybeNarrow tells whether the code may be 32-bit or 16-bit: all of it, or a
// block that is long enough to tell.
func maybeNarrow(blocks []Listing) bool {
	all := true
	for _, l := range blocks {
		if l.narrow() && l.Insns() >= lead {
			return true
		}
		all = all && l.narrow()
	}
	return all
}

// object is an ELF file with a section ".kN" for the Nth instruction of all
// listings, at its address.
func object(blocks []Listing) []byte {
	var data, names, heads bytes.Buffer
	names.WriteByte(0)
	var headers []elf.Section64
	const start = 64 // the ELF header
	for _, l := range blocks {
		for i, line := range l.Lines {
			if line.Kind != Insn {
				continue
			}
			code := l.code(i)
			headers = append(headers, elf.Section64{
				Name: uint32(names.Len()), Type: uint32(elf.SHT_PROGBITS), Flags: uint64(elf.SHF_ALLOC | elf.SHF_EXECINSTR),
				Addr: line.Addr, Off: uint64(start + data.Len()), Size: uint64(len(code)), Addralign: 1,
			})
			data.Write(code)
			fmt.Fprintf(&names, ".k%d\x00", len(headers)-1)
		}
	}
	nameSection := elf.Section64{Name: uint32(names.Len()), Type: uint32(elf.SHT_STRTAB), Off: uint64(start + data.Len()), Addralign: 1}
	names.WriteString(".shstrtab\x00")
	nameSection.Size = uint64(names.Len())
	headers = append(headers, nameSection)

	// Counts past 16 bits stand in the null section.
	count := len(headers) + 1
	null := elf.Section64{Size: uint64(count), Link: uint32(count - 1)}
	head := elf.Header64{
		Ident: [elf.EI_NIDENT]byte{0x7f, 'E', 'L', 'F', byte(elf.ELFCLASS64), byte(elf.ELFDATA2LSB), byte(elf.EV_CURRENT)},
		Type:  uint16(elf.ET_REL), Machine: uint16(elf.EM_X86_64), Version: uint32(elf.EV_CURRENT),
		Shoff: uint64(start + data.Len() + names.Len()), Ehsize: start, Shentsize: 64,
		Shstrndx: uint16(elf.SHN_XINDEX),
	}
	if count < int(elf.SHN_LORESERVE) {
		null = elf.Section64{}
		head.Shnum, head.Shstrndx = uint16(count), uint16(count-1)
	}
	for _, v := range []any{head, data.Bytes(), names.Bytes(), null, headers} {
		// Only a value of no fixed size could fail, and these have one.
		if err := binary.Write(&heads, binary.LittleEndian, v); err != nil {
			panic(err)
		}
	}
	return heads.Bytes()
}

// code is what objdump gets to see of an instruction: its bytes, and those
// behind it where it is "(bad)", which depends on them.
func (l Listing) code(i int) []byte {
	line := l.Lines[i]
	code := line.Bytes
	if !strings.HasPrefix(line.Text, "(bad)") {
		return code
	}
	next := line.next()
	for _, after := range l.Lines[i+1:] {
		if after.Kind == More {
			continue
		}
		if after.Kind != Insn || after.Addr != next || len(code) >= maxBytes {
			break
		}
		code = append(code[:len(code):len(code)], after.Bytes...)
		next = after.next()
	}
	return code
}
