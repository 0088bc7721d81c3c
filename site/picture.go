package site

import (
	"fmt"
	"html"
	"strings"
)

// Sizes of the picture, in its own units.
const (
	barRow   = 26  // a row
	barText  = 128 // the words before the bars
	barWidth = 230 // the longest bar
	barEnd   = 50  // the number behind it
)

// bars draws the kinds of evidence as bars with their words and numbers, as
// SVG. Colours are those of the style sheet, by the class of a bar, which tells
// its status; a page says the same in words.
func bars(kinds []kindCount) string {
	most := 0
	for _, k := range kinds {
		most = max(most, k.Count)
	}
	if most == 0 {
		return ""
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="bars" viewBox="0 0 %d %d" role="img" aria-label="Claims by the kind of their evidence">`, barText+barWidth+barEnd, barRow*len(kinds))
	for i, k := range kinds {
		top, width := barRow*i, max(2, barWidth*k.Count/most)
		fmt.Fprintf(&b, `<text x="%d" y="%d" text-anchor="end">%s</text>`, barText-10, top+18, html.EscapeString(k.Word))
		fmt.Fprintf(&b, `<rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="2"/>`, k.Status, barText, top+4, width, barRow-8)
		fmt.Fprintf(&b, `<text x="%d" y="%d">%d</text>`, barText+width+8, top+18, k.Count)
	}
	b.WriteString("</svg>")
	return b.String()
}
