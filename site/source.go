package site

import (
	"fmt"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// stepLink leads to a step: that an excerpt is of, or that started the program
// into which a line is typed.
type stepLink struct {
	URL     string `json:"url"`
	Command string `json:"command"` // its first line
}

// sourceData says where the lines of an excerpt stand.
type sourceData struct {
	Lines string    `json:"lines"` // "lines 3–7", of the output or file; "" where that is not known
	File  string    `json:"file"`  // "" for an output
	Shown bool      `json:"shown"` // the output as the note shows it
	Step  *stepLink `json:"step"`  // that printed or made it; nil for a file of the note
}

// source returns where an excerpt stands, nil for any other claim.
func (n *planned) source(c *report.Claim) *sourceData {
	if c.Source == nil {
		return nil
	}
	s := &sourceData{File: visible(c.Source.File), Shown: c.Source.Shown}
	switch first, last := c.Source.SourceLine, c.Source.SourceLast; {
	case first > 0 && last > first:
		s.Lines = fmt.Sprintf("lines %d–%d", first, last)
	case first > 0:
		s.Lines = fmt.Sprintf("line %d", first)
	}
	s.Step = n.step(func(step *snippets.Claim) bool { return step.ID == c.Source.Claim })
	return s
}

// starter returns the step that started the program into which s is typed.
func (n *planned) starter(s *snippets.Step) *stepLink {
	if s.Starter == nil {
		return nil
	}
	return n.step(func(c *snippets.Claim) bool { return c.Step == s.Starter })
}

func newStepLink(n *planned, b *snippets.Block, c *snippets.Claim) stepLink {
	first, _, _ := strings.Cut(c.Step.Command, "\n")
	return stepLink{n.pageAt(b.Start).url + "#" + anchor(c.ID), visible(match.Clip(first))}
}

// step links to the first step of the note that is meant.
func (n *planned) step(meant func(*snippets.Claim) bool) *stepLink {
	for _, b := range n.Doc.Blocks {
		for _, c := range b.Claims {
			if c.Step != nil && meant(c) {
				s := newStepLink(n, b, c)
				return &s
			}
		}
	}
	return nil
}
