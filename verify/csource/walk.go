package csource

import "slices"

// scopeKind is what stands between brackets.
type scopeKind uint8

const (
	fileScope   scopeKind = iota // declarations and definitions
	members                      // of a struct or union
	enumerators                  // of an enum
	block                        // statements
	initializer                  // values
)

// scope is a bracket that is open. Scopes are never changed once they are
// made, so that each branch of an #if can start from the same one.
type scope struct {
	up    *scope
	kind  scopeKind
	close byte    // the bracket that ends it
	paren int32   // parentheses open where it begins
	stmt  []int32 // the statement around it, its bracket included
	tag   []byte  // of members and enumerators
	depth int
}

// state is all that a token's meaning depends on.
type state struct {
	scope  *scope
	stmt   []int32 // tokens of the statement so far; "{" stands for all up to "}"
	paren  int32   // parentheses open
	wanted bool    // the statement has a token that is looked for
	unsure bool    // the branches of an #if disagreed about braces in what is open
}

func (s state) copy() state {
	s.stmt = slices.Clone(s.stmt)
	return s
}

// branches is an #if that is open.
type branches struct {
	start state
	end   state // of the branch that counts
	ended bool
	zero  bool // #if 0
	odd   bool // a branch ended elsewhere than another
}

// Bounds of what is kept: a statement beyond them only has uses.
const (
	maxStatement = 4096
	maxBranches  = 256
	maxDepth     = 10000
)

// walker goes through the tokens of a file and follows its declarations as
// well as can be told without the headers. Each branch of an #if starts from
// the same state, and the first one's end counts, so that braces which pair in
// neither do no harm.
type walker struct {
	text   []byte
	tokens []Token
	state
	branches []branches
	extra    int // #ifs beyond maxBranches

	wants func(token int) bool                                // nil: all
	found func(token int, role Role, as string, paste *paste) // a declared name
	span  func(first, last int)                               // a definition at file scope; may be nil
}

func (w *walker) walk() {
	w.scope = &scope{}
	for i := 0; i < len(w.tokens); i++ {
		if w.tokens[i].Pre == Start {
			end := w.directiveEnd(i)
			w.directive(i, end)
			i = end - 1
			continue
		}
		w.step(int32(i))
	}
	w.end(len(w.tokens) - 1)
}

// directiveEnd is the index behind the last token of a preprocessor line.
func (w *walker) directiveEnd(i int) int {
	for i++; i < len(w.tokens) && w.tokens[i].Pre == Within; i++ {
	}
	return i
}

func (w *walker) is(i int32, text string) bool { return w.tokens[i].is(w.text, text) }
func (w *walker) byteOf(i int32) byte          { return w.tokens[i].byteOf(w.text) }
func (w *walker) name(i int32) []byte          { return w.tokens[i].Text(w.text) }
func (w *walker) kind(i int32) Kind            { return w.tokens[i].Kind }

func (w *walker) step(i int32) {
	t := w.tokens[i]
	if t.Col == 1 && t.Kind <= Keyword && w.scope.kind == fileScope && w.isCall(w.stmt) {
		w.end(int(i) - 1) // a macro that needs no ";"
	}
	flat := w.paren == w.scope.paren
	switch c := w.byteOf(i); {
	case c == '(' || c == '[':
		w.paren++
		w.push(i)
		if c == '(' && w.scope.kind == members {
			w.group()
		}
		return
	case c == ')' || c == ']':
		if w.scope.close == ')' && flat {
			w.close(i)
			return
		}
		w.paren = max(w.paren-1, w.scope.paren)
	case c == '{':
		w.open(i)
		return
	case c == '}':
		w.close(i)
		return
	case c == ';' && flat:
		w.end(int(i))
		return
	case c == ',' && flat && (w.scope.kind == enumerators || w.scope.kind == initializer):
		w.end(int(i))
		return
	case c == ':' && flat && w.scope.kind == block && w.isLabel():
		w.clear()
		return
	}
	w.push(i)
	if w.scope.kind == members && w.byteOf(i) == ',' {
		w.group()
	}
}

// push takes a token into the statement.
func (w *walker) push(i int32) {
	if len(w.stmt) < maxStatement {
		w.stmt = append(w.stmt, i)
		w.wanted = w.wanted || w.kind(i) == Ident && (w.wants == nil || w.wants(int(i)))
	}
}

func (w *walker) clear() { w.stmt, w.wanted = w.stmt[:0], false }

// end ends a statement with its last token.
func (w *walker) end(last int) {
	if w.span != nil && w.scope.kind == fileScope && len(w.stmt) > 0 {
		w.span(int(w.stmt[0]), last)
	}
	if w.wanted {
		w.declare(w.stmt, false)
	}
	w.clear()
}

// isLabel tells whether a ":" ends a label, and reports it.
func (w *walker) isLabel() bool {
	if len(w.stmt) == 1 && w.kind(w.stmt[0]) == Ident {
		w.report(w.stmt[0], Definition, "label")
		return true
	}
	return len(w.stmt) > 0 && (w.is(w.stmt[0], "case") || w.is(w.stmt[0], "default"))
}

// isCall tells whether a statement is `name(…)` and no more.
func (w *walker) isCall(stmt []int32) bool {
	if len(stmt) < 3 || w.kind(stmt[0]) != Ident || w.byteOf(stmt[1]) != '(' || w.paren != w.scope.paren {
		return false
	}
	return w.after(stmt, 1) == len(stmt)
}

// after is the place behind the bracket that pairs with the one at p.
func (w *walker) after(stmt []int32, p int) int {
	depth := 0
	for ; p < len(stmt); p++ {
		switch w.byteOf(stmt[p]) {
		case '(', '[':
			depth++
		case ')', ']':
			if depth--; depth == 0 {
				return p + 1
			}
		}
	}
	return p
}

// groups are macros whose last argument is members, with the arguments before it.
var groups = map[string]int{"struct_group": 1, "struct_group_attr": 2, "struct_group_tagged": 2, "__struct_group": 3}

// group opens the members within a struct_group(…).
func (w *walker) group() {
	n := len(w.stmt)
	if n < 4 || n > 16 || w.paren != w.scope.paren+1 || w.kind(w.stmt[0]) != Ident {
		return
	}
	commas, named := groups[string(w.name(w.stmt[0]))]
	for _, i := range w.stmt {
		if w.byteOf(i) == ',' {
			commas--
		}
	}
	if named && commas == 0 {
		w.enter(members, ')', nil)
	}
}

func (w *walker) enter(kind scopeKind, close byte, tag []byte) {
	if w.scope.depth >= maxDepth {
		return
	}
	stmt := w.stmt
	w.scope = &scope{up: w.scope, kind: kind, close: close, paren: w.paren, stmt: stmt, tag: tag, depth: w.scope.depth + 1}
	w.stmt, w.wanted = nil, false
}

// open opens a brace.
func (w *walker) open(i int32) {
	if w.derailed(i) {
		w.scope, w.paren = &scope{}, 0
	}
	kind, tag := w.opens()
	w.push(i)
	switch {
	case kind != block || w.paren > w.scope.paren:
	case w.scope.kind == fileScope:
		if len(w.stmt) > 0 && w.wanted {
			w.declare(w.stmt[:len(w.stmt)-1], true)
		}
	default:
		if w.wanted {
			w.declare(w.stmt[:len(w.stmt)-1], false)
		}
		w.clear()
	}
	w.enter(kind, '}', tag)
}

// opens tells what a brace opens behind the statement so far.
func (w *walker) opens() (scopeKind, []byte) {
	stmt := w.stmt
	if w.scope.kind == initializer {
		return initializer, nil
	}
	if p := w.aggregate(stmt); p >= 0 {
		kind := members
		if w.is(stmt[p], "enum") {
			kind = enumerators
		}
		return kind, w.tag(stmt, p)
	}
	if len(stmt) == 0 {
		return block, nil
	}
	last := w.byteOf(stmt[len(stmt)-1])
	switch {
	case w.scope.kind == enumerators:
		return initializer, nil
	case w.paren > w.scope.paren:
		if last == ')' || last == ',' || last == '=' {
			return initializer, nil
		}
		return block, nil
	case last == '=' || w.assigned(stmt) || w.is(stmt[0], "return"):
		return initializer, nil
	case w.scope.kind == fileScope && len(stmt) == 2 && w.is(stmt[0], "extern") && w.kind(stmt[1]) == Literal:
		return fileScope, nil
	}
	return block, nil
}

// assigned tells whether there is a "=" outside of parentheses.
func (w *walker) assigned(stmt []int32) bool {
	depth := 0
	for _, i := range stmt {
		switch w.byteOf(i) {
		case '(', '[':
			depth++
		case ')', ']':
			depth--
		case '=':
			if depth == 0 {
				return true
			}
		}
	}
	return false
}

// aggregate finds the struct, union or enum whose body would follow, or -1.
func (w *walker) aggregate(stmt []int32) int {
	for p, n := len(stmt)-1, 0; p >= 0 && n < 24; p, n = p-1, n+1 {
		switch {
		case w.kind(stmt[p]) == Ident:
		case w.byteOf(stmt[p]) == ')':
			if p = w.before(stmt, p); p < 1 || !w.isAttribute(stmt[p-1]) {
				return -1
			}
			p--
		case w.isTagged(stmt[p]):
			return p
		default:
			return -1
		}
	}
	return -1
}

func (w *walker) isTagged(i int32) bool {
	return w.kind(i) == Keyword && (w.is(i, "struct") || w.is(i, "union") || w.is(i, "enum"))
}

// tag is the tag behind the struct, union or enum at p, or nil.
func (w *walker) tag(stmt []int32, p int) []byte {
	if t := w.tagAt(stmt, w.skipAttributes(stmt, p+1), len(stmt)); t >= 0 {
		return w.name(stmt[t])
	}
	return nil
}

// tagAt is the place of a tag at p, or -1. Of two names of which the first
// looks like an attribute, before a body, it is the second.
func (w *walker) tagAt(stmt []int32, p, body int) int {
	if p >= len(stmt) || w.kind(stmt[p]) != Ident {
		return -1
	}
	if p+1 < len(stmt) && w.kind(stmt[p+1]) == Ident && looksAttribute(w.name(stmt[p])) && (p+2 == body || p+2 < len(stmt) && w.byteOf(stmt[p+2]) == '{') {
		return p + 1
	}
	return p
}

// before is the place of the bracket that pairs with the one at p.
func (w *walker) before(stmt []int32, p int) int {
	depth := 0
	for ; p > 0; p-- {
		switch w.byteOf(stmt[p]) {
		case ')', ']':
			depth++
		case '(', '[':
			if depth--; depth == 0 {
				return p
			}
		}
	}
	return p
}

// derailed tells whether a brace, though others seem to be open, opens a
// function: it and the head stand at the start of their lines.
func (w *walker) derailed(i int32) bool {
	if w.tokens[i].Col != 1 || w.scope.kind != block || len(w.stmt) < 4 || w.tokens[w.stmt[0]].Col != 1 {
		return false
	}
	return w.byteOf(w.stmt[len(w.stmt)-1]) == ')' && w.isDeclaration(w.stmt)
}

// close closes a bracket.
func (w *walker) close(i int32) {
	if w.scope.close == ')' && w.byteOf(i) == '}' {
		w.leave(i) // a struct_group that was never closed
	}
	if w.scope.up == nil {
		w.paren = 0
		w.clear()
		return
	}
	w.leave(i)
	if w.unsure && w.tokens[i].Col == 1 && w.byteOf(i) == '}' {
		for w.scope.up != nil {
			w.leave(i)
		}
	}
	w.unsure = w.unsure && w.scope.up != nil
}

// leave leaves a scope with its last token.
func (w *walker) leave(i int32) {
	s := w.scope
	if w.wanted {
		w.declare(w.stmt, false)
	}
	w.scope, w.paren = s.up, s.paren
	w.stmt = append(w.stmt[:0], s.stmt...)
	w.wanted = w.wants == nil
	for _, j := range s.stmt {
		w.wanted = w.wanted || w.kind(j) == Ident && w.wants(int(j))
	}
	switch {
	case s.close == ')':
		w.paren--
		w.push(i)
	case (s.kind == block || s.kind == fileScope) && (w.paren == s.up.paren || s.up.kind == fileScope):
		if w.span != nil && s.up.kind == fileScope && len(w.stmt) > 0 {
			w.span(int(w.stmt[0]), int(i))
		}
		w.clear()
	}
}
