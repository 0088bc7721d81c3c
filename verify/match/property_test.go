package match

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// A template is an output with variables in it, which every run fills anew.
type template struct {
	lines []string // "%N" stands for variable N
	vars  []string // kinds
}

var plainWords = []string{"total", "main", "r-xp", "size 12", "(nil)", ".text 00000028", "libc.so.6", "x=3,", "#0", "wait...", "[heap]", "2**4"}

func randomTemplate(r *rand.Rand) *template {
	kinds := []string{"address", "bare", "pid", "uuid", "name", "duration", "clock", "fraction"}
	t := &template{}
	for range 1 + r.IntN(6) {
		t.vars = append(t.vars, kinds[r.IntN(len(kinds))])
	}
	for range 1 + r.IntN(12) {
		var words []string
		for range 1 + r.IntN(5) {
			if r.IntN(3) == 0 {
				words = append(words, fmt.Sprintf("%%%d", r.IntN(len(t.vars))))
			} else {
				words = append(words, plainWords[r.IntN(len(plainWords))])
			}
		}
		t.lines = append(t.lines, strings.Join(words, " "))
	}
	return t
}

// values draws a value for each variable.
func (t *template) values(r *rand.Rand) []string {
	var all []string
	for _, kind := range t.vars {
		v := ""
		switch kind {
		case "address":
			v = fmt.Sprintf("0x%x", 0x7f0000000000|r.Int64N(1<<40))
		case "bare":
			v = fmt.Sprintf("%016x", 0x7f000000000a|r.Int64N(1<<40))
		case "pid":
			v = fmt.Sprint(100 + r.IntN(1<<20))
		case "uuid":
			v = fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", r.Uint32(), r.IntN(1<<16), r.IntN(1<<12), r.IntN(1<<16), r.Int64N(1<<48))
		case "name":
			v = "tQ7" + randomName(r, 7)
		case "duration":
			v = fmt.Sprintf("%dm%d.%03ds", r.IntN(3), r.IntN(60), r.IntN(1000))
		case "clock":
			v = fmt.Sprintf("Nov %2d %02d:%02d:%02d", 1+r.IntN(30), r.IntN(24), r.IntN(60), r.IntN(60))
		case "fraction":
			v = fmt.Sprintf("%d.%06d", r.IntN(1000), r.IntN(1000000))
		}
		all = append(all, v)
	}
	return all
}

func randomName(r *rand.Rand, n int) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	var b strings.Builder
	for range n {
		b.WriteByte(letters[r.IntN(len(letters))])
	}
	return b.String()
}

// fill writes the output of a run, with the process ids in columns.
func (t *template) fill(values []string) string {
	var pairs []string
	for i := len(values) - 1; i >= 0; i-- {
		v := values[i]
		if t.vars[i] == "pid" {
			v = fmt.Sprintf("%8s", v)
		}
		pairs = append(pairs, fmt.Sprintf("%%%d", i), v)
	}
	return strings.NewReplacer(pairs...).Replace(strings.Join(t.lines, "\n") + "\n")
}

// allDiffer tells whether no variable has the same value twice.
func allDiffer(runs ...[]string) bool {
	seen := map[string]bool{}
	for _, values := range runs {
		for _, v := range values {
			if seen[v] {
				return false
			}
			seen[v] = true
		}
	}
	return true
}

// TestProperties learns from two runs of random outputs, and holds a third
// against them: it must match; with anything else changed, it must not.
func TestProperties(t *testing.T) {
	for seed := range uint64(1500) {
		r := rand.New(rand.NewPCG(seed, 1))
		tm := randomTemplate(r)
		a, b, c := tm.values(r), tm.values(r), tm.values(r)
		if !allDiffer(a, b, c) {
			continue
		}
		first, twin, third := tm.fill(a), tm.fill(b), tm.fill(c)
		l := Learn(Run{Output: first, ASLR: true}, Run{Output: twin})
		if len(l.Unstable) > 0 {
			t.Fatalf("seed %d: unstable %v\n%s\n%s", seed, l.Unstable, first, twin)
		}
		if o := l.Mask.Compare(third, first); !o.OK {
			t.Fatalf("seed %d: line %d of another run fails: %s\n%s\n%s", seed, o.Line, o.Note, third, first)
		}
		if !Alike(third, Learn(Run{Output: third}, Run{Output: twin}).Mask, first, l.Mask) {
			t.Fatalf("seed %d: not alike\n%s\n%s", seed, third, first)
		}
		testWrong(t, seed, r, tm, l.Mask, first, c)
	}
}

// testWrong changes a word, drops a line, and makes a value that occurs twice
// differ, each of which must be found, and be mended by Rewrite.
func testWrong(t *testing.T, seed uint64, r *rand.Rand, tm *template, m Mask, first string, values []string) {
	t.Helper()
	check := func(what string, wrong *template, values []string) {
		text := wrong.fill(values)
		if m.Compare(text, first).OK {
			t.Fatalf("seed %d: %s is not found\n%s\n%s", seed, what, text, first)
		}
		if mended := m.Rewrite(text, first); !m.Compare(mended, first).OK {
			t.Fatalf("seed %d: %s is not mended\n%s", seed, what, mended)
		}
	}
	at := r.IntN(len(tm.lines))
	change := func(line string) *template {
		wrong := *tm
		wrong.lines = append([]string{}, tm.lines...)
		wrong.lines[at] = line
		return &wrong
	}
	words := strings.Fields(tm.lines[at])
	for i, w := range words {
		if !strings.HasPrefix(w, "%") && !strings.Contains(w, "...") {
			words[i] = w + "!"
			check("a word", change(strings.Join(words, " ")), values)
			break
		}
	}
	dropped := *tm
	dropped.lines = append(append([]string{}, tm.lines[:at]...), tm.lines[at+1:]...)
	check("a dropped line", &dropped, values)

	for v, kind := range tm.vars {
		name := fmt.Sprintf("%%%d", v)
		exempt := kind == "duration" || kind == "clock"
		if exempt || strings.Count(strings.Join(tm.lines, " "), name) < 2 {
			continue
		}
		wrong := *tm
		wrong.vars = append(append([]string{}, tm.vars...), kind)
		wrong.lines = append([]string{}, tm.lines...)
		for i, line := range wrong.lines {
			if strings.Contains(line, name) {
				wrong.lines[i] = strings.Replace(line, name, fmt.Sprintf("%%%d", len(tm.vars)), 1)
				break
			}
		}
		check("a value that differs", &wrong, append(append([]string{}, values...), wrong.values(r)[len(tm.vars)]))
		break
	}
}

// TestOrders shuffles lines of random outputs.
func TestOrders(t *testing.T) {
	for seed := range uint64(500) {
		r := rand.New(rand.NewPCG(seed, 2))
		var all []string
		for i := range 2 + r.IntN(8) {
			all = append(all, fmt.Sprintf("thread %d: %s", i, plainWords[r.IntN(len(plainWords))]))
		}
		shuffled := func() string {
			s := append([]string{}, all...)
			r.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
			return "start\n" + strings.Join(s, "\n") + "\nend\n"
		}
		first, twin := shuffled(), shuffled()
		l := Learn(Run{Output: first}, Run{Output: twin})
		if len(l.Unstable) > 0 || !l.Mask.Compare(twin, first).OK {
			t.Fatalf("seed %d: %+v\n%s\n%s", seed, l, first, twin)
		}
		if twin := strings.Replace(twin, "thread 0", "thread 9", 1); l.Mask.Compare(twin, first).OK {
			t.Fatalf("seed %d: another line is not found\n%s\n%s", seed, first, twin)
		}
	}
}
