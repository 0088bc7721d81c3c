package decode

import (
	"flag"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite the expected verdicts in testdata")

// objdump runs the command of some listings with the tools of this machine.
func objdump(t testing.TB, blocks []Listing) string {
	t.Helper()
	for _, tool := range []string{"bash", "objdump", "base64", "mktemp"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skipf("%s is not installed", tool)
		}
	}
	cmd := exec.Command("bash", "-s")
	cmd.Stdin = strings.NewReader("set -eux\n" + Command(blocks)) // as a note may leave it
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return string(out)
}

func judge(t testing.TB, texts ...string) []Verdict {
	t.Helper()
	var blocks []Listing
	for _, text := range texts {
		blocks = append(blocks, Read(text))
	}
	verdicts, err := Judge(blocks, objdump(t, blocks))
	if err != nil {
		t.Fatal(err)
	}
	return verdicts
}

// show spells a verdict for testdata.
func show(v Verdict) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %d %s\n", v.Status, v.Lines, v.Machine)
	if v.Reason != "" {
		fmt.Fprintf(&b, "reason: %s\n", v.Reason)
	}
	for _, f := range v.Findings {
		fmt.Fprintln(&b, f)
	}
	return b.String()
}

// TestJudge reads testdata/asm/*.txtar: the blocks of a note, each behind it
// the verdict it must get.
func TestJudge(t *testing.T) {
	eachCase(t, "testdata/asm/*.txtar", func(t *testing.T, blocks []string) []Verdict { return judge(t, blocks...) })
}

// TestSums reads testdata/sums/*.txtar: outputs held against themselves.
func TestSums(t *testing.T) {
	eachCase(t, "testdata/sums/size*.txtar", func(_ *testing.T, blocks []string) []Verdict { return each(Size, blocks) })
	eachCase(t, "testdata/sums/dump*.txtar", func(_ *testing.T, blocks []string) []Verdict { return each(Dump, blocks) })
}

func each(check func(string) Verdict, blocks []string) []Verdict {
	var all []Verdict
	for _, b := range blocks {
		all = append(all, check(b))
	}
	return all
}

func eachCase(t *testing.T, glob string, judge func(*testing.T, []string) []Verdict) {
	files, err := filepath.Glob(glob)
	if err != nil || len(files) == 0 {
		t.Fatalf("no files match %s", glob)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var blocks []string
			for i := 0; i+1 < len(a.Files); i += 2 {
				blocks = append(blocks, string(a.Files[i].Data))
			}
			for i, v := range judge(t, blocks) {
				want := &a.Files[2*i+1]
				if got := show(v); *update {
					want.Data = []byte(got)
				} else if got != string(want.Data) {
					t.Errorf("%s:\n%swant:\n%s", a.Files[2*i].Name, got, want.Data)
				}
			}
			if *update {
				write(t, file, txtar.Format(a))
			}
		})
	}
}
