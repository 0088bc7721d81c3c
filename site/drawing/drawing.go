// Package drawing turns a drawing made of characters into SVG: what reads as a
// line, a corner or an arrow becomes one, all else stays text in its cell.
//
// A drawing is a grid of cells, one character each. Its lines are the
// box-drawing characters of Unicode, runs of "-" and "=", "|" above one another,
// "+" where they meet, and the arrow heads at their ends. A "-" in an option or
// a "|" in a sentence touches none of these, and so stays text. Text is set run
// by run, so that it can be selected, searched and read aloud, and is stretched
// to its cells, so that it stands where its author put it whatever the font.
//
// What cannot be told apart by cells (wide characters, marks that combine,
// directions), and what has no lines, is no drawing; [SVG] says so, and the text
// is shown as it is.
package drawing

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Link is a link within a line of a drawing, which shows its text alone.
type Link struct {
	Line       int // from 0
	Start, End int // byte range in the line of all that the link is written by
	Text       string
	URL        string
	Attrs      string // written into the element as they are: ` id="…"`
}

// The bounds of a drawing; text is shown as it is beyond.
const (
	maxColumns = 240
	maxRows    = 400
	fewLines   = 6 // cells of lines, below which there is nothing to draw
)

// SVG draws the text. It is false where the text is no drawing, or would not
// look the same as one. Links are in the order of the text.
func SVG(text string, links []Link) (string, bool) {
	g, ok := newGrid(text, links)
	if !ok {
		return "", false
	}
	g.findLines()
	if g.lineCells() < fewLines {
		return "", false
	}
	return g.svg(), true
}

// cell is one character and what it is taken for.
type cell struct {
	r     rune
	arms  arms
	style style
	head  arms // which way an arrow head points; 0 is none
	link  int  // of the grid, from 1; 0 is none
}

// arms are the directions in which a line leaves its cell's middle.
type arms uint8

const (
	north arms = 1 << iota
	east
	south
	west
)

func (a arms) opposite() arms { return (a<<2 | a>>2) & 15 }

// style is how a line is drawn.
type style uint8

const (
	light style = iota
	heavy
	double
	dashed
)

// grid is the drawing, all rows padded to the same number of columns.
type grid struct {
	rows  [][]cell
	cols  int
	links []Link
}

func newGrid(text string, links []Link) (*grid, bool) {
	g := &grid{links: links}
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if len(lines) > maxRows {
		return nil, false
	}
	next := 0
	for i, line := range lines {
		var row []cell
		at := 0
		for ; next < len(links) && links[next].Line == i; next++ {
			l := links[next]
			if l.Start < at || l.End > len(line) || l.End < l.Start {
				return nil, false
			}
			row = appendCells(row, line[at:l.Start], 0)
			row = appendCells(row, l.Text, next+1)
			at = l.End
		}
		row = appendCells(row, line[at:], 0)
		g.cols = max(g.cols, len(row))
		g.rows = append(g.rows, row)
	}
	if g.cols > maxColumns {
		return nil, false
	}
	for i, row := range g.rows {
		for _, c := range row {
			if !oneCell(c.r) {
				return nil, false
			}
		}
		for len(g.rows[i]) < g.cols {
			g.rows[i] = append(g.rows[i], cell{r: ' '})
		}
	}
	return g, true
}

// tabWidth is how far apart a terminal's tab stops are.
const tabWidth = 8

func appendCells(row []cell, text string, link int) []cell {
	for _, r := range text {
		if r == '\t' {
			for row = append(row, cell{r: ' ', link: link}); len(row)%tabWidth != 0; {
				row = append(row, cell{r: ' ', link: link})
			}
			continue
		}
		row = append(row, cell{r: r, link: link})
	}
	return row
}

// oneCell tells whether a character takes one cell of a terminal, no more and no
// less.
func oneCell(r rune) bool {
	if r == unicode.ReplacementChar || !unicode.IsGraphic(r) || unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc, unicode.Hebrew, unicode.Arabic) {
		return false
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return false
	}
	return true
}

func (g *grid) at(y, x int) *cell {
	if y < 0 || y >= len(g.rows) || x < 0 || x >= g.cols {
		return &cell{r: ' '}
	}
	return &g.rows[y][x]
}

func (g *grid) lineCells() int {
	n := 0
	for _, row := range g.rows {
		for _, c := range row {
			if c.arms != 0 {
				n++
			}
		}
	}
	return n
}
