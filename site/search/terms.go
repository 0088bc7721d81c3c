package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	maxTerm = 64 // bytes of a term; what is longer is not looked for
	maxEnds = 6  // of a path
)

// fold brings s to the letters that are compared: lower case, without accents,
// and nothing beyond the basic plane, whose order in Go and in a browser is the
// same. The module's fold must do the same.
func fold(s string) string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return foldUnicode(s)
		}
	}
	return strings.ToLower(s)
}

func foldUnicode(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.M, r):
			return -1
		case r > 0xffff:
			return ' '
		}
		if r = unicode.ToLower(r); r == 'ς' { // at a word's end; browsers lower Σ by its place
			return 'σ'
		}
		return r
	}, norm.NFKD.String(s))
}

func isLetter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsNumber(r)
}

// isJoiner tells what may stand within a word without ending it.
func isJoiner(r rune) bool { return r == '_' || isOuter(r) }

func isOuter(r rune) bool {
	return r == '/' || r == '.' || r == '-' || r == '+' || r == ':'
}

// terms calls emit with each term of s, which is folded, and the offset of its
// word, in order of words.
func terms(s string, emit func(term string, at int)) {
	start := -1
	for i, r := range s {
		if isLetter(r) || isJoiner(r) {
			if start < 0 {
				start = i
			}
		} else if start >= 0 {
			termsOf(s[start:i], start, emit)
			start = -1
		}
	}
	if start >= 0 {
		termsOf(s[start:], start, emit)
	}
}

// termsOf finds the terms of a run of letters and joiners.
func termsOf(run string, at int, emit func(string, int)) {
	send := func(term string) {
		if term != "" && len(term) <= maxTerm {
			emit(term, at)
		}
	}
	whole := trim(run)
	outer := strings.IndexFunc(whole, isOuter) >= 0
	if outer {
		send(whole)
		ends(whole, send)
	}
	for symbol := range strings.FieldsFuncSeq(whole, isOuter) {
		if !strings.Contains(symbol, "_") {
			send(symbol)
			continue
		}
		send(symbol)
		if bare := strings.Trim(symbol, "_"); bare != symbol && strings.Contains(bare, "_") {
			send(bare)
		}
		for part := range strings.SplitSeq(symbol, "_") {
			send(part)
		}
	}
}

// trim takes from a run what is punctuation rather than part of a name. The
// dashes before an option are part of it.
func trim(run string) string {
	run = strings.TrimRight(run, "/.-+:")
	s := strings.TrimLeft(run, "/.-+:")
	if dashes := len(run) - len(s); s != "" && strings.Trim(run[:dashes], "-") == "" && dashes <= 2 {
		return run
	}
	return s
}

// ends sends the ends of a path that begin behind a slash.
func ends(path string, send func(string)) {
	for range maxEnds {
		_, rest, ok := strings.Cut(path, "/")
		if !ok {
			return
		}
		path = strings.TrimLeft(rest, "/.-+:")
		if strings.IndexFunc(path, isOuter) >= 0 { // else it is a symbol
			send(path)
		}
	}
}
