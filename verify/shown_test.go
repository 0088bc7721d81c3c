package verify

import (
	"math"
	"testing"
)

func TestLongest(t *testing.T) {
	for _, tt := range []struct {
		lengths     []int
		share, want int
	}{
		{nil, 10, math.MaxInt},
		{[]int{1, 2, 30}, 11, math.MaxInt},
		{[]int{1, 2, 31}, 11, 30},
		{[]int{100, 4, 100}, 20, 28},
	} {
		var steps []step
		for _, n := range tt.lengths {
			steps = append(steps, step{Output: make([]byte, n)})
		}
		if got := longest(steps, tt.share); got != tt.want {
			t.Errorf("longest(%v, %d) = %d, want %d", tt.lengths, tt.share, got, tt.want)
		}
	}
}

func TestCut(t *testing.T) {
	const left = " more bytes are not shown: verify a.md alone to see more]\n"
	for _, tt := range []struct {
		output string
		n      int
		want   string
	}{
		{"one\ntwo\n", 8, "one\ntwo\n"},
		{"one\ntwo\n", 7, "one\n[4" + left},
		{"onetwo\n", 3, "one\n[4" + left},
		{"aü", 2, "a\n[2" + left},
		{"\x80\x80\x80\x80\x80\x80", 5, "\x80\n[5" + left},
	} {
		if got := cut(tt.output, tt.n, "a.md"); got != tt.want {
			t.Errorf("cut(%q, %d) = %q, want %q", tt.output, tt.n, got, tt.want)
		}
	}
}
