package snippets

import (
	"regexp"
	"strings"
)

var (
	cFunction  = regexp.MustCompile(`(?s)^[\w\s*]*\b(\w+)\s*\([^{};]*\)\s*\{`)
	cPrototype = regexp.MustCompile(`(?s)^[\w\s*]+\b\w+\s*\([^{}]*\)$`)
	cLibrary   = regexp.MustCompile(`(?m)^\s*#\s*include\s*[<"]`)
)

// cClass tells a complete translation unit from a piece of one. A unit
// includes headers or defines main, and is not shortened by "..."; only
// compiling it tells whether it is right. See quotations for other pieces.
func cClass(b *Block) Class {
	text := b.Text()
	code, complete := cCode(text)
	switch {
	case b.Attrs.File != "":
		return Program
	case complete && definesFunction(code) && (cLibrary.MatchString(text) || strings.Contains(code, "main")):
		return Program
	case isPrototype(code):
		return Prototype
	}
	return Fragment
}

// cDeclares tells whether a block in another language is C declarations, each
// ended by a semicolon.
func cDeclares(b *Block) bool {
	code, complete := cCode(b.Text())
	return complete && strings.HasSuffix(strings.TrimSpace(code), ";") && isPrototype(code)
}

// definesFunction looks for a function's head and opening brace at the top
// level of the code.
func definesFunction(code string) bool {
	for _, part := range topLevel(code) {
		if cFunction.MatchString(part) {
			return true
		}
	}
	return false
}

// isPrototype tells whether all of the code is declarations of functions.
func isPrototype(code string) bool {
	parts := topLevel(code)
	for _, part := range parts {
		part = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(part), ";"))
		words := strings.FieldsFunc(part, func(r rune) bool { return r == ' ' || r == '*' || r == '\n' || r == '\t' })
		if !cPrototype.MatchString(part) || len(words) < 2 || words[0] == "return" || words[0] == "static" {
			return false
		}
	}
	return len(parts) > 0
}

// topLevel cuts code behind each ";" or "}" that stands outside of braces and
// parentheses.
func topLevel(code string) []string {
	var parts []string
	depth, start := 0, 0
	for i := range len(code) {
		switch code[i] {
		case '{', '(':
			depth++
		case '}', ')':
			depth--
			if code[i] == ')' || depth > 0 {
				continue
			}
		case ';':
			if depth > 0 {
				continue
			}
		default:
			continue
		}
		if code[i] == ';' || code[i] == '}' {
			parts = append(parts, strings.TrimSpace(code[start:i+1]))
			start = i + 1
		}
	}
	if rest := strings.TrimSpace(code[start:]); rest != "" {
		parts = append(parts, rest)
	}
	return parts
}
