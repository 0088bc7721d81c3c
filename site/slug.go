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
		if r == '_' || unicode.IsDigit(r) || unicode.IsLetter(r) {
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

// headingIDs gives headings the ids that Hugo gives them, those of GitHub.
type headingIDs map[string]int

func (h headingIDs) take(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(text)) {
		switch {
		case r == ' ' || r == '-':
			b.WriteByte('-')
		case r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		}
	}
	id := b.String()
	if id == "" {
		id = "heading"
	}
	n := h[id]
	h[id]++
	if n > 0 {
		id = fmt.Sprintf("%s-%d", id, n)
	}
	return id
}
