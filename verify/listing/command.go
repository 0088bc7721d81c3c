package listing

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Program is a file that is compiled.
type Program struct {
	File  string   // in the folder of the command
	Flags []string // with which the note compiles it: plain words
	Text  string   // of the file
}

// Levels of optimization at which programs are shown.
var Levels = []string{"-O0", "-O2"}

// gccFlags ask for the lines of instructions and for little else beside these.
// None of them changes the code.
const gccFlags = "-S -w -g1 -gno-column-info -gno-variable-location-views -fno-asynchronous-unwind-tables -fdiagnostics-color=never"

// compilers by the end of the names of what they compile.
var compilers = map[string]string{".c": "gcc", ".cc": "g++", ".cpp": "g++", ".cxx": "g++", ".C": "g++"}

// Compilable tells by its name whether a file is a program that has assembly.
func Compilable(file string) bool { return compilers[path.Ext(file)] != "" }

// Command is what compiles the programs of a note to assembly, for bash with
// gcc and sed, in the folder of the programs. It changes nothing there. It is
// empty if there is nothing to compile.
func Command(programs []Program) string {
	var b strings.Builder
	n := nonce(programs)
	for _, p := range programs {
		compiler := compilers[path.Ext(p.File)]
		if compiler == "" {
			continue
		}
		for _, level := range Levels {
			options := strings.Join(slices.Concat([]string{level}, without(p.Flags)), " ")
			fmt.Fprintf(&b, "echo %s %s; %s %s %s -o - %s 2>/dev/null | sed '/^[[:space:]]*\\.section[[:space:]]*\\.debug_info/,$d'; echo \"%[1]s = ${PIPESTATUS[0]}\"\n",
				n, quote("# "+p.File+" "+options), compiler, gccFlags, options, quote("./"+p.File))
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "(\nset +eux\nexport LC_ALL=C\n" + b.String() + ":\n)"
}

// without leaves out the options that choose a level, or would have something
// else than assembly made.
func without(flags []string) []string {
	return slices.DeleteFunc(slices.Clone(flags), func(f string) bool {
		return strings.HasPrefix(f, "-O") || strings.HasPrefix(f, "-flto")
	})
}

// nonce is a word that no program can contain, since it is made of them.
func nonce(programs []Program) string {
	h := sha256.New()
	for _, p := range programs {
		fmt.Fprintf(h, "%q %q %d %s ", p.File, p.Flags, len(p.Text), p.Text)
	}
	return "knotes_" + hex.EncodeToString(h.Sum(nil)[:12])
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
