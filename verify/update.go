package verify

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// Update returns the note's source with what was observed in the place of the
// outputs that drifted and of exit statuses that are others, and how many
// steps that changed. Wildcards stay, and so does the old spelling of volatile
// tokens, wherever they still match. A step that did not run to its end, or
// whose program is missing, is left for its author.
func Update(doc *Doc, n *report.Note) (source []byte, steps int) {
	var changes []snippets.Change
	for _, c := range doc.Claims() {
		i := slices.IndexFunc(n.Claims, func(r *report.Claim) bool { return r.ID == c.ID })
		if c.Step == nil || i < 0 || !updatable(n.Claims[i]) {
			continue
		}
		lines := updatedLines(doc, c, n.Claims[i])
		if !slices.Equal(lines, shownLines(c)) {
			changes = append(changes, snippets.Change{Block: c.Block, From: c.Step.OutputFrom, To: c.Step.OutputTo, Lines: lines})
		}
	}
	return doc.Rewrite(changes), len(changes)
}

// updatable tells whether a step ran to an end that its note can show.
func updatable(r *report.Claim) bool {
	return r.Exit != nil && (r.Status == report.Drifted || r.Status == report.Failed && !strings.HasPrefix(r.Reason, "not-found"))
}

func shownLines(c *snippets.Claim) []string {
	var lines []string
	for _, l := range c.Block.Lines[c.Step.OutputFrom:c.Step.OutputTo] {
		lines = append(lines, l.Text)
	}
	return lines
}

// updatedLines is what stands below a step's command from now on: its output,
// its exit status where that is not 0 or was stated, and the blank lines that
// were there.
func updatedLines(doc *Doc, c *snippets.Claim, r *report.Claim) []string {
	shown := shownLines(c)
	blank := len(shown)
	for blank > 0 && strings.TrimSpace(shown[blank-1]) == "" {
		blank--
	}
	text := r.Mask.Rewrite(c.Step.Output, r.Observed)
	var lines []string
	for line := range strings.Lines(strings.TrimRight(text, " \t\n")) {
		lines = append(lines, showable(strings.TrimSuffix(line, "\n"), c.Block.ReadsAsPrompt))
	}
	if *r.Exit != 0 && !statesExit(c.Step, *r.Exit) {
		lines = append(lines, fmt.Sprintf("[%d]", *r.Exit))
	}
	return append(lines, shown[blank:]...)
}

// statesExit tells whether the block's exit= says so already.
func statesExit(s *snippets.Step, exit int) bool {
	return s.ExitBy == "exit=" && s.Exit != nil && *s.Exit == exit
}

// showable returns an output line as a note can show it. What would be read as
// a prompt, or not at all, gives way to "...", which stands for it.
func showable(line string, isPrompt func(string) bool) string {
	var b strings.Builder
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		if r == utf8.RuneError && size == 1 || r != '\t' && !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r) {
			if !strings.HasSuffix(b.String(), "...") {
				b.WriteString("...")
			}
		} else {
			b.WriteString(line[i : i+size])
		}
		i += size
	}
	line = b.String()
	if isPrompt(line) {
		return "..." + strings.TrimLeft(line, "$#%>([")
	}
	return line
}
