package site

import (
	"bytes"

	"github.com/knotes-dev/knotes/verify/report"
)

// reportJSON is the report of version 1 as it is published: each claim with its
// status, evidence, reason and command, and the toolchains with all packages.
// Outputs, which may be long and stand on the pages, are left out.
func reportJSON(r *report.Report) ([]byte, error) {
	out := *r
	out.Notes = make([]*report.Note, len(r.Notes))
	for i, n := range r.Notes {
		note := *n
		note.Claims = make([]*report.Claim, len(n.Claims))
		for j, c := range n.Claims {
			claim := *c
			claim.Expected, claim.Observed, claim.Volatile = "", "", nil
			note.Claims[j] = &claim
		}
		out.Notes[i] = &note
	}
	var b bytes.Buffer
	err := report.Write(&b, "json", &out, report.Options{})
	return b.Bytes(), err
}

// verification writes what the page of verification shows, and what is published
// for others to read and show: the report and the badge.
func (e *emission) verification(b *book, total counts) {
	d := b.verification()
	d.Badge = badgeFile
	e.file("static/"+badgeFile, []byte(badge(total)))
	if b.Report != nil {
		data, err := reportJSON(b.Report)
		if err != nil && e.err == nil {
			e.err = err
		}
		d.Report = reportFile
		e.file("static/"+reportFile, data)
	}
	e.json("data/verified.json", d)
}
