package report

import (
	"encoding/json"
	"io"
	"math"
)

func writeJSON(w io.Writer, r *Report, _ Options) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(plain(r))
}

// plain is a copy of a report as it stands in JSON: numbers rounded, and no
// list that is null.
func plain(r *Report) *Report {
	out := *r
	out.Summary.Coverage = r.Summary.coverage(1000)
	out.Summary.Seconds = millis(r.Summary.Seconds)
	out.Environment.Toolchains = map[string]Toolchain{}
	for name, t := range r.Environment.Toolchains {
		if t.Packages == nil {
			t.Packages = map[string]string{}
		}
		out.Environment.Toolchains[name] = t
	}
	out.Notes = make([]*Note, len(r.Notes))
	for i, n := range r.Notes {
		note := *n
		note.Blocks = append([]Block{}, n.Blocks...)
		note.Claims = make([]*Claim, len(n.Claims))
		for j, c := range n.Claims {
			claim := *c
			claim.Seconds = millis(c.Seconds)
			claim.Volatile = append([]Volatile{}, c.Volatile...)
			note.Claims[j] = &claim
		}
		out.Notes[i] = &note
	}
	return &out
}

// coverage is rounded to parts, of which there are all only where all claims
// are verified.
func (s Summary) coverage(parts float64) float64 {
	rounded := math.Round(s.Coverage*parts) / parts
	if s.Verified < s.Claims {
		return min(rounded, (parts-1)/parts)
	}
	return rounded
}

func millis(seconds float64) float64 { return math.Round(seconds*1000) / 1000 }
