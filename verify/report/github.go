package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// writeGitHub writes a workflow command for each finding, which GitHub shows
// at the line of the note.
func writeGitHub(w io.Writer, r *Report, o Options) error {
	b := bufio.NewWriter(w)
	for _, f := range r.Findings(o.Strict) {
		level := "error"
		if f.Warning {
			level = "warning"
		}
		text := f.Message
		if f.Detail != "" {
			text += "\n" + f.Detail
		}
		fmt.Fprintf(b, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", level,
			commandProperty.Replace(f.File), max(f.Line, 1), max(f.Col, 1), commandProperty.Replace(f.Kind), commandData.Replace(text))
	}
	return b.Flush()
}
