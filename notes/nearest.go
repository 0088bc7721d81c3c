package notes

import (
	"fmt"

	"github.com/agnivade/levenshtein"
)

// Nearest returns "; did you mean "x"?" for the known word that is nearest to
// word, or "" where none is near.
func Nearest(word string, known []string) string {
	best, distance := "", len(word)/2+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(word, k); d < distance {
			best, distance = k, d
		}
	}
	if best == "" {
		return ""
	}
	return fmt.Sprintf("; did you mean %q?", best)
}
