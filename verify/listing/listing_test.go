package listing

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// TestParse reads the assembly of testdata/*.txtar: a file in.s that gcc made of
// the program x.c, and the lines that are kept of it in want.
func TestParse(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	if len(files) == 0 {
		t.Fatal("no cases")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{"in.s": "", "want": ""}
			for _, f := range a.Files {
				got[f.Name] = string(f.Data)
			}
			var lines []string
			for _, l := range parse("x.c", strings.Split(got["in.s"], "\n")) {
				lines = append(lines, l.String()+"\n")
			}
			if diff := cmp.Diff(got["want"], strings.Join(lines, "")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

const double = "static int twice(int x)\n{\n\treturn x + x;\n}\n\nint main(int argc, char **argv)\n{\n\treturn twice(argc);\n}\n"

// TestToolchain has programs compiled, and looks at what is read of that.
func TestToolchain(t *testing.T) {
	if _, err := exec.LookPath("gcc"); err != nil {
		t.Skip("no gcc")
	}
	dir := t.TempDir()
	programs := []Program{
		{File: "it's.c", Flags: []string{"-O3", "-flto", "-DX=1"}, Text: double},
		{File: "wrong.c", Text: "int main(void) { return }\n"},
		{File: "data.c", Text: "int data = 1;\n"},
		{File: "long.c", Text: "void f(volatile int *p)\n{\n" + strings.Repeat("\t*p = 1;\n", 150) + "}\n"},
		{File: "list.ld", Text: "SECTIONS { }\n"},
	}
	for _, p := range programs {
		if err := os.WriteFile(filepath.Join(dir, p.File), []byte(p.Text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("bash", "-c", Command(programs))
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	text, err := Condense(programs, string(out))
	if err != nil {
		t.Fatal(err)
	}
	all, err := Read(text)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range all {
		got = append(got, l.File+" "+l.Options+": "+l.Why)
	}
	want := []string{"it's.c -O0 -DX=1: ", "it's.c -O2 -DX=1: ",
		"wrong.c -O0: it does not compile with these options", "wrong.c -O2: it does not compile with these options",
		"data.c -O0: it has no function", "data.c -O2: it has no function", "long.c -O0: ", "long.c -O2: "}
	if len(got) != len(want) {
		t.Fatalf("got %q", got)
	}
	if !strings.Contains(got[6], "lines, more than the 200 that are kept") {
		t.Errorf("of a long program: %s", got[6])
	}
	got[6] = want[6]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	labels, sources := map[string]bool{}, map[int]bool{}
	for _, l := range all[0].Lines {
		labels[l.Text] = labels[l.Text] || l.Label
		sources[l.Source] = true
		if !l.Label && l.Source == 0 {
			t.Errorf("%q is of no line", l.Text)
		}
	}
	if !labels["twice"] || !labels["main"] || !sources[3] || !sources[8] {
		t.Errorf("labels %v, lines %v", labels, sources)
	}
}

func TestBroken(t *testing.T) {
	p := []Program{{File: "x.c"}}
	n := nonce(p)
	for _, output := range []string{"bash: gcc: command not found\n", n + " # x.c -O0\n", n + " = 0\n", n + " # x.c -O0\n" + n + " # x.c -O2\n"} {
		if _, err := Condense(p, output); err == nil {
			t.Errorf("%q is no output of the command", output)
		}
	}
	if text, err := Condense(p, n+" # x.c -O0\n"+n+" = 127\n"); err != nil || text != "# x.c -O0\n! the toolchain has no compiler for it\n" {
		t.Errorf("without gcc: %q, %v", text, err)
	}
	for _, text := range []string{"main:\n", "# x.c -O0\nmain\n", "# x.c -O0\nx\tret\n", "# x.c -O0\n-1\tret\n", "# x.c -O0\n1\tret\n! none\n"} {
		if _, err := Read(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
	if Command(nil) != "" || Command([]Program{{File: "x.S"}}) != "" {
		t.Error("a command compiles nothing")
	}
}

// FuzzCondense holds that whatever gcc prints, what is kept can be read, and is
// of bounded size.
func FuzzCondense(f *testing.F) {
	p := []Program{{File: "x.c"}}
	n := nonce(p)
	for _, body := range []string{"\t.file 1 \"x.c\"\nmain:\n\t.loc 1 3\n\tret\n", ".L2:\n\tjmp\t.L2\n", "1:\tjmp 1b\n", "\t.pushsection .x\n\t.popsection\n\t.popsection\n", ".file 1 \"\\\n", "x: y: ! z\r\n"} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		text, err := Condense(p, n+" # x.c -O0\n"+strings.TrimSuffix(body, "\n")+"\n"+n+" = 0\n")
		if err != nil {
			return
		}
		all, err := Read(text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		for _, l := range all {
			if len(l.Lines) > MaxLines || l.Why == "" && len(l.Lines) == 0 {
				t.Errorf("%d lines, %q", len(l.Lines), l.Why)
			}
		}
	})
}
