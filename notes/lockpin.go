package notes

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// PinKey is what a link asks of source code, of which a lock keeps the answer.
type PinKey struct {
	Source     string // what the source is fixed to: "linux@6.12.107", "https://…@COMMIT"
	Path       string
	Line, Last int    // from 1; 0 for a link to the file as a whole
	Symbols    string // what must stand there, parted by commas; a word that may be none is marked "~word"
}

// LockedPin is a pin as it was when it was last found true.
type LockedPin struct {
	PinKey
	Role  string // as what each symbol stands there, parted by commas: "definition/function", "use", "none"
	Blob  string // git's hash of the file
	First int    // the line of the file with which Text begins, from 1
	Text  string // the lines that the site shows, without a last newline
}

// QuotationKey is what a block quotes, and from where.
type QuotationKey struct {
	Source, Path string
	At           string // near which line, or which symbol; "" anywhere
	Hash         string // of the block's text
}

// LockedQuotation is a quotation as it was when it was last looked for.
type LockedQuotation struct {
	QuotationKey
	Blob  string
	Lines string // of each quoted line the line of the source, by [FormatLines]; "" if it is not there
}

// NameKey is a name that a note says the kernel has.
type NameKey struct{ Release, Kind, Name string }

// LockedName is where a name was last found.
type LockedName struct {
	NameKey
	Path string
	Line int // from 1; 0 for a file as a whole
}

// words are those of its line in the lock.
func (p LockedPin) words() []string {
	lines := "-"
	if p.Line > 0 {
		lines = strconv.Itoa(p.Line)
	}
	if p.Last > p.Line {
		lines += "-" + strconv.Itoa(p.Last)
	}
	return []string{"pin", p.Source, p.Path, lines, dash(p.Symbols), dash(p.Role), p.Blob, strconv.Itoa(p.First), strconv.Quote(p.Text)}
}

func (q LockedQuotation) words() []string {
	return []string{"quotation", q.Source, q.Path, dash(q.At), q.Hash, q.Blob, dash(q.Lines)}
}

func (n LockedName) words() []string {
	return []string{"name", n.Release, n.Kind, n.Name, n.Path, strconv.Itoa(n.Line)}
}

// dash stands for a word that is empty.
func dash(word string) string { return cmp.Or(word, "-") }

func undash(word string) string {
	if word == "-" {
		return ""
	}
	return word
}

// lockLine is a line of the lock. A word that blanks or quotes would break
// stands in quotes; the last of a pin always does.
func lockLine(words []string) string {
	out := slices.Clone(words)
	for i, w := range out {
		if last := i == len(out)-1 && words[0] == "pin"; !last {
			out[i] = lockWord(w)
		}
	}
	return strings.Join(out, " ")
}

func lockWord(w string) string {
	if q := strconv.Quote(w); w == "" || strings.ContainsAny(w, " \t") || q != `"`+w+`"` {
		return q
	}
	return w
}

// SetPin puts a pin into the lock.
func (l *Lock) SetPin(p LockedPin) {
	if l.Pins == nil {
		l.Pins = map[PinKey]LockedPin{}
	}
	l.Pins[p.PinKey] = p
}

// SetQuotation puts a quotation into the lock.
func (l *Lock) SetQuotation(q LockedQuotation) {
	if l.Quotations == nil {
		l.Quotations = map[QuotationKey]LockedQuotation{}
	}
	l.Quotations[q.QuotationKey] = q
}

// SetName puts a name into the lock.
func (l *Lock) SetName(n LockedName) {
	if l.Names == nil {
		l.Names = map[NameKey]LockedName{}
	}
	l.Names[n.NameKey] = n
}

// formatPins renders what the lock holds of source code, sorted.
func (l *Lock) formatPins(b *bytes.Buffer) {
	names := slices.SortedFunc(maps.Values(l.Names), func(x, y LockedName) int {
		return cmp.Or(cmp.Compare(x.Release, y.Release), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Name, y.Name))
	})
	for _, n := range names {
		fmt.Fprintln(b, lockLine(n.words()))
	}
	pins := slices.SortedFunc(maps.Values(l.Pins), func(x, y LockedPin) int {
		return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Path, y.Path), x.Line-y.Line, x.Last-y.Last, cmp.Compare(x.Symbols, y.Symbols))
	})
	for _, p := range pins {
		fmt.Fprintln(b, lockLine(p.words()))
	}
	quotations := slices.SortedFunc(maps.Values(l.Quotations), func(x, y LockedQuotation) int {
		return cmp.Or(cmp.Compare(x.Source, y.Source), cmp.Compare(x.Path, y.Path), cmp.Compare(x.At, y.At), cmp.Compare(x.Hash, y.Hash))
	})
	for _, q := range quotations {
		fmt.Fprintln(b, lockLine(q.words()))
	}
}

// FormatLines writes a list of line numbers as ranges: "10-14,0x2,20". 0 is for
// a line that stands nowhere.
func FormatLines(lines []int) string {
	var b strings.Builder
	for i := 0; i < len(lines); {
		j := i + 1
		for j < len(lines) && (lines[i] == 0 && lines[j] == 0 || lines[i] > 0 && lines[j] == lines[j-1]+1) {
			j++
		}
		if i > 0 {
			b.WriteByte(',')
		}
		switch n := j - i; {
		case n == 1:
			fmt.Fprint(&b, lines[i])
		case lines[i] == 0:
			fmt.Fprintf(&b, "0x%d", n)
		default:
			fmt.Fprintf(&b, "%d-%d", lines[i], lines[j-1])
		}
		i = j
	}
	return b.String()
}

// maxLines bounds what a list of lines in a lock may come to: no block is
// longer.
const maxLines = 1 << 20

// ParseLines reads what FormatLines wrote; false if it cannot be that.
func ParseLines(text string) ([]int, bool) {
	if text == "" {
		return nil, true
	}
	var lines []int
	for part := range strings.SplitSeq(text, ",") {
		first, last, isRange := strings.Cut(part, "-")
		n, many := strings.CutPrefix(part, "0x")
		a, errA := strconv.Atoi(first)
		b, errB := a, error(nil)
		switch {
		case many:
			a, errA = 0, nil
			b, errB = strconv.Atoi(n)
			b-- // lines from 0 to b, all of them 0
		case isRange:
			b, errB = strconv.Atoi(last)
		}
		if errA != nil || errB != nil || a < 0 || b < a || len(lines)+b-a > maxLines {
			return nil, false
		}
		for i := a; i <= b; i++ {
			if many {
				lines = append(lines, 0)
			} else {
				lines = append(lines, i)
			}
		}
	}
	return lines, true
}
