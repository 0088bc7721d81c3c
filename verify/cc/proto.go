package cc

import "strings"

// notTypes begin statements, or what has no other declaration.
var notTypes = makeSet("return static sizeof else case goto break continue default do if for while switch typedef asm __asm__ register auto")

// prototypes lists the functions that a source declares. ok is false if it
// does anything else.
func prototypes(src *source) (names []string, ok bool) {
	if src.leftOut() || src.broken != nil {
		return nil, false
	}
	for _, d := range src.directives {
		if d.name != "include" && d.name != "define" {
			return nil, false
		}
	}
	for _, decl := range statements(src.tokens) {
		name, ok := declared(decl)
		if !ok {
			return nil, false
		}
		names = append(names, name)
	}
	return names, true
}

// statements cuts tokens at each ";" outside of brackets. Empty ones are left
// out, and so are the ";".
func statements(tokens []token) [][]token {
	var all [][]token
	depth, start := 0, 0
	for i, t := range tokens {
		switch {
		case t.is("(", "[", "{"):
			depth++
		case t.is(")", "]", "}"):
			depth--
		case t.is(";") && depth == 0:
			if i > start {
				all = append(all, tokens[start:i])
			}
			start = i + 1
		}
	}
	if start < len(tokens) {
		all = append(all, tokens[start:])
	}
	return all
}

// declared gives the name of the function that tokens declare: the first name
// before a "(" that a type, or a part of one, stands before.
func declared(decl []token) (name string, ok bool) {
	if len(decl) < 4 || decl[0].kind == keyword && notTypes[decl[0].text] || !decl[len(decl)-1].is(")", "]") && decl[len(decl)-1].kind != ident {
		return "", false
	}
	depth := 0
	for i, t := range decl {
		switch {
		case t.is("{", "}", "=", "++", "--", "->", ".", "?", "+", "-", "/", "&", "|", "<", ">", "==", "!=", "&&", "||", "!") || t.kind == text:
			return "", false
		case t.is(")"):
			depth--
		case !t.is("("):
		default:
			depth++
			before := token{kind: punct}
			if i > 0 {
				before = decl[i-1]
			}
			if before.kind == ident && name == "" {
				if i < 2 || !isType(decl[:i-1]) || !isParameters(decl[i+1:]) {
					return "", false
				}
				name = before.text
			}
		}
	}
	return name, name != "" && depth == 0
}

// isType tells whether tokens may be the type before a name: names, keywords,
// "*", and the "(" of a function that returns a pointer to one.
func isType(tokens []token) bool {
	for _, t := range tokens {
		if t.kind != ident && t.kind != keyword && !t.is("*", "(") {
			return false
		}
	}
	return true
}

// isParameters tells parameters from the arguments of a call: none, `void`,
// or more than one word each.
func isParameters(tokens []token) bool {
	if len(tokens) > 0 && tokens[0].is(")") {
		return true
	}
	depth, words, known := 0, 0, false
	for _, t := range tokens {
		switch {
		case t.is("(", "["):
			depth++
		case t.is(")") && depth == 0, t.is(",") && depth == 0:
			if words < 2 && !known {
				return false
			}
			words, known = 0, false
			if t.is(")") {
				return true
			}
		case t.is(")", "]"):
			depth--
		case t.kind == ident || t.kind == keyword || t.is("*"):
			words++
			known = known || t.kind == keyword || t.is("*") || strings.HasSuffix(t.text, "_t")
		case t.is("..."):
			known = true
		case t.kind == number && depth == 0:
			return false
		}
	}
	return false
}
