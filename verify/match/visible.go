package match

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWidth is how many characters of a line are shown.
const maxWidth = 160

// Visible spells what a terminal or a reader would not see as it is: control
// characters, bytes that are no text, and marks that turn its direction.
// Newlines and tabs stay.
func Visible(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case r == '\n' || r == '\t' || unicode.IsPrint(r) || unicode.Is(unicode.Zs, r):
			b.WriteString(s[i : i+size])
		default:
			b.WriteString(escape(r))
		}
		i += size
	}
	return b.String()
}

func escape(r rune) string {
	switch {
	case r < 0x80:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// spellBlanks spells all blanks but the usual one.
func spellBlanks(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t':
			b.WriteString(`\t`)
		case r != ' ' && unicode.IsSpace(r):
			b.WriteString(escape(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// clip cuts a long line down to what surrounds the byte at, and says so.
func clip(line string, at int) string {
	if len(line) <= maxWidth || utf8.RuneCountInString(line) <= maxWidth {
		return line
	}
	all := []rune(line)
	from := utf8.RuneCountInString(line[:min(at, len(line))]) - maxWidth/2
	from = max(0, min(from, len(all)-maxWidth))
	to := from + maxWidth
	left, right := "", ""
	if from > 0 {
		left = "…"
	}
	if to < len(all) {
		right = "…"
	}
	return fmt.Sprintf("%s%s%s (%d characters)", left, string(all[from:to]), right, len(all))
}

// Prefix is the begin of a text, of whole runes and at most n bytes.
func Prefix(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// Clip cuts a long line down to its begin, and says so.
func Clip(line string) string { return clip(line, 0) }

// Excerpt is an output safe to print: of one that is long its begin and its
// end, of long lines their begin; what is left out is said.
func Excerpt(output string) string {
	all := lines(output)
	for i, l := range all {
		if i < headRun || i >= len(all)-tailRun || len(all) <= maxRun { // the others are not shown
			all[i] = clip(Visible(l), 0)
		}
	}
	return joined(shorten(all))
}
