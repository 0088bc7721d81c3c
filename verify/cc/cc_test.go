package cc

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// gcc runs the command of some blocks with the compiler of this machine.
func gcc(t testing.TB, blocks []Block) string {
	t.Helper()
	return gccIn(t, t.TempDir(), blocks)
}

// gccIn runs it in a folder.
func gccIn(t testing.TB, dir string, blocks []Block) string {
	t.Helper()
	for _, tool := range []string{"bash", "gcc", "mktemp"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	cmd := exec.Command("bash", "-s")
	cmd.Dir = dir
	cmd.Stdin = strings.NewReader("set -eux\n" + Command(blocks)) // as a note may leave it
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

func judge(t testing.TB, blocks ...Block) []Verdict {
	t.Helper()
	out := gcc(t, blocks)
	verdicts, err := Judge(blocks, out)
	if err != nil {
		t.Fatal(err)
	}
	if testing.Verbose() {
		for i, v := range verdicts {
			t.Logf("%+v\n%s", v, blocks[i].Text)
		}
	}
	return verdicts
}

var classes = map[string]Class{"program": Program, "prototype": Prototype, "fragment": Fragment}

// readCase takes the name of a member apart: `wrong 2:7 fragment: a title`.
func readCase(t *testing.T, f txtar.File) (want string, b Block) {
	head, _, _ := strings.Cut(f.Name, ":  ")
	if i := strings.LastIndex(f.Name, ": "); i >= 0 {
		head = f.Name[:i]
	}
	words := strings.Fields(head)
	class, ok := classes[words[len(words)-1]]
	if !ok {
		t.Fatalf("%q names no class", f.Name)
	}
	return strings.Join(words[:len(words)-1], " "), Block{Class: class, Text: string(f.Data)}
}

func got(v Verdict) string {
	if v.Status == Wrong {
		return fmt.Sprintf("%s %d:%d", v.Status, v.Line, v.Col)
	}
	return v.Status.String()
}

// TestNotes judges the members of each testdata/notes/*.txtar together.
func TestNotes(t *testing.T) {
	for _, file := range glob(t, "testdata/notes/*.txtar") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var blocks []Block
			var wants []string
			for _, f := range a.Files {
				want, b := readCase(t, f)
				blocks, wants = append(blocks, b), append(wants, want)
			}
			for i, v := range judge(t, blocks...) {
				if got(v) != wants[i] {
					t.Errorf("%s: %s: %+v\n%s", a.Files[i].Name, got(v), v, blocks[i].Text)
				}
			}
		})
	}
}

func glob(t testing.TB, pattern string) []string {
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no files match %s", pattern)
	}
	return files
}
