package snippets

import (
	"strings"
	"testing"
)

func TestCClass(t *testing.T) {
	for _, tt := range []struct {
		name, code string
		want       Class
	}{
		{"a program", "#include <stdio.h>\nint main(void)\n{\n\tputs(\"x; {\");\n}\n", Program},
		{"a unit without main", "#include <stdio.h>\nvoid f(void) { puts(\"\"); }\n", Program},
		{"main without headers", "int main(int argc, char **argv) { return 0; }\n", Program},
		{"a function alone", "static int f(void)\n{\n\treturn 1;\n}\n", Fragment},
		{"shortened", "#include <stdio.h>\nint main(void)\n{\n\t...\n}\n", Fragment},
		{"main in a comment", "/* main() { */\nstruct x { int i; };\n", Fragment},
		{"main in a string", "const char *s = \"int main() {\";\n", Fragment},
		{"a macro that looks like a function", "#define F(x) \\\n\tint main() { x }\nstruct x { int i; };\n", Fragment},
		{"a prototype", "int execve(const char *filename, char *const argv [], char *const envp[]);\n", Prototype},
		{"two prototypes with a comment", "int a(void); // one\n/* two */\nint b(int);\n", Prototype},
		{"a prototype over lines", "void *mmap(void *addr, size_t length,\n           int fd, off_t offset);\n", Prototype},
		{"a call", "f(1);\n", Fragment},
		{"a return", "return f(1,\n\t 2);\n", Fragment},
		{"declarations", "struct list { struct list *next; };\n", Fragment},
		{"an unclosed comment", "int x; /* and\nint main() {}\n", Fragment},
		{"an unclosed string", "char *s = \"x;\nint y;\n", Fragment},
		{"nothing", "", Fragment},
	} {
		b := &Block{Lang: "c"}
		for line := range strings.Lines(tt.code) {
			b.Lines = append(b.Lines, Line{Text: strings.TrimSuffix(line, "\n")})
		}
		if got := classOf(b); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestAssemblyClass(t *testing.T) {
	for _, tt := range []struct {
		line string
		want Class
	}{
		{"  401020:\t31 ed                \txor    %ebp,%ebp", Assembly},
		{"  401022:\t90\tnop", Assembly},
		{"   0x0000000000401020 <+0>:\t31 ed\txor    %ebp,%ebp", Assembly},
		{"=> 0x0000000000401020 <main+0>:\tf3 0f 1e fa\tendbr64", Assembly},
		{"00000000  31 ed 90 0a  |1...|", Text},
		{"0x7ffe0000:\t0x31\t0xed", Text},
		{"face: 10", Text},
	} {
		if got := classOf(&Block{Lines: []Line{{Text: tt.line}}}); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.line, got, tt.want)
		}
	}
}
