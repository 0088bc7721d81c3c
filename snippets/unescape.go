package snippets

import (
	"html"
	"regexp"
	"strings"
)

var entity = regexp.MustCompile(`^&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);`)

// unescape reads the URL of a link as a browser gets it: HTML and Markdown have
// entities (&amp;), and Markdown backslashes too. Of each byte of it, and of its
// end, offsets has the place in raw; it is nil where both are the same.
func unescape(raw string, form Form) (url string, offsets []int) {
	if form == Drawn || form == Bare || !strings.ContainsAny(raw, `\&`) {
		return raw, nil
	}
	var out []byte
	for i := 0; i < len(raw); {
		if form != HTML && raw[i] == '\\' && i+1 < len(raw) && isPunct(raw[i+1]) {
			out, offsets = append(out, raw[i+1]), append(offsets, i)
			i += 2
			continue
		}
		if name := entity.FindString(raw[i:]); name != "" {
			if plain := html.UnescapeString(name); plain != name {
				for range len(plain) {
					offsets = append(offsets, i)
				}
				out = append(out, plain...)
				i += len(name)
				continue
			}
		}
		out, offsets = append(out, raw[i]), append(offsets, i)
		i++
	}
	return string(out), append(offsets, len(raw))
}

func isPunct(c byte) bool {
	return c > ' ' && c < '0' || c > '9' && c < 'A' || c > 'Z' && c < 'a' || c > 'z' && c < 0x7f
}
