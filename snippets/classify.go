package snippets

import (
	"regexp"
	"slices"
	"strings"
)

// bareCommands are first words by which a console block without a prompt is
// known for a command with its output.
var bareCommands = []string{
	"addr2line", "ar", "as", "cc", "cpp", "file", "g++", "gcc", "getconf", "ld", "ldd", "make", "nm", "objcopy",
	"objdump", "pmap", "ps", "readelf", "setarch", "size", "strace", "strings", "strip", "uname",
}

var assemblyLine = regexp.MustCompile(`^\s*[0-9a-f]+:\s+(?:[0-9a-f]{2} )+\s*\S`)

// classify decides what a block is, by its language and content alone.
func classify(b *Block) {
	b.Class = classOf(b)
}

func classOf(b *Block) Class {
	switch {
	case isConsole(b.Lang):
		return consoleClass(b)
	case isShell(b.Lang):
		if hasLine(b, userPrompt.MatchString) {
			return Session
		}
		return Other
	case b.Lang == "" || b.Lang == "text":
		if b.Lang == "" && hasLine(b, userPrompt.MatchString) {
			return Session
		}
		if hasLine(b, assemblyLine.MatchString) {
			return Assembly
		}
		return Text
	case b.Lang == "c":
		return cClass(b)
	}
	return Other
}

func consoleClass(b *Block) Class {
	switch {
	case hasLine(b, shellPrompt.MatchString), hasLine(b, rootPrompt.MatchString), bareCommand(b):
		return Session
	case hasLine(b, assemblyLine.MatchString):
		return Assembly
	case hasLine(b, func(l string) bool { return strings.TrimSpace(l) != "" }):
		return Excerpt
	}
	return Text
}

// bareCommand tells whether the block's first line is a command that a reader
// would know for one, with an argument.
func bareCommand(b *Block) bool {
	if len(b.Lines) == 0 {
		return false
	}
	words := strings.Fields(b.Lines[0].Text)
	return len(words) > 1 && !strings.HasPrefix(b.Lines[0].Text, " ") && slices.Contains(bareCommands, words[0]) &&
		!strings.HasSuffix(words[0], ":") && !strings.HasPrefix(words[1], ":")
}

func hasLine(b *Block, match func(string) bool) bool {
	return slices.ContainsFunc(b.Lines, func(l Line) bool { return match(l.Text) })
}
