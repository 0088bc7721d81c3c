package site

import (
	"cmp"
	"slices"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// verificationData is data/verified.json: what the page of verification shows
// beside the totals of all pages.
type verificationData struct {
	Kinds   []kindCount `json:"kinds"`   // of evidence, and of its lack, each with its claims
	Picture string      `json:"picture"` // the same as SVG
	Slowest []slowStep  `json:"slowest"`
	Badge   string      `json:"badge"`  // URL of the picture for a README
	Report  string      `json:"report"` // URL of the report; "" if there is none
}

// kindCount is how many claims have a kind of evidence, or none.
type kindCount struct {
	Word   string `json:"word"`
	Means  string `json:"means"`
	Status string `json:"status"`
	Count  int    `json:"count"`
}

// slowStep is a step that took long.
type slowStep struct {
	Note    string `json:"note"`
	URL     string `json:"url"`
	Command string `json:"command"`
	Time    string `json:"time"`
	Limit   string `json:"limit"` // its own, "" where it has the usual one

	seconds float64
}

// maxSlow is how many of the slowest steps are listed.
const maxSlow = 10

func (b *book) verification() *verificationData {
	d := &verificationData{}
	for _, n := range b.notes {
		n.eachClaim(func(r *report.Claim, c *snippets.Claim, p *page) {
			d.count(r)
			if r.Seconds > 0 && c != nil && c.Step != nil {
				own := newClaim(r, c.Step, p.url)
				d.Slowest = append(d.Slowest, slowStep{n.Doc.Note.Title, own.URL, newStepLink(n, c.Block, c).Command, own.Time, own.Limit, r.Seconds})
			}
		})
	}
	slices.SortStableFunc(d.Slowest, func(x, y slowStep) int { return cmp.Compare(y.seconds, x.seconds) })
	d.Slowest = d.Slowest[:min(len(d.Slowest), maxSlow)]
	slices.SortStableFunc(d.Kinds, func(x, y kindCount) int {
		return cmp.Or(cmp.Compare(rank(x.Status), rank(y.Status)), cmp.Compare(y.Count, x.Count))
	})
	d.Picture = bars(d.Kinds)
	return d
}

// rank orders the statuses: what is verified, what is wrong, what is open.
func rank(status string) int {
	return slices.Index([]string{string(report.Verified), string(report.Drifted), string(report.Failed), string(report.Skipped), string(report.Unverified)}, status)
}

// count adds a claim to its kind.
func (d *verificationData) count(r *report.Claim) {
	word := kindWord(r)
	i := slices.IndexFunc(d.Kinds, func(k kindCount) bool { return k.Word == word })
	if i < 0 {
		i = len(d.Kinds)
		d.Kinds = append(d.Kinds, kindCount{Word: word, Means: means[r.Evidence], Status: string(r.Status)})
	}
	d.Kinds[i].Count++
}

// kindWord names the evidence of a claim, more closely than the mark beside it.
func kindWord(r *report.Claim) string {
	if r.Status == report.Verified {
		switch r.Evidence {
		case "masked":
			return "ran, with masks"
		case "succeeded":
			return "ran to success"
		}
	}
	return word(r)
}
