package notes

import (
	"fmt"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Nearest returns "; did you mean "x"?" for the known word that is nearest to
// word, or "" where none is near.
func Nearest(word string, known []string) string {
	if best := nearest(word, known); best != "" {
		return fmt.Sprintf("; did you mean %q?", best)
	}
	return ""
}

// NearestOf is Nearest, and where none is near it names all that are known.
func NearestOf(word string, known []string) string {
	if near := Nearest(word, known); near != "" {
		return near
	}
	return "; known are " + strings.Join(known, ", ")
}

func nearest(word string, known []string) string {
	best, distance := "", len(word)/2+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(word, k); d < distance {
			best, distance = k, d
		}
	}
	return best
}
