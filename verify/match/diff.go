package match

import (
	"fmt"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"
)

// What a reader is shown of a difference at most. The whole of an output is in
// the JSON report.
const (
	maxLines = 120 // of a diff
	maxRun   = 40  // of lines that are there on one side only, one after the other
	headRun  = 20  // what is kept of a longer run, at its begin
	tailRun  = 10  // and at its end
)

// Diff shows how observed differs from expected, a line each: "-" only the
// note has, "+" only the run printed. The expected output begins at the given
// line of the note, from 1, so that a hunk's header
//
//	@@ -14,3 +1,4 @@
//
// names lines of the note and lines of the output. Lines for which a wildcard
// stands are no difference. Where lines differ in blanks only, tabs and blanks
// of other kinds are spelled. Long runs and long lines are cut, and say so. It
// is safe to print.
func Diff(expected, observed string, line int) string {
	if Compare(expected, observed).OK {
		return ""
	}
	want, got := lines(expected), lines(observed)
	var all []string
	for _, h := range hunks(want, got) {
		if shown := h.format(got, line); shown != nil {
			all = append(all, shown...)
		}
	}
	if more := len(all) - maxLines; more > 0 {
		all = append(all[:maxLines], fmt.Sprintf("… %d more lines of differences", more))
	}
	return joined(all)
}

// hunk is a place at which two outputs differ.
type hunk struct {
	old, oldLen, new, newLen int      // lines from 1, as in a hunk's header
	lines                    []string // each behind its sign
}

// hunks compares line by line. What a wildcard within a line stands for is
// compared as the wildcard.
func hunks(want, got []string) []hunk {
	text := string(diff.Diff("", body(want), "", body(standIns(want, got))))
	var all []hunk
	for i, l := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		var h hunk
		switch {
		case i < 3: // the names of the two
		case strings.HasPrefix(l, "@@"):
			fmt.Sscanf(l, "@@ -%d,%d +%d,%d @@", &h.old, &h.oldLen, &h.new, &h.newLen)
			all = append(all, h)
		default:
			last := &all[len(all)-1]
			last.lines = append(last.lines, l)
		}
	}
	return all
}

func body(all []string) []byte {
	if len(all) == 0 {
		return nil
	}
	return []byte(joined(all))
}

// standIns is got, in which lines that a line of the note with a wildcard
// stands for are replaced by it. An observed "..." is made unlike the mark of
// the note, which stands for more than that.
func standIns(want, got []string) []string {
	var wild []string
	literal := map[string]bool{}
	for _, w := range want {
		literal[w] = true
		if strings.Contains(w, wildcard) && !isStar(w) {
			wild = append(wild, w)
		}
	}
	out := slices.Clone(got)
	for i, g := range got {
		if isStar(g) {
			out[i] = "\x00" + g
		} else if literal[g] {
			continue
		} else if at := slices.IndexFunc(wild, func(w string) bool { return glob(w, g) }); at >= 0 {
			out[i] = wild[at]
		}
	}
	return out
}

// format renders a hunk whose old lines begin at the given line of a note; it
// is nil where wildcards stand for all that differs.
func (h hunk) format(got []string, line int) []string {
	out := []string{fmt.Sprintf("@@ -%d,%d +%d,%d @@", h.old+line-1, h.oldLen, h.new, h.newLen)}
	at, changed := h.new-1, false
	for i := 0; i < len(h.lines); {
		if h.lines[i][0] == ' ' {
			out = append(out, " "+clip(Visible(h.lines[i][1:]), 0))
			i, at = i+1, at+1
			continue
		}
		var gone, come []string
		for ; i < len(h.lines) && h.lines[i][0] == '-'; i++ {
			gone = append(gone, h.lines[i][1:])
		}
		for ; i < len(h.lines) && h.lines[i][0] == '+'; i++ {
			come = append(come, got[at]) // what was printed, not what stands for it
			at++
		}
		if len(gone) > 0 && !slices.ContainsFunc(gone, func(l string) bool { return !isStar(l) }) {
			come = nil
		} else {
			changed = true
		}
		out = append(append(out, side('-', gone, come)...), side('+', come, gone)...)
	}
	if !changed {
		return nil
	}
	return out
}

// side renders the lines of one side of a change, held against the other.
func side(sign byte, own, other []string) []string {
	var out []string
	for i, l := range own {
		if sign == '-' && isStar(l) {
			out = append(out, " "+Visible(l))
			continue
		}
		beside := ""
		if i < len(other) {
			beside = other[i]
		}
		out = append(out, string(sign)+against(l, beside))
	}
	return shorten(out)
}

// against renders a line so that its difference from another is in sight.
func against(line, other string) string {
	if line != other && slices.Equal(strings.Fields(line), strings.Fields(other)) {
		line, other = spellBlanks(line), spellBlanks(other)
	}
	line, other = Visible(line), Visible(other)
	same := 0
	for same < min(len(line), len(other)) && line[same] == other[same] {
		same++
	}
	return clip(line, same)
}

// shorten leaves out the middle of many lines, and says so: without a sign, so
// that it is no line of an output.
func shorten(all []string) []string {
	if len(all) <= maxRun {
		return all
	}
	left := fmt.Sprintf("… %d more lines", len(all)-headRun-tailRun)
	return slices.Concat(all[:headRun], []string{left}, all[len(all)-tailRun:])
}

func joined(all []string) string {
	if len(all) == 0 {
		return ""
	}
	return strings.Join(all, "\n") + "\n"
}
