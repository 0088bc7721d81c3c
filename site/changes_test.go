package site

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// checkedNote is a note of one command, last recorded on a day.
func checkedNote(t *testing.T, rel, recorded string, status report.Status) Note {
	t.Helper()
	n, err := notes.Parse("notes/"+rel, []byte("# "+rel+"\n\n```console\n$ true\n```\n"))
	if err != nil {
		t.Fatal(err)
	}
	n.Notebook, n.Rel = "linux", rel
	doc, err := snippets.Parse(n, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := &report.Note{Recorded: recorded, Record: report.RecordCurrent}
	for _, c := range doc.Claims() {
		r.Claims = append(r.Claims, &report.Claim{ID: c.ID, Line: 4, Kind: "command", Command: "true", Status: status, Reason: "why\x1b"})
	}
	return Note{Doc: doc, Report: r}
}

func TestChanges(t *testing.T) {
	old, late := checkedNote(t, "a/old.md", "2026-11-20", report.Verified), checkedNote(t, "a/late.md", "2026-11-21T08:00:00Z", report.Drifted)
	stale, unknown := checkedNote(t, "b/stale.md", "", report.Unverified), checkedNote(t, "b/unknown.md", "", report.Unverified)
	stale.Modified, stale.Report.Record = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), report.RecordStale
	p := Project{Notes: []Note{old, late, stale, unknown}}
	got := plan(&p).changes()
	if len(got) != 3 {
		t.Fatalf("%d changes: %+v", len(got), got)
	}
	for i, want := range []change{
		{URL: "b/stale/", Title: "b/stale.md: 0 of 1 claims verified, 1 unverified", Updated: "2026-11-22T00:00:00Z", Summary: "Changed 2026-11-22; the record is stale."},
		{URL: "a/late/", Title: "a/late.md: 0 of 1 claims verified, 1 drifted", Updated: "2026-11-21T08:00:00Z", Summary: "Checked 2026-11-21; the record is current."},
		{URL: "a/old/", Title: "a/old.md: its one claim verified", Updated: "2026-11-20T00:00:00Z", Summary: "Checked 2026-11-20; the record is current."},
	} {
		if g := got[i]; g.URL != want.URL || g.Title != want.Title || g.Updated != want.Updated || g.Summary != want.Summary {
			t.Errorf("change %d is %+v, want %+v", i, g, want)
		}
	}
	if open := got[1].Open; len(open) != 1 || open[0] != `≠ drifted, line 4: true (why\x1b)` {
		t.Errorf("open: %q", open)
	}
	before := got[2].ID
	old.Report.Claims[0].Status = report.Drifted
	if after := plan(&p).changes()[2].ID; after == before {
		t.Errorf("another outcome of the same day has the id %s again", after)
	}
}

func TestCountsInWords(t *testing.T) {
	for want, c := range map[string]counts{
		"no claims":              {},
		"its one claim verified": {Claims: 1, Verified: 1},
		"all 3 claims verified":  {Claims: 3, Verified: 3},
		"1 of 6 claims verified, 1 drifted, 1 failed, 2 skipped, 1 unverified": {Claims: 6, Verified: 1, Drifted: 1, Failed: 1, Skipped: 2, Unverified: 1},
	} {
		if got := c.words(); got != want {
			t.Errorf("%+v is %q, want %q", c, got, want)
		}
	}
	data, err := json.Marshal(counts{Claims: 2, Verified: 2})
	if err != nil || !strings.Contains(string(data), `"verified":2`) || !strings.Contains(string(data), `"words":"all 2 claims verified"`) {
		t.Errorf("%s, %v", data, err)
	}
}

// TestEngine holds that a site made of records does not say that it ran.
func TestEngine(t *testing.T) {
	for engine, want := range map[string]string{"none": "", "bubblewrap": "bubblewrap"} {
		p := Project{Notes: []Note{checkedNote(t, "a/b.md", "2026-11-20", report.Verified)}, Report: &report.Report{Environment: report.Environment{Engine: engine}}}
		b := plan(&p)
		if got := b.data(0).Engine; got != want {
			t.Errorf("the page names the engine %q, want %q", got, want)
		}
		if got := b.siteData().Engine; got != want {
			t.Errorf("the site names the engine %q, want %q", got, want)
		}
	}
}

// TestNamesOnPages holds that a name is a claim of its page if the report has it, and
// none if not.
func TestNamesOnPages(t *testing.T) {
	n := checkedNote(t, "a/b.md", "2026-11-20", report.Verified)
	n.Doc.Prose = append(n.Doc.Prose, &snippets.Claim{ID: "n1", Kind: snippets.Name, Name: &snippets.NameRef{}}, &snippets.Claim{ID: "n2", Kind: snippets.Name, Name: &snippets.NameRef{}})
	n.Report.Claims = append(n.Report.Claims, &report.Claim{ID: "n1", Line: 1, Kind: "name", Text: "mm_struct", Status: report.Verified, Evidence: "found"})
	p := Project{Notes: []Note{n}}
	d := plan(&p).data(0)
	if len(d.Loose) != 1 || d.Loose[0].ID != "n1" || d.Loose[0].Text != "mm_struct" || d.Counts.Claims != 2 || d.Counts.Verified != 2 {
		t.Errorf("of the names there are %+v, counted %+v", d.Loose, d.Counts)
	}
}
