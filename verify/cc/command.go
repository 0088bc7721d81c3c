package cc

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// gccFlags make every gcc speak alike: what gcc 14 calls errors are errors,
// messages are one line each, and columns count bytes.
const gccFlags = "-std=gnu17 -Werror=implicit-function-declaration -Werror=implicit-int" +
	" -Werror=int-conversion -Werror=incompatible-pointer-types" +
	" -fno-diagnostics-show-caret -fdiagnostics-color=never -fdiagnostics-column-unit=byte" +
	" -ftrack-macro-expansion=0 -fmax-errors=20 -x c"

// marker is a name that blocks are not expected to have.
const marker = "knotes_expanded"

// precompile is how many sources it takes until reading the headers once, for
// all of them, is quicker.
const precompile = 3

// Command is what compiles the blocks of a note, for bash with gcc, mktemp and
// cat. It looks for the note's own headers in the folder it is run in, changes
// nothing there, and prints the same wherever it runs. It is empty if there is
// nothing to compile.
func Command(blocks []Block) string {
	all := plan(blocks)
	uses := map[view]int{}
	for _, w := range all {
		for _, a := range w.attempts {
			uses[a.view]++
		}
	}
	if len(uses) == 0 {
		return ""
	}
	s := script{nonce: nonce(blocks)}
	s.printf("(\nn=$PWD\nd=$(mktemp -d) && trap 'rm -rf \"$d\"' EXIT && cd \"$d\" || exit\nexport LC_ALL=C\n")
	s.printf("gcc() { command gcc %s \"$@\"; }\n", gccFlags)
	s.printf("try() { echo '%s' \"$1\"; shift; \"$@\" 2>&1; set -- $?; echo; echo '%[1]s' = \"$1\"; return \"$1\"; }\n", s.nonce)
	for _, v := range []view{posix, gnu} {
		if uses[v] > 0 {
			s.file(string(v), headerFile(v == gnu))
		}
		if uses[v] >= precompile {
			s.printf("gcc -x c-header %s -o %[1]s.gch 2>/dev/null || rm -f %[1]s.gch\n", v)
		}
	}
	for _, w := range all {
		s.work(w)
	}
	s.printf(":\n)")
	return s.String()
}

// nonce is a word that no block can contain, since it is made of them.
func nonce(blocks []Block) string {
	h := sha256.New()
	for _, b := range blocks {
		fmt.Fprintf(h, "%d %d ", b.Class, len(b.Text))
		h.Write([]byte(b.Text))
	}
	return "knotes_" + hex.EncodeToString(h.Sum(nil)[:12])
}

// script is the command as it grows.
type script struct {
	strings.Builder
	nonce string
}

func (s *script) printf(format string, args ...any) { fmt.Fprintf(s, format, args...) }

func (s *script) file(name, text string) {
	s.printf("cat >%s <<'%s'\n%s%s\n", name, s.nonce, strings.ReplaceAll(text, "\x00", `\000`), s.nonce)
}

// work compiles the sources of a block until one is accepted.
func (s *script) work(w *work) {
	var tries []string
	for _, a := range w.attempts {
		s.file(a.name+".c", a.source)
		tries = append(tries, "try "+a.name+" "+w.gcc(a))
	}
	if len(tries) > 0 {
		s.printf("%s\n", strings.Join(tries, " ||\n"))
	}
	if a := w.expand; a != nil {
		s.file(a.name+".c", strings.ReplaceAll(a.source, marker, s.nonce))
		s.printf("try %s %s\n", a.name, w.gcc(*a))
	}
}

// gcc is the call for one source. A program is compiled in the note's folder,
// where what it embeds may stand.
func (w *work) gcc(a attempt) string {
	if w.Class == Program {
		return fmt.Sprintf(`eval 'cd "$n"; gcc %s -c -o /dev/null -iquote . "$d"/%s.c; set -- $?; cd "$d"; (exit $1)'`, a.flags, a.name)
	}
	call := "gcc"
	if a.flags == "" {
		call += " -fsyntax-only"
	} else {
		call += " " + a.flags
	}
	if a.view != none {
		call += " -include " + string(a.view)
	}
	return call + ` -iquote "$n" ` + a.name + ".c"
}
