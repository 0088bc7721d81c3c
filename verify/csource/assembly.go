package csource

import "regexp"

// entry are macros of assembly that define their first argument, and those
// that only name it for others.
var (
	entry    = regexp.MustCompile(`^(?:SYM_(?:FUNC|CODE|INNER|TYPED_FUNC|DATA)(?:_START|_LABEL|_ALIAS)?(?:_\w+)?|SYM_(?:START|ENTRY|DATA)|(?:W)?ENTRY(?:_\w+)?|_?GLOBAL(?:_TOC)?|THUNK|idtentry\w*|LEAF|NESTED|FEXPORT|PROC)$`)
	entryEnd = regexp.MustCompile(`^SYM_\w*END\w*$`)
)

// findAssembly finds a name in assembly for the C preprocessor.
func findAssembly(text []byte, symbol string) []Place {
	f := newFinder(text, symbol)
	f.bares = nil
	w := walker{text: text, tokens: f.tokens, wants: f.wants, found: f.declared}
	for i := 0; i < len(f.tokens); i++ {
		t := f.tokens[i]
		if t.Pre == Start {
			end := w.directiveEnd(i)
			if isDirective(f.tokens, i, text) {
				if w.is(int32(i+1), "define") {
					w.define(i+2, end)
				}
				f.assembly(i, end)
			}
			i = end - 1 // else a comment
			continue
		}
		f.assembly(i, i+1)
	}
	return f.result()
}

var directives = wordSet("define undef include if ifdef ifndef elif else endif error warning pragma line import include_next")

// isDirective tells a preprocessor line from a comment that begins with #.
func isDirective(tokens []Token, i int, text []byte) bool {
	return i+1 < len(tokens) && tokens[i+1].Pre == Within && directives[string(tokens[i+1].Text(text))]
}

// assembly adds the places among some tokens.
func (f *finder) assembly(from, to int) {
	for i := from; i < to; i++ {
		// A "$" before a name marks a value.
		if t := f.tokens[i]; t.Kind > Keyword || !t.is(f.text, f.symbol) && !t.is(f.text, "$"+f.symbol) {
			continue
		}
		role, as := f.labelled(i)
		f.add(i, role, as)
	}
}

// word is the text of a token, or "" outside of the file.
func (f *finder) word(i int) string {
	if i < 0 || i >= len(f.tokens) {
		return ""
	}
	return string(f.tokens[i].Text(f.text))
}

// labelled tells by its neighbours what a name of assembly is.
func (f *finder) labelled(i int) (Role, string) {
	first := i == 0 || f.tokens[i-1].Line != f.tokens[i].Line || f.word(i-1) == ";"
	before := f.word(i - 1)
	switch {
	case f.word(i+1) == ":" && (first || f.word(i-1) == ":") && f.tokens[i].Pre == Code:
		return Definition, "label"
	case before == "(" && i > 1 && entryEnd.MatchString(f.word(i-2)):
		return Use, "function"
	case before == "(" && i > 1 && entry.MatchString(f.word(i-2)) && f.tokens[i].Pre == Code:
		return Definition, "function"
	case before == "macro" && f.word(i-2) == ".":
		return Definition, "macro"
	case (before == "set" || before == "equ") && f.word(i-2) == ".":
		return Definition, "variable"
	case (before == "globl" || before == "global" || before == "weak" || before == "extern") && f.word(i-2) == ".":
		return Declaration, ""
	}
	return Use, ""
}
