package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// whatVaries names what a volatile token is, by its cause: one, and many.
var whatVaries = map[string][2]string{
	string(match.ASLR):   {"an address", "addresses"},
	string(match.PID):    {"a process id", "process ids"},
	string(match.Clock):  {"a time", "times"},
	string(match.Order):  {"in the order of threads", "in the order of threads"},
	string(match.Chance): {"a value", "values"},
}

// volatileTitle says why a token varies, and what two runs had there.
func volatileTitle(cause, first, second string) string {
	title := cmp.Or(whatVaries[cause][0], "a value") + " that varies from run to run"
	if cause == string(match.Order) {
		title = "the order of threads, which varies from run to run"
	}
	var seen []string
	for _, text := range []string{first, second} {
		if text != "" && !slices.Contains(seen, text) {
			seen = append(seen, visible(match.Clip(text)))
		}
	}
	if len(seen) > 0 {
		title += ": " + strings.Join(seen, ", then ")
	}
	return title
}

// whyVaries says of each cause why it makes outputs differ.
var whyVaries = map[string]string{
	string(match.ASLR):   "ASLR: the kernel places a program, its libraries and its stack at other addresses each time.",
	string(match.PID):    "PID: processes are numbered in the order in which they start on a machine.",
	string(match.Clock):  "Clock: it is the time of the run.",
	string(match.Order):  "Order: threads run side by side, and which is first is not fixed.",
	string(match.Chance): "Chance: nothing fixes it; two runs had different values.",
}

// varies sums up what is volatile in an output: "2 addresses (ASLR), 1 process
// id (PID)". It says in words what a page underlines.
func varies(c *report.Claim) string {
	var causes []string
	for _, v := range c.Volatile {
		causes = append(causes, v.Cause)
	}
	return countCauses(causes)
}

// reasons says why what is volatile in an output is so.
func reasons(c *report.Claim) []string {
	var all []string
	for _, v := range c.Volatile {
		if why := whyVaries[v.Cause]; why != "" && !slices.Contains(all, why) {
			all = append(all, why)
		}
	}
	return all
}

// differs is what a page says below an output whose tokens are marked.
type differs struct {
	What string `json:"what"` // "2 addresses (ASLR)"
	Runs bool   `json:"runs"` // two runs can be shown on top of each other
}

// newDiffers sums up what outputs have marked; nil where that is nothing.
func newDiffers(outputs ...[]span) *differs {
	var d differs
	var causes []string
	for _, s := range slices.Concat(outputs...) {
		if s.Title != "" {
			causes = append(causes, s.cause)
			d.Runs = d.Runs || s.Runs != nil
		}
	}
	if len(causes) == 0 {
		return nil
	}
	d.What = countCauses(causes)
	return &d
}

// countCauses words how many tokens vary for each cause.
func countCauses(all []string) string {
	counts := map[string]int{}
	var causes []string
	for _, c := range all {
		if counts[c]++; counts[c] == 1 {
			causes = append(causes, c)
		}
	}
	var parts []string
	for _, cause := range causes {
		n, what := counts[cause], whatVaries[cause]
		switch {
		case cause == string(match.Order):
			parts = append(parts, fmt.Sprintf("the order of %d pieces (%s)", n, cause))
		case n == 1:
			parts = append(parts, fmt.Sprintf("%s (%s)", cmp.Or(what[0], "a value"), cause))
		default:
			parts = append(parts, fmt.Sprintf("%d %s (%s)", n, cmp.Or(what[1], "values"), cause))
		}
	}
	return visible(strings.Join(parts, ", "))
}
