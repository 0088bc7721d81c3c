package names

import "bytes"

// decls reads the declarations of a file of C: its tokens without directives,
// in which braces match for the most part. It is no parser: a declaration is
// what stands before a semicolon or a brace, and its name is found by its place
// there.
type decls struct {
	*scan
	toks []token
	at   int
	deep int
	head []int // of the declaration that is read: tokens outside of braces, by number
}

// definitions keeps what a file of C defines and declares.
func (s *scan) definitions(toks []token) {
	d := &decls{scan: s, toks: toks}
	for d.at < len(d.toks) {
		d.declaration()
	}
}

// keywords are what no declared thing is called.
var keywords = func() map[string]bool {
	of := map[string]bool{}
	for _, w := range bytes.Fields([]byte(`int char short long unsigned signed float double void bool _Bool const volatile
static extern inline __inline __inline__ register restrict auto typedef struct union enum if else for while do switch case default
return goto break continue sizeof typeof __typeof__ __attribute__ __attribute asm __asm__ _Static_assert static_assert __extension__ __always_inline
__printf __scanf __aligned __section __alias __assume_aligned __alloc_size __malloc __counted_by __counted_by_le __counted_by_be
__must_hold __acquires __releases __cond_acquires __must_check __init __exit __user __rcu __iomem __percpu __packed noinline notrace
__no_sanitize_or_inline asmlinkage __visible __cold __ref __refdata __read_mostly __initdata __ro_after_init __maybe_unused __always_unused
__aligned_largest __cacheline_aligned ____cacheline_aligned ____cacheline_aligned_in_smp __randomize_layout __private __free __cleanup
__noreturn __pure __weak __kprobes noinstr __meminit __net_init __net_exit __bpf_kfunc __used __latent_entropy __naked __noclone __nonstring`)) {
		of[string(w)] = true
	}
	return of
}()

func (d *decls) word(i int) string { return string(d.of(d.toks[i])) }

func (d *decls) is(i int, kind byte) bool { return i >= 0 && i < len(d.toks) && d.toks[i].kind == kind }

// declaration reads one at the level of the file.
func (d *decls) declaration() {
	d.head = d.head[:0]
	depth := 0
	for ; d.at < len(d.toks); d.at++ {
		switch t := d.toks[d.at]; {
		case t.kind == '(':
			depth++
		case t.kind == ')':
			depth--
		case t.kind == '{' && depth <= 0:
			if d.body() {
				return
			}
			d.at--
			continue
		case t.kind == '}':
			d.at++
			return
		case t.kind == ';' && depth <= 0:
			d.at++
			d.declare("", false)
			return
		}
		d.head = append(d.head, d.at)
	}
}

// body reads a brace at the level of a file and what it closes, and tells
// whether it ends the declaration. It leaves d.at behind the closing brace.
func (d *decls) body() (ends bool) {
	if kind, tag, ok := d.aggregate(); ok {
		d.members(kind, d.tagName(tag), tag)
		return false
	}
	if len(d.head) > 0 && d.toks[d.head[0]].kind == tIdent && d.word(d.head[0]) == "extern" && len(d.head) == 2 {
		d.at++ // extern "C"
		return true
	}
	d.skipBraces()
	for _, i := range d.head {
		if d.is(i, '=') {
			return false // an initialiser
		}
	}
	if f := d.function(); f >= 0 {
		d.define(d.toks[f], Function)
	}
	return true
}

// skipBraces goes from an opening brace to behind the one that closes it.
func (d *decls) skipBraces() {
	depth := 0
	for ; d.at < len(d.toks); d.at++ {
		switch d.toks[d.at].kind {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				d.at++
				return
			}
		}
	}
}

// aggregate tells whether the head is that of a struct, union or enum with a
// body, and its tag, -1 for none.
func (d *decls) aggregate() (kind Kind, tag int, ok bool) {
	tag = -1
	for k := len(d.head) - 1; k >= 0; k-- {
		t := d.toks[d.head[k]]
		if t.kind == '=' || t.kind == ')' && kind == "" && !d.attributed(k) {
			return "", -1, false
		}
		if t.kind != tIdent {
			continue
		}
		switch w := d.word(d.head[k]); w {
		case "struct", "union", "enum":
			return Kind(w), tag, true
		default:
			if !keywords[w] && !d.is(d.head[k]+1, '(') {
				tag = d.head[k]
			}
		}
	}
	return "", -1, false
}

// attributed tells whether the parenthesis at place k of the head closes an
// attribute: struct __attribute__((packed)) x.
func (d *decls) attributed(k int) bool {
	depth := 0
	for ; k >= 0; k-- {
		switch d.toks[d.head[k]].kind {
		case ')':
			depth++
		case '(':
			if depth--; depth == 0 {
				return k > 1 && keywords[d.word(d.head[k-1])]
			}
		}
	}
	return false
}

func (d *decls) tagName(tag int) string {
	if tag < 0 {
		return ""
	}
	return d.word(tag)
}

// members reads the braces of a struct, union or enum, and leaves d.at behind
// them. Its fields are those of owner.
func (d *decls) members(kind Kind, owner string, tag int) {
	if tag >= 0 {
		d.define(d.toks[tag], kind)
	}
	d.at++
	if kind == Enum {
		d.enumerators()
		return
	}
	if d.deep++; d.deep > 60 {
		d.at--
		d.skipBraces()
	} else {
		for d.at < len(d.toks) && !d.is(d.at, '}') {
			d.member(owner)
		}
		d.at++
	}
	d.deep--
}

func (d *decls) enumerators() {
	fresh, depth := true, 0
	for ; d.at < len(d.toks); d.at++ {
		switch t := d.toks[d.at]; {
		case t.kind == '}' && depth <= 0:
			d.at++
			return
		case t.kind == '(' || t.kind == '{':
			depth++
		case t.kind == ')' || t.kind == '}':
			depth--
		case t.kind == ',' && depth == 0:
			fresh = true
		case t.kind == tIdent && fresh:
			d.define(t, Enumerator)
			fresh = false
		}
	}
}
