package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/verify/match"
)

// Finding is something that has to be mended.
type Finding struct {
	File      string
	Line, Col int // from 1
	Message   string
	Kind      string // of the claim, or "record"
	Detail    string // a diff or an output, safe to print, or ""
	Warning   bool   // it counts only where all must be verified
}

// String renders the finding as file:line:col: message [kind].
func (f Finding) String() string {
	line := fmt.Sprintf("%s:%d:%d: %s [%s]", f.File, f.Line, f.Col, f.Message, f.Kind)
	return match.Visible(strings.ReplaceAll(line, "\n", " "))
}

// Findings lists what is wrong, in the order of the notes and of their lines.
// With strict, claims that nothing speaks for are wrong too.
func (r *Report) Findings(strict bool) []Finding {
	var all []Finding
	for _, n := range r.Notes {
		var own []Finding
		if f, ok := recordFinding(n); ok {
			own = append(own, f)
		}
		if f, ok := lockFinding(n); ok {
			own = append(own, f)
		}
		for _, c := range n.Claims {
			if c.wrong(strict) {
				own = append(own, finding(n, c))
			}
		}
		slices.SortStableFunc(own, func(a, b Finding) int {
			return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
		})
		all = append(all, own...)
	}
	for _, file := range r.Strays {
		all = append(all, strayFinding(file))
	}
	return all
}

// Well tells whether nothing has to be mended.
func (r *Report) Well(strict bool) bool { return len(r.Findings(strict)) == 0 }

func (c *Claim) wrong(strict bool) bool {
	return c.Status == Drifted || c.Status == Failed || strict && c.Status == Unverified
}

// finding words a claim's verdict. Its place is the command's; a diff names the
// lines of the note.
func finding(n *Note, c *Claim) Finding {
	f := Finding{File: n.File, Line: c.Line, Col: c.Col, Kind: c.Kind, Message: c.Reason, Warning: c.Status == Unverified}
	if what := c.Subject(); what != "" {
		why, cure, run := strings.Cut(f.Message, "; run: ")
		if c.Command != "" || !strings.Contains(why, what) {
			why += ": " + what
		}
		if f.Message = why; run { // what can be copied stands last
			f.Message += "; run: " + cure
		}
	}
	switch c.Status {
	case Drifted:
		f.Detail = c.Diff()
	case Failed:
		f.Detail = match.Excerpt(c.Observed)
	}
	if c.Remark != "" {
		f.Detail = match.Visible(c.Remark) + "\n" + f.Detail
	}
	return f
}

// recordFinding is what is wrong with a note's record. It stands at the note's
// first line, since all of the note is meant.
func recordFinding(n *Note) (Finding, bool) {
	what := ""
	switch n.Record {
	case RecordMissing:
		if what = "it has no record"; n.RecordWhy != "" {
			what = "its record is broken: " + n.RecordWhy
		}
	case RecordStale:
		if what = "its record is stale"; n.RecordWhy != "" {
			what += ": " + n.RecordWhy
		}
	case RecordDiffers:
		if what = "its record says otherwise than was observed"; n.RecordWhy != "" {
			what += ", first of " + n.RecordWhy
		}
	default:
		return Finding{}, false
	}
	return Finding{File: n.File, Line: 1, Col: 1, Kind: "record", Message: what + "; run: knotes verify --record " + n.File}, true
}

func strayFinding(file string) Finding {
	return Finding{File: file, Line: 1, Col: 1, Kind: "record", Message: "no note stands beside this record; remove it, or give it its note's name"}
}

// lockFinding is that the lock does not hold what was found in source code for a
// note. It stands at the first claim of those.
func lockFinding(n *Note) (Finding, bool) {
	f := Finding{File: n.File, Kind: "lock"}
	missing := 0
	for _, c := range n.Claims {
		if !c.Unlocked && (c.Pin == nil || c.Pin.Lock != LockMissing) {
			continue
		}
		if missing++; missing == 1 {
			f.Line, f.Col = c.Line, c.Col
		}
	}
	what := "it is"
	if missing > 1 {
		what = fmt.Sprintf("it and %d more of the note are", missing-1)
	}
	f.Message = what + " not in knotes.lock; run: knotes verify --record " + n.File
	return f, missing > 0
}
