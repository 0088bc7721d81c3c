package snippets

import (
	"regexp"
	"slices"
	"strings"
)

// bareCommands are first words by which a console block without a prompt is
// known for a command with its output. bareWords are ordinary words too, so
// their first argument must look like one: an option or a file.
var (
	bareCommands = []string{
		"addr2line", "ar", "cc", "cpp", "g++", "gcc", "getconf", "ld", "ldd", "nm", "objcopy", "objdump", "pmap", "ps",
		"readelf", "setarch", "strace", "uname",
	}
	bareWords = []string{"as", "file", "make", "size", "strings", "strip"}
)

// assemblyLine is an address, bytes and an instruction, as objdump and gdb
// print them.
var assemblyLine = regexp.MustCompile(`^\s*(?:(?:=>\s*)?0x)?[0-9a-f]+(?:\s+<[^<>]*>)?:\s+(?:[0-9a-f]{2}\s)+\s*\S`)

// classOf decides what a block is, by its language, attributes and content.
func classOf(b *Block) Class {
	switch {
	case isConsole(b.Lang):
		return consoleClass(b)
	case b.Attrs.Quote != "":
		return Quotation
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
	case promptOf(b) != nil, bareCommand(b):
		return Session
	case hasLine(b, assemblyLine.MatchString):
		return Assembly
	case cDeclares(b):
		return Prototype
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
	line := b.Lines[firstLine(b)].Text
	words := strings.Fields(line)
	if len(words) < 2 || strings.HasPrefix(line, " ") || strings.HasPrefix(words[1], ":") {
		return false
	}
	return slices.Contains(bareCommands, words[0]) ||
		slices.Contains(bareWords, words[0]) && looksLikeArgument(words[1])
}

func looksLikeArgument(word string) bool {
	return strings.HasPrefix(word, "-") || strings.Contains(strings.TrimRight(word, ".,:;"), ".") || strings.Contains(word, "/")
}

// firstLine is the index of the first line that is not blank, or 0.
func firstLine(b *Block) int {
	return max(0, slices.IndexFunc(b.Lines, func(l Line) bool { return strings.TrimSpace(l.Text) != "" }))
}

func hasLine(b *Block, match func(string) bool) bool {
	return slices.ContainsFunc(b.Lines, func(l Line) bool { return match(l.Text) })
}
