package drawing

import "strings"

// boxArms are the box-drawing characters, by the directions of their arms.
var boxArms = map[rune]arms{
	'─': east | west, '│': north | south, '┌': east | south, '┐': west | south, '└': north | east, '┘': north | west,
	'├': north | east | south, '┤': north | west | south, '┬': east | west | south, '┴': east | west | north,
	'┼': north | east | south | west, '╴': west, '╵': north, '╶': east, '╷': south,
	'╭': east | south, '╮': west | south, '╰': north | east, '╯': north | west,
	'━': east | west, '┃': north | south, '┏': east | south, '┓': west | south, '┗': north | east, '┛': north | west,
	'┣': north | east | south, '┫': north | west | south, '┳': east | west | south, '┻': east | west | north, '╋': north | east | south | west,
	'═': east | west, '║': north | south, '╔': east | south, '╗': west | south, '╚': north | east, '╝': north | west,
	'╠': north | east | south, '╣': north | west | south, '╦': east | west | south, '╩': east | west | north, '╬': north | east | south | west,
	'┄': east | west, '┈': east | west, '╌': east | west, '┆': north | south, '┊': north | south, '╎': north | south,
}

// styleOf tells how a box-drawing character is drawn.
func styleOf(r rune) style {
	switch {
	case strings.ContainsRune("━┃┏┓┗┛┣┫┳┻╋", r):
		return heavy
	case strings.ContainsRune("═║╔╗╚╝╠╣╦╩╬", r):
		return double
	case strings.ContainsRune("┄┈╌┆┊╎", r):
		return dashed
	}
	return light
}

// heads are the arrow heads of Unicode, by where they point.
var heads = map[rune]arms{
	'▲': north, '△': north, '↑': north, '▶': east, '►': east, '▷': east, '→': east,
	'▼': south, '▽': south, '↓': south, '◀': west, '◄': west, '◁': west, '←': west,
}

// findLines finds what is a line. Runs of dashes come first, then what stands
// upright, then what only joins these.
func (g *grid) findLines() {
	g.each(func(y, x int, c *cell) {
		if a, ok := boxArms[c.r]; ok {
			c.arms, c.style = a, styleOf(c.r)
		}
	})
	for y := range g.rows {
		g.dashes(y)
	}
	g.each(g.upright)
	g.each(g.touch)
	g.each(g.join)
	g.each(g.join) // now each "+" knows of the one below it
	g.each(g.arrow)
}

// each visits the cells that no link holds: the text of a link is text.
func (g *grid) each(do func(y, x int, c *cell)) {
	for y := range g.rows {
		for x := range g.rows[y] {
			if c := &g.rows[y][x]; c.link == 0 && c.r != ' ' {
				do(y, x, c)
			}
		}
	}
}

// shortRun is how many dashes are a line whatever stands at their ends; "--" may
// begin an option.
const shortRun = 3

// dashes finds the runs of "-" and "=" in a row that are lines.
func (g *grid) dashes(y int) {
	for x := 0; x < g.cols; x++ {
		r := g.rows[y][x].r
		if r != '-' && r != '=' || g.rows[y][x].link != 0 {
			continue
		}
		end := x
		for end < g.cols && g.rows[y][end].r == r && g.rows[y][end].link == 0 {
			end++
		}
		before, after := g.at(y, x-1).r, g.at(y, end).r
		joined := strings.ContainsRune("+|<", before) && strings.ContainsRune("+|>", after) ||
			end-x >= 2 && (before == '+' || after == '+')
		arrow := end-x >= 2 && (after == '>' || before == '<') && !wordly(g.at(y, end+1).r) && !wordly(g.at(y, x-2).r)
		if end-x >= shortRun && !(wordly(before) && wordly(after)) || joined || arrow {
			for i := x; i < end; i++ {
				g.rows[y][i].arms = east | west
				if r == '=' {
					g.rows[y][i].style = double
				}
			}
		}
		x = end
	}
}

func wordly(r rune) bool {
	return r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}

// stands are the characters that a "|" may stand on or hang from.
const stands = "|+:'`.^vV"

// upright finds each "|" that is a line: another stands above or below it, or a
// line ends at it.
func (g *grid) upright(y, x int, c *cell) {
	if c.r != '|' {
		return
	}
	var a arms
	if stand(g.at(y-1, x)) {
		a |= north
	}
	if stand(g.at(y+1, x)) {
		a |= south
	}
	if g.at(y, x-1).arms&east != 0 {
		a |= west
	}
	if g.at(y, x+1).arms&west != 0 {
		a |= east
	}
	if a&(north|south) == 0 && a != 0 || a == north || a == south {
		a |= north | south // it ends here, at its full length
	}
	c.arms = a
}

func stand(c *cell) bool {
	_, head := heads[c.r]
	return c.link == 0 && (strings.ContainsRune(stands, c.r) || head || c.arms != 0)
}

// touch lets a line of "─" that ends at the side of a box reach it.
func (g *grid) touch(y, x int, c *cell) {
	if boxArms[c.r] != north|south {
		return
	}
	if near := g.at(y, x-1); near.arms&east != 0 && near.style == c.style {
		c.arms |= west
	}
	if near := g.at(y, x+1); near.arms&west != 0 && near.style == c.style {
		c.arms |= east
	}
}

// join finds each "+", and each "." and "'" that rounds a corner, that joins
// lines.
func (g *grid) join(y, x int, c *cell) {
	var a arms
	for _, d := range []struct {
		arm  arms
		near *cell
	}{{north, g.at(y-1, x)}, {south, g.at(y+1, x)}, {east, g.at(y, x+1)}, {west, g.at(y, x-1)}} {
		if d.near.arms&d.arm.opposite() != 0 || d.near.r == '+' && d.near.link == 0 && c.r == '+' && d.near.arms != 0 {
			a |= d.arm
		}
	}
	switch {
	case c.r == '+':
		c.arms = a
	case c.r == '.' && a&south != 0 && a&(east|west) != 0:
		c.arms = a &^ north
	case (c.r == '\'' || c.r == '`') && a&north != 0 && a&(east|west) != 0:
		c.arms = a &^ south
	}
}

// arrow finds the heads at the ends of lines.
func (g *grid) arrow(y, x int, c *cell) {
	points, known := heads[c.r]
	switch c.r {
	case '>':
		points = east
	case '<':
		points = west
	case '^':
		points = north
	case 'v', 'V':
		points = south
		if wordly(g.at(y, x-1).r) || wordly(g.at(y, x+1).r) {
			return
		}
	default:
		if !known {
			return
		}
	}
	from := map[arms]*cell{north: g.at(y+1, x), south: g.at(y-1, x), east: g.at(y, x-1), west: g.at(y, x+1)}[points]
	if from.arms&points != 0 {
		c.head, c.arms = points, points.opposite()
	}
}
