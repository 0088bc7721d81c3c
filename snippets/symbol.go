package snippets

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	identifier  = regexp.MustCompile(`[A-Za-z_]\w*`)
	aWord       = regexp.MustCompile(`^[A-Za-z_]\w*$`)
	lowerWord   = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	call        = regexp.MustCompile(`[A-Za-z_]\w*\([^()]*\)?`)
	pluralForm  = regexp.MustCompile(`\b\w+\((?:s|es|ren)\)`)
	manualPage  = regexp.MustCompile(`\b[A-Za-z_]\w*\(\d\w{0,2}\)`)
	taggedType  = regexp.MustCompile(`\b(?:struct|union|enum)\s+([A-Za-z_]\w*)`)
	memberOf    = regexp.MustCompile(`[A-Za-z_]\w*(?:\[[^\[\]]*\])?(?:\s*(?:->|\.|::)\s*[A-Za-z_]\w*(?:\[[^\[\]]*\])?)+`)
	member      = regexp.MustCompile(`[A-Za-z_]\w*(?:\[[^\[\]]*\])?$`)
	quotedText  = regexp.MustCompile(`"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])+'`)
	number      = regexp.MustCompile(`\b\d\w*`)
	sourcePath  = regexp.MustCompile(`^<?([\w.+/-]+)>?(?:[:#]L?\d+.*)?$`)
	headingPath = regexp.MustCompile(`^[\w+-][\w.+/-]*/[\w.+-]+\.[A-Za-z]+\b`)
)

// sourceEnds are what names of source files end in.
var sourceEnds = []string{".c", ".h", ".S", ".s", ".rs", ".rst", ".txt", ".lds", ".dts", ".dtsi", ".py", ".pl", ".sh", ".y", ".l", ".yaml", ".tbl", ".cc", ".cpp", ".go"}

// sourceNames are files that are known by their names.
var sourceNames = []string{"Makefile", "Kconfig", "Kbuild", "MAINTAINERS"}

// saysNothing are words that a link to source code shows without naming what
// is there.
var saysNothing = words(`a about above abstract all also an and any are as at below bit by call called calls can check code
	comment commit declaration declared defined defines definition details do doc docs documentation does entry example explained
	file files following for from function functions get github gitlab header here how if implementation implemented implements
	in into is it its kernel lines line link linux look macro more next of on one or other out page part path place read reference
	repo repository see set snippet some something source sources struct structure symbol that the them then there these they
	this those to type used uses variable version was we what when where which who why with you`)

// noTag are words that follow "struct" where it is a word of the text.
var noTag = words("and are as at declaration defined definition fields for from has here in is itself layout members of on or that the to type types we which with")

// cKeywords are words of C that name nothing of the kernel.
var cKeywords = words(`auto bool break case char const continue default do double else enum extern float for goto if inline int
	long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while`)

func words(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// name finds what the text of a link names: symbols, or a path.
func (l *LinkRef) name(text linkText) {
	switch {
	case l.Text == "" || strings.Contains(l.Text, "://"):
	case l.namesPath():
	case len(text.code) > 0:
		for _, code := range text.code {
			if p, ok := asPath(code, l.Address.Path); ok {
				l.Path = p
			} else {
				l.add(codeSymbols(code)...)
			}
		}
	default:
		l.plain(text.drawn)
	}
}

func (l *LinkRef) add(symbols ...string) {
	for _, s := range symbols {
		if !slices.Contains(l.Symbols, s) {
			l.Symbols = append(l.Symbols, s)
		}
	}
}

// namesPath takes a text that is a path, or begins with one, for that.
func (l *LinkRef) namesPath() bool {
	p, ok := asPath(l.Text, l.Address.Path)
	if !ok {
		p = headingPath.FindString(l.Text)
		ok = p != "" && hasSourceEnd(p)
	}
	if ok {
		l.Path = p
	}
	return ok
}

// asPath reads a text as a path: it has the name of a source file, or is the
// end of the path to which the link leads.
func asPath(text, linked string) (string, bool) {
	m := sourcePath.FindStringSubmatch(text)
	if m == nil || strings.HasPrefix(m[1], "/") {
		return "", false
	}
	isEnd := linked == m[1] || strings.HasSuffix(linked, "/"+m[1])
	return m[1], isEnd || hasSourceEnd(m[1])
}

func hasSourceEnd(p string) bool {
	return slices.Contains(sourceEnds, path.Ext(p)) || slices.Contains(sourceNames, path.Base(p))
}

// codeSymbols are the identifiers of a piece of code: of members, as in a->b,
// the last, since a line need not say of what it is one. A call of nothing else
// than a keyword names it all the same.
func codeSymbols(code string) []string {
	code = quotedText.ReplaceAllString(code, " ")
	code = strings.TrimSpace(number.ReplaceAllString(code, " "))
	if strings.HasPrefix(code, "/") || strings.HasPrefix(code, "~/") { // a path of a running system
		return nil
	}
	if option, _, ok := strings.Cut(code, "="); ok && strings.HasPrefix(option, "CONFIG_") {
		code = option
	}
	code = memberOf.ReplaceAllStringFunc(code, func(m string) string { return member.FindString(m) })
	all := identifier.FindAllString(code, -1)
	if named := slices.DeleteFunc(slices.Clone(all), func(w string) bool { return cKeywords[w] }); len(named) > 0 {
		return named
	}
	return all
}

// plain finds the symbols of a text without code in it. Where it has words that
// can be nothing else than identifiers, those are they; else it may be one as a
// whole, its words joined.
func (l *LinkRef) plain(drawn bool) {
	text := pluralForm.ReplaceAllString(l.Text, "")
	manual := manualPage.FindAllString(text, -1)
	text = manualPage.ReplaceAllString(text, "")
	rest := text
	for _, c := range call.FindAllString(text, -1) {
		l.add(codeSymbols(c)...)
		rest = strings.Replace(rest, c, " ", 1)
	}
	for _, m := range taggedType.FindAllStringSubmatch(rest, -1) {
		if !noTag[m[1]] {
			l.add(m[1])
			rest = strings.Replace(rest, m[0], " ", 1)
		}
	}
	fields := strings.Fields(rest)
	for _, w := range fields {
		w = strings.Trim(w, `.,:;!?()"'&*“”‘’`)
		if l.namesFile(w) {
			continue
		}
		if m := memberOf.FindString(w); m != "" && m == w && (strings.Contains(w, "_") || strings.Contains(w, "->") || strings.Contains(w, "::")) {
			l.add(codeSymbols(w)...)
		} else if aWord.MatchString(w) && (strings.Contains(w, "_") || len(fields) == 1 && isSymbol(w)) {
			l.add(w)
		}
	}
	if len(l.Symbols) > 0 {
		return
	}
	if len(manual) > 0 {
		l.Weak = true
		l.add(identifier.FindString(manual[0]))
		return
	}
	l.joined(fields, drawn)
}

// namesFile tells whether a word of a text is a file or an architecture, though
// it reads as an identifier or as a member of one: "af_inet.c", or "af_inet" of a
// link to that file as a whole.
func (l *LinkRef) namesFile(w string) bool {
	file, _, _ := strings.Cut(w, ":")
	base := path.Base(l.Address.Path)
	whole := l.Address.First == 0 && w == strings.TrimSuffix(base, path.Ext(base))
	return hasSourceEnd(file) || whole || w == "x86_64"
}

// isSymbol tells whether a word is an identifier by its form: it has a digit or
// a capital within. A short one of capitals alone may be an abbreviation.
func isSymbol(w string) bool {
	if strings.ToUpper(w) == w && len(w) <= 5 {
		return false
	}
	return strings.ContainsFunc(w[1:], func(r rune) bool { return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' })
}

// unspeakable tells whether a word has no vowel, as "mm", so that it is none of
// a language. That of a folder or file may be a subsystem's.
func unspeakable(w string) bool { return len(w) > 1 && !strings.ContainsAny(w, "aeiouy_") }

// maxJoined is of how many words an identifier may be spelled with blanks.
const maxJoined = 4

// joined takes ordinary words for a symbol.
func (l *LinkRef) joined(fields []string, drawn bool) {
	if len(fields) > 1 && (fields[0] == "the" || fields[0] == "a" || fields[0] == "an") {
		fields = fields[1:]
	}
	if len(fields) == 0 || len(fields) > maxJoined {
		return
	}
	lower := true
	for _, w := range fields {
		if !aWord.MatchString(w) || !drawn && saysNothing[strings.ToLower(w)] {
			return
		}
		lower = lower && lowerWord.MatchString(w)
	}
	l.Weak = !lower || !drawn && !(len(fields) == 1 && unspeakable(fields[0]) && !strings.Contains(l.Address.Path, fields[0]))
	l.add(strings.Join(fields, "_"))
}
