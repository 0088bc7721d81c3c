package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/engine/enginetest"
	"github.com/knotes-dev/knotes/verify/report"
)

// label is what stands in a comment above a block of testdata/labels: the
// class of the block and the status of each of its claims, as a careful reader
// would judge them.
//
//	<!-- label: session verified drifted -->
var label = regexp.MustCompile(`<!-- label: (\w+)((?: \w+)*) -->`)

// TestLabels verifies notebooks that are hard on purpose and holds each verdict
// against the label made by hand. What it prints is a confusion table: a row for
// each label, a column for each verdict.
func TestLabels(t *testing.T) {
	enginetest.Need(t, engine.Bubblewrap{})
	notebooks, _ := filepath.Glob(filepath.Join("testdata", "labels", "*", "note.md"))
	if len(notebooks) == 0 {
		t.Fatal("no testdata")
	}
	classes, statuses := confusion{}, confusion{}
	for _, file := range notebooks {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		compareLabels(t, file, strings.Split(string(source), "\n"), verifyNote(t, file), classes, statuses)
	}
	t.Logf("classes:\n%sstatuses:\n%s", classes, statuses)
}

func verifyNote(t *testing.T, file string) *report.Note {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(filepath.Dir(file))); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "knotes") // by this name the test binary is the command
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, program); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, "verify", "-q", "--engine", "bubblewrap", "--report", "json", "note.md")
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	cmd.Env = append(os.Environ(), "GIT_ALLOW_PROTOCOL=file") // no link is asked for elsewhere
	out, _ := cmd.Output()                                    // its exit status says that there are findings
	var r report.Report
	if err := json.Unmarshal(out, &r); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return r.Notes[0]
}

func compareLabels(t *testing.T, file string, lines []string, n *report.Note, classes, statuses confusion) {
	claims := map[int][]*report.Claim{}
	for _, c := range n.Claims {
		claims[c.BlockLine] = append(claims[c.BlockLine], c)
	}
	above := 0
	for _, b := range n.Blocks {
		m := label.FindStringSubmatch(strings.Join(lines[above:b.Line-1], "\n"))
		if m == nil {
			t.Errorf("%s:%d: the block has no label", file, b.Line)
			continue
		}
		above = b.Line
		if classes.add(m[1], b.Class); m[1] != b.Class {
			t.Errorf("%s:%d: class %s, labelled %s", file, b.Line, b.Class, m[1])
		}
		want := strings.Fields(m[2])
		if len(want) != len(claims[b.Line]) {
			t.Errorf("%s:%d: %d claims, %d labelled", file, b.Line, len(claims[b.Line]), len(want))
			continue
		}
		for i, c := range claims[b.Line] {
			if statuses.add(want[i], string(c.Status)); want[i] != string(c.Status) {
				t.Errorf("%s:%d: %s (%s%s), labelled %s: %s", file, c.Line, c.Status, c.Evidence, c.Reason, want[i], c.Command)
			}
		}
	}
}

// confusion counts how often a label met a verdict.
type confusion map[string]map[string]int

func (c confusion) add(want, got string) {
	if c[want] == nil {
		c[want] = map[string]int{}
	}
	c[want][got]++
}

func (c confusion) String() string {
	names := sortedKeys(c)
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(w, "label\\verdict\t%s\t\n", strings.Join(names, "\t"))
	for _, want := range names {
		fmt.Fprintf(w, "%s\t", want)
		for _, got := range names {
			fmt.Fprintf(w, "%d\t", c[want][got])
		}
		fmt.Fprintln(w)
	}
	w.Flush()
	return b.String()
}

// sortedKeys names all labels and verdicts.
func sortedKeys(c confusion) []string {
	all := map[string]bool{}
	for want, row := range c {
		all[want] = true
		for got := range row {
			all[got] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}
