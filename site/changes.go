package site

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// maxChanges bounds the feed.
const maxChanges = 50

// change is an entry of the feed: what the evidence for a note is, and since
// when. Evidence of another day, or of another outcome, is another entry. What
// it was before nobody knows here, so nothing is said of that.
type change struct {
	URL     string   `json:"url"`
	ID      string   `json:"id"` // of the entry, behind the note's URL
	Title   string   `json:"title"`
	Updated string   `json:"updated"` // RFC 3339
	Summary string   `json:"summary"`
	Open    []string `json:"open"` // claims that are not verified, and why
}

// changes are the latest, the last first. A note of which neither a run nor a
// change is known is left out.
func (b *book) changes() []change {
	all := []change{}
	for _, n := range b.notes {
		if n.Report == nil {
			continue
		}
		if c := b.change(n); c.Updated != "" {
			all = append(all, c)
		}
	}
	slices.SortStableFunc(all, func(x, y change) int { return strings.Compare(y.Updated, x.Updated) })
	return all[:min(len(all), maxChanges)]
}

// change is zero where there is none to tell of. A note without evidence has
// been so since it was changed.
func (b *book) change(n *planned) change {
	at, verb := checked(n.Report), "Checked"
	if at.IsZero() {
		at, verb = n.Modified.UTC(), "Changed"
	}
	var sum counts
	open := []string{}
	n.eachClaim(func(r *report.Claim, _ *snippets.Claim, _ *page) {
		sum.add(r)
		if r.Status != report.Verified {
			open = append(open, visible(openText(r)))
		}
	})
	if sum.Claims == 0 || at.IsZero() {
		return change{}
	}
	c := change{URL: n.pages[0].url, Title: visible(n.Doc.Note.Title) + ": " + sum.words(), Updated: at.Format(time.RFC3339), Open: open}
	c.Summary = verb + " " + dateOf(at)
	if t := newToolchain(n.Report.Toolchain, b.Report); t.Brief != "" && verb == "Checked" {
		c.Summary += " with " + t.Brief
	}
	if r := n.Report.Record; r != "" && r != report.RecordNone {
		c.Summary += "; the record is " + r
	}
	c.Summary += "."
	digest := sha256.Sum256([]byte(c.Title + c.Summary + strings.Join(open, "\n"))) // a record has the day alone
	c.ID = "#evidence-" + dateOf(at) + "-" + hex.EncodeToString(digest[:4])
	return c
}

// openText says in a line what a claim is that is not verified.
func openText(r *report.Claim) string {
	text := fmt.Sprintf("%s %s, line %d", shapes[r.Status], r.Status, r.Line)
	if s := cmp.Or(r.Subject(), r.Kind); s != "" {
		text += ": " + clip(s, 100)
	}
	if r.Reason != "" {
		text += " (" + r.Reason + ")"
	}
	return text
}

// checked is when a note's claims were checked: the time of its record, else
// that of the run by which it is known what the note does. It is zero where
// neither is known.
func checked(r *report.Note) time.Time {
	for _, form := range []struct{ layout, text string }{{time.RFC3339, r.Recorded}, {time.DateOnly, r.Recorded}, {time.RFC3339, r.Seen.Date}, {time.DateOnly, r.Seen.Date}} {
		if at, err := time.Parse(form.layout, form.text); err == nil {
			return at.UTC()
		}
	}
	return time.Time{}
}

// dateOf is the day of a time, "" of none.
func dateOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.DateOnly)
}
