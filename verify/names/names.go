package names

import "errors"

// Kind is what a name is in the source.
type Kind string

// The kinds of names an index holds.
const (
	Function   Kind = "function" // function-like macros are macros
	Syscall    Kind = "syscall"
	Struct     Kind = "struct"
	Union      Kind = "union"
	Enum       Kind = "enum"
	Field      Kind = "field"  // by its type: "sk_buff.len"
	Member     Kind = "member" // a field by its own name, of whatever type: "len"
	Typedef    Kind = "typedef"
	Macro      Kind = "macro"
	Enumerator Kind = "enumerator"
	Variable   Kind = "variable"
	Config     Kind = "config"     // with its CONFIG_
	Path       Kind = "path"       // of a file of the source
	Folder     Kind = "folder"     // of the source, without a slash at its end
	Entry      Kind = "entry"      // one component of a path below /proc or /sys, as the string that makes it
	Text       Kind = "text"       // a word of a string, in the core of the kernel, or of a Makefile
	Identifier Kind = "identifier" // one that is used and nowhere defined in sight: a local one, or made by a macro

	// ProcFile is a kind to ask for only: a path below /proc or /sys.
	ProcFile Kind = "procfile"
	// Any is a kind to ask for only: whatever a name may be, a word of a string
	// included.
	Any Kind = ""
)

// Place is where a name is defined, or else where it stands first.
type Place struct {
	Path string // slash-separated, from the root of the source; a folder without a slash
	Line int    // from 1; 0 for a file or folder as a whole
	As   Kind
}

// Query is a name to look for.
type Query struct {
	Kind Kind   // Function, Struct, Union, Enum, Field, Config, Macro, Syscall, Path, ProcFile or Any
	Text string // the name alone: "ip_rcv", "CONFIG_NET", "/proc/self/maps", "net/ipv4/"; of a Field unused

	// Of a Field: the name before the dot or arrow and the one behind. Tag tells
	// that the text says "struct" or "union", Arrow that an arrow stands between.
	// What reads as a variable (skb->len) may be of any type: then a field of that
	// name somewhere is enough.
	Type, Member string
	Tag, Arrow   bool
}

// Answer is what the source knows of a name.
type Answer struct {
	Found bool
	Place Place // where, if it is found

	// Nearest is the name that was likely meant, written as the question writes
	// it but without decoration: "ip_rcv", "sk_buff.len", "/proc/self/maps"; "" if
	// none is near. NearPlace is where that stands.
	Nearest   string
	NearPlace Place

	// Part is a longer name that a name in capitals which was not found is the end
	// of: "NF_INET_PRE_ROUTING" of "PRE_ROUTING". Then there is no Nearest. Only of
	// Any and Macro.
	Part string
}

// ErrBroken is wrapped by what Open, Find, Lookup and Nearest return for an
// index that is cut short, damaged, or of another version. The cure is to build
// it anew.
var ErrBroken = errors.New("the index of names is broken")
