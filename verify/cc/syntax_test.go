package cc

import (
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// isPrototype tells whether a text is nothing but declarations of functions.
func isPrototype(code string) bool {
	if len(code) > maxText {
		return false
	}
	names, ok := prototypes(lex(code))
	return ok && len(names) > 0
}

func TestIsPrototype(t *testing.T) {
	for code, want := range map[string]bool{
		"int close(int fd);": true,
		"int __libc_start_main(int *(main) (int, char * *, char * *),\n  int argc,\n  void (* stack_end));": true,
		"void (*signal(int sig, void (*func)(int)))(int);":                                                  true,
		"#include <unistd.h>\npid_t fork(void);":                                                            true,
		"pid_t fork()":                                                                                      true,
		"int getpgid(pid_t);":                                                                               true,
		"int printf(const char *format, ...);":                                                              true,
		"/* one */ int a(int x); // two\nint b(char *s, size_t n);":                                         true,
		"unsigned long int f(unsigned, long);":                                                              true,
		"int open(const char *path, int flags);\nint close(int fd);":                                        true,
		"close(fd);":                false,
		"return close(fd);":         false,
		"int x;":                    false,
		"int x = f(3);":             false,
		"int f(void) { return 0; }": false,
		"struct foo { int a; };":    false,
		"fs_initcall(inet_init);":   false,
		"typedef int (*fn)(int);":   false,
		"static int f(int a);":      false,
		"#define f(x) g(x)":         false,
		"":                          false,
		"  401020:\t31 ed                \txor    %ebp,%ebp":     false,
		"0000000000401120 <__libc_csu_init>:\n...":               false,
		"execve(\"./simple\", [\"./simple\"], 0x7ffe) = 0":       false,
		"\tlibc.so.6 => /lib/libc.so.6 (0x00007fe7097dc000)":     false,
		"total 12\n-rw-r--r-- 1 root root (x)":                   false,
		"GNU gdb (Debian 16.3-1) 16.3":                           false,
		"gcc (Debian 14.2.0-19) 14.2.0":                          false,
		"Reading symbols from simple...":                         false,
		"Breakpoint 1 at 0x1139: file simple.c, line 3.":         false,
		"The function main(argc, argv) is called by the loader;": false,
		"int close(int fd);\n...\nint dup(int fd);":              false,
	} {
		if got := isPrototype(code); got != want {
			t.Errorf("isPrototype(%q) = %v", code, got)
		}
	}
}

// TestSyntaxOfCompiled holds that nothing which gcc takes is a mistake here,
// nor once a name in it is one that cannot be known.
func TestSyntaxOfCompiled(t *testing.T) {
	n := 0
	for _, file := range glob(t, "testdata/notes/*.txtar") {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range a.Files {
			if !strings.HasPrefix(f.Name, "compiled") && !strings.HasPrefix(f.Name, "unknown") {
				continue
			}
			n++
			if d, ok := Syntax(string(f.Data)); !ok {
				t.Errorf("%s: %v", f.Name, d)
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d blocks", n)
	}
}

// FuzzSyntax looks for blocks on which the reader stumbles.
func FuzzSyntax(f *testing.F) {
	for _, file := range glob(f, "testdata/notes/*.txtar") {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		for _, m := range a.Files {
			f.Add(string(m.Data))
		}
	}
	f.Add("int a\x00; \xff\xfe 'x\\")
	f.Fuzz(func(t *testing.T, text string) {
		lines := strings.Split(text, "\n")
		for _, tok := range lex(text).tokens {
			if !strings.HasPrefix(text[tok.off:], tok.text) || !strings.HasPrefix(lines[tok.line-1][tok.col-1:], strings.SplitN(tok.text, "\n", 2)[0]) {
				t.Fatalf("%q: token %q is not at %d:%d", text, tok.text, tok.line, tok.col)
			}
		}
		if d, ok := Syntax(text); !ok && (d.Line < 1 || d.Line > len(lines) || d.Col < 1 || d.Col > len(lines[d.Line-1])+1) {
			t.Errorf("%q: %v is outside", text, d)
		}
		isPrototype(text)
		for _, class := range []Class{Program, Prototype, Fragment} {
			blocks := []Block{{Class: Program, Text: "struct s { int a; };\nint main(void) {}\n"}, {Class: class, Text: text}}
			if Command(blocks) != Command(blocks) {
				t.Errorf("%q gives two commands", text)
			}
		}
	})
}
