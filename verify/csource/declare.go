package csource

// report reports a name, if it is looked for.
func (w *walker) report(i int32, role Role, as string) {
	if w.wants == nil || w.wants(int(i)) {
		w.found(int(i), role, as, nil)
	}
}

// declare reports what a statement declares. With body, it is the head of a
// function.
func (w *walker) declare(stmt []int32, body bool) {
	switch w.scope.kind {
	case initializer:
		return
	case enumerators:
		if len(stmt) > 0 && w.kind(stmt[0]) == Ident {
			w.report(stmt[0], Definition, "enumerator")
		}
		return
	case block:
		stmt = w.loopHead(stmt)
	}
	if len(stmt) == 0 || w.byMacro(stmt, body) {
		return
	}
	if w.scope.kind == block && !w.isDeclaration(stmt) {
		return
	}
	d := declaration{walker: w, stmt: stmt, body: body, role: Definition, as: "variable"}
	if w.scope.kind == members {
		d.as = "field"
	}
	d.read()
}

// loopHead gives the declaration in the head of a for, and what is no for as
// it is.
func (w *walker) loopHead(stmt []int32) []int32 {
	if len(stmt) < 3 || !w.is(stmt[0], "for") || w.byteOf(stmt[1]) != '(' {
		return stmt
	}
	for p := 2; p < len(stmt); p++ {
		if w.byteOf(stmt[p]) == ';' {
			return stmt[2:p]
		}
	}
	return stmt
}

// isDeclaration tells whether a statement of a block declares something: it
// begins with a type, or with two names, or a name, a "*" and a name that has
// no more operators behind it.
func (w *walker) isDeclaration(stmt []int32) bool {
	p := w.skipAttributes(stmt, 0)
	if p == len(stmt) {
		return false
	}
	if w.kind(stmt[p]) == Keyword {
		return typeWord(w.name(stmt[p])) || isStorage(w.name(stmt[p]))
	}
	if w.kind(stmt[p]) != Ident {
		return false
	}
	stars := false
	for p++; p < len(stmt) && (w.byteOf(stmt[p]) == '*' || w.is(stmt[p], "const")); p++ {
		stars = true
	}
	if p == len(stmt) || w.kind(stmt[p]) != Ident {
		return false
	}
	if !stars || p+1 == len(stmt) {
		return true
	}
	switch w.byteOf(stmt[p+1]) {
	case '=', ',', '[', '(':
		return true
	}
	return w.kind(stmt[p+1]) == Ident
}

// isStorage tells keywords that begin a declaration and are no type.
func isStorage(word []byte) bool {
	switch string(word) {
	case "static", "extern", "register", "typedef", "auto", "inline", "__inline", "__inline__", "_Noreturn", "_Thread_local":
		return true
	}
	return false
}

// typeWord tells keywords that are a type, or part of one.
func typeWord(word []byte) bool {
	switch string(word) {
	case "void", "char", "short", "int", "long", "float", "double", "signed", "unsigned", "_Bool", "_Complex",
		"const", "volatile", "restrict", "__const", "__restrict", "_Atomic", "struct", "union", "enum", "typeof", "__typeof__", "_Alignas":
		return true
	}
	return false
}

// declaration is one that is being read.
type declaration struct {
	*walker
	stmt []int32
	p    int
	body bool
	role Role
	as   string
}

// at is the token at p, if it is of one byte; ";" behind the last.
func (d *declaration) at(p int) byte {
	if p >= len(d.stmt) {
		return ';'
	}
	return d.byteOf(d.stmt[p])
}

// read reads the specifiers and all declarators.
func (d *declaration) read() {
	for first := true; d.p < len(d.stmt); first = false {
		name, function := d.declarator(first)
		d.emit(name, function)
		for depth := 0; d.p < len(d.stmt) && (depth > 0 || d.at(d.p) != ','); d.p++ {
			switch d.at(d.p) {
			case '(', '[':
				depth++
			case ')', ']':
				depth--
			}
		}
		d.p++
	}
}

func (d *declaration) emit(name, function int) {
	if name < 0 {
		return
	}
	role, as := d.role, d.as
	if function >= 0 && as != "typedef" {
		if as == "field" {
			return // a macro
		}
		if as = "function"; !d.body {
			role = Declaration
		}
	}
	d.report(d.stmt[name], role, as)
	if function >= 0 {
		d.parameters(function)
	}
}

// declarator reads up to behind a name, and of the first one also the type
// before it. It gives the place of the name, or -1, and that of the "(" of a
// function's parameters, or -1.
func (d *declaration) declarator(first bool) (name, function int) {
	name = -1
	plain := 0 // names since the last thing that was none
	typed := !first
	for d.p < len(d.stmt) {
		i := d.stmt[d.p]
		switch c := d.byteOf(i); {
		case d.isTagged(i):
			d.tagged(first)
			name, plain, typed = -1, 0, true
		case d.kind(i) == Keyword:
			d.keyword(i)
			typed = typed || typeWord(d.name(i))
			if typeWord(d.name(i)) {
				name, plain = -1, 0
			}
		case d.isAttribute(i):
			d.p = d.attributeEnd(d.stmt, d.p)
		case d.kind(i) == Ident:
			if !(name >= 0 && (typed || plain > 1) && looksAttribute(d.name(i)) && (d.at(d.p+1) != '(' || d.as == "field")) {
				name = d.p
			}
			plain++
			d.p++
		case c == '*':
			name, plain, typed = -1, 0, true
			d.p++
		case c == '(':
			if n, ok := d.pointer(); ok {
				return n, -1
			}
			if name < 0 {
				return -1, -1
			}
			open := d.p
			d.p = d.after(d.stmt, d.p)
			if d.p < len(d.stmt) && d.goesOn() {
				name, plain = -1, 0 // a macro before the type
				continue
			}
			return name, open
		default: // [ = : , {
			return name, -1
		}
	}
	return name, -1
}

// goesOn tells whether a type or name follows, so that what stands before it
// was no declarator.
func (d *declaration) goesOn() bool {
	i := d.stmt[d.p]
	if d.isAttribute(i) {
		return false
	}
	if d.kind(i) == Keyword {
		return typeWord(d.name(i)) || isStorage(d.name(i))
	}
	return d.kind(i) == Ident && !looksAttribute(d.name(i)) || d.byteOf(i) == '*'
}

// keyword walks over a keyword and what is in brackets behind it.
func (d *declaration) keyword(i int32) {
	switch word := string(d.name(i)); word {
	case "typedef":
		d.as = "typedef"
	case "extern":
		if !d.body {
			d.role = Declaration
		}
	case "typeof", "__typeof__", "_Alignas", "__attribute__", "asm", "__asm__", "__asm", "_Atomic":
		if d.at(d.p+1) == '(' {
			d.p = d.after(d.stmt, d.p+1)
			return
		}
	}
	d.p++
}

// tagged reads `struct tag` and the place of its body.
func (d *declaration) tagged(first bool) {
	as := string(d.name(d.stmt[d.p]))
	d.p = d.skipAttributes(d.stmt, d.p+1)
	tag := -1
	if t := d.tagAt(d.stmt, d.p, -1); t >= 0 {
		tag = t
		d.p = t + 1
	}
	p := d.skipAttributes(d.stmt, d.p)
	body := d.at(p) == '{' && p < len(d.stmt)
	if body {
		d.p = p + 1
	}
	switch {
	case tag < 0:
	case body:
		d.report(d.stmt[tag], Definition, as)
	case p == len(d.stmt) && first && tag < 3 && !d.body:
		d.report(d.stmt[tag], Declaration, as)
	}
}

// pointer reads `(*name)` and `(name)(`, and the arrays and pointers to
// functions that may stand between.
func (d *declaration) pointer() (name int, ok bool) {
	p := d.skipAttributes(d.stmt, d.p+1)
	stars := false
	for p < len(d.stmt) && (d.at(p) == '*' || d.at(p) == '(' || d.kind(d.stmt[p]) == Keyword && typeWord(d.name(d.stmt[p])) && stars || d.isAttribute(d.stmt[p])) {
		stars = stars || d.at(p) == '*'
		p++
	}
	if p >= len(d.stmt) || d.kind(d.stmt[p]) != Ident {
		return 0, false
	}
	end := d.after(d.stmt, d.p)
	if !stars && !(p == d.p+1 && end == p+2 && d.at(end) == '(') {
		return 0, false
	}
	d.p = end
	return p, true
}

// parameters reports the names of a function's parameters.
func (d *declaration) parameters(open int) {
	end := d.after(d.stmt, open) - 1
	role := Declaration
	if d.body {
		role = Definition
	}
	for p := open + 1; p < end; {
		from, depth := p, 0
		for ; p < end && (depth > 0 || d.at(p) != ','); p++ {
			switch d.at(p) {
			case '(', '[':
				depth++
			case ')', ']':
				depth--
			}
		}
		w := declaration{walker: d.walker, stmt: d.stmt[from:p], as: "parameter", role: role, body: true}
		if name, _ := w.declarator(true); name > 0 {
			w.report(w.stmt[name], role, "parameter")
		}
		p++
	}
}
