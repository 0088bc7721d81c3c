package cc

import (
	"fmt"
	"strings"
)

// view is which headers come before a block.
type view string

const (
	none  view = ""
	gnu   view = "gnu.h"
	posix view = "posix.h"
)

// attempt is one source that is compiled for a block.
type attempt struct {
	name     string // of its file, unique in a command and a word to the shell
	scaffold string // for Verdict.Scaffold
	view     view
	flags    string
	source   string
	repair   *Diagnostic // what is wrong with the block, if this source compiles
	file     bool        // at file scope, so that no bracket can escape from the scaffold
	after    string      // the attempt by whose messages to tell whether this one can do better; "" for always
	saw, not []string    // what those have to contain one of, and none of
}

// What gcc says of an attempt that another one may do better.
var (
	conflicts = []string{"redefinition", "conflicting", "redeclar", "previous", "error: expected"}
	statement = []string{"error: expected", "data definition", "parameter names", "defaults to 'int'", "not constant", "braced-group", "redefinition", "invalid storage class"}
	pointers  = []string{"pointer", "return"}
	syntactic = []string{"error: expected"}
	lacks     = []string{"undeclared", "unknown type", "implicit", "No such file", "incomplete"}
)

// work is all that is tried for one block, in order, until one compiles.
type work struct {
	Block
	number   int // of the block, from 0
	src      *source
	syntax   *Diagnostic // what Syntax found
	names    []string    // of the functions that a prototype declares
	bare     bool        // one of them has "()" for its parameters
	reason   string      // why there is nothing to try
	attempts []attempt
	holders  []holder
	own      *attempt // to see whether the headers that a prototype includes are those that declare it
	expand   *attempt // to be preprocessed, to see what an #if leaves
}

// plan makes the work of a note's blocks.
func plan(blocks []Block) []*work {
	var all []*work
	var earlier []definition
	for i, b := range blocks {
		w := &work{Block: b, src: lex(b.Text[:min(len(b.Text), maxText)]), number: i}
		if b.Class == Prototype {
			if names, ok := prototypes(w.src); ok {
				w.names = names
			} else {
				w.Class = Fragment
			}
		}
		own := definitions(w.Block)
		w.try(context(earlier, own, w.src))
		earlier = append(earlier, own...)
		earlier = earlier[max(0, len(earlier)-maxEarlier):]
		all = append(all, w)
	}
	return all
}

const (
	// maxText bounds, in bytes, what is tried in one scaffold after another.
	maxText = 1 << 18
	// maxEarlier bounds how many definitions of a note a fragment may stand on.
	maxEarlier = 500
)

const leftOut = "something is left out with `...`"

func (w *work) try(context string) {
	switch {
	case w.Class == Program:
		w.add(attempt{flags: strings.Join(append([]string{"-Wall", "-Wextra"}, safe(w.Flags)...), " "), source: line("block") + w.Text + "\n", file: true})
	case len(w.Text) > maxText:
		w.reason = "it is too long to be tried as a fragment"
	case w.src.leftOut():
		w.reason = leftOut
	case w.provesNothing():
	case w.Class == Prototype:
		w.tryPrototype()
	default:
		w.tryFragment(context)
	}
}

// add gives an attempt its name.
func (w *work) add(a attempt) string {
	a.name = fmt.Sprintf("b%d_%d", w.number, len(w.attempts))
	w.attempts = append(w.attempts, a)
	return a.name
}

// line has gcc speak of what follows as line 1 of a file of some name.
func line(name string) string { return `#line 1 "` + name + "\"\n" }

// provesNothing finds what compiles whatever it says.
func (w *work) provesNothing() bool {
	words, forward := 0, true
	for _, t := range w.src.tokens {
		if t.kind != punct {
			words++
		}
	}
	for _, p := range w.src.pieces() {
		forward = forward && len(p.tokens) <= 3 && p.tokens[0].is("struct", "union", "enum")
	}
	switch {
	case w.src.broken != nil:
		return false
	case w.src.all == 0 && len(w.src.directives) > 0:
		w.reason = "preprocessor lines alone prove nothing"
	case words == 0:
		w.reason = "there is nothing to compile"
	case forward:
		w.reason = "the name of a type alone proves nothing"
	}
	return w.reason != ""
}

// includes are the block's own.
func (w *work) includes() string {
	var b strings.Builder
	for _, d := range w.src.directives {
		if d.name == "include" {
			b.WriteString(d.text + "\n")
		}
	}
	return b.String()
}

// tryPrototype declares the functions again behind their headers. A function
// that is a macro too is tried as both. What "()" stands for is tried as
// "(void)", since C17 takes it for anything.
func (w *work) tryPrototype() {
	text := w.Text + "\n"
	if n := len(w.src.tokens); n > 0 && !w.src.tokens[n-1].is(";") {
		end := w.src.tokens[n-1].end()
		text = w.Text[:end] + ";" + w.Text[end:] + "\n"
	}
	for i := len(w.src.tokens) - 1; i > 0; i-- {
		if t := w.src.tokens[i]; t.is(")") && w.src.tokens[i-1].is("(") {
			text = text[:t.off] + "void" + text[t.off:]
			w.bare = true
		}
	}
	var undef, known, maybe strings.Builder
	for _, name := range w.names {
		check := "static __typeof__(&" + name + ") knotes_known_" + name + " __attribute__((unused));\n"
		undef.WriteString("#undef " + name + "\n")
		known.WriteString(check)
		maybe.WriteString("#ifndef " + name + "\n" + check + "#endif\n")
	}
	if includes := w.includes(); includes != "" {
		w.own = &attempt{name: fmt.Sprintf("b%d_own", w.number), source: "#define _GNU_SOURCE 1\n" + includes + line("known") + maybe.String()}
	}
	first := w.add(attempt{view: posix, source: undef.String() + line("known") + known.String() + line("block") + text})
	w.add(attempt{view: gnu, source: undef.String() + line("known") + known.String() + line("block") + text})
	w.add(attempt{view: posix, source: line("known") + maybe.String() + line("block") + text, after: first, saw: []string{"known:"}})
}
