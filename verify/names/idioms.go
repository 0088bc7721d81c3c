package names

import (
	"bytes"
	"strings"
)

// idioms keeps what the kernel's macros define: system calls, tracepoints,
// variables, attributes, and what is exported.
func (s *scan) idioms() {
	var macro string                // whose definition is read
	attributes := map[string]bool{} // macros of this file that make attributes
	for i := 0; i+2 < len(s.toks); i++ {
		switch t := s.toks[i]; t.kind {
		case tMacro:
			macro = string(s.of(t))
		case tEnd:
			macro = ""
		}
		if s.toks[i].kind != tIdent || s.toks[i+1].kind != '(' || s.toks[i+2].kind != tIdent {
			continue
		}
		name := s.of(s.toks[i])
		if len(name) < 5 {
			continue
		}
		if isAttribute(name) || attributes[string(name)] {
			attributes[macro] = macro != ""
			s.attribute(i)
			continue
		}
		s.idiom(string(name), i)
	}
}

// isAttribute tells whether a macro makes attributes by its name.
func isAttribute(macro []byte) bool {
	return bytes.Contains(macro, []byte("ATTR")) || bytes.Contains(macro, []byte("attr_r")) || bytes.HasSuffix(macro, []byte("attr_wo"))
}

// args are the identifiers that stand alone as an argument, of the call that
// token i begins, "" for others.
func (s *scan) args(i, most int) (args []token) {
	depth, fresh := 0, false
	for k := i + 1; k < len(s.toks) && len(args) < most; k++ {
		t := s.toks[k]
		switch {
		case t.kind == '(':
			depth++
			fresh = depth == 1
		case t.kind == ')':
			if depth--; depth == 0 {
				return args
			}
		case t.kind == ',' && depth == 1:
			fresh = true
		case fresh:
			args, fresh = append(args, t), false
		}
		if t.kind == ';' {
			return args
		}
	}
	return args
}

func (s *scan) idiom(name string, i int) {
	first := s.toks[i+2]
	switch {
	case strings.Contains(name, "SYSCALL_DEFINE"):
		s.define(first, Syscall)
		for _, prefix := range []string{"sys_", "__x64_sys_", "__se_sys_", "__do_sys_", "ksys_"} {
			s.made(prefix, first, Function, declaredUnless(prefix == "sys_"))
		}
		if strings.HasPrefix(name, "COMPAT_") {
			s.made("compat_sys_", first, Function, 0)
		}
	case strings.HasPrefix(name, "TRACE_EVENT") || strings.HasPrefix(name, "DEFINE_EVENT") || strings.HasPrefix(name, "DECLARE_TRACE"):
		args := s.args(i, 2)
		at := first
		if strings.HasPrefix(name, "DEFINE_EVENT") && len(args) > 1 {
			at = args[1]
		}
		s.made("trace_", at, Function, 0)
		s.made("", at, Entry, 0)
	case strings.HasPrefix(name, "EXPORT_SYMBOL") || strings.HasPrefix(name, "EXPORT_PER_CPU_SYMBOL"):
		s.add(s.of(first), Identifier, 0, first.line)
	case strings.HasPrefix(name, "DEFINE_PER_CPU") || strings.HasPrefix(name, "DECLARE_PER_CPU"):
		if args := s.args(i, 2); len(args) > 1 {
			s.made("", args[1], Variable, declaredUnless(name[2] == 'F'))
		} else if k := s.lastIdent(i); k > 0 { // DEFINE_PER_CPU(struct x *, name)
			s.made("", s.toks[k], Variable, declaredUnless(name[2] == 'F'))
		}
		if k := s.lastIdent(i); k > 0 {
			s.made("", s.toks[k], Variable, declaredUnless(name[2] == 'F'))
		}
	case strings.HasPrefix(name, "DEFINE_") || name == "LIST_HEAD" || strings.HasPrefix(name, "DECLARE_WAIT") ||
		name == "ATOMIC_NOTIFIER_HEAD" || name == "BLOCKING_NOTIFIER_HEAD" || name == "RAW_NOTIFIER_HEAD":
		s.define(first, Variable)
	case strings.HasPrefix(name, "module_param") || name == "core_param":
		s.entry(s.of(first), first.line)
	case strings.HasPrefix(name, "SYM_") && strings.Contains(name, "START") || name == "ENTRY" || name == "GLOBAL" || name == "SYM_FUNC_ALIAS":
		s.define(first, Function)
	}
}

// made keeps a name that a macro makes by putting a prefix before another.
func (s *scan) made(prefix string, t token, kind Kind, more uint16) {
	s.add(append([]byte(prefix), s.of(t)...), kind, s.rank+more, t.line)
}

func declaredUnless(defined bool) uint16 {
	if defined {
		return 0
	}
	return declared
}

// lastIdent is the last identifier of the arguments of the call at token i; 0 if
// there is none.
func (s *scan) lastIdent(i int) int {
	last, depth := 0, 0
	for k := i + 1; k < len(s.toks) && k < i+20; k++ {
		switch s.toks[k].kind {
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				return last
			}
		case tIdent:
			last = k
		}
	}
	return 0
}

// labels keeps what assembly defines without the kernel's macros: labels that
// are not local.
func (s *scan) labels() {
	line := uint32(0)
	for rest := s.text; len(rest) > 0; {
		line++
		text := rest
		if end := bytes.IndexByte(rest, '\n'); end >= 0 {
			text, rest = rest[:end], rest[end+1:]
		} else {
			rest = nil
		}
		n := 0
		for n < len(text) && identPart[text[n]] {
			n++
		}
		if n > 2 && n < len(text) && text[n] == ':' && identStart[text[0]] {
			s.add(text[:n], Function, s.rank+1, line)
		}
	}
}

// options keeps the options of a Kconfig file.
func (s *scan) options() {
	line := uint32(0)
	for text := range bytes.Lines(s.text) {
		line++
		words := bytes.Fields(text)
		if len(words) < 2 || string(words[0]) != "config" && string(words[0]) != "menuconfig" {
			continue
		}
		if len(words) == 2 || words[2][0] == '#' { // else it is a sentence of a help text
			s.add(append([]byte("CONFIG_"), words[1]...), Config, s.rank, line)
		}
	}
}

// variables keeps the words of a Makefile: KBUILD_CFLAGS.
func (s *scan) variables() {
	line := uint32(0)
	for text := range bytes.Lines(s.text) {
		line++
		text, _, _ = bytes.Cut(text, []byte("#"))
		for at := 0; at < len(text); at++ {
			from := at
			for at < len(text) && identPart[text[at]] {
				at++
			}
			if at-from > 2 && identStart[text[from]] && bytes.IndexByte(text[from:at], '_') >= 0 {
				s.add(text[from:at], Text, s.rank, line)
			}
		}
	}
}
