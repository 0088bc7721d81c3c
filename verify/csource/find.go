package csource

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"
)

// Role is what a name does where it stands.
type Role string

const (
	Definition  Role = "definition"
	Declaration Role = "declaration" // of what is defined elsewhere
	Use         Role = "use"
)

// Place is a line where a name stands.
type Place struct {
	Line int // from 1
	Col  int // in bytes, from 1
	Role Role
	// As is what the name is there: function, struct, union, enum, macro,
	// field, variable, typedef, enumerator, parameter, label, config; "" where
	// that cannot be told, as for most uses.
	As string
}

// Find tells where a name, one word, stands in C, outside of comments and literals: each
// line once, with the first of definition, declaration and use that it has
// there. Names that a macro makes answer too, where the macro is known:
// sys_execve at SYSCALL_DEFINE3(execve, …).
func Find(text []byte, symbol string) []Place {
	return FindIn("x.c", text, symbol)
}

// FindIn is Find for a file that its path says the language of: C, assembly
// (.S, .s), Kconfig, and else plain text, where each word is a use.
func FindIn(file string, text []byte, symbol string) []Place {
	if symbol == "" || wordLen([]byte(symbol)) != len(symbol) || !hasWord(text, symbol) {
		return nil
	}
	switch languageOf(file) {
	case langC:
		return findC(text, symbol)
	case langAssembly:
		return findAssembly(text, symbol)
	case langKconfig:
		return findKconfig(text, symbol)
	}
	return findPlain(text, symbol, Use, "")
}

type language int

const (
	langPlain language = iota
	langC
	langAssembly
	langKconfig
)

func languageOf(file string) language {
	base := path.Base(file)
	switch path.Ext(base) {
	case ".c", ".h", ".cc", ".cpp", ".hpp", ".y", ".l":
		return langC
	case ".S", ".s", ".asm":
		return langAssembly
	}
	if strings.HasPrefix(base, "Kconfig") {
		return langKconfig
	}
	return langPlain
}

// made are what macros may put before and behind a name, by definers.
var made = func() (all []paste) {
	add := func(pastes []paste) {
		for _, p := range pastes {
			if !slices.Contains(all, p) {
				all = append(all, p)
			}
		}
	}
	add(syscalls)
	add(compats)
	for _, d := range definers {
		add(d.pastes)
	}
	return all
}()

// bare takes from a name what a macro may have put around it.
func (p paste) bare(name string) (string, bool) {
	s, ok := strings.CutPrefix(name, p.prefix)
	if !ok {
		return "", false
	}
	s, ok = strings.CutSuffix(s, p.suffix)
	return s, ok && s != ""
}

// hasWord is a quick look whether a text can have a name at all.
func hasWord(text []byte, symbol string) bool {
	if bytes.Contains(text, []byte(symbol)) {
		return true
	}
	for _, p := range made {
		if bare, ok := p.bare(symbol); ok && bytes.Contains(text, []byte(bare)) {
			return true
		}
	}
	return strings.HasPrefix(symbol, "CONFIG_") && bytes.Contains(text, []byte(symbol[len("CONFIG_"):]))
}

// finder collects the places of one name.
type finder struct {
	text   []byte
	tokens []Token
	symbol string
	bares  map[string]bool // what the name may be made of
	places []Place
}

func newFinder(text []byte, symbol string) *finder {
	f := &finder{text: text, tokens: Lex(text), symbol: symbol, bares: map[string]bool{}}
	for _, p := range made {
		if bare, ok := p.bare(symbol); ok {
			f.bares[bare] = true
		}
	}
	return f
}

func (f *finder) add(i int, role Role, as string) {
	t := f.tokens[i]
	f.places = append(f.places, Place{int(t.Line), int(t.Col), role, as})
}

// wants tells whether a token is the name or what it may be made of.
func (f *finder) wants(i int) bool {
	t := f.tokens[i]
	return t.is(f.text, f.symbol) || len(f.bares) > 0 && f.bares[string(t.Text(f.text))]
}

// declared takes what the walker found.
func (f *finder) declared(i int, role Role, as string, p *paste) {
	name := string(f.tokens[i].Text(f.text))
	if p != nil {
		name = p.prefix + name + p.suffix
	}
	if name == f.symbol {
		f.add(i, role, as)
	}
}

func findC(text []byte, symbol string) []Place {
	f := newFinder(text, symbol)
	w := walker{text: text, tokens: f.tokens, wants: f.wants, found: f.declared}
	w.walk()
	f.uses()
	return f.result()
}

// uses adds all places as uses; where they are more, that wins. As what a
// function or a macro is used is known from its definition, if it is here.
func (f *finder) uses() {
	global := map[string]bool{}
	for _, p := range f.places {
		if p.As != "parameter" && p.As != "label" && p.As != "field" {
			global[p.As] = true
		}
	}
	known := ""
	if len(global) == 1 {
		for known = range global {
		}
	}
	for i, t := range f.tokens {
		if t.Kind > Keyword || !t.is(f.text, f.symbol) {
			continue
		}
		as := f.usedAs(i)
		if known != "" && (as == "" || as == "function") {
			as = known
		}
		f.add(i, Use, as)
	}
}

// usedAs tells by its neighbours what a name is used as.
func (f *finder) usedAs(i int) string {
	if i > 0 {
		switch before := string(f.tokens[i-1].Text(f.text)); before {
		case ".", "->":
			return "field"
		case "struct", "union", "enum":
			return before
		case "goto":
			return "label"
		case "ifdef", "ifndef", "undef", "defined":
			return "macro"
		}
	}
	if i+1 < len(f.tokens) && f.tokens[i+1].byteOf(f.text) == '(' {
		return "function"
	}
	return ""
}

func (r Role) rank() int {
	return slices.Index([]Role{Definition, Declaration, Use}, r)
}

// result sorts the places, one a line.
func (f *finder) result() []Place {
	slices.SortStableFunc(f.places, func(a, b Place) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Role.rank(), b.Role.rank()), cmp.Compare(a.Col, b.Col))
	})
	return slices.CompactFunc(f.places, func(a, b Place) bool { return a.Line == b.Line })
}

// Name is a declared name, for an index of many files.
type Name struct {
	Place
	Text string
	In   string // of a field or enumerator: the tag of what it is in, "" without one
}

// Names gives each name that C declares or defines, in no strict order.
// Labels, parameters and the variables of functions are not among them.
func Names(text []byte, each func(Name)) {
	w := walker{text: text, tokens: Lex(text)}
	w.found = func(i int, role Role, as string, p *paste) {
		switch as {
		case "label", "parameter":
			return
		case "variable", "function", "typedef":
			if w.inFunction() {
				return
			}
		}
		t := w.tokens[i]
		n := Name{Place{int(t.Line), int(t.Col), role, as}, string(t.Text(text)), ""}
		if p != nil {
			n.Text = p.prefix + n.Text + p.suffix
		}
		if as == "field" || as == "enumerator" {
			n.In = w.owner()
		}
		each(n)
	}
	w.walk()
}

func (w *walker) inFunction() bool {
	for s := w.scope; s != nil; s = s.up {
		if s.kind == block {
			return true
		}
	}
	return false
}

// owner is the tag of the innermost type around that has one.
func (w *walker) owner() string {
	for s := w.scope; s != nil; s = s.up {
		if s.tag != nil {
			return string(s.tag)
		}
	}
	return ""
}
