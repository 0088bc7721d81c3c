package verify

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/csource"
)

// The site shows up to shownRange lines of what a range names, each cut after
// shownWide bytes.
const (
	shownRange = 40
	shownWide  = 240
)

// windowOf are the lines that the site shows of a pin.
func windowOf(key notes.PinKey, text []byte) (from int, shown string) {
	if key.Line == 0 {
		return 0, ""
	}
	from, to := csource.ExtentIn(key.Path, text, key.Line)
	if key.Last > key.Line {
		from, to = key.Line, min(key.Last, key.Line+shownRange-1)
	}
	return from, linesFrom(text, from, to)
}

// showsPin tells whether the lines that a lock has for a pin are those of the
// file, and that of the pin among them.
func showsPin(p notes.LockedPin, text []byte) bool {
	if p.Line == 0 {
		return p.First == 0 && p.Text == ""
	}
	last := p.First + strings.Count(p.Text, "\n")
	return p.First > 0 && p.First <= p.Line && p.Line <= last && linesFrom(text, p.First, last) == p.Text
}

// linesFrom are lines of a file as they are shown.
func linesFrom(text []byte, first, last int) string {
	var out []string
	n := 0
	for line := range bytes.Lines(text) {
		if n++; n > last {
			break
		}
		if n >= first {
			out = append(out, clipText(strings.TrimRight(string(line), "\r\n")))
		}
	}
	return strings.Join(out, "\n")
}

func clipText(line string) string {
	if len(line) <= shownWide {
		return line
	}
	return strings.ToValidUTF8(line[:shownWide], "") + "…"
}

// span names lines of a file.
func span(first, last int) string {
	if last > first {
		return fmt.Sprintf("%d-%d", first, last)
	}
	return strconv.Itoa(first)
}

func lineCount(text []byte) int {
	n := bytes.Count(text, []byte("\n"))
	if len(text) > 0 && text[len(text)-1] != '\n' {
		n++
	}
	return n
}
