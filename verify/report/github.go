package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/knotes-dev/knotes/verify/match"
)

var (
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// maxAnnotation bounds the text of an annotation, in bytes. GitHub cuts at
// 64 kB, of what is up to three times as long when escaped.
const maxAnnotation = 16 << 10

// writeGitHub writes a workflow command for each finding, which GitHub shows
// at the line of the note.
func writeGitHub(w io.Writer, r *Report, o Options) error {
	b := bufio.NewWriter(w)
	for _, f := range r.Findings(o.Strict) {
		level := "error"
		if f.Warning {
			level = "warning"
		}
		if o.Place != nil {
			f.File = o.Place(f.File)
		}
		text := match.Visible(f.Message)
		if f.Detail != "" {
			text += "\n" + f.Detail
		}
		fmt.Fprintf(b, "::%s file=%s,line=%d,col=%d,title=%s::%s\n", level,
			commandProperty.Replace(f.File), f.Line, f.Col, commandProperty.Replace(f.Kind), commandData.Replace(cut(text, maxAnnotation)))
	}
	return b.Flush()
}

// cut keeps at most n bytes of a text, and says so.
func cut(text string, n int) string {
	if len(text) <= n {
		return text
	}
	return match.Prefix(text, n) + "\n… cut"
}
