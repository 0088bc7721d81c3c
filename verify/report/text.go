package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// writeText writes each finding with its detail below it, a summary last.
func writeText(w io.Writer, r *Report, o Options) error {
	b := bufio.NewWriter(w)
	for _, f := range r.Findings(o.Strict) {
		fmt.Fprintln(b, inert(f.String()))
		for line := range strings.Lines(f.Detail) {
			fmt.Fprintf(b, "    %s\n", colored(inert(strings.TrimSuffix(line, "\n")), o.Color))
		}
	}
	if o.Verbose {
		writeRest(b, r, o.Strict)
	}
	writeSummary(b, r.Summary)
	writeSkipped(b, r)
	return b.Flush()
}

// writeRest lists the claims that are no findings, and not verified.
func writeRest(b *bufio.Writer, r *Report, strict bool) {
	for _, n := range r.Notes {
		for _, c := range n.Claims {
			if (c.Status == Skipped || c.Status == Unverified) && !c.wrong(strict) {
				f := finding(n, c)
				f.Message = string(c.Status) + ": " + f.Message
				fmt.Fprintln(b, inert(f.String()))
			}
		}
	}
}

func writeSummary(b *bufio.Writer, s Summary) {
	fmt.Fprintf(b, "%s in %s: %d verified", plural(s.Claims, "claim"), plural(s.Notes, "note"), s.Verified)
	for _, part := range []struct {
		n    int
		name string
	}{{s.Drifted, "drifted"}, {s.Failed, "failed"}, {s.Skipped, "skipped"}, {s.Unverified, "unverified"}} {
		if part.n > 0 {
			fmt.Fprintf(b, ", %d %s", part.n, part.name)
		}
	}
	fmt.Fprintf(b, " (coverage %.2f, %.1f s; steps: %d run, %d known)\n", s.coverage(100), s.Seconds, s.StepsRun, s.StepsCached)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// inert makes sure that a line is no command to the CI service which reads it
// in a log: GitHub obeys lines that begin with "::" behind blanks, and "##["
// anywhere.
func inert(line string) string {
	if trimmed := strings.TrimLeft(line, " \t"); strings.HasPrefix(trimmed, "::") {
		line = line[:len(line)-len(trimmed)] + `\x3a` + trimmed[1:]
	}
	return strings.ReplaceAll(line, "##[", `#\x23[`)
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
