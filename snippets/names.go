package snippets

import (
	"path"
	"strings"
)

// Names tells whether a command has the name of a file as a word of its own, as
// in "gcc -o list ./list.c" and "diff a.c <(cat list.c)". file is relative to the
// note's folder.
func Names(command, file string) bool {
	for rest, at := command, 0; ; {
		i := strings.Index(rest, file)
		if i < 0 {
			return false
		}
		from, to := at+i, at+i+len(file)
		for from > 0 && inName(command[from-1]) {
			from--
		}
		for to < len(command) && inName(command[to]) {
			to++
		}
		word := strings.TrimRight(command[from:to], ".") // the end of a sentence in a comment
		if path.Clean(word) == path.Clean(file) {
			return true
		}
		at += i + len(file)
		rest = command[at:]
	}
}

// inName tells whether a byte goes on with the name of a file.
func inName(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80 || strings.IndexByte("_-./+~%@", c) >= 0
}
