package notes

import (
	"strconv"
	"strings"
)

// lockWords takes a line of the lock apart. A word in quotes is a string as Go
// writes it. cols are the columns, from 1, at which the words begin; on an error
// the last of them is where it is.
func lockWords(line string) (words []string, cols []int, ok bool) {
	for i := 0; ; {
		for i < len(line) && (line[i] == ' ' || line[i] == '\t' || line[i] == '\r') {
			i++
		}
		if i == len(line) {
			return words, cols, true
		}
		cols = append(cols, i+1)
		if line[i] != '"' {
			end := strings.IndexAny(line[i:], " \t\r")
			if end < 0 {
				end = len(line) - i
			}
			words = append(words, line[i:i+end])
			i += end
			continue
		}
		end := i + 1 + closingQuote(line[i+1:])
		word, err := strconv.Unquote(line[i:end])
		if err != nil {
			return words, cols, false
		}
		words = append(words, word)
		i = end
	}
}

// closingQuote is the offset behind the quote that ends a string, or that of the
// end of the line. It is much quicker than strconv.QuotedPrefix.
func closingQuote(s string) int {
	for at := 0; ; {
		n := strings.IndexByte(s[at:], '"')
		if n < 0 {
			return len(s)
		}
		end := at + n
		if escapes := len(s[:end]) - len(strings.TrimRight(s[:end], `\`)); escapes%2 == 0 {
			return end + 1
		}
		at = end + 1
	}
}

// sourceLine reads a line about source code.
//
//	pin SOURCE PATH LINE[-LAST] SYMBOL[,SYMBOL] ROLE[,ROLE] BLOB FIRST "lines from FIRST on"
//	quotation SOURCE PATH AT HASH BLOB LINES
//	name RELEASE KIND NAME PATH LINE
//
// "-" is for what is empty. It tells how many words make the key, whether
// another line says otherwise, and the index of the word that cannot be right,
// or -1.
func (p *lockParser) sourceLine(w []string) (key int, same bool, bad int) {
	switch {
	case w[0] == "pin" && len(w) == 9:
		return p.pinLine(w)
	case w[0] == "quotation" && len(w) == 7:
		q := LockedQuotation{QuotationKey{w[1], w[2], undash(w[3]), w[4]}, w[5], undash(w[6])}
		switch _, ok := ParseLines(q.Lines); {
		case !isBlob(q.Blob):
			return 0, false, 5
		case !ok:
			return 0, false, 6
		}
		old, ok := p.lock.Quotations[q.QuotationKey]
		p.lock.SetQuotation(q)
		return 5, !ok || old == q, -1
	case w[0] == "name" && len(w) == 6:
		line, err := strconv.Atoi(w[5])
		if err != nil || line < 0 {
			return 0, false, 5
		}
		n := LockedName{NameKey{w[1], w[2], w[3]}, w[4], line}
		old, ok := p.lock.Names[n.NameKey]
		p.lock.SetName(n)
		return 4, !ok || old == n, -1
	}
	return 0, false, 0
}

func (p *lockParser) pinLine(w []string) (key int, same bool, bad int) {
	pin := LockedPin{PinKey: PinKey{Source: w[1], Path: w[2], Symbols: undash(w[4])}, Role: undash(w[5]), Blob: w[6], Text: w[8]}
	first, last, isRange := strings.Cut(w[3], "-")
	var err error
	if w[3] != "-" {
		if pin.Line, err = strconv.Atoi(first); err != nil || pin.Line < 1 {
			return 0, false, 3
		}
		if pin.Last = pin.Line; isRange {
			if pin.Last, err = strconv.Atoi(last); err != nil || pin.Last <= pin.Line {
				return 0, false, 3
			}
		}
	}
	switch pin.First, err = strconv.Atoi(w[7]); {
	case err != nil || pin.First < 0 || pin.Line > 0 && (pin.First < 1 || pin.First > pin.Line):
		return 0, false, 7
	case !isBlob(pin.Blob):
		return 0, false, 6
	}
	old, ok := p.lock.Pins[pin.PinKey]
	p.lock.SetPin(pin)
	return 5, !ok || old == pin, -1
}

// isBlob tells whether a word can be git's hash of a file.
func isBlob(word string) bool {
	return (len(word) == 40 || len(word) == 64) && strings.Trim(word, "0123456789abcdef") == ""
}
