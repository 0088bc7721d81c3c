package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/knotes-dev/knotes/verify/match"
)

func writeText(w io.Writer, r *Report, o Options) error {
	b := bufio.NewWriter(w)
	for _, f := range r.Findings(o.Strict) {
		fmt.Fprintln(b, f)
		for line := range strings.Lines(f.Detail) {
			fmt.Fprintf(b, "    %s\n", colored(strings.TrimSuffix(line, "\n"), o.Color))
		}
	}
	if o.Verbose {
		writeRest(b, r)
	}
	writeSummary(b, r.Summary)
	return b.Flush()
}

func writeRest(b *bufio.Writer, r *Report) {
	for _, n := range r.Notes {
		for _, c := range n.Claims {
			if c.Status == Skipped || c.Status == Unverified {
				fmt.Fprintf(b, "%s:%d:%d: %s: %s [%s]\n", n.File, c.Line, c.Col, c.Status, match.Visible(c.Reason), c.Kind)
			}
		}
	}
}

func writeSummary(b *bufio.Writer, s Summary) {
	fmt.Fprintf(b, "%d claims in %d notes: %d verified", s.Claims, s.Notes, s.Verified)
	for _, part := range []struct {
		n    int
		name string
	}{{s.Drifted, "drifted"}, {s.Failed, "failed"}, {s.Skipped, "skipped"}, {s.Unverified, "unverified"}} {
		if part.n > 0 {
			fmt.Fprintf(b, ", %d %s", part.n, part.name)
		}
	}
	fmt.Fprintf(b, " (coverage %.2f, %.1f s; steps: %d run, %d known)\n", s.Coverage, s.Seconds, s.StepsRun, s.StepsCached)
}

func colored(line string, color bool) string {
	if !color || line == "" {
		return line
	}
	switch line[0] {
	case '-':
		return "\x1b[31m" + line + "\x1b[0m"
	case '+':
		return "\x1b[32m" + line + "\x1b[0m"
	}
	return line
}
