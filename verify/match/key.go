package match

import "strings"

// number gives equal numbers to lines that are equal but for what may vary.
func number(first, twin Run, a, b []string) *outputs {
	keys, loose, skeletons := numbers{}, numbers{}, numbers{}
	var o outputs
	inA, inB := words(a), words(b)
	for _, line := range a {
		l := lex(line, true)
		o.keyA = append(o.keyA, keys.of(key(line, l, nil)))
		o.looseA = append(o.looseA, loose.of(key(line, l, first.processIn(inB))))
		o.skelA = append(o.skelA, skeletons.of(skeleton(line, l)))
	}
	for _, line := range b {
		l := lex(line, true)
		o.keyB = append(o.keyB, keys.of(key(line, l, nil)))
		o.looseB = append(o.looseB, loose.of(key(line, l, twin.processIn(inA))))
		o.skelB = append(o.skelB, skeletons.of(skeleton(line, l)))
	}
	return &o
}

// words lists the words of an output.
func words(all []string) map[string]bool {
	set := map[string]bool{}
	for _, line := range all {
		for _, x := range lex(line, true) {
			if x.class == word {
				set[line[x.start:x.end]] = true
			}
		}
	}
	return set
}

// processIn tells process ids of the run from other numbers. One that the other
// run has too is none, as those were given other ids: it is "thread 2".
func (r *Run) processIn(other map[string]bool) func(string) bool {
	return func(text string) bool { return r.hasPID(text) && !other[text] }
}

// numbers are handed out to texts, equal ones to equal texts.
type numbers map[string]int

func (n numbers) of(text string) int {
	at, ok := n[text]
	if !ok {
		at = len(n)
		n[text] = at
	}
	return at
}

// Stand-ins for lexemes, which no text of an output begins with.
const (
	anyNumber  = "\x00n"
	anyTime    = "\x00t"
	anyAddress = "\x00a"
	anyPID     = "\x00p"
)

// key forgets addresses, times, names drawn by chance, and how wide blanks
// are; and with isPID, what that says is a process id.
func key(line string, all []lexeme, isPID func(string) bool) string {
	return rewriteLexemes(line, all, func(text string) string {
		switch {
		case isPID != nil && isPID(text):
			return anyPID
		case isAddress(Hexadecimal, text) && (has0x(text) || strings.ContainsAny(text, "abcdefABCDEF")):
			return anyAddress
		case durationLen(text) == len(text):
			return anyTime
		case len(text) >= 8 && drawn(text) && sorts(text) == 3:
			return anyAddress
		}
		return text
	})
}

// skeleton forgets every word that has a digit or may be hexadecimal.
func skeleton(line string, all []lexeme) string {
	return rewriteLexemes(line, all, func(text string) string {
		if strings.ContainsAny(text, "0123456789") || len(text) >= 4 && isHex(text) || drawn(text) {
			return anyNumber
		}
		return text
	})
}

func rewriteLexemes(line string, all []lexeme, rewrite func(word string) string) string {
	var b strings.Builder
	for i, x := range all {
		switch x.class {
		case blank:
			if i > 0 && all[i-1].class != mark { // where a number may fill its column
				b.WriteByte(' ')
			}
		case clockTime:
			b.WriteString(anyTime)
		case uuid:
			b.WriteString(anyAddress)
		case mark:
			b.WriteString(line[x.start:x.end])
		case word:
			b.WriteString(rewrite(line[x.start:x.end]))
		}
	}
	return b.String()
}
