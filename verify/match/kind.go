package match

import "strings"

// munch measures the text of a kind that begins expected[i:] and may stand in
// place of a token of the observed line; 0 if there is none.
func (g *gotLine) munch(t *Token, expected string, i int) int {
	s, have := expected[i:], g.text[t.Start:t.End]
	switch t.Kind {
	case Hexadecimal:
		if has0x(have) != has0x(s) {
			return 0
		}
		if has0x(s) {
			return 2 + leading(s[2:], isHexDigit)
		}
		return leading(s, isHexDigit)
	case Decimal:
		fraction := strings.Contains(have, ".") || t.End == len(g.text) || g.text[t.End] != '.'
		return munchDecimal(s, fraction, isDigit(have[0]) && !signMayPrecede(g.text, t.Start))
	case Duration:
		return durationLen(s)
	case UUID:
		if isUUID(s) {
			return uuidLen
		}
	case Time:
		return munchTime(have, expected, i)
	case Name:
		if n := leading(s, isWordByte); n == len(have) {
			return n
		}
	}
	return 0
}

func munchDecimal(s string, fraction, unsigned bool) int {
	n := 0
	if s != "" && s[0] == '-' && !unsigned {
		n = 1
	}
	digits := leading(s[n:], isDigit)
	if digits == 0 {
		return 0
	}
	n += digits
	if fraction && fractionAt(s, n) {
		n += 1 + leading(s[n+1:], isDigit)
	}
	return n
}

// signMayPrecede tells whether a minus sign right before i would be one.
func signMayPrecede(s string, i int) bool {
	return i == 0 || !isWordByte(s[i-1]) && !strings.ContainsRune(")].-", rune(s[i-1]))
}

// durationLen measures a duration as the shell's "time" spells it.
func durationLen(s string) int {
	minutes := leading(s, isDigit)
	if minutes == 0 || minutes == len(s) || s[minutes] != 'm' {
		return 0
	}
	n := minutes + 1
	seconds := leading(s[n:], isDigit)
	n += seconds
	if seconds == 0 || !fractionAt(s, n) {
		return 0
	}
	n += 1 + leading(s[n+1:], isDigit)
	if n == len(s) || s[n] != 's' {
		return 0
	}
	return n + 1
}

// value spells a token so that two that mean the same are the same.
func value(k Kind, text string) string {
	switch k {
	case Hexadecimal:
		text = strings.ToLower(text)
		if has0x(text) {
			text = text[2:]
		}
		return trimZeros(text)
	case Decimal:
		if digits, negative := strings.CutPrefix(text, "-"); negative {
			return "-" + trimZeros(digits)
		}
		return trimZeros(text)
	case UUID:
		return strings.ToLower(text)
	}
	return text
}

func trimZeros(s string) string {
	for len(s) > 1 && s[0] == '0' && isHexDigit(s[1]) {
		s = s[1:]
	}
	return s
}

// spell writes a value the way a token of the same kind is written.
func spell(k Kind, value, like string) string {
	if k != Hexadecimal {
		return value
	}
	prefix := ""
	if has0x(like) {
		prefix, like = like[:2], like[2:]
	}
	if strings.ToUpper(like) == like && strings.ToLower(like) != like {
		value = strings.ToUpper(value)
	}
	if like[0] == '0' && len(value) < len(like) {
		value = strings.Repeat("0", len(like)-len(value)) + value
	}
	return prefix + value
}
