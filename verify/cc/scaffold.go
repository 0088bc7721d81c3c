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
	name     string // of its file, unique in a command
	scaffold string // for Verdict.Scaffold
	view     view
	flags    string
	source   string
	repair   *Diagnostic // what is wrong with the block, if this source compiles
	file     bool        // at file scope, so that no bracket can escape from the scaffold
}

// work is all that is tried for one block, in order, until one compiles.
type work struct {
	Block
	src      *source
	syntax   *Diagnostic // what Syntax found
	names    []string    // of the functions that a prototype declares
	reason   string      // why there is nothing to try
	attempts []attempt
	expand   *attempt // to be preprocessed, to see what an #if leaves
}

// plan makes the work of a note's blocks.
func plan(blocks []Block) []*work {
	var all []*work
	var earlier []definition
	for i, b := range blocks {
		w := &work{Block: b, src: lex(b.Text)}
		if b.Class == Prototype {
			if names, ok := prototypes(w.src); ok {
				w.names = names
			} else {
				w.Class = Fragment
			}
		}
		own := definitions(w.Block)
		w.try(context(earlier, own))
		for n := range w.attempts {
			w.attempts[n].name = fmt.Sprintf("%d%c", i, 'a'+n)
		}
		if w.expand != nil {
			w.expand.name = fmt.Sprintf("%d-", i)
		}
		earlier = append(earlier, own...)
		all = append(all, w)
	}
	return all
}

func (w *work) try(context string) {
	switch {
	case w.Class == Program:
		w.add(attempt{flags: "-Wall -Wextra", source: line("block") + w.Text + "\n", file: true})
	case w.src.leftOut():
		w.reason = "something is left out with `...`"
	case w.provesNothing():
	case w.Class == Prototype:
		w.tryPrototype()
	default:
		w.tryFragment(context)
	}
}

func (w *work) add(a attempt) { w.attempts = append(w.attempts, a) }

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

// tryPrototype declares the functions again behind their headers. A function
// that is a macro too is tried as both.
func (w *work) tryPrototype() {
	text := w.Text + "\n"
	if n := len(w.src.tokens); n > 0 && !w.src.tokens[n-1].is(";") {
		end := w.src.tokens[n-1].end()
		text = w.Text[:end] + ";" + w.Text[end:] + "\n"
	}
	var undef, known, maybe strings.Builder
	for _, name := range w.names {
		check := "static __typeof__(&" + name + ") knotes_known_" + name + " __attribute__((unused));\n"
		undef.WriteString("#undef " + name + "\n")
		known.WriteString(check)
		maybe.WriteString("#ifndef " + name + "\n" + check + "#endif\n")
	}
	w.add(attempt{view: posix, source: undef.String() + line("known") + known.String() + line("block") + text})
	w.add(attempt{view: gnu, source: undef.String() + line("known") + known.String() + line("block") + text})
	w.add(attempt{view: posix, source: line("known") + maybe.String() + line("block") + text})
}

// tryFragment puts a fragment into each scaffold that may hold it.
func (w *work) tryFragment(context string) {
	if d, ok := Syntax(w.Text); !ok {
		w.syntax = &d
	}
	flags := ""
	if w.has("asm", "__asm__", "__asm") {
		flags = "-c -o /dev/null" // only the assembler knows whether that is right
	}
	w.scaffolds("", none, flags, w.Text, nil)
	if context != "" {
		w.scaffolds(line("context")+context, gnu, flags, w.Text, nil)
	}
	if w.syntax != nil {
		return
	}
	w.tryExpression(context)
	for _, r := range w.repairs() {
		fixed := w.Text[:r.off] + ";" + w.Text[r.off:]
		w.scaffolds("", gnu, flags, fixed, &r.Diagnostic)
		if context != "" {
			w.scaffolds(line("context")+context, gnu, flags, fixed, &r.Diagnostic)
		}
	}
	if w.conditional() {
		w.expand = &attempt{view: gnu, flags: "-E -P", source: context + marker + "_begin\n" + w.Text + "\n" + marker + "_end\n"}
	}
}

// scaffolds adds the attempts at file scope and in a function. With other as
// none there is a third one, at file scope without headers, for blocks that
// define what a header does.
func (w *work) scaffolds(before string, other view, flags, text string, repair *Diagnostic) {
	after := ""
	if before != "" {
		after = ", after the note's earlier blocks"
	}
	body := line("block") + text + "\n"
	w.add(attempt{scaffold: "at file scope" + after, view: gnu, flags: flags, source: before + body, repair: repair, file: true})
	if other == none {
		w.add(attempt{scaffold: "at file scope, without headers", flags: flags, source: body, repair: repair, file: true})
	}
	if w.syntax != nil || w.definesFunction() {
		return
	}
	for _, result := range w.results() {
		w.add(attempt{scaffold: "in a function" + after, view: gnu, flags: flags, source: before + w.inFunction(result, text), repair: repair})
	}
}

// inFunction makes a block the body of a function. Its includes go before.
func (w *work) inFunction(result, text string) string {
	var b strings.Builder
	for _, d := range w.src.directives {
		if d.name == "include" {
			b.WriteString(d.text + "\n")
			text = strings.Replace(text, d.text, strings.Repeat("\n", strings.Count(d.text, "\n")), 1)
		}
	}
	open, end := "{", "}"
	if w.has("break", "continue", "case", "default") {
		open, end = "{ for (;;) switch (0) {", "} }"
	}
	b.WriteString(line("scaffold") + result + "knotes_scaffold(void)\n" + open + "\n")
	b.WriteString(line("block") + text + "\n" + line("scaffold") + "; " + end + "\n")
	return b.String()
}

// results are the types that a function around the block may have to return.
func (w *work) results() []string {
	for i, t := range w.src.tokens {
		if t.is("return") && !w.src.at(i+1).is(";") {
			return []string{"long ", "void *"}
		}
	}
	return []string{"void "}
}

// tryExpression takes a block for a value, which needs no ";".
func (w *work) tryExpression(context string) {
	if first := w.src.tokens[0]; w.has(";", "{") || first.kind == keyword && !first.is("sizeof") || len(w.src.directives) > 0 {
		return
	}
	source := line("scaffold") + "void knotes_scaffold(void)\n{ (void)(\n" + line("block") + w.Text + "\n" + line("scaffold") + "); }\n"
	w.add(attempt{scaffold: "as an expression", view: gnu, source: line("context") + context + source})
}

func (w *work) has(texts ...string) bool {
	for _, t := range w.src.tokens {
		if t.is(texts...) {
			return true
		}
	}
	return false
}

func (w *work) definesFunction() bool {
	for _, p := range w.src.pieces() {
		if _, ok := p.function(); ok {
			return true
		}
	}
	return false
}

func (w *work) conditional() bool {
	for _, d := range w.src.directives {
		if strings.HasPrefix(d.name, "if") {
			return true
		}
	}
	return false
}

// repair is a ";" that may be missing.
type repair struct {
	Diagnostic
	off int
}

// maxRepairs bounds the work for a block that compiles nowhere.
const maxRepairs = 6

// repairs lists ends of lines at which a statement may end and no ";" stands.
func (w *work) repairs() []repair {
	var all []repair
	depth := 0
	for i, t := range w.src.tokens {
		switch {
		case t.is("(", "["):
			depth++
		case t.is(")", "]"):
			depth--
		}
		next := w.src.at(i + 1)
		if depth > 0 || len(all) == maxRepairs || t.kind == keyword || t.kind == punct && !t.is(")", "]", "}", "++", "--") {
			continue
		}
		if next.text != "" && (next.line == t.line || next.kind == punct && !next.is("}", "*", "++", "--")) {
			continue
		}
		if t.is("}") && next.text != "" {
			continue
		}
		message := "expected `;` at the end"
		if next.text != "" {
			message = "expected `;` before `" + next.text + "`"
		}
		all = append(all, repair{Diagnostic{t.line, t.col + len(t.text), message}, t.end()})
	}
	return all
}
