package cc

import "strconv"

// Syntax finds what is wrong with a fragment whatever its names mean, be they
// types, macros or attributes that are not to be seen. It is careful: a
// mistake that a macro could explain is none. ok is false if it found one.
//
//   - brackets that do not pair, literals and comments that do not end,
//     characters that no C has
//   - an operator or a comma before ";"
//   - two literals in a row
//   - a complete declaration or assignment, or a return, that no ";" ends
//     before a keyword or "}" that begins or ends something else
//
// Where the author left something out with "...", anything may be right. Where
// there is an #if, each branch may have half of something: then only literals,
// comments and characters are judged.
func Syntax(fragment string) (d Diagnostic, ok bool) {
	return lex(fragment).check()
}

// check is Syntax for a source.
func (s *source) check() (d Diagnostic, ok bool) {
	if s.leftOut() {
		return Diagnostic{}, true
	}
	if s.broken != nil {
		return *s.broken, false
	}
	if s.conditional() {
		return Diagnostic{}, true // each branch may have half of something
	}
	c := checker{src: s}
	c.run()
	if c.found == nil {
		return Diagnostic{}, true
	}
	return *c.found, false
}

// leftOut tells whether "..." stands for something left out, where C has no
// use for it.
func (s *source) leftOut() bool {
	for i, t := range s.tokens {
		if !t.is("...") {
			continue
		}
		before, after := s.at(i-1), s.at(i+1)
		variadic := (before.is(",", "(") || before.kind == ident) && after.is(")")
		ranged := before.line == t.line && after.line == t.line && (before.kind == number || before.kind == ident || before.kind == text) && (after.kind == number || after.kind == ident || after.kind == text)
		if before.text == "" || after.text == "" || !variadic && !ranged || before.line != t.line && after.line != t.line {
			return true
		}
	}
	return s.elided
}

// at is a token, or one of no text outside of the source.
func (s *source) at(i int) token {
	if i < 0 || i >= len(s.tokens) {
		return token{kind: punct}
	}
	return s.tokens[i]
}

// role is what stands between braces.
type role int

const (
	file    role = iota // outside of all braces: declarations or statements
	block               // statements
	members             // of a struct or union
	list                // of an enum, or an initializer
	paren               // between ( and ), or [ and ]
)

// level is a bracket that is open.
type level struct {
	open token
	role role
	cur  []token // of the statement or declaration that is under way
}

type checker struct {
	src   *source
	stack []level
	found *Diagnostic
}

var (
	closing = map[string]string{"(": ")", "[": "]", "{": "}"}
	// dangling operators need something behind them.
	dangling = makeSet("= == != <= >= && || + - / % | ^ < > << >> *= /= %= += -= &= ^= |= <<= >>= ? . -> ,")
	// assigning operators make a statement an expression.
	assigning = makeSet("= *= /= %= += -= &= ^= |= <<= >>=")
	// starting keywords cannot go on with what a declarator or an expression
	// has begun.
	starting = makeSet(`struct union enum int char void float double short long signed unsigned typedef extern static
		return if for while do switch case break continue goto else default register`)
	baseTypes = makeSet("int char void float double short long signed unsigned _Bool struct union enum")
	jumps     = makeSet("return break continue goto")
	heads     = makeSet("if for while switch")
)

func (c *checker) run() {
	c.stack = []level{{role: file}}
	for i, t := range c.src.tokens {
		if c.found != nil {
			return
		}
		c.step(i, t)
	}
	if c.found == nil && len(c.stack) > 1 {
		open := c.top().open
		c.fail(open, "the `"+open.text+"` is never closed")
	}
}

func (c *checker) top() *level { return &c.stack[len(c.stack)-1] }

func (c *checker) fail(t token, message string) {
	if c.found == nil {
		c.found = &Diagnostic{t.line, t.col, message}
	}
}

// missing says that a ";" should stand behind a token.
func (c *checker) missing(before, next token) {
	if c.found == nil {
		c.found = &Diagnostic{before.line, before.col + len(before.text), "expected `;` before `" + next.text + "`"}
	}
}

func (c *checker) step(i int, t token) {
	before := c.src.at(i - 1)
	switch {
	case (t.kind == number || t.kind == text && before.kind == number) && (before.kind == number || before.kind == text):
		c.fail(t, "`"+t.text+"` cannot follow `"+before.text+"`")
	case t.is(";") && before.kind == punct && dangling[before.text] && c.top().role != paren:
		c.fail(before, "nothing follows `"+before.text+"`")
	case t.is("(", "[", "{"):
		c.stack = append(c.stack, level{open: t, role: c.roleOf(i)})
	case t.is(")", "]", "}"):
		c.close(t)
	case t.is(";"):
		c.top().cur = nil
	case t.is(":") && c.isLabel():
		c.top().cur = nil
	default:
		c.word(t, before)
	}
}

// word takes a token into the statement under way.
func (c *checker) word(t, before token) {
	top := c.top()
	if t.kind == keyword && starting[t.text] && c.complete(top) {
		c.missing(before, t)
		return
	}
	if t.is("else", "do") {
		top.cur = nil
		return
	}
	top.cur = append(top.cur, t)
}

// isLabel tells whether a ":" ends a label.
func (c *checker) isLabel() bool {
	top := c.top()
	if top.role != block && top.role != file || len(top.cur) == 0 {
		return false
	}
	return top.cur[0].is("case", "default") || len(top.cur) == 1 && top.cur[0].kind == ident
}

func (c *checker) close(t token) {
	if len(c.stack) == 1 {
		c.fail(t, "the `"+t.text+"` closes nothing")
		return
	}
	top := *c.top()
	if closing[top.open.text] != t.text {
		c.fail(t, "`"+t.text+"` cannot close the `"+top.open.text+"` of line "+strconv.Itoa(top.open.line))
		return
	}
	if t.text == "}" && c.unended(&top) {
		c.missing(top.cur[len(top.cur)-1], t)
		return
	}
	c.stack = c.stack[:len(c.stack)-1]
	outer := c.top()
	switch {
	case t.text != "}":
		// What is between brackets is one operand to what is around them.
		outer.cur = append(outer.cur, t)
		if len(outer.cur) == 2 && t.text == ")" && outer.cur[0].kind == keyword && heads[outer.cur[0].text] {
			outer.cur = nil
		}
	case top.role == block && outer.role != paren:
		outer.cur = nil
	default:
		outer.cur = append(outer.cur, t)
	}
}

// complete tells whether what is under way could only be ended now: a
// declaration of a known kind with its name, or an assignment with its value.
func (c *checker) complete(l *level) bool {
	if l.role == paren || l.role == list || len(l.cur) < 2 {
		return false
	}
	last := l.cur[len(l.cur)-1]
	if last.kind == keyword || last.kind == punct && !last.is(")", "]", "++", "--") {
		return false
	}
	if l.role != members && isExpression(l.cur) {
		return true
	}
	return last.kind != punct && declares(l.cur) || last.is("]") && declares(l.cur)
}

// unended tells whether a "}" comes where a ";" has to. What ends in ")" may
// be a macro, and so may a single name.
func (c *checker) unended(l *level) bool {
	if l.role != block && l.role != members || len(l.cur) == 0 {
		return false
	}
	last := l.cur[len(l.cur)-1]
	if l.role == block && l.cur[0].kind == keyword && jumps[l.cur[0].text] {
		return true
	}
	return len(l.cur) > 1 && (c.complete(l) || l.role == block && (last.kind == number || last.kind == text))
}

func isExpression(cur []token) bool {
	if len(cur) > 0 && cur[0].is("return") {
		return true
	}
	for _, t := range cur {
		if t.kind == punct && assigning[t.text] {
			return true
		}
	}
	return false
}

// declares tells whether tokens are a type that is surely one and a name: a
// name right behind `struct tag` or `int`, "*" and qualifiers aside. A second
// name may be an attribute, and is let be.
func declares(cur []token) bool {
	i := 0
	for i < len(cur) && cur[i].is("const", "volatile", "static", "extern", "register", "typedef") {
		i++
	}
	if i == len(cur) || cur[i].kind != keyword || !baseTypes[cur[i].text] {
		return false
	}
	tagged := cur[i].is("struct", "union", "enum")
	for i++; i < len(cur) && cur[i].kind == keyword && !tagged; i++ {
	}
	if tagged {
		if i == len(cur) || cur[i].kind != ident {
			return false
		}
		i++
	}
	for i < len(cur) && cur[i].is("*", "const", "volatile", "restrict", "__restrict") {
		i++
	}
	return i < len(cur) && cur[i].kind == ident
}

// roleOf tells what an opening bracket opens.
func (c *checker) roleOf(i int) role {
	if !c.src.tokens[i].is("{") {
		return paren
	}
	before, outer := c.src.at(i-1), c.top()
	cur := outer.cur
	switch {
	case before.is("=", ",", "[") || outer.role == list:
		return list
	case before.is("("):
		return block // a statement expression
	case before.is(")") && outer.role == paren, before.is(")") && isExpression(cur):
		return list // a compound literal
	case before.is("return"):
		return list
	case len(cur) == 0 && !before.is(")", "else", "do") && !c.holdsStatement(i):
		return list // rows of a table
	}
	for n := len(cur) - 1; n >= 0; n-- {
		switch {
		case !cur[n].is("enum", "struct", "union"):
		case before.is(")") && !attributed(cur[n:]):
			return block // of a function that returns one
		case cur[n].is("enum"):
			return list
		default:
			return members
		}
	}
	return block
}

// holdsStatement tells whether there is a ";" between a brace and its end.
func (c *checker) holdsStatement(i int) bool {
	depth := 0
	for _, t := range c.src.tokens[i:] {
		switch {
		case t.is("{"):
			depth++
		case t.is("}"):
			depth--
		case t.is(";"):
			return true
		}
		if depth == 0 {
			return false
		}
	}
	return true
}

// attributed tells whether `struct … )` ends in an attribute, not in the
// parameters of a function.
func attributed(cur []token) bool {
	return len(cur) >= 2 && cur[len(cur)-2].is("__attribute__")
}
