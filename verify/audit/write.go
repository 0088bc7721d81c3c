package audit

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// Formats names the formats that a report is written in.
func Formats() []string { return []string{"text", "json"} }

// Write writes a report in a format.
func Write(w io.Writer, format string, r *Report) error {
	if format == "json" {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(r)
	}
	return writeText(w, r)
}

// writeText writes each survivor, then the counts by note and by kind.
func writeText(w io.Writer, r *Report) error {
	b := bufio.NewWriter(w)
	for _, n := range r.Notes {
		if n.Why != "" {
			fmt.Fprintf(b, "%s:1:1: not audited: %s [record]\n", n.File, report.Inert(match.Visible(n.Why)))
		}
		for _, s := range n.Survivors {
			fmt.Fprintf(b, "%s:%d:%d: would pass: %s [%s, %s]\n", n.File, s.Line, s.Col, report.Inert(s.What), s.Kind, s.Change)
		}
	}
	if len(r.Notes) > 0 && r.Total.Claims > 0 {
		writeTable(b, r)
	}
	writeSummary(b, r)
	return b.Flush()
}

// writeTable writes a row for each note and each kind of claim.
func writeTable(b *bufio.Writer, r *Report) {
	width := len("by note")
	for _, n := range r.Notes {
		width = max(width, len(n.File))
	}
	row := func(name string, c Count) {
		score, asserted := "-", "-"
		if c.Made > 0 {
			score = fmt.Sprintf("%.3f", c.Score)
		}
		if c.Bytes > 0 {
			asserted = fmt.Sprintf("%.1f %%", 100*c.Share)
		}
		fmt.Fprintf(b, "%-*s %7d %7d %7d %7d %9d %10d %6s %9s\n", width, name, c.Claims, c.Made, c.Found, c.Stale, c.Unmarked, c.Survived, score, asserted)
	}
	head := func(name string) {
		fmt.Fprintf(b, "%-*s %7s %7s %7s %7s %9s %10s %6s %9s\n", width, name, "claims", "wrong", "found", "(stale)", "unmarked", "would pass", "score", "asserted")
	}
	head("by note")
	for _, n := range r.Notes {
		row(n.File, n.Total)
	}
	head("by kind")
	for _, kind := range slices.Sorted(maps.Keys(r.Kinds)) {
		row(kind, r.Kinds[kind])
	}
}

func writeSummary(b *bufio.Writer, r *Report) {
	t := r.Total
	if t.Made == 0 {
		fmt.Fprint(b, "no wrong note could be made")
	} else {
		fmt.Fprintf(b, "%d of %d wrong notes would pass: score %.3f; %.1f %% of the output is asserted", t.Survived, t.Made, t.Score, 100*t.Share)
	}
	var open int
	for _, n := range r.Notes {
		open += n.ExitsOpen
	}
	var also []string
	if t.Unchanged > 0 {
		also = append(also, fmt.Sprintf("%d claims are not verified, and were not changed", t.Unchanged))
	}
	if open > 0 {
		also = append(also, fmt.Sprintf("%d commands fail with a status that is not stated", open))
	}
	if len(also) > 0 {
		fmt.Fprintf(b, " (%s)", strings.Join(also, "; "))
	}
	fmt.Fprintln(b)
}
