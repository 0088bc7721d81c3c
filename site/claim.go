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
	Text    string `json:"text"`   // of a link or name
	Target  string `json:"target"` // of a link: where it leads
	Window  string `json:"window"` // of a link: id of the window on what it leads to
	Inline  bool   `json:"inline"` // its status is shown where it stands, too
	Ran     bool   `json:"ran"`
	Exit    string `json:"exit"`
	Time    string `json:"time"`  // seconds, with the unit
	Limit   string `json:"limit"` // of time, where it has one of its own
	Cached  bool   `json:"cached"`
	Varies  string `json:"varies"` // what of its output is volatile, in words
	Issue   string `json:"issue"`  // where a difference is reported, "" where nowhere

	Source *sourceData `json:"source,omitempty"` // of an excerpt
	Into   *stepLink   `json:"into,omitempty"`   // of a line typed into a program: what started that
	Why    []string    `json:"why,omitempty"`    // some of its output is volatile
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
	"compiled":  "It compiled without error.",
	"quoted":    "The same tokens stand, in order, in the pinned source.",
	"decoded":   "The toolchain's objdump decodes these bytes so.",
	"pinned":    "The link is fixed to a commit or release; file, line and symbol are there.",
	"found":     "The name is found in the kernel release.",
}

// meansOf says it of evidence that proves another thing for a kind of claim.
var meansOf = map[snippets.Class]map[string]string{
	snippets.Program:   {"compiled": "It compiled with -Wall -Wextra without error."},
	snippets.Prototype: {"compiled": "It compiled behind the headers that declare the same functions, so they are declared so."},
	snippets.Excerpt:   {"decoded": "Its numbers agree with each other: sums are those of their columns, text is that of its bytes."},
}

// meaning says what the evidence for a claim proves. What was typed into a
// program has no exit status.
func meaning(c *report.Claim) string {
	text := means[c.Evidence]
	if own := meansOf[snippets.Class(c.Kind)][c.Evidence]; own != "" {
		text = own
	}
	if c.Exit == nil && (c.Evidence == "ran" || c.Evidence == "masked") {
		text = strings.Replace(text, "exit status and output are as written", "the program prints what is written, and waits", 1)
	}
	return text
}

// newClaim returns the data of a claim on the page at url. s is its step, nil
// for a claim that has none.
func newClaim(c *report.Claim, s *snippets.Step, url string) *claimData {
	d := &claimData{ID: c.ID, Anchor: anchor(c.ID), URL: url + "#" + anchor(c.ID), Line: c.Line, Kind: c.Kind,
		Status: string(c.Status), Shape: shapes[c.Status], Word: word(c),
		Reason: visible(c.Reason), Remark: visible(c.Remark), Command: visible(c.Command), Text: visible(c.Text), Target: c.URL, Cached: c.Cached, Varies: varies(c), Why: reasons(c)}
	if c.Status == report.Verified {
		d.Means = meaning(c)
	}
	if c.Exit != nil {
		d.Ran, d.Exit = true, fmt.Sprint(*c.Exit)
	}
	if c.Seconds > 0 { // a record says it of slow steps alone
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
	case "", "succeeded":
		return "ran"
	case "masked":
		return "ran with masks"
	}
	return c.Evidence
}

// missing stands for a claim that the report does not know.
func missing(c *snippets.Claim) *report.Claim {
	r := &report.Claim{ID: c.ID, Line: c.Pos.Line, Kind: string(c.Kind), Status: report.Unverified, Reason: "not checked"}
	if c.Step != nil {
		r.Command = c.Step.Command
	}
	if c.Link != nil {
		r.Text, r.URL = c.Link.Text, c.Link.Address.String()
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
// of a few lines. What is volatile is no difference.
func difference(c *report.Claim) []diffLine {
	const few = 3
	if strings.TrimSpace(c.Expected) == "" || strings.TrimSpace(c.Observed) == "" ||
		max(strings.Count(c.Expected, "\n"), strings.Count(c.Observed, "\n")) <= few {
		return nil
	}
	var all []diffLine
	for line := range strings.Lines(c.Diff()) {
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
