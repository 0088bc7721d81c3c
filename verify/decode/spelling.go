package decode

import (
	"regexp"
	"strconv"
	"strings"
)

// insn is an instruction taken apart, in a spelling that all versions of
// objdump and gdb share.
type insn struct {
	words   string // mnemonic, operands and target, without names and comment
	target  number // of a branch
	comment number // of a comment "# 403ff0 <sym>"
	symbol  string // what stands in <> behind the target or the comment
	garbled bool   // the comment looks like "# 403ff0 <sym>", but has no number
	foreign string // words, in what is left of all spellings if another tool's is read kindly
}

// number is a number that may be there.
type number struct {
	value uint64
	ok    bool
}

var (
	commentStart = regexp.MustCompile(`\s(#|;|//|<-|←)`)
	toolComment  = regexp.MustCompile(`^#+\s*(?:0x)?([0-9a-fA-F]+)\s*(?:<(.*)>)?$`)
	garbled      = regexp.MustCompile(`^#+\s*(\S+)\s+<.*>$`)
	annotation   = regexp.MustCompile(`\s*<(.*)>$`)
	branch       = regexp.MustCompile(`^(j[a-z]+|call[a-z]*|loop[a-z]*|xbegin)(,p[nt])?$`)
	bareTarget   = regexp.MustCompile(`^(?:0x)?([0-9a-f]+)$`)
	inBrackets   = regexp.MustCompile(`\[[^\]]*\]`)
	afterComma   = regexp.MustCompile(`\s*,\s+`)
	segmentNop   = regexp.MustCompile(`^((?:\S+ )*)(nop[wlq]?) (word ptr |dword ptr |qword ptr )?%?([cdes]s):`)
	shiftByOne   = regexp.MustCompile(`^((?:\S+ )*(?:sa|sh|ro|rc)[lr][bwlq]? )\$1,`)
	zeroOffset   = regexp.MustCompile(`(^|[,\s*:])0x0\(`)
	anyNumber    = regexp.MustCompile(`\b(0x[0-9a-f]+|[0-9]+)\b`)
	indexOnce    = regexp.MustCompile(`,1\)|\*1\b`)
)

// spell takes an instruction apart.
func spell(text string) insn {
	var in insn
	code, comment := cutComment(text)
	if m := toolComment.FindStringSubmatch(comment); m != nil {
		in.comment, in.symbol = parseHex(m[1]), m[2]
	} else if m := garbled.FindStringSubmatch(comment); m != nil {
		in.garbled = !strings.Contains(m[1], "...")
	}
	if m := annotation.FindStringSubmatchIndex(code); m != nil {
		in.symbol, code = code[m[2]:m[3]], code[:m[0]]
	}
	words := plain(code)
	mnemonic, operands, _ := cutMnemonic(words)
	if m := bareTarget.FindStringSubmatch(operands); m != nil && branch.MatchString(lastWord(mnemonic)) {
		in.target = parseHex(m[1])
		words = mnemonic + " " + strconv.FormatUint(in.target.value, 16)
	}
	in.words, in.foreign = words, kindly(words)
	return in
}

// cutComment parts an instruction from what stands behind it.
func cutComment(text string) (code, comment string) {
	if m := commentStart.FindStringIndex(text); m != nil {
		return strings.TrimRight(text[:m[0]], " \t"), strings.TrimSpace(text[m[0]:])
	}
	return text, ""
}

// plain evens out case, white space, and what was spelled otherwise in
// other versions of binutils.
func plain(code string) string {
	words := strings.Join(strings.Fields(strings.ToLower(code)), " ")
	words = afterComma.ReplaceAllString(words, ",")
	words = inBrackets.ReplaceAllStringFunc(words, func(s string) string { return strings.ReplaceAll(s, " ", "") })
	words = segmentNop.ReplaceAllString(words, "$1$4 $2 $3")
	words = strings.ReplaceAll(words, "data32 ", "data16 ")
	words = shiftByOne.ReplaceAllString(words, "$1")
	for _, rep := range []string{"rep ", "repe "} {
		if rest, ok := strings.CutPrefix(words, rep); ok && strings.HasPrefix(rest, "ret") {
			words = "repz " + rest
		}
	}
	return words
}

// cutMnemonic parts a mnemonic, with its prefixes, from the operands.
func cutMnemonic(words string) (mnemonic, operands string, ok bool) {
	fields := strings.Split(words, " ")
	for i, f := range fields {
		if branch.MatchString(f) {
			return strings.Join(fields[:i+1], " "), strings.Join(fields[i+1:], " "), true
		}
	}
	return words, "", false
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

// kindly drops what other disassemblers leave out or write in decimal.
func kindly(words string) string {
	words = zeroOffset.ReplaceAllString(words, "$1(")
	words = indexOnce.ReplaceAllStringFunc(words, func(s string) string { return strings.TrimLeft(s, ",*1") })
	return anyNumber.ReplaceAllStringFunc(words, func(s string) string {
		if n, err := strconv.ParseUint(s, 0, 64); err == nil {
			return strconv.FormatUint(n, 16)
		}
		return s
	})
}

func parseHex(s string) number {
	n, err := strconv.ParseUint(s, 16, 64)
	return number{n, err == nil}
}

// endbr is how binutils before 2.30 read the instructions of CET.
var endbr = map[string][]string{
	"endbr64": {"repz nop %edx", "nop %edx", "repz nop edx", "nop edx"},
	"endbr32": {"repz nop %ebx", "nop %ebx", "repz nop ebx", "nop ebx"},
}

// same tells whether the note's spelling is that of the toolchain. "..." of
// the note stands for anything.
func (in insn) same(tool insn) bool {
	return matches(in.words, tool.words) || contains(endbr[tool.words], in.words)
}

// sameKindly is same for the output of another disassembler.
func (in insn) sameKindly(tool insn) bool { return in.foreign == tool.foreign }

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}

// matches is equality, but for "..." in the pattern.
func matches(pattern, s string) bool {
	parts := strings.Split(pattern, "...")
	if len(parts) == 1 {
		return pattern == s
	}
	for i, part := range parts {
		part = strings.TrimSpace(part)
		at := strings.Index(s, part)
		if at < 0 || i == 0 && at > 0 {
			return false
		}
		if i == len(parts)-1 {
			return strings.HasSuffix(s, part)
		}
		s = s[at+len(part):]
	}
	return true
}
