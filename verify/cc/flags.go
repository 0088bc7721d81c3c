package cc

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// Flags finds how a note compiles a file: the options of the first of its
// commands that names the file to a compiler and that change what C means,
// such as -D and -std. It knows no quoting, and leaves out what would need it.
func Flags(commands []string, file string) []string {
	for _, command := range commands {
		words := strings.Fields(command)
		if len(words) < 2 || !compiler.MatchString(path.Base(words[0])) || !slices.ContainsFunc(words[1:], func(w string) bool { return path.Clean(w) == path.Clean(file) }) {
			continue
		}
		return safe(words[1:])
	}
	return nil
}

var (
	compiler = regexp.MustCompile(`^(gcc|cc|c99|c11|clang)(-[0-9]+)?$`)
	meaning  = regexp.MustCompile(`^-(D|U|I|std=|ansi$|f|m|O|pthread$|include=)[\w./=,+-]*$`)
)

// safe keeps the options that change the meaning of a program and are one
// plain word.
func safe(words []string) []string {
	var flags []string
	for _, w := range words {
		if meaning.MatchString(w) && !strings.HasPrefix(w, "-fdiagnostics") && !strings.HasPrefix(w, "-fplugin") && w != "-fsyntax-only" {
			flags = append(flags, w)
		}
	}
	return flags
}
