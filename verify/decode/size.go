package decode

import (
	"strconv"
	"strings"
)

// Size holds tables of size(1) against their own sums: dec and hex of each
// line are text, data and bss together, a (TOTALS) line is all lines above it,
// and the Total of `size -A` is all its sections. Lines that are no such table
// are passed over; without any the verdict is Unknown.
func Size(output string) Verdict {
	var v Verdict
	var table sizeTable
	for i, text := range strings.Split(output, "\n") {
		f := fieldsOf(i+1, text)
		switch {
		case f.are("text", "data", "bss", "dec", "hex"), f.are("text", "data", "bss", "oct", "hex"), f.are("text", "data", "bss", "total"):
			table = &berkeley{columns: f.words, sums: make([]uint64, 4)}
		case f.are("section", "size"):
			table = &sysv{}
		case table != nil && !table.row(f, &v):
			table = nil
		}
	}
	if v.Lines == 0 {
		v.Reason = "no sums of size(1)"
	}
	v.settle()
	return v
}

// sizeTable reads the lines of a table. row is false when it has ended.
type sizeTable interface {
	row(f fields, v *Verdict) bool
}

// fields are the words of a line with their columns.
type fields struct {
	line  int
	words []string
	cols  []int
}

func fieldsOf(line int, text string) fields {
	f := fields{line: line, words: strings.Fields(text)}
	at := 0
	for _, w := range f.words {
		at += strings.Index(text[at:], w)
		f.cols = append(f.cols, at+1)
		at += len(w)
	}
	return f
}

// are tells whether the line begins with the words.
func (f fields) are(words ...string) bool {
	if len(f.words) < len(words) {
		return false
	}
	for i, w := range words {
		if f.words[i] != w {
			return false
		}
	}
	return true
}

// berkeley is size's usual table, and GNU's with "total" for "dec hex".
type berkeley struct {
	columns []string
	sums    []uint64 // text, data, bss and all, of the lines so far
	partial bool     // lines were left out
}

func (b *berkeley) row(f fields, v *Verdict) bool {
	if f.are("...") {
		b.partial = true
		return true
	}
	numbers := 5
	if b.columns[3] == "total" {
		numbers = 4
	}
	if len(f.words) <= numbers {
		return false
	}
	values := make([]uint64, numbers)
	for i := range values {
		n, err := strconv.ParseUint(f.words[i], b.base(i), 64)
		if err != nil {
			return strings.Contains(f.words[i], "...")
		}
		values[i] = n
	}
	v.Lines++
	b.total(f, v, values)
	sum := values[0] + values[1] + values[2]
	if values[3] != sum {
		v.wrong(f.line, f.cols[3], "%s %s is not %d + %d + %d = %d", b.columns[3], f.words[3], values[0], values[1], values[2], sum)
	}
	if numbers == 5 && values[4] != sum {
		v.wrong(f.line, f.cols[4], "hex %s is not %d + %d + %d = %x", f.words[4], values[0], values[1], values[2], sum)
	}
	return true
}

// base is that of a column: -x and -o print 0x and 0 before sizes, but not
// before sums.
func (b *berkeley) base(column int) int {
	switch b.columns[column] {
	case "dec":
		return 10
	case "oct":
		return 8
	case "hex":
		return 16
	}
	return 0
}

// total adds a line up, or checks that it is the sum of those above.
func (b *berkeley) total(f fields, v *Verdict, values []uint64) {
	if f.words[len(f.words)-1] != "(TOTALS)" {
		for i := range b.sums {
			b.sums[i] += values[i]
		}
		return
	}
	for i, sum := range b.sums {
		if !b.partial && values[i] != sum {
			v.wrong(f.line, f.cols[i], "%s %s is not %d, the sum of the lines above", b.columns[i], f.words[i], sum)
		}
	}
}

// sysv is the table of `size -A`.
type sysv struct {
	sum     uint64
	partial bool
}

func (s *sysv) row(f fields, v *Verdict) bool {
	if f.are("...") {
		s.partial = true
		return true
	}
	if len(f.words) < 2 {
		return false
	}
	n, err := strconv.ParseUint(f.words[1], 0, 64)
	if err != nil {
		return false
	}
	if f.words[0] != "Total" {
		s.sum += n
		return true
	}
	if !s.partial {
		v.Lines++
		if n != s.sum {
			v.wrong(f.line, f.cols[1], "Total %s is not %d, the sum of the sections above", f.words[1], s.sum)
		}
	}
	return false
}
