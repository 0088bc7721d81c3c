package cmd

import (
	"fmt"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/report"
)

// lockWords says what the lock has of a claim.
var lockWords = map[string]string{
	report.LockCurrent: "the same",
	report.LockMissing: "nothing of it; run: knotes verify --record",
	report.LockDiffers: "something else; run: knotes pin",
}

// pin tells on what source code a claim rests, with the lines that the site
// shows.
func (s shower) pin(p *report.Pin) {
	if p == nil {
		return
	}
	at := p.Path
	if p.Line > 0 {
		at += ", " + span(p.Line, p.Last)
	}
	s.field("source", p.Source+": "+at)
	s.field("blob", p.Blob)
	for _, symbol := range p.Symbols {
		s.field("stands", symbol.String())
	}
	if len(p.Quoted) > 0 {
		s.field("quotes", "the lines "+notes.FormatLines(p.Quoted)+" (0: none), line by line of the block")
	}
	s.field("lock", lockWords[p.Lock])
	if p.Text == "" {
		return
	}
	for i, line := range strings.Split(p.Text, "\n") {
		name := ""
		if i == 0 {
			name = "lines"
		}
		s.field(name, fmt.Sprintf("%6d  %s", p.First+i, line))
	}
}
