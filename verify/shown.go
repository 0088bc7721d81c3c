package verify

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// A report shows about maxShown bytes of outputs in all. Each note has as
// large a share of that as of the claims, and leastShown for each of its own if
// that is more. An output for which there is no room is cut, which it says.
// Only what is shown is cut: judged is the whole.
const (
	maxShown   = 16 << 20
	leastShown = 1 << 10
)

// share is how many bytes of output a note may show for each of its claims.
func share(docs []*Doc) int {
	claims := 0
	for _, doc := range docs {
		claims += len(doc.Claims())
	}
	return max(leastShown, maxShown/max(1, claims))
}

// longest is how much of an output may be shown, so that those of a note fit
// into its share: the short ones leave their room to the long ones.
func longest(steps []step, share int) int {
	lengths := make([]int, len(steps))
	for i, s := range steps {
		lengths[i] = len(s.Output)
	}
	slices.Sort(lengths)
	room := share * len(lengths)
	for i, n := range lengths {
		if each := room / (len(lengths) - i); n > each {
			return each
		}
		room -= n
	}
	return math.MaxInt
}

// cut returns the first n bytes of an output, or less, up to the end of a line
// where there is one, and says what is missing.
func cut(output string, n int, file string) string {
	if len(output) <= n {
		return output
	}
	end := strings.LastIndexByte(output[:n], '\n') + 1
	gap := ""
	if end == 0 {
		for end, gap = n, "\n"; end > 0 && end > n-utf8.UTFMax && !utf8.RuneStart(output[end]); {
			end--
		}
	}
	return output[:end] + gap + fmt.Sprintf("[%d more bytes are not shown: verify %s alone to see more]\n", len(output)-end, file)
}
