package report

import (
	"cmp"
	"fmt"

	"github.com/knotes-dev/knotes/verify/match"
)

// Finding is something that has to be mended.
type Finding struct {
	File      string
	Line, Col int // 0 for the note as a whole
	Message   string
	Kind      string // of the claim, or "record"
	Detail    string // a diff or an output, or ""
	Warning   bool   // it counts only where all must be verified
}

// String renders the finding as file:line:col: message [kind].
func (f Finding) String() string {
	place := f.File
	if f.Line > 0 {
		place = fmt.Sprintf("%s:%d:%d", f.File, f.Line, f.Col)
	}
	return fmt.Sprintf("%s: %s [%s]", place, match.Visible(f.Message), f.Kind)
}

// Findings lists what is wrong, in the order of the notes. With strict, claims
// that nothing speaks for are wrong too.
func (r *Report) Findings(strict bool) []Finding {
	var all []Finding
	for _, n := range r.Notes {
		for _, c := range n.Claims {
			if c.Status == Drifted || c.Status == Failed || strict && c.Status == Unverified {
				all = append(all, finding(n, c))
			}
		}
		if f, ok := recordFinding(n); ok {
			all = append(all, f)
		}
	}
	return all
}

func finding(n *Note, c *Claim) Finding {
	f := Finding{File: n.File, Line: c.Line, Col: c.Col, Kind: c.Kind, Message: c.Reason, Warning: c.Status == Unverified}
	if c.Command != "" {
		f.Message += ": " + firstLine(c.Command)
	}
	if c.Status == Drifted {
		f.Detail = match.Diff(c.Expected, c.Observed)
	} else if c.Status == Failed {
		f.Detail = match.Visible(c.Observed)
	}
	return f
}

func recordFinding(n *Note) (Finding, bool) {
	var what string
	switch n.Record {
	case RecordMissing:
		what = cmp.Or(n.Broken, "it has no record")
	case RecordStale:
		what = "its record is stale"
	case RecordDiffers:
		what = "its record says otherwise than was observed"
	default:
		return Finding{}, false
	}
	return Finding{File: n.File, Kind: "record", Message: what + "; run: knotes verify --record " + n.File}, true
}

// Well tells whether nothing has to be mended.
func (r *Report) Well(strict bool) bool { return len(r.Findings(strict)) == 0 }
