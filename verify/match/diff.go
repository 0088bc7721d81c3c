package match

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/diff"
)

// Diff shows how observed differs from expected, a line each: "-" only the
// note has, "+" only the run printed. It is safe to print.
func Diff(expected, observed string) string {
	text := diff.Diff("note", asserted(expected), "run", asserted(observed))
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "diff ") || strings.HasPrefix(line, "--- note") || strings.HasPrefix(line, "+++ run") {
			continue
		}
		b.WriteString(Visible(line))
	}
	return b.String()
}

func asserted(s string) []byte {
	all := lines(s)
	if len(all) == 0 {
		return nil
	}
	return []byte(strings.Join(all, "\n") + "\n")
}

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
		case r < 0x80:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		i += size
	}
	return b.String()
}
