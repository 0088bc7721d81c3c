package report

import (
	"encoding/xml"
	"fmt"
	"io"

	"github.com/knotes-dev/knotes/verify/match"
)

type junitSuites struct {
	XMLName xml.Name     `xml:"testsuites"`
	Suites  []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string        `xml:"classname,attr"`
	Name    string        `xml:"name,attr"`
	Time    string        `xml:"time,attr"`
	Failure *junitMessage `xml:"failure"`
	Skipped *junitMessage `xml:"skipped"`
}

type junitMessage struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// writeJUnit writes a suite for each note and a case for each claim.
func writeJUnit(w io.Writer, r *Report, o Options) error {
	var all junitSuites
	for _, n := range r.Notes {
		s := junitSuite{Name: n.File}
		for _, c := range n.Claims {
			s.add(junitClaim(n, c, o))
		}
		if f, ok := recordFinding(n); ok {
			s.add(junitCase{Class: n.File, Name: "record", Time: "0", Failure: &junitMessage{Message: f.Message}})
		}
		all.Suites = append(all.Suites, s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s *junitSuite) add(c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Skipped != nil {
		s.Skipped++
	}
}

func junitClaim(n *Note, c *Claim, o Options) junitCase {
	what := c.Kind
	if c.Command != "" {
		what = firstLine(c.Command)
	}
	tc := junitCase{Class: n.File, Name: match.Visible(fmt.Sprintf("line %d: %s", c.Line, what)), Time: fmt.Sprintf("%.3f", c.Seconds)}
	f := finding(n, c)
	m := &junitMessage{Message: match.Visible(f.Message), Text: f.Detail}
	switch {
	case c.Status == Drifted, c.Status == Failed, c.Status == Unverified && o.Strict:
		tc.Failure = m
	case c.Status == Skipped, c.Status == Unverified:
		tc.Skipped = m
	}
	return tc
}
