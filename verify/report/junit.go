package report

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"

	"github.com/knotes-dev/knotes/verify/match"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Skipped  int          `xml:"skipped,attr"`
	Time     string       `xml:"time,attr"` // seconds
	Suites   []junitSuite `xml:"testsuite"`
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
	Type    string `xml:"type,attr,omitempty"` // the claim's status
	Text    string `xml:",chardata"`
}

// writeJUnit writes a suite for each note and a case for each claim. What XML
// cannot hold is spelled.
func writeJUnit(w io.Writer, r *Report, o Options) error {
	all := junitSuites{Name: "knotes", Time: seconds(r.Summary.Seconds)}
	for _, n := range r.Notes {
		s := junitSuite{Name: match.Visible(n.File)}
		for _, c := range n.Claims {
			s.add(junitClaim(n, c, o.Strict))
		}
		if f, ok := recordFinding(n); ok {
			s.add(junitRecord(f))
		}
		if f, ok := lockFinding(n); ok {
			s.add(junitRecord(f))
		}
		all.add(s)
	}
	for _, file := range r.Strays {
		s := junitSuite{Name: match.Visible(file)}
		s.add(junitRecord(strayFinding(file)))
		all.add(s)
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

func (all *junitSuites) add(s junitSuite) {
	all.Suites = append(all.Suites, s)
	all.Tests += s.Tests
	all.Failures += s.Failures
	all.Skipped += s.Skipped
}

func (s *junitSuite) add(c junitCase) {
	c.Class = s.Name
	s.Cases = append(s.Cases, c)
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Skipped != nil {
		s.Skipped++
	}
}

func junitClaim(n *Note, c *Claim, strict bool) junitCase {
	what := cmp.Or(c.Subject(), c.Kind)
	if c.Command == "" && what != c.Kind {
		what = c.Kind + " " + what
	}
	tc := junitCase{Name: match.Visible(fmt.Sprintf("line %d: %s", c.Line, what)), Time: seconds(c.Seconds)}
	f := finding(n, c)
	switch {
	case c.wrong(strict):
		tc.Failure = &junitMessage{Message: match.Visible(f.Message), Type: string(c.Status), Text: f.Detail}
	case c.Status != Verified:
		tc.Skipped = &junitMessage{Message: match.Visible(f.Message)}
	}
	return tc
}

func junitRecord(f Finding) junitCase {
	return junitCase{Name: f.Kind, Time: seconds(0), Failure: &junitMessage{Message: match.Visible(f.Message), Type: f.Kind}}
}

func seconds(s float64) string { return fmt.Sprintf("%.3f", s) }
