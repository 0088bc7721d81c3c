package preview

import (
	"strings"

	"golang.org/x/image/font"
)

// wrap parts a text into at most max lines that are no wider than width pixels.
func wrap(f font.Face, text string, width, max int) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		longer := strings.TrimSpace(line + " " + word)
		if line != "" && !fits(f, longer, width) {
			lines, line = append(lines, line), word
			continue
		}
		line = longer
	}
	lines = append(lines, line)
	if len(lines) > max {
		lines[max-1] = strings.Join(lines[max-1:], " ")
		lines = lines[:max]
	}
	for i, l := range lines {
		lines[i] = fit(f, l, width)
	}
	return lines
}

// fit cuts a text to width pixels, and shows that it was cut.
func fit(f font.Face, text string, width int) string {
	if fits(f, text, width) {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && !fits(f, string(runes)+"…", width) {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

func fits(f font.Face, text string, width int) bool {
	return font.MeasureString(f, text).Ceil() <= width
}
