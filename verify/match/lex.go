package match

import "strings"

// class is what a lexeme reads as.
type class uint8

const (
	blank class = iota // a run of blanks and tabs
	mark               // a run of anything else
	word               // letters, digits and _, with a sign or a fraction if it is a number
	uuid
	clockTime
)

// lexeme is a piece of a line. The lexemes of a line cover all of it.
type lexeme struct {
	start, end int
	class      class
}

// lex splits a line. Without times, a date or a time of day is left in pieces.
func lex(s string, times bool) []lexeme {
	all := make([]lexeme, 0, 16)
	for i := 0; i < len(s); {
		l := lexeme{start: i}
		switch {
		case isBlank(s[i]):
			l.class, l.end = blank, i+leadingBlanks(s[i:])
		case startsWord(s, i):
			l.class, l.end = word, endOfWord(s, i)
			if isUUID(s[i:]) {
				l.class, l.end = uuid, i+uuidLen
			} else if times {
				if n, _ := timeAt(s, i); n > 0 {
					l.class, l.end = clockTime, i+n
				}
			}
		default:
			l.class, l.end = mark, i+1
			for l.end < len(s) && !isBlank(s[l.end]) && !startsWord(s, l.end) {
				l.end++
			}
		}
		all = append(all, l)
		i = l.end
	}
	return all
}

// startsWord tells whether a word begins at i, which is not within one.
func startsWord(s string, i int) bool {
	return isWordByte(s[i]) || isSign(s, i)
}

// isSign tells a minus sign from a hyphen: no word ends before it, and a
// decimal number follows.
func isSign(s string, i int) bool {
	if s[i] != '-' || i+1 >= len(s) || !isDigit(s[i+1]) || has0x(s[i+1:]) {
		return false
	}
	return i == 0 || !isWordByte(s[i-1]) && !strings.ContainsRune(")].-", rune(s[i-1]))
}

func endOfWord(s string, i int) int {
	end := i + 1
	for end < len(s) && isWordByte(s[end]) {
		end++
	}
	if !fractionAt(s, end) || i > 1 && s[i-1] == '.' && isDigit(s[i-2]) {
		return end
	}
	longer := end + 1
	for longer < len(s) && isWordByte(s[longer]) {
		longer++
	}
	if fractionAt(s, longer) {
		return end // a version or an IP address: each number is a word
	}
	return longer
}

// fractionAt tells whether a point between two digits stands at i.
func fractionAt(s string, i int) bool {
	return i > 0 && i+1 < len(s) && s[i] == '.' && isDigit(s[i-1]) && isDigit(s[i+1])
}

const uuidLen = len("00000000-0000-0000-0000-000000000000")

func isUUID(s string) bool {
	if len(s) < uuidLen || len(s) > uuidLen && isWordByte(s[uuidLen]) {
		return false
	}
	for i := range uuidLen {
		switch i {
		case 8, 13, 18, 23:
			if s[i] != '-' {
				return false
			}
		default:
			if !isHexDigit(s[i]) {
				return false
			}
		}
	}
	return true
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }
func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isLower(c byte) bool { return 'a' <= c && c <= 'z' }

func isHexDigit(c byte) bool {
	return isDigit(c) || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func isWordByte(c byte) bool { return isDigit(c) || isLower(c) || isUpper(c) || c == '_' }

func leadingBlanks(s string) int { return leading(s, isBlank) }

// leading counts the bytes at the start of s for which is holds.
func leading(s string, is func(byte) bool) int {
	for i := range len(s) {
		if !is(s[i]) {
			return i
		}
	}
	return len(s)
}

// has0x tells whether a hexadecimal number with its prefix begins s.
func has0x(s string) bool {
	return len(s) > 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X') && isHexDigit(s[2])
}
