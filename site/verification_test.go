package site

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/report"
)

// wellFormed fails where a text is no XML.
func wellFormed(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%v in %s", err, text)
		}
	}
}

func TestBadge(t *testing.T) {
	const green, amber, red, grey = "#23703f", "#8f5000", "#b3261e", "#59616b"
	for _, tt := range []struct {
		counts       counts
		text, colour string
	}{
		{counts{}, "no claims", grey},
		{counts{Claims: 100, Verified: 98, Skipped: 2, Coverage: 98}, "98 %", green},
		{counts{Claims: 100, Verified: 98, Drifted: 2, Coverage: 98}, "98 %, 2 drifted", amber},
		{counts{Claims: 100, Verified: 97, Drifted: 2, Failed: 1, Coverage: 97}, "97 %, 1 failed", red},
		{counts{Claims: 10, Verified: 4, Unverified: 6, Coverage: 40}, "40 %", grey},
	} {
		got := badge(tt.counts)
		wellFormed(t, got)
		if !strings.Contains(got, "<title>verified: "+tt.text+"</title>") || !strings.Contains(got, tt.colour) {
			t.Errorf("%+v: %s", tt.counts, got)
		}
	}
}

func TestBars(t *testing.T) {
	got := bars([]kindCount{{Word: "ran", Status: "verified", Count: 1000}, {Word: "<b>", Status: "failed", Count: 1}})
	wellFormed(t, got)
	for _, want := range []string{`<rect class="verified" x="128" y="4" width="230"`, `>1000</text>`, `&lt;b&gt;`, `<rect class="failed" x="128" y="30" width="2"`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
	if got := bars(nil); got != "" {
		t.Errorf("of nothing, %s", got)
	}
}

// TestReportJSON holds that the published report says all but the outputs, and
// that the report itself keeps them.
func TestReportJSON(t *testing.T) {
	r := &report.Report{Schema: report.Schema}
	r.Add(&report.Note{File: "a.md", Claims: []*report.Claim{{ID: "c1", Status: report.Drifted, Reason: "output differs", Command: "ls", Expected: "no", Observed: "seen",
		Volatile: []report.Volatile{{Line: 1, Text: "se", Twin: "sa"}}}}})
	data, err := reportJSON(r)
	if err != nil {
		t.Fatal(err)
	}
	var got report.Report
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	c := got.Notes[0].Claims[0]
	if got.Schema != report.Schema || got.Summary.Drifted != 1 || c.Reason != "output differs" || c.Command != "ls" || c.Expected != "" || c.Observed != "" || len(c.Volatile) != 0 {
		t.Errorf("%s", data)
	}
	if r.Notes[0].Claims[0].Observed != "seen" {
		t.Error("the report itself lost its outputs")
	}
}
