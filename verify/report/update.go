package report

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/verify/match"
	"github.com/rogpeppe/go-internal/diff"
)

// Update is what was, or would be, written into a note.
type Update struct {
	Steps         []string // IDs of the steps whose output or exit status is replaced
	Before, After []byte   // the note's source
	Refused       string   // why nothing is written, whatever was observed; "" if it may be
}

// Diff is what an update would write into the notes, as a unified diff that git
// apply and patch -p1 read; "" for nothing.
func (r *Report) Diff() string {
	var all bytes.Buffer
	for _, n := range r.Notes {
		if n.Update == nil {
			continue
		}
		before, after := "a/"+n.File, "b/"+n.File
		if !filepath.IsLocal(n.File) {
			before, after = n.File, n.File
		}
		text := diff.Diff(before, n.Update.Before, after, n.Update.After)
		_, text, _ = bytes.Cut(text, []byte("\n")) // "diff a b", which git would take for its own
		all.Write(text)
	}
	return all.String()
}

// ReadableDiff is a diff for those who read it, not for patch: nothing in it is
// obeyed by a terminal, or by the CI service that keeps it in a log.
func ReadableDiff(text string, color bool) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(strings.TrimSuffix(line, "\n"), "\r")
		mark, rest := "", match.Visible(line)
		if rest != "" && strings.Contains(" +-", rest[:1]) {
			mark, rest = rest[:1], rest[1:]
		}
		b.WriteString(colored(mark+inert(rest), color) + "\n")
	}
	return b.String()
}

// Left counts the claims that are wrong, and that no update mends.
func (r *Report) Left(strict bool) int {
	left := 0
	for _, n := range r.Notes {
		left += n.left(strict)
	}
	return left
}

func (n *Note) left(strict bool) int {
	left := 0
	for _, c := range n.Claims {
		if mended := n.Update != nil && slices.Contains(n.Update.Steps, c.ID); !mended && c.wrong(strict) {
			left++
		}
	}
	return left
}

// WriteUpdates writes which notes were updated and what is left in each, a line
// each, and a line for all.
func (r *Report) WriteUpdates(w io.Writer, strict bool) {
	for _, n := range r.Notes {
		left := n.left(strict)
		switch up := n.Update; {
		case up == nil:
		case up.Refused != "" && left > 0:
			fmt.Fprintf(w, "%s: not updated: %s\n", match.Visible(n.File), up.Refused)
		case len(up.Steps) > 0:
			fmt.Fprintf(w, "%s: updated %s%s\n", match.Visible(n.File), plural(len(up.Steps), "step"), leftText(left))
		}
	}
	fmt.Fprintln(w, r.UpdateSummary("updated", strict))
}

// UpdateSummary is one line on all that was, or would be, updated.
func (r *Report) UpdateSummary(verb string, strict bool) string {
	steps, notes := 0, 0
	for _, n := range r.Notes {
		if n.Update != nil && len(n.Update.Steps) > 0 {
			steps, notes = steps+len(n.Update.Steps), notes+1
		}
	}
	text := "nothing to update"
	if steps > 0 {
		text = fmt.Sprintf("%s %s in %s", verb, plural(steps, "step"), plural(notes, "note"))
	}
	return text + leftText(r.Left(strict))
}

func leftText(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "; 1 finding is left"
	}
	return fmt.Sprintf("; %d findings are left", n)
}
