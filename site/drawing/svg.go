package drawing

import (
	"fmt"
	"html"
	"strings"
)

// A cell is as wide and as high as one of a terminal; a unit is a CSS pixel
// where the text is 14 high.
const (
	cellWidth  = 8.4
	cellHeight = 18.0
	baseline   = 13.5
	gap        = 1.5 // half of what is between the two lines of a double one
)

func (g *grid) svg() string {
	var b strings.Builder
	w, h := float64(g.cols)*cellWidth, float64(len(g.rows))*cellHeight
	fmt.Fprintf(&b, `<svg class="drawing" viewBox="0 0 %s %s" width="%s" height="%s">`, number(w), number(h), number(w), number(h))
	for s, class := range []string{light: "l", heavy: "l heavy", double: "l", dashed: "l dashed"} {
		if d := g.strokes(style(s)); d != "" {
			fmt.Fprintf(&b, `<path class="%s" d="%s"/>`, class, d)
		}
	}
	if d := g.arrowHeads(); d != "" {
		fmt.Fprintf(&b, `<path class="h" d="%s"/>`, d)
	}
	for y := range g.rows {
		g.texts(&b, y)
	}
	b.WriteString("</svg>")
	return b.String()
}

// strokes draws all lines of a style: along rows first, then along columns, each
// as long as it goes.
func (g *grid) strokes(s style) string {
	var b strings.Builder
	offsets := []float64{0}
	if s == double {
		offsets = []float64{-gap, gap}
	}
	for y := range g.rows {
		mid := (float64(y) + .5) * cellHeight
		g.runs(g.cols, func(x int) *cell { return g.at(y, x) }, s, west, east, func(from, to float64) {
			for _, o := range offsets {
				fmt.Fprintf(&b, "M%s %sH%s", number(from*cellWidth), number(mid+o), number(to*cellWidth))
			}
		})
	}
	for x := range g.cols {
		mid := (float64(x) + .5) * cellWidth
		g.runs(len(g.rows), func(y int) *cell { return g.at(y, x) }, s, north, south, func(from, to float64) {
			for _, o := range offsets {
				fmt.Fprintf(&b, "M%s %sV%s", number(mid+o), number(from*cellHeight), number(to*cellHeight))
			}
		})
	}
	return b.String()
}

// runs finds the unbroken lines along n cells, in units of cells.
func (g *grid) runs(n int, at func(int) *cell, s style, back, on arms, line func(from, to float64)) {
	var from, to float64
	open := false
	end := func() {
		if open {
			line(from, to)
		}
		open = false
	}
	for i := range n {
		c := at(i)
		if c.style != s || c.arms&(back|on) == 0 {
			end()
			continue
		}
		a, z := float64(i), float64(i)+1
		if c.arms&back == 0 {
			a += .5
		}
		if c.arms&on == 0 {
			z -= .5
		}
		if !open || to != a {
			end()
			from, open = a, true
		}
		to = z
	}
	end()
}

// arrowHeads draws a triangle for each head, its tip where it points.
func (g *grid) arrowHeads() string {
	const long, wide = 7.0, 3.6
	var b strings.Builder
	for y := range g.rows {
		for x, c := range g.rows[y] {
			if c.head == 0 {
				continue
			}
			cx, cy := (float64(x)+.5)*cellWidth, (float64(y)+.5)*cellHeight
			dx, dy := 0.0, 0.0
			switch c.head {
			case north:
				dy = -1
			case south:
				dy = 1
			case east:
				dx = 1
			case west:
				dx = -1
			}
			tipX, tipY := cx+dx*cellWidth/2, cy+dy*cellWidth/2
			backX, backY := tipX-dx*long, tipY-dy*long
			fmt.Fprintf(&b, "M%s %sL%s %sL%s %sZ", number(tipX), number(tipY),
				number(backX-dy*wide), number(backY+dx*wide), number(backX+dy*wide), number(backY-dx*wide))
		}
	}
	return b.String()
}

// texts writes the text of a row, a run of words at a time. Two blanks part runs,
// and so does a line.
func (g *grid) texts(b *strings.Builder, y int) {
	row := g.rows[y]
	isText := func(x int) bool { return x < g.cols && row[x].r != ' ' && row[x].arms == 0 }
	for x := 0; x < g.cols; x++ {
		if !isText(x) {
			continue
		}
		end, link := x, row[x].link
		for end < g.cols && row[end].link == link && (isText(end) || row[end].r == ' ' && isText(end+1) && row[end+1].link == link) {
			end++
		}
		var t strings.Builder
		for _, c := range row[x:end] {
			t.WriteRune(c.r)
		}
		text := fmt.Sprintf(`<text x="%s" y="%s" textLength="%s" lengthAdjust="spacingAndGlyphs">%s</text>`,
			number(float64(x)*cellWidth), number(float64(y)*cellHeight+baseline), number(float64(end-x)*cellWidth), html.EscapeString(t.String()))
		if link > 0 {
			l := g.links[link-1]
			text = fmt.Sprintf(`<a href="%s"%s>%s</a>`, html.EscapeString(l.URL), l.Attrs, text)
		}
		b.WriteString(text)
		x = end - 1
	}
}

// number writes a coordinate, as short as it can be.
func number(f float64) string {
	s := fmt.Sprintf("%.2f", f)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
