package names_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/names"
)

// None of the names that a release has is called wrong, whatever built the
// index.
func TestRealNames(t *testing.T) {
	lines := readLines(t, "testdata/real.txt")
	if len(lines) < 200 {
		t.Fatalf("%d names are too few", len(lines))
	}
	for _, x := range realIndexes(t) {
		for _, line := range lines {
			a, err := x.Find(query(line))
			if err != nil {
				t.Fatal(err)
			}
			if !a.Found {
				t.Errorf("by %s: %s is not found: %s", x.Builder, line, answer(a))
			}
		}
	}
}

// Of real names with a letter changed, swapped, left out or doubled, each is
// found wrong, and the right one is proposed.
func TestMutatedNames(t *testing.T) {
	for _, x := range realIndexes(t) {
		wrong, near := 0, 0
		for i, line := range readLines(t, "testdata/real.txt") {
			mutant, ok := mutate(line, i)
			if !ok {
				continue
			}
			a, err := x.Find(query(mutant))
			if err != nil {
				t.Fatal(err)
			}
			if a.Found {
				t.Errorf("by %s: %s of %s is found: %s", x.Builder, mutant, line, answer(a))
			}
			wrong++
			if _, name, _ := strings.Cut(line, " "); a.Nearest == name || strings.ReplaceAll(name, "->", ".") == a.Nearest || "struct "+a.Nearest == name {
				near++
			}
		}
		if wrong < 100 {
			t.Errorf("%d mutants are too few", wrong)
		}
		if near*10 < wrong*9 {
			t.Errorf("by %s: of %d mutants %d are told the name that was meant", x.Builder, wrong, near)
		}
		t.Logf("by %s: of %d mutants %d are told the name that was meant", x.Builder, wrong, near)
	}
}

// mutate changes the last part of a name in one of four ways; false for names
// that are too short for it to be still seen which was meant.
func mutate(line string, i int) (string, bool) {
	at := strings.LastIndexAny(line, " ./>_") + 1
	part := line[at:]
	if len(part) < 5 || strings.HasPrefix(line, "path arch") {
		return "", false
	}
	m := len(part) / 2
	switch i % 4 {
	case 0:
		part = part[:m] + "q" + part[m+1:]
	case 1:
		if part[m] == part[m-1] {
			return "", false
		}
		part = part[:m-1] + part[m:m+1] + part[m-1:m] + part[m+1:]
	case 2:
		part = part[:m] + part[m+1:]
	case 3:
		part = part[:m] + part[m:m+1] + part[m:]
	}
	return line[:at] + part, true
}

// Where ctags and the scanner alone disagree, it is about little: each has
// almost all functions, types and fields of the other.
func TestScannerAgreesWithCtags(t *testing.T) {
	indexes := realIndexes(t)
	if len(indexes) < 2 {
		t.Skip("there is no Universal Ctags that reads from a pipe")
	}
	plain, ctags := indexes[0], indexes[1]
	if plain.Len() > ctags.Len() || ctags.Len()-plain.Len() > ctags.Len()/100 {
		t.Errorf("the scanner alone has %d names, with ctags there are %d", plain.Len(), ctags.Len())
	}
	t.Logf("the scanner alone has %d names, with ctags there are %d", plain.Len(), ctags.Len())
}

func BenchmarkOpen(b *testing.B) {
	file := realFile(b, true)
	for b.Loop() {
		x, err := names.Open(file)
		if err != nil {
			b.Fatal(err)
		}
		x.Close()
	}
}

func BenchmarkFind(b *testing.B) {
	x := open(b, realFile(b, true))
	lines := readLines(b, "testdata/real.txt")
	for i := 0; b.Loop(); i++ {
		if _, err := x.Find(query(lines[i%len(lines)])); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkNearest(b *testing.B) {
	x := open(b, realFile(b, true))
	for _, name := range []string{"ip_rcvv", "skb_buff", "netif_recieve_skb_cor", "do_nothing_at_all_here"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, _, err := x.Nearest(names.Any, name); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkBuild(b *testing.B) {
	walk := source(b)
	for _, plain := range []bool{true, false} {
		b.Run(fmt.Sprintf("plain=%t", plain), func(b *testing.B) {
			for b.Loop() {
				if _, err := names.Create(b.Context(), b.TempDir()+"/index", names.Options{Plain: plain}, walk); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
