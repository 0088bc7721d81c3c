package forge

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// With returns the URL with another reference, path and lines; 0, 0 stands for
// no line. What is the same already stays byte for byte, and so does all
// else, but for the blob's id of gitweb: it goes where the reference or the path
// changes, since it is that of the file as it was. Where the forge has no
// ranges of lines (cgit and gitweb), the first line stands for them.
func (a Address) With(ref, path string, first, last int) string {
	var edits []edit
	moved := path != a.Path
	if ref != "" && ref != a.Ref {
		moved = true
		edits = append(edits, a.refEdit(ref))
	}
	if path != a.Path {
		edits = append(edits, edit{a.at.path, escape(path, a.pathMarks())})
	}
	if a.at.blob.to > 0 && moved {
		edits = append(edits, edit{a.param(a.at.blob), ""})
	}
	return splice(a.url, append(edits, a.lineEdits(first, last)...))
}

// refEdit writes another reference, into a parameter of its own where the URL
// has none.
func (a Address) refEdit(ref string) edit {
	ref = escape(ref, a.refMarks())
	if a.at.ref.to > 0 {
		return edit{a.at.ref, ref}
	}
	end := field{a.at.hash, a.at.hash}
	switch {
	case a.Forge == GitWeb:
		return edit{end, ";hb=" + ref}
	case strings.Contains(a.url[:a.at.hash], "?"):
		return edit{end, "&h=" + ref}
	}
	return edit{end, "?h=" + ref}
}

// edit replaces a range of the URL.
type edit struct {
	field
	text string
}

func splice(url string, edits []edit) string {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.from - b.from })
	var out strings.Builder
	at := 0
	for _, e := range edits {
		out.WriteString(url[at:e.from] + e.text)
		at = e.to
	}
	return out.String() + url[at:]
}

// param is the range of the parameter that has its value at f, with the sign
// that parts it from its neighbour.
func (a Address) param(f field) field {
	before := strings.LastIndexAny(a.url[:f.from], "?;&")
	if a.url[before] == '?' && f.to < a.at.hash {
		return field{before + 1, f.to + 1}
	}
	return field{before, f.to}
}

// pathMarks and refMarks are the marks that stand for themselves in a path and
// in a reference of the URL. In a query a plus is a blank, and the slash of a
// reference parts it from the path where one follows it.
func (a Address) pathMarks() string {
	if a.Forge == GitWeb && a.at.path.from > strings.IndexByte(a.url+"?", '?') {
		return "/:@"
	}
	return "/:@+"
}

func (a Address) refMarks() string {
	switch a.Forge {
	case CGit, GitWeb:
		return "/"
	}
	return "+"
}

// escape spells text so that it can stand in a URL and in Markdown; marks, and
// those that mean nothing anywhere, stay.
func escape(s, marks string) string {
	marks += "-._~,"
	var out strings.Builder
	for i := range len(s) {
		c := s[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte(marks, c) >= 0 {
			out.WriteByte(c)
		} else {
			fmt.Fprintf(&out, "%%%02X", c)
		}
	}
	return out.String()
}

var numbers = regexp.MustCompile(`[Lln-](\d+)`)

// lineEdits write other lines into the fragment, in the form that it has.
func (a Address) lineEdits(first, last int) []edit {
	if a.Forge == CGit || a.Forge == GitWeb {
		if last = first; first == a.First {
			return nil
		}
	}
	if first == a.First && last == a.Last {
		return nil
	}
	whole := field{a.at.hash, len(a.url)}
	if first == 0 {
		return []edit{{whole, ""}}
	}
	var edits []edit
	for _, f := range a.at.extra {
		if f.in(a.url) == lineSpan(a.First, a.Last, ":", "") {
			edits = append(edits, edit{f, lineSpan(first, last, ":", "")})
		}
	}
	at := numbers.FindAllStringSubmatchIndex(a.url[a.at.hash:], -1)
	if a.First == 0 || (len(at) == 2) != (last > first) { // it is of another form
		letter := lineLetter[a.Forge]
		second := letter
		if a.Forge == GitLab {
			second = ""
		}
		return append(edits, edit{whole, "#" + letter + lineSpan(first, last, "-", second)})
	}
	for i, n := range []int{first, last}[:len(at)] {
		edits = append(edits, edit{field{a.at.hash + at[i][2], a.at.hash + at[i][3]}, strconv.Itoa(n)})
	}
	return edits
}

func lineSpan(first, last int, sep, letter string) string {
	if last <= first {
		return strconv.Itoa(first)
	}
	return strconv.Itoa(first) + sep + letter + strconv.Itoa(last)
}
