package cc

import (
	"strings"

	"github.com/knotes-dev/knotes/verify/csource"
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

func makeSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// sorter sorts the tokens of a block into its source.
type sorter struct {
	src        source
	in         string
	conditions []condition
	open       bool // the last directive may go on
}

// condition is an #if that is open.
type condition struct{ hidden, taken bool }

// lex takes a block apart. It never fails: see source.broken.
func lex(in string) *source {
	s := &sorter{in: in}
	l := csource.NewLexer([]byte(in))
	for {
		t, ok := l.Next()
		switch {
		case !ok:
			s.endDirective()
			return &s.src
		case t.Pre == csource.Start:
			s.endDirective()
			s.src.directives = append(s.src.directives, directive{line: int(t.Line), off: int(t.Off)})
			s.open = true
			s.extend(t)
		case t.Kind == csource.Comment:
		case t.Pre == csource.Within:
			s.extend(t)
		default:
			s.endDirective()
			s.token(t)
		}
	}
}

// extend makes a token the last of the directive.
func (s *sorter) extend(t csource.Token) {
	d := &s.src.directives[len(s.src.directives)-1]
	d.text = s.in[d.off:t.End]
}

// endDirective follows the condition that a directive may be.
func (s *sorter) endDirective() {
	if !s.open {
		return
	}
	s.open = false
	d := &s.src.directives[len(s.src.directives)-1]
	words := strings.Fields(d.text[1:])
	if len(words) > 0 {
		d.name = strings.ToLower(words[0])
	}
	switch last := len(s.conditions) - 1; d.name {
	case "if", "ifdef", "ifndef":
		zero := d.name == "if" && len(words) > 1 && words[1] == "0"
		s.conditions = append(s.conditions, condition{zero, !zero})
	case "elif", "else", "elifdef", "elifndef":
		if last >= 0 {
			s.conditions[last] = condition{s.conditions[last].taken, true}
		}
	case "endif":
		if last >= 0 {
			s.conditions = s.conditions[:last]
		}
	}
}

func (s *sorter) fail(t csource.Token, message string) {
	if s.src.broken == nil && !s.hidden() {
		s.src.broken = &Diagnostic{int(t.Line), int(t.Col), message}
	}
}

func (s *sorter) hidden() bool {
	for _, c := range s.conditions {
		if c.hidden {
			return true
		}
	}
	return false
}

var kinds = map[csource.Kind]kind{csource.Ident: ident, csource.Keyword: keyword, csource.Number: number, csource.Literal: text, csource.Punct: punct, csource.Unclosed: text}

func (s *sorter) token(t csource.Token) {
	tok := token{kinds[t.Kind], s.in[t.Off:t.End], int(t.Line), int(t.Col), int(t.Off)}
	switch t.Kind {
	case csource.Unclosed:
		if strings.HasPrefix(tok.text, "/*") {
			s.fail(t, "this comment is never closed")
			return
		}
		s.fail(t, "the "+tok.text+" is never closed")
	case csource.Stray:
		s.stray(t, tok.text)
		return
	case csource.Punct:
		if strings.HasPrefix(tok.text, "....") {
			s.src.elided = true
		}
	}
	s.src.all++
	if !s.hidden() {
		s.src.tokens = append(s.src.tokens, tok)
	}
}

// stray judges a character that C does not have. Of what is not ASCII,
// quotation marks are a mistake, and arrows and the like are a remark of the
// author's.
func (s *sorter) stray(t csource.Token, char string) {
	switch {
	case len(char) == 1 && char[0] < 0x80:
		s.fail(t, "no C has `"+char+"` here")
	case strings.Contains("“”‘’«»\u00a0", char):
		s.fail(t, "no C has the character `"+char+"`")
	default:
		s.src.elided = true
	}
}
