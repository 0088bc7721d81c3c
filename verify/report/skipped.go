package report

import (
	"bufio"
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/knotes-dev/knotes/verify/match"
)

// What is said of skipped claims is a few lines, however many reasons there
// are.
const (
	skippedLines = 3
	skippedWidth = 100 // characters
)

// reasonCount is how many claims are skipped for a reason.
type reasonCount struct {
	reason string
	n      int
}

// writeSkipped says what was not run, by reason, the frequent ones first: a
// rule never holds without a word.
func writeSkipped(b *bufio.Writer, r *Report) {
	all := skippedReasons(r)
	line, lines := "skipped:", 1
	for i, c := range all {
		part := fmt.Sprintf(" %d %s", c.n, match.Visible(firstLine(c.reason)))
		if i+1 < len(all) {
			part += ","
		}
		if long := utf8.RuneCountInString(line+part) > skippedWidth; long && i > 0 {
			if lines == skippedLines {
				part = fmt.Sprintf(" and %d for other reasons, which -v lists", claimsOf(all[i:]))
				fmt.Fprintln(b, inert(line+part))
				return
			}
			fmt.Fprintln(b, inert(line))
			line, lines = "        ", lines+1
		}
		line += part
	}
	if len(all) > 0 {
		fmt.Fprintln(b, inert(line))
	}
}

func skippedReasons(r *Report) []reasonCount {
	counts := map[string]int{}
	for _, n := range r.Notes {
		for _, c := range n.Claims {
			if c.Status == Skipped {
				counts[c.Reason]++
			}
		}
	}
	var all []reasonCount
	for reason, n := range counts {
		all = append(all, reasonCount{reason, n})
	}
	slices.SortFunc(all, func(a, b reasonCount) int { return cmp.Or(b.n-a.n, cmp.Compare(a.reason, b.reason)) })
	return all
}

func claimsOf(all []reasonCount) (n int) {
	for _, c := range all {
		n += c.n
	}
	return n
}
