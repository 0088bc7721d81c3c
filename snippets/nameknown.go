package snippets

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
)

//go:embed libc.txt
var libcText string

// libc holds the names that a C library has and the kernel's system calls do
// not: true for functions and what is called as one.
var libc = sync.OnceValue(func() map[string]bool {
	known, function := map[string]bool{}, false
	for line := range strings.Lines(libcText) {
		switch line = strings.TrimSpace(line); {
		case line == "# functions":
			function = true
		case line == "# others":
			function = false
		case line != "" && line[0] != '#':
			known[line] = function || known[line]
		}
	}
	return known
})

// isLibrary tells whether a name is the C library's, its loader's or the
// compiler's, all of which notes on the kernel speak of too.
func isLibrary(name string) bool {
	_, ok := libc()[name]
	return ok || ofLibrary.MatchString(name)
}

// isLibraryCall is isLibrary of what is called.
func isLibraryCall(name string) bool { return libc()[name] || ofLibrary.MatchString(name) }

var ofLibrary = regexp.MustCompile(`^(?:main|_?start|_init|_fini|__(?:libc|gmon|cxa|stack_chk|asan|ubsan|tsan|tls|builtin|gnu|GI|isoc\d+|sanitizer)_\w+` +
	`|_(?:dl|IO|Jv|ITM|rtld|nl|res|nss|Unwind)_\w+|_GLOBAL_OFFSET_TABLE_|_(?:GNU|DEFAULT|BSD|POSIX\w*|XOPEN)_SOURCE\w*` +
	`|__(?:bss_start|data_start|dso_handle|TMC_END__|FRAME_END__|[a-z]+_array_(?:start|end))|_?edata|_?etext|_end` +
	`|(?:LD|LC|XDG|GLIBC|GLIBCXX|GCC|R|DW|DT|EM|EF|SHT|SHF|STT|STB|STV)_\w+)$`)

// cWords are what is written like a call and is none.
var cWords = map[string]bool{
	"if": true, "for": true, "while": true, "switch": true, "return": true, "sizeof": true, "typeof": true, "alignof": true, "defined": true,
	"asm": true, "do": true, "else": true, "int": true, "char": true, "void": true, "struct": true, "union": true, "enum": true,
}

// fileEndings are what stands behind the dot of a file's name, or of a host's,
// rather than of a struct.
var fileEndings = wordSet(`a ac am awk bash bin bz2 c cc cfg cgi cmd com conf config cpp cxx css csv d dat data deb dev diff dtb dts dtsi dwo dylib efi elf
exe fish gdb gdbinit git go gz h hh hpp html i img in info ini io iso java js json ko ld lds ll lo log lst lua lock m4 make map md mk mod net o old
org orig out patch pdf php pid pl png ps py rb repo rpm rs rst s S sh so sock socket service sql svg sym sys tar tex timer tmp toml ts txt tgz
vmlinux wasm wiki x xml xz yaml yml zip zst zsh`)

// sourceEndings are those of the kernel's files that are not names of programs.
var sourceEndings = wordSet(`c h S rs rst txt dts dtsi lds py sh pl awk json yaml tbl asn1 y l uc`)

// topFolders are those at the root of the kernel's source.
var topFolders = wordSet(`Documentation LICENSES arch block certs crypto drivers fs include init io_uring ipc kernel lib mm net rust samples scripts
security sound tools usr virt`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
