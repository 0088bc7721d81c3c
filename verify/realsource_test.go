package verify

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/kernel/kerneltest"
	"github.com/knotes-dev/knotes/verify/report"
)

// realPin is an entry of testdata/real/pins.txt.
type realPin struct {
	path, text, told string
	code             string   // the line
	line             int      // its number in the release that is there
	file             []string // its lines
}

// symbol is the identifier that the text of the link names.
func (p realPin) symbol() string {
	return strings.TrimSuffix(strings.TrimPrefix(p.text, "struct "), "()")
}

// realPins reads the entries, and finds each line in the release. Archives move
// on: an entry may be no longer there, but not many.
func realPins(t *testing.T, store *kernel.Store, release string) []realPin {
	t.Helper()
	data, err := os.ReadFile("testdata/real/pins.txt")
	if err != nil {
		t.Fatal(err)
	}
	var pins []realPin
	all := 0
	lines := strings.Split(string(data), "\n")
	for i, l := range lines {
		parts := strings.Split(l, " | ")
		if len(parts) != 3 || strings.HasPrefix(l, "#") || strings.HasPrefix(l, "\t") {
			continue
		}
		all++
		p := realPin{path: parts[0], text: parts[1], told: parts[2], code: strings.TrimPrefix(lines[i+1], "\t")}
		f, err := store.File(t.Context(), kernel.Ref{Release: release}, p.path)
		if err != nil {
			t.Logf("%s: %v", p.path, err)
			continue
		}
		p.file = strings.Split(string(f.Text), "\n")
		at := slices.Index(p.file, p.code)
		if at < 0 || slices.Contains(p.file[at+1:], p.code) {
			t.Logf("linux %s: %s has not once the line %s", release, p.path, p.code)
			continue
		}
		p.line = at + 1
		pins = append(pins, p)
	}
	if len(pins) < all*3/4 || len(pins) < 60 {
		t.Fatalf("linux %s has %d of the %d entries: choose others", release, len(pins), all)
	}
	return pins
}

func realLink(release, text, path string, line int) string {
	return fmt.Sprintf("[`%s`](https://elixir.bootlin.com/linux/v%s/source/%s#L%d)", text, release, path, line)
}

// TestRealPins holds links to the real source against it: right ones, and ones
// with a line, a symbol or a path that is wrong. Whether a symbol stands at
// another line too is told here by looking for the word.
func TestRealPins(t *testing.T) {
	store, release := kerneltest.Store(t)
	var note strings.Builder
	var want []string // of each line: what is told of a right link, else a part of the reason
	add := func(link, told string) {
		note.WriteString(link + "\n")
		want = append(want, told)
	}
	wrong := map[string]int{}
	for _, p := range realPins(t, store, release) {
		add(realLink(release, p.text, p.path, p.line), p.told)
		word := regexp.MustCompile(`\b` + regexp.QuoteMeta(p.symbol()) + `\b`)
		for _, off := range []int{1, -1, 2, -2, 50, -50} {
			line := p.line + off
			if line < 1 || line >= len(p.file) || word.MatchString(p.file[line-1]) {
				continue
			}
			add(realLink(release, p.text, p.path, line), fmt.Sprintf("the link says %d", line))
			wrong[fmt.Sprint(abs(off), " lines")]++
		}
		add(realLink(release, strings.Replace(p.text, p.symbol(), p.symbol()+"_zz", 1), p.path, p.line), "does not stand in "+p.path)
		add(realLink(release, p.text, strings.TrimSuffix(p.path, ".c")+"zz.c", p.line), "there is no "+strings.TrimSuffix(p.path, ".c")+"zz.c")
	}
	n, _ := judgeSources(t, note.String(), &Sources{Store: store, Release: release})
	if len(n.Claims) != len(want) {
		t.Fatalf("%d claims of %d links", len(n.Claims), len(want))
	}
	right := 0
	for i, c := range n.Claims {
		isRight := strings.HasPrefix(want[i], "definition of")
		switch {
		case isRight && c.Status == report.Verified && c.Remark == want[i]:
			right++
		case isRight, c.Status != report.Failed, !strings.Contains(c.Reason, want[i]):
			t.Errorf("%s: %s %s%s, want %s", strings.Split(note.String(), "\n")[i], c.Status, c.Reason, c.Remark, want[i])
		}
	}
	t.Logf("linux %s: %d right pins verified; wrong ones found: %v, and %d symbols and as many paths", release, right, wrong, right)
}

// BenchmarkPins judges 1,000 pins to the real source, of a hundred files. The
// store is open, as it is after the first of them.
func BenchmarkPins(b *testing.B) {
	store, release := kerneltest.Store(b)
	var note strings.Builder
	n := 0
	err := store.Walk(b.Context(), release, func(path string, text []byte) error {
		all := strings.Split(string(text), "\n")
		for i, of := 0, 0; i < len(all) && of < 10 && n < 1000; i++ {
			if m := definedFunction.FindStringSubmatch(all[i]); m != nil {
				note.WriteString(realLink(release, m[1]+"()", path, i+1) + "\n")
				of, n = of+1, n+1
			}
		}
		return nil
	}, func(path string) bool {
		return n < 1000 && strings.HasSuffix(path, ".c") && (strings.HasPrefix(path, "kernel/") || strings.HasPrefix(path, "mm/"))
	})
	if err != nil || n < 1000 {
		b.Fatalf("%d pins: %v", n, err)
	}
	doc, err := parseDoc(note.String())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r, err := Run(b.Context(), []*Doc{doc}, Options{Sources: &Sources{Store: store, Release: release}, Jobs: 2})
		if err != nil || r.Summary.Verified < 990 {
			b.Fatalf("%d verified: %v", r.Summary.Verified, err)
		}
	}
}

var definedFunction = regexp.MustCompile(`^(?:static )?(?:inline )?(?:int|void|bool|long|unsigned long|u64) (\w+)\([^;]*$`)
