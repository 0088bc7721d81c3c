// Package report holds what a run found, and writes it for people and
// machines. Report is version 1 of the JSON report, the source of all other
// formats.
package report

import (
	"cmp"

	"github.com/knotes-dev/knotes/verify/match"
)

// Schema names the version of the JSON report.
const Schema = "knotes.report/1"

// Report is the outcome of one run.
type Report struct {
	Schema      string      `json:"schema"`
	Environment Environment `json:"environment"`
	Summary     Summary     `json:"summary"`
	Notes       []*Note     `json:"notes"`
	Strays      []string    `json:"stray_records,omitempty"` // records beside which no note stands
}

// Environment says on what the claims were checked.
type Environment struct {
	Engine     string               `json:"engine"`
	Toolchains map[string]Toolchain `json:"toolchains"`
}

// Toolchain identifies a toolchain image.
type Toolchain struct {
	ID       string            `json:"id"`
	Suite    string            `json:"suite"`
	Packages map[string]string `json:"packages"`
}

// Summary counts claims by status. Coverage is verified ÷ claims, 0 to 1.
type Summary struct {
	Notes       int     `json:"notes"`
	Claims      int     `json:"claims"`
	Verified    int     `json:"verified"`
	Drifted     int     `json:"drifted"`
	Failed      int     `json:"failed"`
	Skipped     int     `json:"skipped"`
	Unverified  int     `json:"unverified"`
	Coverage    float64 `json:"coverage"`
	Seconds     float64 `json:"seconds"`
	StepsRun    int     `json:"steps_run"`
	StepsCached int     `json:"steps_cached"`
}

// The states of a note's record.
const (
	RecordCurrent = "current"
	RecordStale   = "stale"
	RecordDiffers = "differs"
	RecordMissing = "missing"
	RecordNone    = "none"
)

// Note is one note's part of a report.
type Note struct {
	Notebook  string   `json:"notebook"`
	File      string   `json:"file"`
	Title     string   `json:"title"`
	Toolchain string   `json:"toolchain"`
	Record    string   `json:"record"`
	RecordWhy string   `json:"record_why,omitempty"` // what in the record is broken, stale or different
	Recorded  string   `json:"recorded,omitempty"`   // date of the record that spoke, RFC 3339
	Blocks    []Block  `json:"blocks"`
	Claims    []*Claim `json:"claims"`

	RecordWritten bool    `json:"-"`
	Seen          Seen    `json:"-"`
	Listing       string  `json:"-"` // assembly of its programs, as package listing has it; "" if it is not known
	Update        *Update `json:"-"` // nil where none was asked for
}

// Seen tells of the runs from which it is known what a note's commands do. It
// is zero where nothing is known, or nothing is run.
type Seen struct {
	From      string // one of From…
	Date      string // of the run, YYYY-MM-DD
	Engine    string
	Toolchain string // identity of its packages
	Runs      int    // 2 where a second run told what is volatile
	Varied    string // what that one had otherwise, in words
}

// Where it is known from what a note's commands do.
const (
	FromRun    = "run"    // they were run now
	FromCache  = "cache"  // of an earlier run, in the user's cache
	FromRecord = "record" // beside the note
)

// Block is one fenced block of a note.
type Block struct {
	Line   int    `json:"line"`
	Lang   string `json:"lang"`
	Class  string `json:"class"`
	Claims int    `json:"claims"`
}

// Status is the verdict on a claim.
type Status string

// The statuses of a claim.
const (
	Verified   Status = "verified"
	Drifted    Status = "drifted"
	Failed     Status = "failed"
	Skipped    Status = "skipped"
	Unverified Status = "unverified"
)

// Claim is one claim and the evidence for or against it.
type Claim struct {
	ID        string     `json:"id"`
	Line      int        `json:"line"`
	Col       int        `json:"col"`
	BlockLine int        `json:"block_line"` // 0 in prose
	Kind      string     `json:"kind"`
	Status    Status     `json:"status"`
	Evidence  string     `json:"evidence"`
	Reason    string     `json:"reason"`
	Command   string     `json:"command"`
	Text      string     `json:"text,omitempty"` // of a link or a name, as a reader sees it
	URL       string     `json:"url,omitempty"`  // of a link
	Exit      *int       `json:"exit"`           // null where nothing ran to its end
	Seconds   float64    `json:"seconds"`
	Cached    bool       `json:"cached"`
	Expected  string     `json:"expected"`
	Observed  string     `json:"observed"` // bytes that are no text stand in JSON as U+FFFD
	Volatile  []Volatile `json:"volatile"`
	Remark    string     `json:"remark,omitempty"` // what a reader should know besides: "in a new shell: …"

	Rule   string  `json:"rule,omitempty"`   // of matching, that the output needed: exact, wildcard or mask
	Source *Source `json:"source,omitempty"` // what an excerpt is taken from
	Pin    *Pin    `json:"pin,omitempty"`    // the source code that a link, quotation or name rests on

	// Unlocked tells that C is the author's own because it is in no file to which
	// its section links, which knotes.lock does not say.
	Unlocked bool `json:"unlocked,omitempty"`

	OutputLine int        `json:"-"` // line of the note at which the expected output begins
	Mask       match.Mask `json:"-"` // Volatile, for matching
}

// Subject is what a claim is about, in a line: a command, the text of a link or
// where it leads, a name; "" of a block.
func (c *Claim) Subject() string {
	return firstLine(cmp.Or(c.Command, c.Text, c.URL))
}

// Diff shows how what was observed differs from what the note says, volatile
// tokens aside, by the lines of the note. It is safe to print.
func (c *Claim) Diff() string {
	return match.Diff(c.Expected, c.Mask.Respell(c.Expected, c.Observed), c.OutputLine)
}

// Source is where the lines of an excerpt stand. Lines count from 1.
type Source struct {
	Claim      string `json:"claim,omitempty"`       // the step that printed or made it
	Line       int    `json:"line,omitempty"`        // of that step in the note
	File       string `json:"file,omitempty"`        // a file of the note, or one that the step made; "" is the step's output
	SourceLine int    `json:"source_line,omitempty"` // of the output or file, the first one
	SourceLast int    `json:"source_last,omitempty"` // and the last one
	Shown      bool   `json:"shown,omitempty"`       // the output as the note shows it, not as it was observed
}

// Volatile is a token of the observed output that was proven to vary. Line
// counts from 1; Start and End are a byte range in the line.
type Volatile struct {
	Line  int    `json:"line"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Cause string `json:"cause"`
	Kind  string `json:"kind,omitempty"` // what may stand in its place: hexadecimal, decimal, time, …
	Text  string `json:"text,omitempty"` // what stands there
	Twin  string `json:"twin,omitempty"` // what a second run had there

	// Carried tells a token that is volatile by the record alone: what was seen
	// now does not show it.
	Carried bool `json:"carried,omitempty"`
}

// Add puts a note into the report and counts its claims.
func (r *Report) Add(n *Note) {
	r.Notes = append(r.Notes, n)
	s := &r.Summary
	s.Notes++
	for _, c := range n.Claims {
		s.Claims++
		switch c.Status {
		case Verified:
			s.Verified++
		case Drifted:
			s.Drifted++
		case Failed:
			s.Failed++
		case Skipped:
			s.Skipped++
		default:
			s.Unverified++
		}
	}
	if s.Claims > 0 {
		s.Coverage = float64(s.Verified) / float64(s.Claims)
	}
}
