package names

// token is a piece of C that a definition may be made of.
type token struct {
	kind     byte // tIdent, tString, tDefine, tCond, tEnd, or the character itself
	from, to uint32
	line     uint32
}

const (
	tIdent  = 'a'
	tNumber = '0'
	tString = '"' // from and to leave out the quotes
	tDefine = 'D' // the name behind #define; what it stands for follows, up to tEnd
	tMacro  = 'M' // the same of one with arguments
	tEnd    = 'E' // the end of a #define
	tIf     = '?' // #if, #ifdef, #ifndef
	tElse   = ':' // #else, #elif
	tEndif  = '!'
)

// lexer takes C apart. Comments, character constants, numbers and directives that
// define nothing are left out.
type lexer struct {
	text []byte
	at   int
	line uint32
	toks []token
	in   bool // a #define
}

// lex appends the tokens of a file to toks.
func lex(text []byte, toks []token) []token {
	x := lexer{text: text, line: 1, toks: toks}
	for x.at < len(text) {
		x.next()
	}
	if x.in {
		x.put(tEnd, x.at)
	}
	return x.toks
}

var identStart, identPart, blank [256]bool

func init() {
	for c := range 256 {
		letter := c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z'
		identStart[c] = letter
		identPart[c] = letter || '0' <= c && c <= '9'
		blank[c] = c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'
	}
}

func (x *lexer) put(kind byte, from int) {
	x.toks = append(x.toks, token{kind, uint32(from), uint32(x.at), x.line})
}

func (x *lexer) next() {
	switch c := x.text[x.at]; {
	case blank[c]:
		x.at++
	case c == '\n':
		if x.in {
			x.put(tEnd, x.at)
			x.in = false
		}
		x.line++
		x.at++
	case identStart[c]:
		from := x.at
		x.ident()
		x.put(tIdent, from)
	case c == '/' && x.at+1 < len(x.text) && (x.text[x.at+1] == '/' || x.text[x.at+1] == '*'):
		x.comment()
	case c == '"' || c == '\'':
		x.quoted(c)
	case c == '\\':
		x.at++
		for x.at < len(x.text) && blank[x.text[x.at]] {
			x.at++
		}
		if x.at < len(x.text) && x.text[x.at] == '\n' {
			x.line++
			x.at++
		}
	case c == '#' && !x.in && x.startsLine():
		x.directive()
	case '0' <= c && c <= '9':
		from := x.at
		for x.at < len(x.text) && (identPart[x.text[x.at]] || x.text[x.at] == '.') {
			x.at++
		}
		x.put(tNumber, from)
	default:
		x.at++
		x.put(c, x.at-1)
		if c >= 0x80 || identPart[c] || c == '?' || c == ':' || c == '!' {
			x.toks[len(x.toks)-1].kind = ';' + 0x80 // no kind of ours
			if c == ':' {
				x.toks[len(x.toks)-1].kind = tColon
			}
		}
	}
}

// tColon is a colon; ':' is tElse.
const tColon = 0xfe

func (x *lexer) ident() {
	for x.at < len(x.text) && identPart[x.text[x.at]] {
		x.at++
	}
}

// startsLine tells whether nothing but blanks stands before, in the line.
func (x *lexer) startsLine() bool {
	i := x.at - 1
	for i >= 0 && blank[x.text[i]] {
		i--
	}
	return i < 0 || x.text[i] == '\n' || x.text[i] == '/' // behind a comment
}

func (x *lexer) comment() {
	block := x.text[x.at+1] == '*'
	x.at += 2
	for x.at < len(x.text) {
		switch c := x.text[x.at]; {
		case c == '\n' && !block:
			return
		case c == '\n':
			x.line++
		case c == '*' && block && x.at+1 < len(x.text) && x.text[x.at+1] == '/':
			x.at += 2
			return
		}
		x.at++
	}
}

// quoted reads a string or a character constant. One that is not ended in its
// line is none: an apostrophe of assembly or of an #error.
func (x *lexer) quoted(quote byte) {
	from := x.at + 1
	for i := from; i < len(x.text); i++ {
		switch x.text[i] {
		case '\\':
			i++
			if i < len(x.text) && x.text[i] == '\n' {
				x.line++
			}
		case '\n':
			x.at = from
			return
		case quote:
			x.at = i
			if quote == '"' {
				x.put(tString, from)
			}
			x.at++
			return
		}
	}
	x.at = from
}

// directive reads the head of a preprocessor's line.
func (x *lexer) directive() {
	x.at++
	x.blanks()
	from := x.at
	x.ident()
	switch string(x.text[from:x.at]) {
	case "define":
		x.blanks()
		name := x.at
		x.ident()
		kind := byte(tDefine)
		if x.at < len(x.text) && x.text[x.at] == '(' {
			kind = tMacro
		}
		x.put(kind, name)
		x.in = true
		return
	case "if", "ifdef", "ifndef":
		x.put(tIf, from)
	case "else", "elif", "elifdef", "elifndef":
		x.put(tElse, from)
	case "endif":
		x.put(tEndif, from)
	}
	x.restOfLine()
}

func (x *lexer) blanks() {
	for x.at < len(x.text) && blank[x.text[x.at]] {
		x.at++
	}
}

// restOfLine skips what follows a directive, with the lines it goes on in.
func (x *lexer) restOfLine() {
	for x.at < len(x.text) && x.text[x.at] != '\n' {
		switch c := x.text[x.at]; {
		case c == '\\' && x.at+1 < len(x.text) && x.text[x.at+1] == '\n':
			x.line++
			x.at += 2
		case c == '/' && x.at+1 < len(x.text) && x.text[x.at+1] == '*':
			x.comment()
		default:
			x.at++
		}
	}
}
