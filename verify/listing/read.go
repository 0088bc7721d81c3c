package listing

import (
	"fmt"
	"strconv"
	"strings"
)

// Listing is the assembly of a program at a level.
type Listing struct {
	File    string
	Options string // the level first: "-O0 -std=c11"
	Why     string // why there are no lines; "" if there are
	Lines   []Line
}

// Line is an instruction, or a label between instructions.
type Line struct {
	Source int    // line of the program that it is made of, from 1; 0 if none
	Label  bool   // Text is the name of a label
	Text   string // a tab behind the name of an instruction
}

func (l Line) String() string {
	if l.Label {
		return l.Text + ":"
	}
	return fmt.Sprintf("%d\t%s", l.Source, l.Text)
}

// Read reads what Condense wrote. An error names the line that is not so.
func Read(text string) ([]Listing, error) {
	var all []Listing
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSuffix(line, "\n")
		if head, ok := strings.CutPrefix(line, "# "); ok {
			file, options, _ := strings.Cut(head, " -")
			all = append(all, Listing{File: file, Options: "-" + options})
			continue
		}
		if len(all) == 0 || !all[len(all)-1].add(line) {
			return nil, fmt.Errorf("line %d of the listing of programs is none: %q", n, short(line))
		}
	}
	return all, nil
}

// add reads a line below a head.
func (l *Listing) add(line string) bool {
	if why, ok := strings.CutPrefix(line, "! "); ok {
		l.Why = why
		return len(l.Lines) == 0
	}
	if number, text, ok := strings.Cut(line, "\t"); ok {
		source, err := strconv.Atoi(number)
		l.Lines = append(l.Lines, Line{Source: source, Text: text})
		return err == nil && source >= 0 && text != ""
	}
	name, ok := strings.CutSuffix(line, ":")
	l.Lines = append(l.Lines, Line{Label: true, Text: name})
	return ok && name != ""
}

// Level is the level of optimization.
func (l *Listing) Level() string {
	level, _, _ := strings.Cut(l.Options, " ")
	return level
}
