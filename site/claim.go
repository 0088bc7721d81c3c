package site

import (
	"fmt"
	"strings"
	"time"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// claimData is what a page shows of a claim. All of it is plain text, safe to
// be escaped and shown.
type claimData struct {
	ID      string `json:"id"`
	Anchor  string `json:"anchor"`
	URL     string `json:"url"`
	Line    int    `json:"line"` // in the note's file
	Kind    string `json:"kind"`
	Status  string `json:"status"`
	Shape   string `json:"shape"`
	Word    string `json:"word"`
	Means   string `json:"means"`
	Reason  string `json:"reason"`
	Remark  string `json:"remark"`
	Command string `json:"command"`
	Ran     bool   `json:"ran"`
	Exit    string `json:"exit"`
	Time    string `json:"time"`  // seconds, with the unit
	Limit   string `json:"limit"` // of time, where it has one of its own
	Cached  bool   `json:"cached"`
}

// shapes tell the statuses apart without colour.
var shapes = map[report.Status]string{
	report.Verified: "✓", report.Drifted: "≠", report.Failed: "✗", report.Skipped: "–", report.Unverified: "?",
}

// means says what each kind of evidence proves; another kind is shown by its
// own word.
var means = map[string]string{
	"ran":       "It ran: exit status and output are as written.",
	"masked":    "It ran: exit status and output are as written, but for values proven to vary from run to run.",
	"succeeded": "It ran to success, which is all the note claims. Output below it is what it printed.",
	"excerpt":   "These lines stand, in order, in what an earlier step printed or made.",
	"compiled":  "It compiled with -Wall -Wextra without error.",
	"quoted":    "The same tokens stand, in order, in the pinned source.",
	"decoded":   "The toolchain's objdump decodes these bytes so.",
	"pinned":    "The link is fixed to a commit or release; file, line and symbol are there.",
	"found":     "The name is found in the kernel release.",
}

// newClaim returns the data of a claim on the page at url. s is its step, nil
// for a claim that has none.
func newClaim(c *report.Claim, s *snippets.Step, url string) *claimData {
	d := &claimData{ID: c.ID, Anchor: anchor(c.ID), URL: url + "#" + anchor(c.ID), Line: c.Line, Kind: c.Kind,
		Status: string(c.Status), Shape: shapes[c.Status], Word: word(c),
		Reason: visible(c.Reason), Remark: visible(c.Remark), Command: visible(c.Command), Cached: c.Cached}
	if c.Status == report.Verified {
		d.Means = means[c.Evidence]
	}
	if c.Exit != nil {
		d.Ran, d.Exit = true, fmt.Sprint(*c.Exit)
	}
	if d.Ran && c.Seconds > 0 { // a record does not say
		d.Time = took(c.Seconds)
	}
	if s != nil && s.Limit > 0 {
		d.Limit = duration(s.Limit)
	}
	return d
}

// word is the status in a word: of a verified claim what was done for it.
func word(c *report.Claim) string {
	if c.Status != report.Verified {
		return string(c.Status)
	}
	switch c.Evidence {
	case "", "masked", "succeeded":
		return "ran"
	}
	return c.Evidence
}

// missing stands for a claim that the report does not know.
func missing(c *snippets.Claim) *report.Claim {
	r := &report.Claim{ID: c.ID, Line: c.Pos.Line, Kind: string(c.Kind), Status: report.Unverified, Reason: "not checked"}
	if c.Step != nil {
		r.Command = c.Step.Command
	}
	return r
}

// claim returns what was found of a claim of the note.
func (n *planned) claim(c *snippets.Claim) *report.Claim {
	if r := n.claims[c.ID]; r != nil {
		return r
	}
	return missing(c)
}

// inlined tells whether what a step printed stands below it on the site,
// though not in the note.
func inlined(s *snippets.Step, c *report.Claim) bool {
	return s.Silent && c != nil && c.Status == report.Verified && c.Observed != ""
}

// wrong tells whether what was observed has to be seen beside what the note
// says.
func wrong(c *report.Claim) bool { return c.Status == report.Drifted || c.Status == report.Failed }

// diffLine is a line of a difference: Sign is "-" where only the note has it,
// "+" where only the run printed it, "@" above a piece, else a blank.
type diffLine struct {
	Sign string `json:"sign"`
	Text string `json:"text"`
}

// difference shows where an output differs from what the note says. It is
// empty where a look at the two shows it as well: one is silent, or both are
// of a few lines. line is that of the note on which the output begins.
func difference(expected, observed string, line int) []diffLine {
	const few = 3
	if strings.TrimSpace(expected) == "" || strings.TrimSpace(observed) == "" ||
		max(strings.Count(expected, "\n"), strings.Count(observed, "\n")) <= few {
		return nil
	}
	var all []diffLine
	for line := range strings.Lines(match.Diff(expected, observed, line)) {
		line = strings.TrimSuffix(line, "\n")
		if line != "" {
			all = append(all, diffLine{line[:1], line[1:]})
		}
	}
	return all
}

// visible spells what a reader could not see, or what would change how the
// rest is read.
func visible(s string) string { return match.Visible(s) }

// took words the time of a run.
func took(seconds float64) string {
	if seconds < 1 {
		return fmt.Sprintf("%.3g ms", 1000*seconds)
	}
	return fmt.Sprintf("%.3g s", seconds)
}

// duration words a time as a person would: "20 s", "2 min".
func duration(d time.Duration) string {
	if d >= time.Minute && d%time.Minute == 0 {
		return fmt.Sprintf("%d min", d/time.Minute)
	}
	return fmt.Sprintf("%g s", d.Seconds())
}
