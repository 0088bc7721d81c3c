package search

import (
	"strconv"
	"strings"
)

// digits are those of the numbers in the index: six bits each.
const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// number appends n >= 0, five bits a digit, the lowest first; a digit of 32 or
// more says that another follows.
func number(b *strings.Builder, n int) {
	for n > 31 {
		b.WriteByte(digits[n&31|32])
		n >>= 5
	}
	b.WriteByte(digits[n])
}

// String is the line as it stands in a chunk.
func (l line) String() string {
	var b strings.Builder
	b.WriteString(l.term)
	b.WriteByte(' ')
	last := 0
	for _, p := range l.postings {
		number(&b, p.passage-last)
		b.WriteByte(digits[p.weight])
		last = p.passage
	}
	if l.all > len(l.postings) {
		b.WriteByte(' ')
		b.WriteString(strconv.Itoa(l.all))
	}
	return b.String()
}

func numbers(ns []int) string {
	var b strings.Builder
	for _, n := range ns {
		number(&b, n)
	}
	return b.String()
}
