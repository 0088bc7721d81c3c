package verify

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestAlign changes texts at random and wants each line that is said to be the
// same to be so, and in order, and nearly all of those that are left to be found.
func TestAlign(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	all, there := 0, 0
	for round := range 300 {
		var old []string
		for i := range 5 + rng.IntN(60) {
			line := fmt.Sprintf("line %d", i)
			if rng.IntN(3) == 0 {
				line = "}"
			}
			old = append(old, line)
		}
		var now []string
		kept := 0
		for i, l := range old {
			switch rng.IntN(12) {
			case 0:
			case 1:
				now = append(now, fmt.Sprintf("new %d", i), l)
				kept++
			default:
				now = append(now, l)
				kept++
			}
		}
		a := align([]byte(strings.Join(old, "\n")+"\n"), []byte(strings.Join(now, "\n")+"\n"))
		last, found := 0, 0
		for i := range old {
			n, ok := a.line(i + 1)
			if !ok {
				continue
			}
			found++
			if n <= last || n > len(now) || now[n-1] != old[i] {
				t.Fatalf("round %d: line %d, %q, is said to be %d of\n%s\nwhich was\n%s", round, i+1, old[i], n, strings.Join(now, "\n"), strings.Join(old, "\n"))
			}
			last = n
		}
		all, there = all+kept, there+found
	}
	if there < all*3/4 {
		t.Errorf("%d of %d lines found", there, all)
	}
	if _, ok := align([]byte("a\n"), []byte("a\n")).line(2); ok {
		t.Error("a line past the end is said to be there")
	}
}
