package names

import "strings"

// member reads one declaration within a struct or union: up to its semicolon,
// or to the brace that closes the whole.
func (d *decls) member(owner string) {
	outer := d.head
	d.head = nil
	defer func() { d.head = outer }()
	depth := 0
	for ; d.at < len(d.toks); d.at++ {
		switch t := d.toks[d.at]; {
		case t.kind == '(':
			if len(d.head) == 1 && strings.Contains(d.word(d.head[0]), "struct_group") {
				d.group(owner)
				return
			}
			depth++
		case t.kind == ')':
			if depth == 0 {
				continue // of a group
			}
			depth--
		case t.kind == '{':
			kind, tag, ok := d.aggregate()
			if !ok {
				d.skipBraces()
				d.at--
				continue
			}
			d.nested(kind, owner, tag)
			d.at--
			continue
		case t.kind == '}':
			return
		case t.kind == ';' && depth <= 0:
			d.at++
			d.declare(owner, true)
			return
		}
		d.head = append(d.head, d.at)
	}
}

// nested reads a struct, union or enum inside of another. Its fields are also
// those of the outer one: they are if it has no name, and a text that says so
// of a named one is understood.
func (d *decls) nested(kind Kind, owner string, tag int) {
	from := d.at
	deep := d.deep
	d.members(kind, owner, tag)
	if tag >= 0 && kind != Enum && deep < 4 { // once more for its own name
		end := d.at
		d.at, d.deep = from, deep+40
		d.members(kind, d.word(tag), -1)
		d.at, d.deep = end, deep
	}
}

// group reads the head of struct_group(name, …) and leaves its members to be
// read as those of the owner. The tags and attributes that other forms take
// first are kept as fields, which does no harm.
func (d *decls) group(owner string) {
	commas := map[string]int{"struct_group": 1, "struct_group_attr": 2, "struct_group_tagged": 2, "__struct_group": 3}[d.word(d.head[0])]
	for d.at++; d.at < len(d.toks) && commas > 0; d.at++ {
		switch t := d.toks[d.at]; t.kind {
		case tIdent:
			d.field(owner, d.of(t), t.line)
		case ',':
			commas--
		case ';', '}':
			return
		}
	}
}

// declare keeps what the head declares, which ended in a semicolon: fields of
// an owner, or variables, functions and types of the file.
func (d *decls) declare(owner string, field bool) {
	if len(d.head) == 0 {
		return
	}
	kind, more := Variable, uint16(0)
	switch first := d.toks[d.head[0]]; {
	case first.kind != tIdent:
		return
	case d.word(d.head[0]) == "typedef":
		kind = Typedef
	case d.word(d.head[0]) == "extern":
		more = declared
	}
	if !field && kind != Typedef && d.tagOnly() {
		return
	}
	for _, name := range d.declarators(kind == Typedef || field) {
		t := d.toks[name.at]
		switch {
		case field:
			d.field(owner, d.of(t), t.line)
		case name.function && kind != Typedef:
			d.add(d.of(t), Function, d.rank+declared, t.line)
		default:
			d.add(d.of(t), kind, d.rank+more, t.line)
		}
	}
}

// tagOnly tells whether the head declares nothing but a tag: struct x;
func (d *decls) tagOnly() bool {
	w := d.word(d.head[0])
	return (w == "struct" || w == "union" || w == "enum") && len(d.head) <= 2
}

type declarator struct {
	at       int // its name's token
	function bool
}

// declarators finds the names in the head of a declaration that ended in a
// semicolon. In a macro's call that stands alone (DECLARE_BITMAP(x, n)) they are
// its arguments, if alone is set.
func (d *decls) declarators(alone bool) (names []declarator) {
	last, before, depth, value := -1, -1, 0, false
	flush := func() {
		if last >= 0 {
			names = append(names, declarator{last, false})
			if before >= 0 && strings.HasPrefix(d.word(last), "__") { // an attribute, or a name such as __pad
				names = append(names, declarator{before, false})
			}
		}
		last, before, value = -1, -1, false
	}
	for k := 0; k < len(d.head); k++ {
		i := d.head[k]
		t := d.toks[i]
		switch t.kind {
		case '(', '[':
			if t.kind == '(' && depth == 0 && !value {
				if p := d.pointer(k); p >= 0 {
					last, before = p, -1
					value = true
				} else if f := d.calls(k); f >= 0 {
					if !alone || k > 1 {
						return append(names, declarator{f, true})
					}
					return append(names, d.arguments(k)...)
				}
			}
			depth++
		case ')', ']':
			depth--
		case ',':
			if depth == 0 {
				flush()
			}
		case '=', tColon:
			value = value || depth == 0
		case tIdent:
			if depth == 0 && !value && !keywords[d.word(i)] {
				before, last = last, i
			}
		}
	}
	flush()
	return names
}

// pointer is the name in (*name) whose parenthesis is at place k of the head; -1
// if it is none. An attribute may stand before the star: (__rcu *name).
func (d *decls) pointer(k int) int {
	k++
	if k < len(d.head) && d.is(d.head[k], tIdent) && strings.HasPrefix(d.word(d.head[k]), "__") {
		k++
	}
	if k >= len(d.head) || !d.is(d.head[k], '*') {
		return -1
	}
	for ; k < len(d.head); k++ {
		switch i := d.head[k]; {
		case d.is(i, tIdent) && !keywords[d.word(i)]:
			return i
		case !d.is(i, tIdent) && !d.is(i, '*'):
			return -1
		}
	}
	return -1
}

// calls is the name before the parenthesis at place k of the head, if a function
// may be called so; else -1.
func (d *decls) calls(k int) int {
	if k == 0 {
		return -1
	}
	i := d.head[k-1]
	if !d.is(i, tIdent) || keywords[d.word(i)] {
		return -1
	}
	return i
}

// arguments are the identifiers between the parenthesis at place k of the head
// and its end.
func (d *decls) arguments(k int) (names []declarator) {
	for _, i := range d.head[k:] {
		if d.is(i, tIdent) && !keywords[d.word(i)] {
			names = append(names, declarator{i, false})
		}
	}
	return names
}

// function is the token that names the function whose head has been read; -1 if
// it is none.
func (d *decls) function() int {
	depth := 0
	for k, i := range d.head {
		switch {
		case d.is(i, '('):
			if f := d.calls(k); f >= 0 && depth == 0 {
				return f
			}
			depth++
		case d.is(i, ')'):
			depth--
		}
	}
	return -1
}
