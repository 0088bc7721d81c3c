package cc

import (
	"fmt"
	"strings"
)

// Place is where a block stands in a file: lines First to Last, from 1. Gaps
// tells that lines between them are left out.
type Place struct {
	First, Last int
	Gaps        bool
}

// Find tells where in a file a block stands: its lines in a row, or, with
// lines `...` for what is left out, in order. Blanks at line ends are not
// asserted, nor how far the block as a whole is indented. If it is nowhere,
// the diagnostic has the first line of the block that differs from where it
// agrees with the file longest.
func Find(file, block string) (Place, *Diagnostic) {
	all := splitLines(file)
	place := Place{}
	from := 0
	for n, s := range segments(splitLines(block)) {
		at, agreed := s.search(all, from)
		if at < 0 {
			return Place{}, s.missing(all, from, agreed)
		}
		if n == 0 {
			place.First = at + 1
		} else {
			place.Gaps = place.Gaps || at > from
		}
		from = at + len(s.lines)
		place.Last = from
	}
	if place.First == 0 {
		return Place{}, &Diagnostic{1, 1, "there is no line to look for"}
	}
	return place, nil
}

func splitLines(s string) []string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \t\r")
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// segment is lines of a block that have to follow each other in the file.
type segment struct {
	first int // line of the block, from 1
	lines []string
}

var gapMarks = map[string]bool{"...": true, "…": true, "/* ... */": true, "// ...": true, "[...]": true}

func segments(lines []string) []segment {
	var all []segment
	var now segment
	end := func() {
		for len(now.lines) > 0 && now.lines[len(now.lines)-1] == "" {
			now.lines = now.lines[:len(now.lines)-1]
		}
		if len(now.lines) > 0 {
			all = append(all, now)
		}
		now = segment{}
	}
	for i, l := range lines {
		switch {
		case gapMarks[strings.TrimSpace(l)]:
			end()
		case l == "" && len(now.lines) == 0:
		default:
			if len(now.lines) == 0 {
				now.first = i + 1
			}
			now.lines = append(now.lines, l)
		}
	}
	end()
	return all
}

// search gives the index of the file's line at which a segment stands, or -1,
// and how many of its lines agreed at best.
func (s segment) search(file []string, from int) (at, agreed int) {
	for i := from; i < len(file); i++ {
		n := s.agree(file[i:])
		if n == len(s.lines) {
			return i, n
		}
		agreed = max(agreed, n)
	}
	return -1, agreed
}

// agree counts the lines of a segment that are those of the file, but for one
// indentation that all of either have more.
func (s segment) agree(file []string) int {
	more, less := "", ""
	for i, l := range s.lines {
		if i == len(file) {
			return i
		}
		f := file[i]
		if l == "" && f == "" {
			continue
		}
		if more == "" && less == "" && l != f {
			if more, less = indentation(l, f); more == less {
				return i
			}
			if i > 0 && strings.Join(s.lines[:i], "") != "" {
				return i
			}
		}
		if more+l != less+f {
			return i
		}
	}
	return len(s.lines)
}

// indentation gives what has to stand before a line of the block, or of the
// file, to make them one.
func indentation(block, file string) (more, less string) {
	if head, ok := strings.CutSuffix(file, block); ok && strings.TrimSpace(head) == "" {
		return head, ""
	}
	if head, ok := strings.CutSuffix(block, file); ok && strings.TrimSpace(head) == "" {
		return "", head
	}
	return "", ""
}

func (s segment) missing(file []string, from, agreed int) *Diagnostic {
	d := &Diagnostic{Line: s.first + agreed, Col: 1}
	line := strings.TrimSpace(s.lines[agreed])
	d.Message = fmt.Sprintf("the file has no line `%s`", line)
	if agreed == 0 {
		for i, f := range file {
			if strings.TrimSpace(f) == line {
				d.Message = fmt.Sprintf("`%s` is line %d of the file, before what the block has above it", line, i+1)
				if i >= from {
					d.Message = fmt.Sprintf("`%s` is line %d of the file, indented otherwise", line, i+1)
				}
				break
			}
		}
		return d
	}
	for i := from; i < len(file); i++ {
		if s.agree(file[i:]) == agreed {
			if i+agreed < len(file) {
				d.Message = fmt.Sprintf("line %d of the file is `%s`, not `%s`", i+agreed+1, strings.TrimSpace(file[i+agreed]), line)
			} else {
				d.Message = fmt.Sprintf("the file ends before `%s`", line)
			}
			break
		}
	}
	return d
}
