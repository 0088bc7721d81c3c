package site

import "fmt"

// badgeFile and reportFile are published at the root of the site, at addresses
// that stay.
const (
	badgeFile  = "badge.svg"
	reportFile = "verification.json"
)

// badge is a small picture for a README that says how much is verified, and by
// its colour whether anything is wrong. White on each of the colours is 4.5:1 at
// least. It shows alike on light and dark pages, and asks for no font.
func badge(c counts) string {
	percent := fmt.Sprintf("%d %%", c.Coverage)
	value, colour := "no claims", "#59616b"
	switch {
	case c.Claims == 0:
	case c.Failed > 0:
		value, colour = fmt.Sprintf("%s, %d failed", percent, c.Failed), "#b3261e"
	case c.Drifted > 0:
		value, colour = fmt.Sprintf("%s, %d drifted", percent, c.Drifted), "#8f5000"
	case 2*c.Verified < c.Claims:
		value, colour = percent, "#59616b"
	default:
		value, colour = percent, "#23703f"
	}
	const label = "verified"
	left, right := textWidth(label)+14, textWidth(value)+14
	width := left + right
	return fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%[1]d" height="20" role="img" aria-label="%[2]s: %[3]s">
<title>%[2]s: %[3]s</title>
<clipPath id="c"><rect width="%[1]d" height="20" rx="4"/></clipPath>
<g clip-path="url(#c)"><rect width="%[4]d" height="20" fill="#32373d"/><rect x="%[4]d" width="%[5]d" height="20" fill="%[6]s"/></g>
<g fill="#fff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle"><text x="%[7]d" y="14" textLength="%[8]d">%[2]s</text><text x="%[9]d" y="14" textLength="%[10]d">%[3]s</text></g>
</svg>
`, width, label, value, left, right, colour, left/2, left-14, left+right/2, right-14)
}

// textWidth is about how wide a text is in the badge, in pixels; the picture
// then has it set to that width.
func textWidth(s string) int {
	width := 0
	for _, r := range s {
		switch r {
		case 'i', 'l', 'f', 't', 'r', ',', ' ', '.':
			width += 45
		case '%', 'm', 'w':
			width += 105
		default:
			width += 68
		}
	}
	return (width + 9) / 10
}
