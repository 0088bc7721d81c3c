package cc

import (
	"regexp"
	"slices"
	"strings"
)

// Judge gives a verdict on each block from what their [Command] printed. The
// error is of the toolchain: the output is not that of the command.
func Judge(blocks []Block, output string) ([]Verdict, error) {
	word := nonce(blocks)
	out := readOutput(word, output)
	var verdicts []Verdict
	for _, w := range plan(blocks) {
		r := result{work: w, nonce: word}
		for _, a := range w.attempts {
			o := out[a.name]
			if o == nil && a.after != "" {
				continue
			}
			if o == nil || !o.ran || o.fell() {
				return nil, broken(output)
			}
			r.tried, r.outcomes = append(r.tried, a), append(r.outcomes, o)
			if o.ok {
				break
			}
		}
		if w.own != nil {
			r.included = out[w.own.name]
		}
		if w.expand != nil {
			r.expanded = out[w.expand.name]
		}
		verdicts = append(verdicts, r.verdict())
	}
	return verdicts, nil
}

// result is the work on a block with what came of it.
type result struct {
	*work
	nonce    string
	tried    []attempt
	outcomes []*outcome // of what was tried: only the last may be ok
	expanded *outcome
	included *outcome
}

func (r *result) verdict() Verdict {
	switch {
	case r.reason != "":
		return Verdict{Message: r.reason}
	case r.Class == Program:
		return r.program()
	case r.Class == Prototype:
		return r.prototype()
	}
	return r.fragment()
}

func wrong(d Diagnostic) Verdict {
	return Verdict{Status: Wrong, Line: d.Line, Col: d.Col, Message: d.Message}
}

func unknown(d Diagnostic, why string) Verdict {
	return Verdict{Line: d.Line, Col: d.Col, Message: why + d.Message}
}

// noHeader is gcc's word for an include that it does not find.
const noHeader = ": No such file or directory"

func (r *result) program() Verdict {
	o := r.outcomes[0]
	if o.ok {
		return Verdict{Status: Compiled, Scaffold: "as it stands", Warnings: o.warnings()}
	}
	for _, m := range o.messages {
		if m.kind == "fatal error" && strings.HasSuffix(m.Message, noHeader) {
			return unknown(m.Diagnostic, "a header is missing: ")
		}
	}
	all := o.errors("block")
	if r.src.leftOut() {
		return Verdict{Message: leftOut}
	}
	if len(all) > 0 && r.ofKernel() {
		return unknown(all[0].Diagnostic, "it is code of the kernel, which this gcc is not for: ")
	}
	if len(all) > 0 {
		return wrong(all[0].Diagnostic)
	}
	return Verdict{Status: Wrong, Message: lastLine(o.text)}
}

// kernelOnly are names that no program has. Some headers they come from exist
// for programs too, with other contents.
var kernelOnly = makeSet(`MODULE_LICENSE MODULE_AUTHOR MODULE_DESCRIPTION module_init module_exit module_param __init
	__exit EXPORT_SYMBOL EXPORT_SYMBOL_GPL printk pr_info pr_err pr_debug KERN_INFO KERN_ERR kmalloc kzalloc kfree
	asmlinkage __user SYSCALL_DEFINE0 SYSCALL_DEFINE1 SYSCALL_DEFINE2 SYSCALL_DEFINE3`)

func (r *result) ofKernel() bool {
	for _, t := range r.src.tokens {
		if t.kind == ident && kernelOnly[t.text] {
			return true
		}
	}
	return false
}

func lastLine(text string) string {
	text = strings.TrimSpace(text)
	return text[strings.LastIndexByte(text, '\n')+1:]
}

// The attempts of a prototype.
const (
	asPosix = iota
	asGNU
	asMacro
)

func (r *result) prototype() Verdict {
	last := len(r.outcomes) - 1
	if r.outcomes[last].ok && r.counts(last) {
		for _, d := range r.src.directives {
			if d.name == "include" && r.included != nil && len(r.included.errors("known")) > 0 {
				return wrong(Diagnostic{d.line, 1, "what is included does not declare " + missing(r.included, r.names)})
			}
		}
		return Verdict{Status: Compiled, Scaffold: "behind its header"}
	}
	for _, o := range r.outcomes {
		if o.ok || len(o.errors("known")) > 0 {
			continue
		}
		m, ok := o.first()
		switch {
		case !ok:
			return Verdict{Message: lastLine(o.text)}
		case contextual.MatchString(m.Message):
			return unknown(m.Diagnostic, "")
		case r.bare:
			return unknown(m.Diagnostic, "`()` does not say what its parameters are: ")
		case r.calls():
			return unknown(m.Diagnostic, "it is declared with `...`: ")
		}
		d := m.Diagnostic
		if real := o.declaration(); real != "" {
			d.Message += "; the header has " + real
		}
		return wrong(d)
	}
	return Verdict{Message: "no header of the toolchain declares " + r.undeclared()}
}

// counts tells whether an attempt that compiled speaks for a prototype. GNU's
// view takes more than is right (an address of any family for bind), and
// counts where POSIX has no such function or another one.
func (r *result) counts(attempt int) bool {
	if attempt != asGNU || len(r.outcomes[asPosix].errors("known")) > 0 {
		return true
	}
	for _, m := range r.outcomes[asPosix].errors("block") {
		if !contextual.MatchString(m.Message) && !mentions(m.Message, gnuOnly) {
			return false
		}
	}
	return true
}

func mentions(message string, names map[string]bool) bool {
	for name := range names {
		if strings.Contains(message, "'"+name+"'") {
			return true
		}
	}
	return false
}

// calls tells whether functions of variable arguments are all that the block
// declares, in the way they are called.
func (r *result) calls() bool {
	for _, name := range r.names {
		if !variadic[name] {
			return false
		}
	}
	return !r.has("...")
}

// undeclared lists the functions that no attempt knows.
func (r *result) undeclared() string {
	names := r.names
	for _, o := range r.outcomes {
		names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !mentionsKnown(o, name) })
	}
	if len(names) == 0 {
		return "all of these functions"
	}
	return "`" + strings.Join(names, "`, `") + "`"
}

// missing lists those of some functions that an attempt does not know.
func missing(o *outcome, names []string) string {
	names = slices.DeleteFunc(slices.Clone(names), func(name string) bool { return !mentionsKnown(o, name) })
	return "`" + strings.Join(names, "`, `") + "`"
}

func mentionsKnown(o *outcome, name string) bool {
	for _, m := range o.errors("known") {
		if strings.Contains(m.Message, "'"+name+"'") {
			return true
		}
	}
	return false
}

var previous = regexp.MustCompile(`previous (?:declaration|definition) of '[^']*' with type '([^']*)'`)

// declaration is the type that gcc says a header has.
func (o *outcome) declaration() string {
	for _, m := range o.messages {
		if f := previous.FindStringSubmatch(m.Message); f != nil {
			return "`" + strings.Join(strings.Fields(f[1]), " ") + "`"
		}
	}
	return ""
}

// noSemicolon is how gcc takes a struct whose last member has no ";".
const noSemicolon = "no semicolon at end of struct or union"

func (r *result) fragment() Verdict {
	last := len(r.outcomes) - 1
	a, o := r.tried[last], r.outcomes[last]
	for _, m := range o.messages {
		if o.ok && m.file == "block" && m.Message == noSemicolon {
			return wrong(m.Diagnostic)
		}
	}
	switch {
	case r.syntax != nil && !(o.ok && a.file):
		return wrong(*r.syntax)
	case o.ok && a.repair != nil:
		return wrong(*a.repair)
	case o.ok:
		return r.compiled(a, o)
	}
	return r.lacking()
}

// compiled judges what a compile proves.
func (r *result) compiled(a attempt, o *outcome) Verdict {
	if why := r.leftByIf(); why != "" {
		return Verdict{Message: why}
	}
	if a.view == none {
		for _, m := range r.outcomes[0].errors("block") {
			if strings.HasPrefix(m.Message, "conflicting types for") && !r.definesFunction() {
				return unknown(m.Diagnostic, "a header of the toolchain declares it in another way: ")
			}
		}
	}
	return Verdict{Status: Compiled, Scaffold: a.scaffold, Warnings: o.warnings()}
}

// leftByIf says what is wrong if the preprocessor took most of a block away.
func (r *result) leftByIf() string {
	if r.expand == nil {
		return ""
	}
	if r.expanded == nil || !r.expanded.ok {
		return "it cannot be seen what its #if leaves"
	}
	_, text, _ := strings.Cut(r.expanded.text, r.nonce+"_begin")
	text, _, _ = strings.Cut(text, r.nonce+"_end")
	switch left := len(lex(text).tokens); {
	case left == 0:
		return "all of it is left out by #if"
	case 2*left < r.src.all:
		return "most of it is left out by #if"
	}
	return ""
}

// lacking says what a fragment that compiles nowhere lacks: a name, if any
// attempt misses one, else what the attempt with the fewest errors complains
// of.
func (r *result) lacking() Verdict {
	var best message
	fewest, named := 0, false
	for i, o := range r.outcomes {
		m, ok := o.first()
		if !ok || r.tried[i].repair != nil {
			continue
		}
		names, count := contextual.MatchString(m.Message), len(o.errors("block"))
		if fewest == 0 || names && !named || names == named && count < fewest {
			best, fewest, named = m, count, names
		}
	}
	if fewest == 0 {
		return Verdict{Message: "it does not compile by itself"}
	}
	return unknown(best.Diagnostic, "it does not compile by itself: ")
}
