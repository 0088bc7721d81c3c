package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/knotes-dev/knotes/verify/match"
)

// Options says what a report shows.
type Options struct {
	Strict  bool                     // unverified claims are findings
	Verbose bool                     // text: list skipped and unverified claims
	Color   bool                     // text: for a terminal
	Place   func(file string) string // github: names a file relative to the repository; nil: as it is
}

// formats lists all formats. A new one is a file of its own and a line here.
var formats = []struct {
	name  string
	write func(io.Writer, *Report, Options) error
}{
	{"text", writeText},
	{"json", writeJSON},
	{"junit", writeJUnit},
	{"github", writeGitHub},
}

// Formats names the formats.
func Formats() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// Write writes the report in a format.
func Write(w io.Writer, format string, r *Report, o Options) error {
	for _, f := range formats {
		if f.name == format {
			return f.write(w, r, o)
		}
	}
	return fmt.Errorf("there is no report format %q", format)
}

// firstLine is the first line of a command, with a mark where more follow.
func firstLine(s string) string {
	line, rest, more := strings.Cut(s, "\n")
	line = match.Clip(line)
	if more && strings.TrimSpace(rest) != "" {
		return line + " …"
	}
	return line
}
