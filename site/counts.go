package site

import (
	"encoding/json"
	"fmt"

	"github.com/knotes-dev/knotes/verify/report"
)

// counts adds claims up by status.
type counts struct {
	Claims     int `json:"claims"`
	Verified   int `json:"verified"`
	Drifted    int `json:"drifted"`
	Failed     int `json:"failed"`
	Skipped    int `json:"skipped"`
	Unverified int `json:"unverified"`
	Coverage   int `json:"coverage"` // percent, rounded down
}

func (c *counts) add(r *report.Claim) {
	c.Claims++
	switch r.Status {
	case report.Verified:
		c.Verified++
	case report.Drifted:
		c.Drifted++
	case report.Failed:
		c.Failed++
	case report.Skipped:
		c.Skipped++
	default:
		c.Unverified++
	}
	c.Coverage = 100 * c.Verified / c.Claims
}

// MarshalJSON adds the counts in words.
func (c counts) MarshalJSON() ([]byte, error) {
	type bare counts
	return json.Marshal(struct {
		bare
		Words string `json:"words"`
	}{bare(c), c.words()})
}

// words says how many claims are verified, and what the others are: "8 of 10
// claims verified, 1 drifted, 1 skipped".
func (c counts) words() string {
	var text string
	switch {
	case c.Claims == 0:
		return "no claims"
	case c.Verified == 1 && c.Claims == 1:
		text = "its one claim verified"
	case c.Verified == c.Claims:
		text = fmt.Sprintf("all %d claims verified", c.Claims)
	default:
		text = fmt.Sprintf("%d of %d claims verified", c.Verified, c.Claims)
	}
	for _, rest := range []struct {
		n    int
		word string
	}{{c.Drifted, "drifted"}, {c.Failed, "failed"}, {c.Skipped, "skipped"}, {c.Unverified, "unverified"}} {
		if rest.n > 0 {
			text += fmt.Sprintf(", %d %s", rest.n, rest.word)
		}
	}
	return text
}
