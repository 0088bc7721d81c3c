package audit

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/knotes-dev/knotes/verify/match"
)

// replaced is a change of a piece of a line.
func (t *target) replaced(at span, with string) (change, bool) {
	line := t.lines[at.line]
	now := line[:at.start] + with + line[at.end:]
	return change{
		from: at.line, to: at.line + 1, lines: []string{now}, col: at.start,
		what: fmt.Sprintf("%q for %q in: %s", with, line[at.start:at.end], match.Clip(strings.TrimSpace(line))),
	}, now != line
}

// eachRune calls yield for the asserted characters that a test holds for.
func (t *target) eachRune(is func(rune) bool, yield func(span)) {
	for _, s := range t.spans {
		for i, r := range t.text(s) {
			if is(r) {
				yield(span{s.line, s.start + i, s.start + i + utf8.RuneLen(r)})
			}
		}
	}
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func (t *target) eachDigit(yield func(span)) { t.eachRune(isDigit, yield) }

func (t *target) otherDigit(at span, r *rand.Rand) (change, bool) {
	was := t.lines[at.line][at.start]
	return t.replaced(at, string('0'+(was-'0'+1+byte(r.IntN(9)))%10))
}

func (t *target) eachCharacter(yield func(span)) {
	t.eachRune(func(r rune) bool { return r > ' ' && r != utf8.RuneError && !isDigit(r) }, yield)
}

// marks stand for each other. None of them makes a wildcard, a prompt or a fence.
const marks = "+=@;!/"

func (t *target) otherCharacter(at span, r *rand.Rand) (change, bool) {
	was := t.lines[at.line][at.start]
	switch n := byte(r.IntN(25)); {
	case was >= 'a' && was <= 'z':
		return t.replaced(at, string('a'+(was-'a'+1+n)%26))
	case was >= 'A' && was <= 'Z':
		return t.replaced(at, string('A'+(was-'A'+1+n)%26))
	}
	first := r.IntN(len(marks))
	if marks[first] == was {
		first = (first + 1) % len(marks)
	}
	return t.replaced(at, marks[first:first+1])
}

var identifier = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]{2,}`)

func (t *target) eachName(yield func(span)) {
	for _, s := range t.spans {
		for _, m := range identifier.FindAllStringIndex(t.text(s), -1) {
			yield(span{s.line, s.start + m[0], s.start + m[1]})
		}
	}
}

// otherName puts another name of the block in the place of one. Where a
// wildcard stands in the line, a part of a name might do as well as the whole,
// so a letter is put into it.
func (t *target) otherName(at span, r *rand.Rand) (change, bool) {
	was := t.text(at)
	var others []string
	t.eachName(func(s span) {
		if name := t.text(s); !strings.Contains(name, was) && !strings.Contains(was, name) {
			others = append(others, name)
		}
	})
	if len(others) == 0 || strings.Contains(t.lines[at.line], "...") {
		return t.replaced(at, was[:1]+"_"+was[1:])
	}
	return t.replaced(at, others[r.IntN(len(others))])
}

// eachBlank calls yield for runs of blanks between words.
func (t *target) eachBlank(yield func(span)) {
	if !t.blanks {
		return
	}
	for _, s := range t.spans {
		text := t.text(s)
		for i := 1; i < len(text); i++ {
			if text[i] == ' ' && text[i-1] != ' ' && i+1 < len(text) {
				yield(span{s.line, s.start + i, s.start + i + 1})
			}
		}
	}
}

func (t *target) doubleBlank(at span, _ *rand.Rand) (change, bool) { return t.replaced(at, "  ") }

func (t *target) eachValue(yield func(span)) {
	for _, v := range t.values {
		yield(v.span)
	}
}

// otherValue gives a token another value of its kind and width.
func (t *target) otherValue(at span, r *rand.Rand) (change, bool) {
	text := t.text(at)
	last := len(text) - 1
	if text[last] >= '1' && text[last] <= '9' {
		return t.replaced(at, text[:last]+string('1'+(text[last]-'1'+1+byte(r.IntN(8)))%9))
	}
	return t.replaced(at, text[:last]+string('1'+byte(r.IntN(9))))
}
