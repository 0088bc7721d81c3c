package verify

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// UpdateMode says what becomes of a note that is not as was observed.
type UpdateMode int

// The modes of updating.
const (
	NoUpdate    UpdateMode = iota // it stays
	ShowUpdate                    // it stays, but the report has what would be written
	WriteUpdate                   // what was observed is written into it
)

// mayUpdate tells whether a note is written here, or was named as a file: those
// of a pulled notebook are mended where they come from.
func mayUpdate(n *notes.Note) bool { return n.Notebook == "" || n.Strict }

// updatable tells whether an update may change what is said of a claim.
func (v *verifier) updatable(p *plan, c *report.Claim) bool {
	return v.Update != NoUpdate && mayUpdate(p.doc.Note) && c.Status == report.Failed && c.Exit != nil
}

// update writes what was observed into a note, or only finds out what would be
// written, and returns the plan and the judgement of the note as it is then.
func (v *verifier) update(p *plan, seen *observed, n *report.Note) (*plan, *report.Note, error) {
	switch {
	case v.Update == NoUpdate || v.Engine == nil:
		return p, n, nil
	case !mayUpdate(p.doc.Note):
		n.Update = &report.Update{Refused: "its notebook is pulled: mend it where it comes from"}
		return p, n, nil
	}
	rev := revise(p, v.recipe(p.doc), seen)
	up := &report.Update{Steps: rev.steps, Before: p.doc.Note.Source, After: rev.doc.Note.Source}
	if v.Update == WriteUpdate && len(rev.steps) > 0 {
		switch err := WriteNote(p.doc.Note, up.After); {
		case errors.Is(err, errChanged):
			up.Steps, up.Refused = nil, err.Error()
		case err != nil:
			return nil, nil, err
		default:
			p, n = v.judgeUpdated(p, rev, seen, n)
		}
	}
	for _, c := range n.Claims {
		if why := rev.left[c.ID]; why != "" {
			c.Remark = joinRemarks(c.Remark, "not updated: "+why)
		}
	}
	n.Update = up
	return p, n, nil
}

var errChanged = errors.New("it was changed while it was verified; run it again")

// WriteNote replaces a note's file, unless somebody else has changed it since
// it was read. Where the file is a link, what it leads to is replaced.
func WriteNote(n *notes.Note, source []byte) error {
	file, err := filepath.EvalSymlinks(filepath.Join(n.Dir, filepath.Base(n.File)))
	if err != nil {
		return err
	}
	now, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if !bytes.Equal(now, n.Source) {
		return errChanged
	}
	return notes.WriteFile(file, source)
}

// judgeUpdated judges a note as it was written. What it quotes of outputs that
// are no longer in it stays a finding: nothing else would tell the author.
func (v *verifier) judgeUpdated(p *plan, rev revision, seen *observed, before *report.Note) (*plan, *report.Note) {
	for i, b := range p.doc.Blocks {
		if now := rev.doc.Blocks[i]; b.Class == snippets.Excerpt && now.Class == snippets.Text {
			now.Settle(snippets.Excerpt)
		}
	}
	next := newPlan(rev.doc, v.recipe(rev.doc), v.src)
	n := judgeNote(next, seen, v.share)
	drifted := map[string]bool{}
	for _, c := range before.Claims {
		drifted[c.ID] = c.Kind == string(snippets.Excerpt) && c.Status == report.Drifted
	}
	for _, c := range n.Claims {
		if c.Status == report.Unverified && drifted[c.ID] {
			c.Status, c.Reason = report.Drifted, "the output that it was taken from is updated: write these lines anew, too"
		}
	}
	return next, n
}
