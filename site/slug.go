package site

import (
	"fmt"
	"strings"
	"unicode"
)

// slug makes a path element that Hugo leaves as it is: lower case, without
// dots (Hugo reads a language there) and blanks.
func slug(s string) string {
	var b strings.Builder
	dash := false
	for _, r := range strings.ToLower(s) {
		if r == '_' || unicode.IsDigit(r) || unicode.IsLetter(r) || unicode.IsMark(r) {
			if dash && b.Len() > 0 {
				b.WriteByte('-')
			}
			dash = false
			b.WriteRune(r)
			continue
		}
		dash = true
	}
	out := strings.TrimLeft(b.String(), "_")
	switch out {
	case "":
		return "page"
	case "index", "404":
		return out + "-page"
	}
	return out
}

// names hands out each name once.
type names map[string]bool

func (n names) take(dir, name string) string {
	full := dir + name
	for i := 2; n[full]; i++ {
		full = fmt.Sprintf("%s%s-%d", dir, name, i)
	}
	n[full] = true
	return full
}

// anchor is the id of a claim on its page. The prefix keeps it apart from the
// ids of headings.
func anchor(id string) string {
	var b strings.Builder
	b.WriteString("claim-")
	for i := 0; i < len(id); i++ {
		c := id[i]
		if c == '-' || c == '.' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "_%02x", c)
		}
	}
	return b.String()
}

// headingIDs gives the headings of a page the ids that Hugo gives them, which
// are those of GitHub.
type headingIDs map[string]bool

// take returns the id for a heading, "" for one without text.
func (h headingIDs) take(text string) string {
	if text == "" {
		return ""
	}
	var b strings.Builder
	for _, r := range strings.TrimSpace(text) {
		switch {
		case r == ' ' || r == '-':
			b.WriteByte('-')
		case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		}
	}
	base := b.String()
	if base == "" {
		base = "heading"
	}
	id := base
	for i := 1; h[id]; i++ {
		id = fmt.Sprintf("%s-%d", base, i)
	}
	h[id] = true
	return id
}
