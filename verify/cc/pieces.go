package cc

import (
	"slices"
	"strings"
)

// piece is a declaration, definition or statement at the outermost level of a
// block.
type piece struct {
	tokens []token
	head   []token // the tokens before the first "{" that is in no bracket; all of them without one
}

// pieces cuts a block at each ";" in no bracket, and behind the body of a
// function or of a statement.
func (s *source) pieces() []piece {
	var all []piece
	depth, start, brace := 0, 0, -1
	cut := func(end int) {
		if end > start {
			p := piece{tokens: s.tokens[start:end], head: s.tokens[start:end]}
			if brace >= 0 {
				p.head = s.tokens[start:brace]
			}
			all = append(all, p)
		}
		start, brace = end, -1
	}
	for i, t := range s.tokens {
		switch {
		case t.is("(", "[", "{"):
			if t.is("{") && depth == 0 && brace < 0 {
				brace = i
			}
			depth++
		case t.is(")", "]", "}"):
			depth--
			if t.is("}") && depth == 0 && brace > start && s.tokens[brace-1].is(")") && !s.at(i+1).is(";", ",") {
				cut(i + 1)
			}
		case t.is(";") && depth == 0:
			cut(i + 1)
		}
	}
	cut(len(s.tokens))
	return all
}

// function gives the name of the function that a piece defines.
func (p piece) function() (string, bool) {
	if len(p.head) == len(p.tokens) || len(p.head) == 0 || !p.head[len(p.head)-1].is(")") {
		return "", false
	}
	head := p.head
	for len(head) > 0 && head[0].is("static", "register", "__extension__") {
		head = head[1:]
	}
	return declared(head)
}

func (p piece) ended() bool { return p.tokens[len(p.tokens)-1].is(";") }

func (p piece) has(text string) bool {
	return slices.ContainsFunc(p.tokens, func(t token) bool { return t.is(text) })
}

// tag gives what a type definition defines, in a form of its own.
func (p piece) tag() (string, bool) {
	first := p.tokens[0]
	if !p.ended() || p.has("=") && !first.is("enum") || !first.is("struct", "union", "enum", "typedef") {
		return "", false
	}
	if first.is("typedef") {
		for _, t := range slices.Backward(p.tokens) {
			if t.kind == ident {
				return "typedef " + t.text, true
			}
		}
		return "", false
	}
	if len(p.head) == len(p.tokens) || len(p.tokens) < 2 || p.tokens[1].kind != ident {
		return "", false
	}
	return first.text + " " + p.tokens[1].text, true
}

// variable tells whether a piece declares objects of a type that is surely
// one, and gives the first one's name.
func (p piece) variable() (string, bool) {
	if !p.ended() || !declares(p.tokens) {
		return "", false
	}
	name := ""
	for i, t := range p.tokens {
		if t.is("=", ";", ",", "[") {
			break
		}
		if t.kind == ident && !(i > 0 && p.tokens[i-1].is("struct", "union", "enum")) {
			name = t.text
		}
	}
	return name, name != ""
}

// definition is what a block gives to those behind it.
type definition struct {
	key  string // of definitions with one key, the last counts
	off  int
	text string
}

// definitions are the types, macros and includes of a block, and the
// functions and variables of a program.
func definitions(b Block) []definition {
	if b.Class == Prototype || len(b.Text) > maxText {
		return nil
	}
	src := lex(b.Text)
	if _, ok := src.check(); !ok || src.leftOut() {
		return nil
	}
	var all []definition
	for _, d := range src.directives {
		if words := strings.Fields(strings.TrimPrefix(d.text, "#")); len(words) > 1 && (d.name == "define" || d.name == "include") {
			name, _, _ := strings.Cut(words[1], "(")
			all = append(all, definition{"#" + d.name + " " + name, d.off, d.text})
		}
	}
	for _, p := range src.pieces() {
		text := func(tokens []token) string { return b.Text[tokens[0].off:tokens[len(tokens)-1].end()] }
		key, ok := p.tag()
		if ok {
			all = append(all, definition{key, p.tokens[0].off, text(p.tokens)})
			continue
		}
		if b.Class != Program {
			continue
		}
		if key, ok = p.function(); ok {
			all = append(all, definition{key, p.tokens[0].off, text(p.head) + ";"})
		} else if key, ok = p.variable(); ok {
			all = append(all, definition{key, p.tokens[0].off, text(p.tokens)})
		}
	}
	slices.SortStableFunc(all, func(a, b definition) int { return a.off - b.off })
	return all
}

// context is what the blocks before one define, but for what it defines
// itself. It is empty if nothing of it is spoken of.
func context(earlier, own []definition, src *source) string {
	words := map[string]bool{}
	for _, t := range src.tokens {
		words[t.text] = true
	}
	text, spoken := map[string]string{}, false
	for _, d := range earlier {
		text[d.key] = d.text
		spoken = spoken || words[d.name()]
	}
	for _, d := range own {
		delete(text, d.key)
	}
	if !spoken {
		return ""
	}
	// The latest of several stands where the first did, before what needs it.
	var b strings.Builder
	for _, d := range earlier {
		if t, ok := text[d.key]; ok && d.key != "main" {
			b.WriteString(t + "\n")
			delete(text, d.key)
		}
	}
	return b.String()
}

// name is what a definition is known by.
func (d definition) name() string { return d.key[strings.LastIndexByte(d.key, ' ')+1:] }
