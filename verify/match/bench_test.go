package match

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// large makes outputs of 20,000 lines and about a megabyte, with addresses and
// process ids that differ by run.
func large(seed uint64) []string {
	r := rand.New(rand.NewPCG(seed, 3))
	base := r.Int64N(1<<28) << 12
	all := make([]string, 20000)
	for i := range all {
		all[i] = fmt.Sprintf("%12x-%12x r-xp %08x step %d of pid %d", base+int64(i)<<12, base+int64(i+1)<<12, i*16, i%977, 1000+seed)
	}
	return all
}

func BenchmarkLearn(b *testing.B) {
	first, twin := large(1), large(2)
	shuffled := append([]string{}, twin...)
	rand.New(rand.NewPCG(1, 4)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	longer := append(append(append([]string{}, twin[:5000]...), "one more"), twin[5000:]...)
	for name, other := range map[string][]string{"same lines": twin, "other order": shuffled, "one more": longer, "nothing alike": strings.Fields(strings.Join(twin, " "))} {
		b.Run(name, func(b *testing.B) {
			x, y := Run{Output: strings.Join(first, "\n"), ASLR: true}, Run{Output: strings.Join(other, "\n")}
			b.SetBytes(int64(len(x.Output)))
			for b.Loop() {
				Learn(x, y)
			}
		})
	}
}

func BenchmarkMask(b *testing.B) {
	first, twin, third := large(1), large(2), large(3)
	shuffled := append([]string{}, twin...)
	rand.New(rand.NewPCG(1, 4)).Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	text := func(all []string) string { return strings.Join(all, "\n") }
	observed := text(first)
	m := Learn(Run{Output: observed, ASLR: true}, Run{Output: text(twin)}).Mask
	order := Learn(Run{Output: observed, ASLR: true}, Run{Output: text(shuffled)}).Mask
	wrong := append([]string{}, third...)
	wrong[7000] += " late"
	stars := append(append(append([]string{"..."}, third[3000:9000]...), "..."), third[15000:]...)
	other := strings.ReplaceAll(text(third), "step", "stop")

	run := func(name string, f func() bool, want bool) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(observed)))
			for b.Loop() {
				if f() != want {
					b.Fatalf("got %v", !want)
				}
			}
		})
	}
	run("compare", func() bool { return m.Compare(text(third), observed).OK }, true)
	run("compare a drifted one", func() bool { return m.Compare(text(wrong), observed).OK }, false)
	run("compare with wildcards", func() bool { return m.Compare(text(stars), observed).OK }, true)
	run("compare another order", func() bool { return order.Compare(text(shuffled), observed).OK }, true)
	run("rewrite", func() bool { return m.Rewrite(text(wrong), observed) != "" }, true)
	run("rewrite all lines", func() bool { return m.Rewrite(other, observed) != "" }, true)
	run("asserted", func() bool { _, ok := m.Asserted(text(third), observed); return ok }, true)
	run("alike", func() bool { return Alike(text(third), m, observed, m) }, true)

	line := strings.Repeat("0x7f12 and 17, ", 70000)
	long := Learn(Run{Output: line}, Run{Output: strings.ReplaceAll(line, "f12", "abc")}).Mask
	run("a line of 1 MB", func() bool { return long.Compare("0x9...and 17, ... 0x1 and 17,\n", line).OK }, true)
}
