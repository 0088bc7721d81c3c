package match

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// A case is a txtar file. Its comment tells what varied, a line a run:
//
//	first: aslr pid 100-199 time 1795549000-1795549001
//	twin: pid 30000-30099
//
// (a twin alike in all has an empty line of its own). Members first and twin
// (twin2, …) are outputs, mask is what is learned from them. Then come expected
// texts: "ok RULE NAME" must match by that rule, "drift LINE NAME" must fail in
// that line, and a member "rewritten NAME" is what the latter is rewritten to.
type maskCase struct {
	archive *txtar.Archive
	runs    []Run // the first, then its twins
}

func readCase(t *testing.T, file string) *maskCase {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	c := &maskCase{archive: a}
	told := map[string]string{}
	for line := range strings.Lines(string(a.Comment)) {
		if name, about, ok := strings.Cut(line, ":"); ok {
			told[name] = about
		}
	}
	for _, f := range a.Files {
		about, ok := told[f.Name]
		if !ok {
			continue
		}
		r := Run{Output: string(f.Data)}
		words := strings.Fields(about)
		for i, word := range words {
			switch word {
			case "aslr":
				r.ASLR = true
			case "pid":
				r.MinPID, r.MaxPID = bounds(t, words[i+1])
			case "time":
				from, to := bounds(t, words[i+1])
				r.Start, r.End = time.Unix(int64(from), 0).UTC(), time.Unix(int64(to), 0).UTC()
			}
		}
		c.runs = append(c.runs, r)
	}
	if len(c.runs) == 0 {
		t.Fatalf("%s: no member that its comment tells of", file)
	}
	return c
}

func bounds(t *testing.T, s string) (from, to int) {
	t.Helper()
	a, b, _ := strings.Cut(s, "-")
	from, errA := strconv.Atoi(a)
	to, errB := strconv.Atoi(b)
	if errA != nil || errB != nil {
		t.Fatalf("%q is no range", s)
	}
	return from, to
}

// describe writes what was learned, a token a line.
func describe(l Learned, first string) string {
	var b strings.Builder
	all := lines(first)
	for _, k := range l.Mask {
		same := ""
		if k.Same > 0 {
			same = fmt.Sprintf(" same %d", k.Same)
		}
		fmt.Fprintf(&b, "%d:%d-%d %s, %s%s: %s\n", k.Line, k.Start, k.End, k.Kind, k.Cause, same, all[k.Line-1][k.Start:k.End])
	}
	for _, u := range l.Unstable {
		fmt.Fprintf(&b, "unstable: %d-%d\n", u.First, u.Last)
	}
	return b.String()
}

func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			c := readCase(t, file)
			first := c.runs[0].Output
			l := Learn(c.runs[0], c.runs[1:]...)
			rewritten := map[string]string{}
			for i := range c.archive.Files {
				f := &c.archive.Files[i]
				kind, rest, _ := strings.Cut(f.Name, " ")
				got := ""
				switch kind {
				case "mask":
					got = describe(l, first)
				case "ok":
					checkOK(t, l.Mask, rest, string(f.Data), first)
					continue
				case "drift":
					name := checkDrift(t, l.Mask, rest, string(f.Data), first)
					rewritten[name] = l.Mask.Rewrite(string(f.Data), first)
					continue
				case "rewritten":
					got = rewritten[rest]
				default:
					continue
				}
				if *update {
					f.Data = []byte(got)
				} else if d := cmp.Diff(string(f.Data), got); d != "" {
					t.Errorf("%s (-want +got):\n%s", f.Name, d)
				}
			}
			if *update {
				if err := os.WriteFile(file, txtar.Format(c.archive), 0o666); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func checkOK(t *testing.T, m Mask, about, text, first string) {
	t.Helper()
	rule, name, _ := strings.Cut(about, " ")
	o := m.Compare(text, first)
	if !o.OK || string(o.Rule) != rule {
		t.Errorf("%s: OK %v by rule %q, want %q; line %d: %s\n%s", name, o.OK, o.Rule, rule, o.Line, o.Note, Diff(text, first, 1))
	}
	if back := m.Rewrite(text, first); back != text {
		t.Errorf("%s: matches, yet it is rewritten:\n%s", name, cmp.Diff(text, back))
	}
}

func checkDrift(t *testing.T, m Mask, about, text, first string) (name string) {
	t.Helper()
	line, name, _ := strings.Cut(about, " ")
	o := m.Compare(text, first)
	if want, err := strconv.Atoi(line); err != nil || o.OK || o.Line != want {
		t.Errorf("%s: OK %v, line %d, want line %s to fail", name, o.OK, o.Line, line)
	}
	if !m.Compare(m.Rewrite(text, first), first).OK {
		t.Errorf("%s: rewritten, it does not match", name)
	}
	return name
}
