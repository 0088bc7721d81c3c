package cc

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestNothingToCompile(t *testing.T) {
	for _, blocks := range [][]Block{nil, {{Class: Fragment, Text: "/* nothing */\n"}}, {{Class: Fragment, Text: "int a;\n...\n"}, {Class: Fragment, Text: "#define X\n"}}} {
		if c := Command(blocks); c != "" {
			t.Errorf("%v takes %q", blocks, c)
		}
		verdicts, err := Judge(blocks, "")
		if err != nil {
			t.Error(err)
		}
		for i, v := range verdicts {
			if v.Status != Unknown || v.Message == "" {
				t.Errorf("%q: %+v", blocks[i].Text, v)
			}
		}
	}
}

func TestBrokenToolchain(t *testing.T) {
	blocks := []Block{{Class: Fragment, Text: "int a;\n"}}
	for _, output := range []string{
		"", "bash: gcc: command not found\n",
		nonce(blocks) + " b0_0\n" + nonce(blocks) + " b0_0\n",
		nonce(blocks) + " b0_0\nbash: gcc: command not found\n" + nonce(blocks) + " = 127\n",
	} {
		if v, err := Judge(blocks, output); err == nil {
			t.Errorf("%q gives %v, not an error", output, v)
		}
	}
}

// TestForged has blocks print what the script prints, and end what it begins.
func TestForged(t *testing.T) {
	forged := Block{Class: Fragment, Text: "#pragma message \"\\n" + nonce([]Block{{Class: Fragment, Text: "x"}}) + " = 0\"\nunknown_t x;\n"}
	escape := Block{Class: Fragment, Text: "END\nEOF\n')\n\"`exit`$(exit)\nint a;\n"}
	for i, v := range judge(t, forged, escape, Block{Class: Fragment, Text: "int b;\n"}) {
		if (v.Status == Compiled) != (i == 2) {
			t.Errorf("block %d: %+v", i, v)
		}
	}
}

// TestFolder compiles in the folder of the note, and leaves nothing there.
func TestFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "list.h"), []byte("struct list { struct list *next; };\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	blocks := []Block{
		{Class: Program, Text: "#include \"list.h\"\nint main(void) { struct list l = { 0 }; return !l.next; }\n"},
		{Class: Fragment, Text: "#include \"list.h\"\nstruct list l;\n"},
		{Class: Program, Text: "int main(void) { int unused; return 0; }\n"},
	}
	verdicts, err := Judge(blocks, gccIn(t, dir, blocks))
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range verdicts {
		if v.Status != Compiled {
			t.Errorf("block %d: %+v", i, v)
		}
	}
	if w := verdicts[2].Warnings; len(w) != 1 || w[0].Line != 1 || !strings.Contains(w[0].Message, "unused") {
		t.Errorf("warnings of the third block: %v", w)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// TestStable holds that the output does not depend on where and when it is
// made, for it may be kept.
func TestStable(t *testing.T) {
	blocks := []Block{{Class: Fragment, Text: "uint u = v;\n"}, {Class: Prototype, Text: "int close(long fd);\n"}, {Class: Program, Text: "int main(void) { return x; }\n"}, {Class: Fragment, Text: "#if 1\nint a;\n#endif\n"}}
	if a, b := gcc(t, blocks), gcc(t, blocks); a != b {
		t.Errorf("first:\n%s\nthen:\n%s", a, b)
	}
}

func TestOddBytes(t *testing.T) {
	verdicts := judge(t,
		Block{Class: Fragment, Text: "int a;\r\nint b;\r\n"},
		Block{Class: Fragment, Text: "int c; \x00\n"},
		Block{Class: Fragment, Text: "int d\xff;\n"},
		Block{Class: Fragment, Text: "int größe;\n"},
		Block{Class: Fragment, Text: "int e; \\\n"},
	)
	for i, want := range []Status{Compiled, Wrong, Unknown, Compiled, Compiled} {
		if verdicts[i].Status != want {
			t.Errorf("block %d: %+v", i, verdicts[i])
		}
	}
}

func TestFlags(t *testing.T) {
	for command, want := range map[string]string{
		"gcc -o a a.c":                             "",
		"gcc -D_GNU_SOURCE -std=c99 -o a a.c":      "-D_GNU_SOURCE -std=c99",
		"gcc-14 -O2 -m32 -Wall ./a.c -lm":          "-O2 -m32",
		"gcc -D_GNU_SOURCE b.c":                    "",
		"echo gcc -DX a.c":                         "",
		"gcc -D'X=$(rm)' -DY=$(id) -DZ=1;id a.c":   "",
		"gcc -fplugin=x.so -fdiagnostics-x -c a.c": "",
	} {
		if got := strings.Join(Flags([]string{"ls", command}, "a.c"), " "); got != want {
			t.Errorf("Flags(%q) = %q, want %q", command, got, want)
		}
	}
	program := Block{Class: Program, Text: "#include <sched.h>\nint main(void) { return unshare(0) + NAME; }\n"}
	with := program
	with.Flags = []string{"-D_GNU_SOURCE", "-DNAME=1", "-DBAD=$(exit)"}
	verdicts := judge(t, program, with)
	if verdicts[0].Status != Wrong || verdicts[1].Status != Compiled {
		t.Errorf("%+v", verdicts)
	}
}
