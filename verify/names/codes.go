package names

import "strings"

// In the index a kind is one byte, which follows the name and a zero byte.
var codes = map[Kind]byte{
	Function: 'f', Syscall: 'y', Struct: 's', Union: 'u', Enum: 'e', Field: 'F', Member: 'm', Typedef: 't',
	Macro: 'd', Enumerator: 'n', Variable: 'v', Config: 'c', Path: 'p', Folder: 'o', Entry: 'E', Text: 'x', Identifier: 'i',
}

var kinds = func() (of [256]Kind) {
	for k, c := range codes {
		of[c] = k
	}
	return of
}()

// Which kinds answer a question, the best first.
var answers = map[Kind]string{
	Function:   "yfdvmti", // pointers in variables and fields are called too
	Syscall:    "yf",
	Struct:     "sd", // rcu_head is a macro
	Union:      "ud",
	Enum:       "ed",
	Field:      "F",
	Member:     "md", // sk_state is a macro
	Macro:      "dnyftuesvix",
	Config:     "c",
	Path:       "p",
	Folder:     "o",
	Typedef:    "t",
	Enumerator: "n",
	Variable:   "v",
	Entry:      "E",
	Identifier: "i",
	Any:        "syfuetdnvmEix",
}

// proposals are the kinds that a nearest name is taken from: those that are
// defined, and none that only stand somewhere.
func proposals(k Kind) string {
	switch k {
	case Struct, Union, Enum, Member, Entry:
		return answers[k][:1]
	}
	return strings.Map(func(code rune) rune {
		if strings.ContainsRune("Eix", code) {
			return -1
		}
		return code
	}, answers[k])
}

// rank says how far from the heart of the kernel a file is: of two places of a
// name the nearer one is told.
func rank(path string) uint16 {
	top, rest, _ := strings.Cut(path, "/")
	switch top {
	case "kernel", "mm", "fs", "net", "init", "ipc", "block", "lib", "include", "security", "io_uring", "virt", "crypto":
		if strings.HasPrefix(rest, "tests/") || strings.Contains(rest, "test_") {
			return 4
		}
		return 0
	case "arch":
		if strings.HasPrefix(rest, "x86/") {
			return 1
		}
		return 3
	case "drivers", "sound", "rust", "certs", "usr":
		return 2
	}
	return 5 // tools, scripts, samples, Documentation: the source, but no kernel
}

// isKernel tells whether a file is part of the kernel itself, rather than of
// what is shipped with it.
func isKernel(path string) bool { return rank(path) < 5 }

// registers is where the kernel has most of the lists of registers.
const registers = "drivers/gpu/drm/amd/include/asic_reg"

// isRegisters tells whether a file is a list of a device's registers, made by
// a program: nothing but macros, half a million of them in the largest.
func isRegisters(path string) bool { return strings.HasPrefix(path, registers+"/") }
