package decode

import (
	"regexp"
	"strings"
)

// The ways to ask objdump. AT&T syntax is asked for twice, since what older
// versions print is what newer ones print with suffixes.
const (
	attPlain  = "att"
	attSuffix = "att,suffix"
	intel     = "intel"
)

var (
	attLook   = regexp.MustCompile(`%[a-z]|\$-?0x|\$-?[0-9]`)
	intelLook = regexp.MustCompile(`(?i)\bptr\b|\[|\b([re]?[abcd]x|[abcd][lh]|[re]?(sp|bp|si|di)|r([89]|1[0-5])[dwb]?|[xyz]mm[0-9]+)\b`)
	wide      = regexp.MustCompile(`(?i)\b(r([abcd]x|sp|bp|si|di|ip)|r([89]|1[0-5])[dwb]?|(sp|bp|si|di)l)\b`)
)

// syntaxes tells for each line of a listing in which syntax it is written. A
// line that could be either, such as `ret`, is in that of its block.
func (l Listing) syntaxes() []string {
	att, other := 0, 0
	out := make([]string, len(l.Lines))
	for i, line := range l.Lines {
		if line.Kind != Insn {
			continue
		}
		code, _ := cutComment(line.Text)
		code = annotation.ReplaceAllString(code, "")
		switch {
		case attLook.MatchString(code):
			out[i] = attPlain
			att++
		case intelLook.MatchString(code):
			out[i] = intel
			other++
		}
	}
	for i := range out {
		if out[i] == "" {
			out[i] = attPlain
			if other > att {
				out[i] = intel
			}
		}
	}
	return out
}

// foreign tells whether a listing is another disassembler's: blanks behind
// all commas, which objdump and gdb never print.
func (l Listing) foreign() bool {
	spaced := 0
	for _, line := range l.Lines {
		if line.Kind != Insn {
			continue
		}
		code, _ := cutComment(line.Text)
		code = annotation.ReplaceAllString(code, "")
		n := strings.Count(code, ",") - strings.Count(code, ",p")
		if got := strings.Count(code, ", "); got > 0 {
			spaced++
		} else if n > 0 && !strings.ContainsAny(code, "([") {
			return false
		}
	}
	return spaced > 0
}

// narrow tells whether nothing in a listing is of 64 bits, so that it could
// be another machine's.
func (l Listing) narrow() bool {
	for _, line := range l.Lines {
		if line.Kind == Insn && (line.Addr>>32 != 0 || wide.MatchString(line.Text)) {
			return false
		}
	}
	return true
}
