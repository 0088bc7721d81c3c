package cc

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

type kind int

const (
	ident kind = iota
	keyword
	number
	text // a string or character literal
	punct
)

// token is a token of C outside of preprocessor lines. Lines and columns
// count from 1, columns in bytes.
type token struct {
	kind      kind
	text      string
	line, col int
	off       int // in the block's text
}

func (t token) end() int { return t.off + len(t.text) }

// is tells whether the token is one of some spellings.
func (t token) is(texts ...string) bool {
	if t.kind != punct && t.kind != keyword {
		return false
	}
	for _, s := range texts {
		if t.text == s {
			return true
		}
	}
	return false
}

// directive is a preprocessor line, continuation lines included.
type directive struct {
	name string // without #
	text string
	line int
	off  int
}

// source is a block taken apart. Of each #if only one branch is in tokens: the
// first, or the second of an #if 0.
type source struct {
	tokens     []token
	directives []directive
	all        int         // tokens of all branches
	elided     bool        // "..." stands for something left out
	broken     *Diagnostic // a character or literal that no C can have
}

func isSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }
func isWord(c byte) bool {
	return c == '_' || c == '$' || c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= utf8.RuneSelf
}

var puncts = []string{"...", "<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "*=", "/=", "%=", "+=", "-=", "&=", "^=", "|=", "##"}

var keywords = makeSet(`auto break case char const continue default do double else enum extern float for goto if inline
	int long register restrict return short signed sizeof static struct switch typedef union unsigned void volatile while
	_Alignas _Alignof _Atomic _Bool _Complex _Generic _Noreturn _Static_assert _Thread_local
	__attribute__ __extension__ __typeof__ typeof asm __asm__ __asm __volatile__ __inline __inline__ __const __restrict`)

func makeSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// lexer walks through a block.
type lexer struct {
	src        source
	in         string
	pos        int
	line       int
	start      int  // offset of the line
	fresh      bool // nothing but blanks before on this line
	conditions []condition
}

// condition is an #if that is open.
type condition struct{ hidden, taken bool }

// lex takes a block apart. It never fails: see source.broken.
func lex(in string) *source {
	l := &lexer{in: in, line: 1, fresh: true}
	for l.pos < len(l.in) {
		l.next()
	}
	return &l.src
}

func (l *lexer) next() {
	c := l.in[l.pos]
	rest := l.in[l.pos:]
	switch {
	case c == '\n':
		l.newline()
	case isSpace(c):
		l.pos++
	case strings.HasPrefix(rest, "\\\n"), strings.HasPrefix(rest, "\\\r\n"):
		l.pos += strings.IndexByte(rest, '\n')
	case strings.HasPrefix(rest, "//"):
		l.pos += lineEnd(rest)
	case strings.HasPrefix(rest, "/*"):
		l.comment()
	case c == '#' && l.fresh:
		l.directive()
	default:
		l.token(c, rest)
		l.fresh = false
	}
}

func (l *lexer) newline() {
	l.pos++
	l.line++
	l.start, l.fresh = l.pos, true
}

// lineEnd is the offset of the end of a line, which a backslash continues.
func lineEnd(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] == '\n' && !strings.HasSuffix(strings.TrimSuffix(s[:i], "\r"), "\\") {
			return i
		}
	}
	return len(s)
}

func (l *lexer) skip(n int) {
	for end := l.pos + n; l.pos < end; {
		if l.in[l.pos] == '\n' {
			l.newline()
		} else {
			l.pos++
		}
	}
}

func (l *lexer) comment() {
	fresh := l.fresh
	end := strings.Index(l.in[l.pos+2:], "*/")
	if end < 0 {
		l.fail("this comment is never closed")
		l.skip(len(l.in) - l.pos)
		return
	}
	l.skip(end + 4)
	l.fresh = fresh || l.fresh
}

func (l *lexer) fail(message string) {
	if l.src.broken == nil && !l.hidden() {
		l.src.broken = &Diagnostic{l.line, l.pos - l.start + 1, message}
	}
}

func (l *lexer) hidden() bool {
	for _, c := range l.conditions {
		if c.hidden {
			return true
		}
	}
	return false
}

// directive reads a preprocessor line, and follows its conditions.
func (l *lexer) directive() {
	rest := l.in[l.pos:]
	n := lineEnd(rest)
	if c := strings.Index(rest[:n], "/*"); c >= 0 && !strings.Contains(rest[c:n], "*/") {
		n = c // a comment that goes on
	}
	d := directive{text: rest[:n], line: l.line, off: l.pos}
	words := strings.Fields(rest[1:n])
	if len(words) > 0 {
		d.name = strings.ToLower(words[0])
	}
	l.src.directives = append(l.src.directives, d)
	switch last := len(l.conditions) - 1; d.name {
	case "if", "ifdef", "ifndef":
		zero := d.name == "if" && len(words) > 1 && words[1] == "0"
		l.conditions = append(l.conditions, condition{zero, !zero})
	case "elif", "else", "elifdef", "elifndef":
		if last >= 0 {
			l.conditions[last] = condition{l.conditions[last].taken, true}
		}
	case "endif":
		if last >= 0 {
			l.conditions = l.conditions[:last]
		}
	}
	l.skip(n)
	l.fresh = false
}

func (l *lexer) token(c byte, rest string) {
	t := token{line: l.line, col: l.pos - l.start + 1, off: l.pos}
	n := 1
	switch {
	case c == '"' || c == '\'':
		t.kind, n = text, l.literal(rest)
	case c >= '0' && c <= '9' || c == '.' && len(rest) > 1 && rest[1] >= '0' && rest[1] <= '9':
		t.kind, n = number, numberLen(rest)
	case isWord(c):
		t.kind, n = ident, l.word(rest)
		if n == 0 {
			return
		}
	case strings.IndexByte("{}()[];:,.<>=+-*/%&|^!~?#", c) >= 0:
		t.kind = punct
		for _, p := range puncts {
			if strings.HasPrefix(rest, p) {
				n = len(p)
				break
			}
		}
	default:
		l.fail("no C has `" + string(rune(c)) + "` here")
		l.pos++
		return
	}
	t.text = rest[:n]
	if t.kind == ident && keywords[t.text] {
		t.kind = keyword
	}
	l.src.all++
	if !l.hidden() {
		l.src.tokens = append(l.src.tokens, t)
	}
	l.skip(n)
}

// literal gives the length of a string or character literal.
func (l *lexer) literal(rest string) int {
	for i := 1; i < len(rest); i++ {
		switch rest[i] {
		case '\\':
			i++
			if i+1 < len(rest) && rest[i] == '\r' && rest[i+1] == '\n' {
				i++
			}
		case rest[0]:
			return i + 1
		case '\n':
			l.fail("the " + rest[:1] + " is never closed")
			return i
		}
	}
	l.fail("the " + rest[:1] + " is never closed")
	return len(rest)
}

func numberLen(rest string) int {
	i := 0
	for i < len(rest) && (isWord(rest[i]) || rest[i] == '.' || (rest[i] == '+' || rest[i] == '-') && strings.IndexByte("eEpP", rest[i-1]) >= 0) {
		i++
	}
	return i
}

// word gives the length of an identifier. Of what is not ASCII, letters are
// fine, quotation marks are a mistake, and arrows and the like are a remark of
// the author's.
func (l *lexer) word(rest string) int {
	for i, r := range rest {
		switch {
		case r < utf8.RuneSelf && isWord(byte(r)), r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			continue
		case r < utf8.RuneSelf || i > 0:
			return i
		case strings.ContainsRune("“”‘’«»\u00a0", r):
			l.fail("no C has the character `" + string(r) + "`")
		default:
			l.src.elided = true
		}
		_, size := utf8.DecodeRuneInString(rest)
		l.pos += size
		return 0
	}
	return len(rest)
}
