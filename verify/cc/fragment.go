package cc

import (
	"fmt"
	"strings"
)

// tryFragment puts a fragment into each scaffold that may hold it, without
// and with what is before it in the note.
func (w *work) tryFragment(context string) {
	if d, ok := w.src.check(); !ok {
		w.syntax = &d
	}
	flags := ""
	if w.has("asm", "__asm__", "__asm") {
		flags = "-c -o /dev/null" // only the assembler knows whether that is right
	}
	w.scaffolds("", flags)
	if context != "" {
		w.scaffolds(line("context")+context, flags)
	}
	if w.syntax != nil {
		return
	}
	w.tryExpression(context)
	w.tryRepairs(flags)
	if w.src.conditional() {
		source := context + marker + "_begin\n" + w.Text + "\n" + marker + "_end\n"
		w.expand = &attempt{name: fmt.Sprintf("b%d_if", w.number), view: gnu, flags: "-E -P", source: source}
	}
}

// holder is a scaffold that was tried, for any text.
type holder struct {
	attempt string
	source  func(text string) string
}

// scaffolds adds the attempts at file scope and in a function. Without
// anything before there is a third one, at file scope without headers, for
// blocks that define what a header does.
func (w *work) scaffolds(before, flags string) {
	after := ""
	if before != "" {
		after = ", after the note's earlier blocks"
	}
	top := func(text string) string { return before + line("block") + text + "\n" }
	first := w.add(attempt{scaffold: "at file scope" + after, view: gnu, flags: flags, source: top(w.Text), file: true})
	w.holders = append(w.holders, holder{first, top})
	if before == "" {
		w.add(attempt{scaffold: "at file scope, without headers", flags: flags, source: top(w.Text), file: true, after: first, saw: conflicts})
	}
	if w.syntax != nil || w.definesFunction() {
		return
	}
	last, saw := first, statement
	for _, result := range w.results() {
		inside := func(text string) string { return before + w.inFunction(result, text) }
		last = w.add(attempt{scaffold: "in a function" + after, view: gnu, flags: flags, source: inside(w.Text), after: last, saw: saw})
		w.holders = append(w.holders, holder{last, inside})
		saw = pointers
	}
}

// tryRepairs adds a ";" at the ends of lines, where gcc complained of syntax
// and of no name.
func (w *work) tryRepairs(flags string) {
	for _, r := range w.repairs() {
		fixed := w.Text[:r.off] + ";" + w.Text[r.off:]
		for _, h := range w.holders {
			w.add(attempt{view: gnu, flags: flags, source: h.source(fixed), repair: &r.Diagnostic, after: h.attempt, saw: syntactic, not: lacks})
		}
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
	if n := len(w.src.tokens); w.src.tokens[n-1].is(":") {
		end = ";" + end // a label needs something behind it
	}
	b.WriteString(line("block") + text + "\n" + line("scaffold") + end + "\n")
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
	w.add(attempt{scaffold: "as an expression", view: gnu, source: line("context") + context + source, after: w.attempts[0].name, saw: statement})
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

// conditional tells whether some lines may be left out by the preprocessor.
func (s *source) conditional() bool {
	for _, d := range s.directives {
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
