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
	blocksOf, tries := map[view]int{}, 0
	for _, w := range all {
		tries += len(w.attempts)
		if len(w.attempts) > 0 {
			blocksOf[w.attempts[0].view]++
		}
	}
	if tries == 0 {
		return ""
	}
	s := script{nonce: nonce(blocks)}
	s.printf("(\nset +eux\nn=$PWD\nd=$(mktemp -d) && trap 'rm -rf \"$d\"' EXIT && cd \"$d\" || exit\nexport LC_ALL=C\n")
	s.printf("gcc() { command gcc %s \"$@\"; }\n", gccFlags)
	s.printf(tryFunction, s.nonce)
	s.printf("headers() { [ -e \"$1.gch\" ] || gcc -x c-header \"$1\" -o \"$1.gch\" 2>/dev/null || rm -f \"$1.gch\"; return 1; }\n")
	s.file(string(posix), headerFile(false))
	s.file(string(gnu), headerFile(true))
	for _, v := range []view{posix, gnu} {
		if blocksOf[v] >= precompile {
			s.printf("headers %s\n", v)
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
		fmt.Fprintf(h, "%d %d %q ", b.Class, len(b.Text), b.Flags)
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

// tryFunction is what the script's steps are made of. try runs a command under
// the name of an attempt; saw tells whether what an attempt printed has one of
// some texts.
const tryFunction = `try() {
	local name=$1 out status
	shift
	out=$("$@" 2>&1)
	status=$?
	printf '%%s\n' "%[1]s $name" "$out" "%[1]s = $status"
	printf -v "out_$name" %%s "$out"
	return $status
}
saw() {
	local out=out_$1 text
	shift
	for text; do [[ ${!out} == *"$text"* ]] && return; done
	return 1
}
`

// work compiles the sources of a block until one is accepted.
func (s *script) work(w *work) {
	var steps []string
	for i, a := range w.attempts {
		if i == 1 && len(w.attempts) > precompile && w.Class == Fragment {
			steps = append(steps, "headers "+string(gnu))
		}
		s.file(a.name+".c", a.source)
		step := "try " + a.name + " " + w.gcc(a)
		if a.after != "" {
			step = "saw " + a.after + quoted(a.saw) + " && " + step
		}
		if len(a.not) > 0 {
			step = "! saw " + a.after + quoted(a.not) + " && " + step
		}
		steps = append(steps, "{ "+step+"; }")
	}
	if len(steps) > 0 {
		s.printf("%s || :\n", strings.Join(steps, " ||\n"))
	}
	if a := w.own; a != nil {
		s.file(a.name+".c", a.source)
		s.printf("try %s %s\n", a.name, w.gcc(*a))
	}
	if a := w.expand; a != nil {
		s.file(a.name+".c", strings.ReplaceAll(a.source, marker, s.nonce))
		s.printf("try %s eval 'set -o pipefail; %s | sed -n \"/^%s_begin/,/^%[3]s_end/p\"'\n", a.name, w.gcc(*a), s.nonce)
	}
}

func quoted(texts []string) string {
	var b strings.Builder
	for _, t := range texts {
		b.WriteString(" '" + strings.ReplaceAll(t, "'", `'\''`) + "'")
	}
	return b.String()
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
