package snippets

import (
	"regexp"
	"strings"
	"unicode"
)

// What kinds of names there are, by their form. A name without one may be of any
// kind.
const (
	nameFunction = "function"
	nameSyscall  = "syscall"
	nameStruct   = "struct"
	nameUnion    = "union"
	nameEnum     = "enum"
	nameField    = "field"
	nameConfig   = "config"
	nameProcFile = "procfile"
	namePath     = "path"
	nameAny      = ""
)

var (
	tagForm    = regexp.MustCompile(`^(?:const +)?(struct|union|enum) +([A-Za-z_]\w*)(?: *\*+ *(?:[A-Za-z_]\w*)?| *\{ *(?:\.\.\.|…)? *\}| +[a-z_]\w*)? *;?$`)
	callForm   = regexp.MustCompile(`^[&*]?([A-Za-z_]\w*)\(([^()%$'"\\<>]*(?:\([^()]*\)[^()%$'"\\<>]*)*)\);?$`)
	fieldForm  = regexp.MustCompile(`^[&*]?(?:(struct|union) +)?((?:[A-Za-z_]\w*(?:\[\w*\])?(?:\.|->))+)([A-Za-z_]\w*)(?:\[\w*\])?(\([^()]*\))?$`)
	fieldStep  = regexp.MustCompile(`([A-Za-z_]\w*)(?:\[\w*\])?(\.|->)$`)
	configForm = regexp.MustCompile(`^(CONFIG_\w*[A-Za-z0-9])(?:=(?:[ymn]|"[^"]*"|-?\w+))?$`)
	entryForm  = regexp.MustCompile(`^/(?:proc|sys)(?:/[^\s/"'` + "`" + `|;&]+)+/?$`)
	pathForm   = regexp.MustCompile(`^(?:[A-Za-z0-9_.+-]+/)+[A-Za-z0-9_.,+-]*$`)
	pathLine   = regexp.MustCompile(`:\d+(?:-\d+)?$`)
	sysctlForm = regexp.MustCompile(`^(?:net|kernel|vm)(?:\.[a-z][a-z0-9_-]*)+$`)
	manForm    = regexp.MustCompile(`^[1-9][a-z]{0,2}$`)
	wordForm   = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
	numberForm = regexp.MustCompile(`^(?:__NR|SYS)_(\w+)$`)
	included   = regexp.MustCompile(`^(?:# *include +)?[<"]([^<>"]+)[>"]$`)
)

// readName reads a piece of inline code as a name of the kernel's; nil for what
// reads as none. It is read by its form alone.
func readName(code string) *NameRef {
	code = strings.TrimSpace(code)
	if len(code) < 3 || len(code) > 200 || strings.ContainsFunc(code, unicode.IsControl) {
		return nil
	}
	for _, read := range []func(string) *NameRef{readTag, readConfig, readEntry, readPath, readCall, readField, readWord} {
		if n := read(code); n != nil {
			if n.Kind == notName {
				return nil
			}
			return n
		}
	}
	return nil
}

// notName is the kind of what has the form of a name and is none.
const notName = "-"

func readTag(code string) *NameRef {
	m := tagForm.FindStringSubmatch(code)
	if m == nil {
		return nil
	}
	return &NameRef{Kind: m[1], Text: m[2], Weak: isLibrary(m[2])}
}

func readConfig(code string) *NameRef {
	m := configForm.FindStringSubmatch(code)
	if m == nil {
		return nil
	}
	return &NameRef{Kind: nameConfig, Text: m[1]}
}

// readEntry reads a path below /proc or /sys, and the name of a sysctl with dots.
func readEntry(code string) *NameRef {
	if sysctlForm.MatchString(code) {
		last := code[strings.LastIndexByte(code, '.')+1:]
		if fileEndings[last] || strings.Count(code, ".") == 1 && !strings.Contains(last, "_") {
			return nil
		}
		return &NameRef{Kind: nameProcFile, Text: "/proc/sys/" + strings.ReplaceAll(code, ".", "/"), Weak: true}
	}
	if !entryForm.MatchString(code) {
		return nil
	}
	return &NameRef{Kind: nameProcFile, Text: strings.TrimRight(code, "/,.:")}
}

// readPath reads a file or folder of the source, from its root or, of a header, as
// it is included.
func readPath(code string) *NameRef {
	header := false
	if m := included.FindStringSubmatch(code); m != nil {
		code, header = m[1], true
	}
	code = pathLine.ReplaceAllString(code, "")
	if !pathForm.MatchString(code) || strings.Contains(code, "..") {
		return nil
	}
	top, rest, _ := strings.Cut(code, "/")
	base := code[strings.LastIndexByte(code, '/')+1:]
	dot := strings.LastIndexByte(base, '.')
	switch {
	case (top == "linux" || top == "asm" || top == "asm-generic" || top == "uapi") && strings.HasSuffix(base, ".h"):
		return &NameRef{Kind: namePath, Text: code, Weak: top == "asm"}
	case header || !topFolders[top]:
		return &NameRef{Kind: notName} // also the C library's <net/if.h>
	case top == "net" && !strings.Contains(rest, "/") && strings.HasSuffix(base, ".h"):
		return &NameRef{Kind: namePath, Text: code, Weak: true}
	case base == "", base == "Makefile", base == "Kbuild", strings.HasPrefix(base, "Kconfig"), dot > 0 && sourceEndings[base[dot+1:]]:
		return &NameRef{Kind: namePath, Text: code}
	case dot > 0:
		return &NameRef{Kind: notName} // made by a build, or of another's
	}
	return &NameRef{Kind: namePath, Text: code, Weak: true} // a folder, or two words with a slash
}

// readCall reads f(), f(a, b) and the manual's f(2).
func readCall(code string) *NameRef {
	m := callForm.FindStringSubmatch(code)
	if m == nil {
		return nil
	}
	name, args := m[1], m[2]
	switch {
	case cWords[name] || len(name) < 3 || isLibraryCall(name):
		return &NameRef{Kind: notName}
	case manForm.MatchString(args):
		if args[0] != '2' {
			return &NameRef{Kind: notName}
		}
		return &NameRef{Kind: nameSyscall, Text: name}
	}
	return &NameRef{Kind: nameFunction, Text: name}
}

// readField reads x.y, x->y and longer chains, of which the last two count.
func readField(code string) *NameRef {
	m := fieldForm.FindStringSubmatch(code)
	if m == nil {
		return nil
	}
	before, member, called := m[2], m[3], m[4] != ""
	step := fieldStep.FindStringSubmatch(before)
	n := &NameRef{Kind: nameField, Text: step[1] + step[2] + member, Type: step[1], Member: member, Arrow: step[2] == "->"}
	chain := len(step[0]) < len(before)
	switch {
	case m[1] != "" && chain:
		return &NameRef{Kind: notName}
	case m[1] != "":
		n.Text, n.Tag = m[1]+" "+n.Text, true
	case n.Arrow:
	case fileEndings[member] || cWords[step[1]]:
		return &NameRef{Kind: notName}
	default:
		plain := !strings.Contains(strings.Trim(n.Type, "_"), "_") && !strings.Contains(strings.Trim(member, "_"), "_")
		n.Weak = plain || called || !isLower(n.Type)
	}
	if chain {
		n.Arrow = true // whatever type it is
	}
	return n
}

// readWord reads a bare word, which is a name only if a _ joins its parts.
func readWord(code string) *NameRef {
	if !wordForm.MatchString(code) {
		return nil
	}
	if m := numberForm.FindStringSubmatch(code); m != nil {
		return &NameRef{Kind: nameSyscall, Text: m[1]}
	}
	if !strings.Contains(code, "_") || code == "CONFIG_" {
		return nil
	}
	inner := strings.Contains(strings.Trim(code, "_"), "_")
	return &NameRef{Kind: nameAny, Text: code, Weak: !inner || isLibrary(code)}
}

func isLower(s string) bool { return s == strings.ToLower(s) }
