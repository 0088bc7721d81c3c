package csource

// Kind is what a token is.
type Kind uint8

const (
	Ident    Kind = iota // a name, also one that is a macro
	Keyword              // see IsKeyword
	Number               // a preprocessor number: 0x1fUL, 1.5e-3
	Literal              // a string or character constant, or the <…> of an #include
	Punct                // an operator or bracket, the longest there is
	Comment              // only from a Lexer, never in what Lex returns
	Stray                // a character that no C has here
	Unclosed             // the quote of a literal that its line does not end, or a comment that nothing ends
)

// Pre tells where a token stands in a preprocessor line.
type Pre uint8

const (
	Code   Pre = iota // in none
	Start             // it is the # of one
	Within            // behind the #, on the same line, continuation lines included
)

// Token is a piece of a text. It holds no copy of it: see Text.
type Token struct {
	Off, End int32 // bytes Off to End of the text
	Line     int32 // from 1
	Col      int32 // in bytes, from 1
	Kind     Kind
	Pre      Pre
}

// Text gives the token's bytes, of the text that it was read from.
func (t Token) Text(of []byte) []byte { return of[t.Off:t.End] }

// is tells whether a token reads so.
func (t Token) is(of []byte, text string) bool {
	return int(t.End-t.Off) == len(text) && string(of[t.Off:t.End]) == text
}

// byteOf is the token's only byte, or 0 if it has more.
func (t Token) byteOf(of []byte) byte {
	if t.End-t.Off != 1 {
		return 0
	}
	return of[t.Off]
}

// IsKeyword tells whether a word is a keyword of C or of gcc, so that it is
// the name of nothing.
func IsKeyword(word string) bool { return isKeyword([]byte(word)) }

func isKeyword(w []byte) bool {
	if len(w) < 2 || len(w) > 14 {
		return false
	}
	switch string(w) {
	case "auto", "break", "case", "char", "const", "continue", "default", "do", "double", "else", "enum", "extern",
		"float", "for", "goto", "if", "inline", "int", "long", "register", "restrict", "return", "short", "signed",
		"sizeof", "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile", "while",
		"_Alignas", "_Alignof", "_Atomic", "_Bool", "_Complex", "_Generic", "_Noreturn", "_Static_assert", "_Thread_local",
		"__attribute__", "__extension__", "__typeof__", "typeof", "asm", "__asm__", "__asm", "__volatile__",
		"__inline", "__inline__", "__const", "__restrict":
		return true
	}
	return false
}
