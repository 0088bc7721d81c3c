package csource

import (
	"bytes"
	"math"
	"unicode"
	"unicode/utf8"
)

// Lexer walks through C, comments included.
type Lexer struct {
	text  []byte
	pos   int
	line  int32
	start int    // offset of the line
	fresh bool   // nothing but blanks and comments before on this line
	pre   bool   // in a preprocessor line
	word  []byte // the first word of that line, once it is read
}

// NewLexer begins with a text. What is behind its first 2 GiB is not read.
func NewLexer(text []byte) *Lexer {
	if len(text) > math.MaxInt32 {
		text = text[:math.MaxInt32]
	}
	return &Lexer{text: text, line: 1, fresh: true}
}

// Lex takes a text apart, without its comments. It never fails: what is no C
// is Stray or Unclosed.
func Lex(text []byte) []Token {
	tokens := make([]Token, 0, len(text)/6+8)
	l := NewLexer(text)
	for {
		t, ok := l.Next()
		if !ok {
			return tokens
		}
		if t.Kind != Comment {
			tokens = append(tokens, t)
		}
	}
}

// Classes of bytes.
const (
	blank uint8 = 1 << iota
	letter
	digit
	punct
)

var classes = func() (c [256]uint8) {
	for b := '\t'; b <= '\r'; b++ {
		c[b] = blank
	}
	c[' '] = blank
	for b := 'a'; b <= 'z'; b++ {
		c[b], c[b-'a'+'A'] = letter, letter
	}
	for b := '0'; b <= '9'; b++ {
		c[b] = digit
	}
	for b := utf8.RuneSelf; b < 256; b++ {
		c[b] = letter
	}
	c['_'], c['$'] = letter, letter
	for _, b := range "{}()[];:,.<>=+-*/%&|^!~?#" {
		c[b] = punct
	}
	return c
}()

// Next gives the next token, and false at the end.
func (l *Lexer) Next() (Token, bool) {
	for l.pos < len(l.text) {
		switch c := l.text[l.pos]; {
		case c == '\n':
			l.newline()
			l.fresh, l.pre, l.word = true, false, nil
		case classes[c] == blank:
			l.pos++
		case c == '\\' && l.continued():
		default:
			return l.token(c), true
		}
	}
	return Token{}, false
}

func (l *Lexer) newline() {
	l.pos++
	l.line++
	l.start = l.pos
}

// continued walks over a backslash at the end of a line.
func (l *Lexer) continued() bool {
	rest := l.text[l.pos+1:]
	n := 1
	if len(rest) > 0 && rest[0] == '\r' {
		rest, n = rest[1:], 2
	}
	if len(rest) == 0 || rest[0] != '\n' {
		return false
	}
	l.pos += n
	l.newline()
	return true
}

func (l *Lexer) token(c byte) Token {
	t := Token{Off: int32(l.pos), Line: l.line, Col: int32(l.pos - l.start + 1)}
	if l.pre {
		t.Pre = Within
	}
	rest := l.text[l.pos:]
	n := 1
	switch class := classes[c]; {
	case class == letter:
		if n = wordLen(rest); n == 0 {
			_, n = utf8.DecodeRune(rest)
			t.Kind = Stray
		} else if isKeyword(rest[:n]) {
			t.Kind = Keyword
		}
	case class == digit || c == '.' && len(rest) > 1 && classes[rest[1]] == digit:
		t.Kind, n = Number, numberLen(rest)
	case c == '/' && len(rest) > 1 && (rest[1] == '/' || rest[1] == '*'):
		return l.comment(t, rest)
	case class == punct:
		t.Kind = Punct
		switch {
		case c == '#' && l.fresh:
			t.Pre, l.pre = Start, true
		case c == '<' && l.pre && isInclude(l.word) && angleLen(rest) > 0:
			t.Kind, n = Literal, angleLen(rest)
		default:
			n = punctLen(rest)
		}
	case c == '"' || c == '\'':
		t.Kind = Literal
		if n = literalLen(rest); n == 0 {
			t.Kind, n = Unclosed, 1
		}
	default:
		t.Kind = Stray
	}
	if t.Pre == Within && l.word == nil {
		l.word = rest[:n]
	}
	l.fresh = false
	l.walk(n)
	t.End = int32(l.pos)
	return t
}

// walk goes on by n bytes, which may hold line ends.
func (l *Lexer) walk(n int) {
	end := l.pos + n
	for l.pos < end {
		i := bytes.IndexByte(l.text[l.pos:end], '\n')
		if i < 0 {
			break
		}
		l.pos += i
		l.newline()
	}
	l.pos = end
}

// comment reads a comment. One that ends on a later line does not end a
// preprocessor line.
func (l *Lexer) comment(t Token, rest []byte) Token {
	t.Kind = Comment
	n := len(rest)
	if rest[1] == '/' {
		n = lineLen(rest)
	} else if end := bytes.Index(rest[2:], []byte("*/")); end >= 0 {
		n = end + 4
	} else {
		t.Kind = Unclosed
	}
	l.walk(n)
	t.End = int32(l.pos)
	return t
}

// lineLen is the length of a line, which a backslash continues.
func lineLen(s []byte) int {
	for from := 0; ; {
		i := bytes.IndexByte(s[from:], '\n')
		if i < 0 {
			return len(s)
		}
		end := from + i
		if !bytes.HasSuffix(bytes.TrimSuffix(s[:end], []byte("\r")), []byte(`\`)) {
			return end
		}
		from = end + 1
	}
}

// wordLen gives the length of an identifier. Of what is not ASCII, only
// letters and digits may be in one.
func wordLen(s []byte) int {
	for i := 0; i < len(s); {
		if s[i] < utf8.RuneSelf {
			if classes[s[i]]&(letter|digit) == 0 {
				return i
			}
			i++
			continue
		}
		r, size := utf8.DecodeRune(s[i:])
		if r == utf8.RuneError || !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return i
		}
		i += size
	}
	return len(s)
}

func numberLen(s []byte) int {
	i := 1
	for i < len(s) && (classes[s[i]]&(letter|digit) != 0 && s[i] < utf8.RuneSelf || s[i] == '.' ||
		(s[i] == '+' || s[i] == '-') && bytes.IndexByte([]byte("eEpP"), s[i-1]) >= 0) {
		i++
	}
	return i
}

// literalLen gives the length of a string or character constant, or 0 if its
// line does not end it.
func literalLen(s []byte) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
			if i+1 < len(s) && s[i] == '\r' && s[i+1] == '\n' {
				i++
			}
		case s[0]:
			return i + 1
		case '\n':
			return 0
		}
	}
	return 0
}

func isInclude(word []byte) bool {
	return string(word) == "include" || string(word) == "include_next" || string(word) == "import"
}

// angleLen gives the length of the <…> of an #include, or 0.
func angleLen(s []byte) int {
	for i, c := range s {
		switch c {
		case '>':
			return i + 1
		case '\n':
			return 0
		}
	}
	return 0
}

// punctLen gives the length of the longest operator. Dots in a row, more than
// three, are one: people draw them so.
func punctLen(s []byte) int {
	var next, third byte
	if len(s) > 1 {
		next = s[1]
	}
	if len(s) > 2 {
		third = s[2]
	}
	switch c := s[0]; c {
	case '.':
		if next != '.' || third != '.' {
			return 1
		}
		n := 3
		for n < len(s) && s[n] == '.' {
			n++
		}
		return n
	case '<', '>':
		if next == c {
			if third == '=' {
				return 3
			}
			return 2
		}
	case '-':
		if next == '>' || next == '-' {
			return 2
		}
	case '+', '&', '|', '#':
		if next == c {
			return 2
		}
	}
	if next == '=' && bytes.IndexByte([]byte("<>=!*/%+-&^|"), s[0]) >= 0 {
		return 2
	}
	return 1
}
