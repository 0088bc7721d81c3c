package verify

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/csource"
	"github.com/knotes-dev/knotes/verify/kernel"
)

// noRole is the role of a word that is no symbol.
const noRole = "none"

// standing finds what a pin asks for in a file, but for the lines to show. wrong
// says what is not there.
func standing(key notes.PinKey, file *kernel.File) (p notes.LockedPin, wrong string) {
	p = notes.LockedPin{PinKey: key, Blob: file.Blob}
	var roles, bad []string
	for _, symbol := range splitSymbols(key.Symbols) {
		name, weak := strings.CutPrefix(symbol, weakMark)
		role, why := roleOf(file.Text, name, weak, key)
		roles = append(roles, role)
		if why != "" {
			bad = append(bad, why)
		}
	}
	if n := lineCount(file.Text); key.Last > n {
		bad = slices.Insert(bad, 0, fmt.Sprintf("%s has %d lines, the link says %s", key.Path, n, span(key.Line, key.Last)))
	}
	if len(bad) > 0 {
		return p, strings.Join(bad, "; ")
	}
	p.Role = strings.Join(roles, ",")
	return p, ""
}

// roleOf finds as what a symbol stands at the lines of a key. One that may be an
// ordinary word is none unless the file has it for a symbol.
func roleOf(text []byte, name string, weak bool, key notes.PinKey) (role, wrong string) {
	if csource.IsKeyword(name) {
		return noRole, ""
	}
	places := csource.FindIn(key.Path, text, name)
	if best, ok := bestPlace(places, key.Line, key.Last); ok {
		return roleWord(best), ""
	}
	switch {
	case weak && !slices.ContainsFunc(places, func(p csource.Place) bool { return isSymbol(p, key, text) }):
		return noRole, ""
	case len(places) == 0:
		return noRole, fmt.Sprintf("`%s` does not stand in %s", name, key.Path)
	}
	return noRole, fmt.Sprintf("`%s` is at %s, the link says %s", name, placesText(places, key.Line), span(key.Line, key.Last))
}

// nearCall is how far from a link, in lines, a function may be called by whose
// name an ordinary word is read.
const nearCall = 60

// isSymbol tells whether an ordinary word is a name that others link to, not that
// of a variable by chance: a function, a type, a macro or a variable of its own
// that the file has, or a function that is called near by.
func isSymbol(p csource.Place, key notes.PinKey, text []byte) bool {
	switch {
	case p.Role == csource.Use:
		return p.As == "function" && key.Line > 0 && abs(p.Line-key.Line) <= nearCall
	case p.As == "variable":
		first, _ := csource.DefinitionIn(key.Path, text, p.Line)
		return first == 0 || first == p.Line // else within a function
	}
	return p.As != "parameter" && p.As != "label" && p.As != "field"
}

func roleWord(p csource.Place) string {
	if p.As == "" {
		return string(p.Role)
	}
	return string(p.Role) + "/" + strings.ReplaceAll(p.As, " ", "_")
}

var roleRank = map[csource.Role]int{csource.Definition: 2, csource.Declaration: 1, csource.Use: 0}

// bestPlace is the most telling of the places within lines; all are, without any
// lines.
func bestPlace(places []csource.Place, first, last int) (best csource.Place, ok bool) {
	for _, p := range places {
		if first > 0 && (p.Line < first || p.Line > last) {
			continue
		}
		if !ok || roleRank[p.Role] > roleRank[best.Role] {
			best, ok = p, true
		}
	}
	return best, ok
}

// placesText names the lines at which a symbol stands: the nearest, where it is
// defined, and how many more there are.
func placesText(places []csource.Place, line int) string {
	near := nearestPlace(places, line)
	text := strconv.Itoa(near.Line)
	rest := map[int]bool{}
	for _, p := range places {
		rest[p.Line] = true
	}
	delete(rest, near.Line)
	if def, ok := bestPlace(places, 0, 0); ok && def.Role == csource.Definition && rest[def.Line] {
		text += fmt.Sprintf(" (defined at %d)", def.Line)
		delete(rest, def.Line)
	}
	if n := len(rest); n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

func nearestPlace(places []csource.Place, line int) csource.Place {
	return slices.MinFunc(places, func(x, y csource.Place) int { return abs(x.Line-line) - abs(y.Line-line) })
}

func abs(n int) int { return max(n, -n) }
