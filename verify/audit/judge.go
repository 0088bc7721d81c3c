package audit

import (
	"errors"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/report"
)

// fate is what became of a wrong note.
type fate int

const (
	survived fate = iota // it would pass
	found                // it is a finding
	stale                // the record does not speak for it
	unmarked             // the claim is no longer verified, but nothing contradicts it
	untrue               // the change made no wrong note after all
)

// judge makes the change, reads the note again, and judges it by what was
// observed for the unchanged one.
func (a *auditor) judge(at place, c *snippets.Claim, ch change) (fate, error) {
	doc, err := a.reread(a.known.Doc.Rewrite([]snippets.Change{ch.edit(c.Block)}))
	var wrong *notes.Error
	switch {
	case errors.As(err, &wrong): // verify does not go on with such a note
		return found, nil
	case err != nil:
		return 0, err
	}
	if now := claimAt(doc, at); silenced(c, now) {
		return untrue, nil
	}
	n, isStale := a.known.Judge(doc)
	switch {
	case wrongOf(n) > a.wrong:
		return found, nil
	case isStale:
		return stale, nil
	case statusAt(doc, n, at) != report.Verified:
		return unmarked, nil
	}
	return survived, nil
}

// silenced tells whether a block shows no output any more, by which it claims
// less and nothing wrong.
func silenced(was, now *snippets.Claim) bool {
	return was.Step != nil && now != nil && now.Step != nil && now.Step.Silent && !was.Step.Silent
}

func claimAt(doc *verify.Doc, at place) *snippets.Claim {
	if at.block >= len(doc.Blocks) || at.claim >= len(doc.Blocks[at.block].Claims) {
		return nil
	}
	return doc.Blocks[at.block].Claims[at.claim]
}

// statusAt is the status of a claim in the judgement on its note, "" if it
// claims nothing any more.
func statusAt(doc *verify.Doc, n *report.Note, at place) report.Status {
	c := claimAt(doc, at)
	for i, other := range doc.Claims() {
		if c != nil && other == c {
			return n.Claims[i].Status
		}
	}
	return ""
}
