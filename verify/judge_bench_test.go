package verify

import (
	"fmt"
	"strings"
	"testing"
)

// manyBlocks is a note of n sessions, each with an excerpt behind it and a
// listing that is none, and what its steps do.
func manyBlocks(n int) (markdown string, steps []step) {
	var b strings.Builder
	for i := range n {
		output := fmt.Sprintf("output of step %d\nits second line\nits third line\n", i)
		fmt.Fprintf(&b, "~~~console\n$ step %d\n%s~~~\n\n", i, output)
		fmt.Fprintf(&b, "~~~console\noutput of step %d\nits second line\n~~~\n\n~~~\n+--- %d ---+\n| drawing %d |\n~~~\n\n", i/2, i, i)
		steps = append(steps, out(output))
	}
	return b.String(), steps
}

func BenchmarkJudge(b *testing.B) {
	for _, n := range []int{100, 1000, 10000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			markdown, steps := manyBlocks(n)
			p := planOf(b, markdown)
			seen := did(b, p, steps)
			b.ReportAllocs()
			for b.Loop() {
				judgeNote(p, seen, leastShown)
			}
		})
	}
}

// BenchmarkJudgeDisassembly judges excerpts of a large dump.
func BenchmarkJudgeDisassembly(b *testing.B) {
	var dump strings.Builder
	for i := range 20000 {
		fmt.Fprintf(&dump, "  %x:\t90\tnop\n", 0x401000+i)
	}
	var note strings.Builder
	note.WriteString(runs("objdump -d a", "...\n"))
	for i := range 100 {
		note.WriteString(untagged(fmt.Sprintf("  %x:\t90\tnop\n  %x:\t90\tnop", 0x401000+i*150, 0x401001+i*150)))
	}
	p := planOf(b, note.String())
	seen := did(b, p, []step{out(dump.String()), out("")})
	for b.Loop() {
		judgeNote(p, seen, leastShown)
	}
}

// BenchmarkPlan plans notes of many steps, and of many blocks of C.
func BenchmarkPlan(b *testing.B) {
	for _, bm := range []struct{ name, block string }{
		{"1000 steps", "~~~console\n$ echo a\na\n~~~\n"},
		{"1000 steps with listings", "~~~console\n$ echo a\na\n~~~\n\n~~~\na drawing\n~~~\n"},
		{"1000 programs", "~~~c\n#include <stdio.h>\nint main(void) { puts(\"a\"); return 0; }\n~~~\n"},
		{"1000 listings", "~~~\n  401000:\t31 ed\txor    %ebp,%ebp\n  401002:\t90\tnop\n~~~\n"},
	} {
		b.Run(bm.name, func(b *testing.B) {
			p := planOf(b, strings.Repeat(bm.block, 1000))
			for b.Loop() {
				newPlan(p.doc, "", nil)
			}
		})
	}
}
