package verify

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// edit is what is written for a step.
type edit struct {
	claim  *snippets.Claim
	did    *step
	change snippets.Change
}

// editOf says what is to be written for a step, if anything is; or why nothing
// that could be written would do.
func editOf(c *snippets.Claim, did *step) (e edit, left string, ok bool) {
	v := judgeStep(c.Step, did, &report.Claim{})
	switch {
	case v.status != report.Drifted && v.status != report.Failed, strings.HasPrefix(v.reason, notFoundReason):
		return e, "", false
	case c.Step.Silent && c.Step.ExitBy != "exit=":
		return e, "", false
	case did.Waiting && c.Step.Exit != nil:
		return e, "", false
	case did.Differs == statusDiffers:
		return e, "a second run had another exit status", false
	}
	e = edit{c, did, snippets.Change{Block: c.Block, From: c.Step.OutputFrom, To: c.Step.OutputTo}}
	if c.Step.ExitBy == "exit=" && did.Exit != *c.Step.Exit {
		e.change.Exit = &did.Exit
	}
	if c.Step.Silent { // it still shows no output
		e.change.Lines = shownLines(c)
		return e, "", true
	}
	lines, wild, ok := outputLines(c, did)
	switch {
	case !ok:
		return e, unwritable, false
	case did.Differs != "" && !wild:
		return e, "a second run had " + did.Differs + " of the output otherwise", false
	}
	hasExit := c.Step.Starter == nil && !did.Waiting
	if hasExit && (e.change.Exit == nil && statesExit(c, did) || endsAsStatus(did, lines)) {
		lines = append(lines, fmt.Sprintf("[%d]", did.Exit))
	}
	e.change.Lines = append(asShown(lines, shownLines(c)), blankEnd(c)...)
	return e, "", true
}

const unwritable = "what it printed cannot be written below it so that it would be read as that"

// shownLines are the lines below a step's command.
func shownLines(c *snippets.Claim) []string {
	var lines []string
	for _, l := range c.Block.Lines[c.Step.OutputFrom:c.Step.OutputTo] {
		lines = append(lines, l.Text)
	}
	return lines
}

// asShown spells lines that were shown as they were: with the blanks at their
// ends.
func asShown(lines, shown []string) []string {
	ends := map[string][]string{}
	for _, l := range shown {
		bare := strings.TrimRight(l, " \t")
		ends[bare] = append(ends[bare], l)
	}
	for i, l := range lines {
		if same := ends[l]; len(same) > 0 {
			lines[i], ends[l] = same[0], same[1:]
		}
	}
	return lines
}

// blankEnd are the blank lines at the end of a step's output.
func blankEnd(c *snippets.Claim) []string {
	shown := shownLines(c)
	end := len(shown)
	for end > 0 && isBlank(shown[end-1]) {
		end--
	}
	return shown[end:]
}

// outputLines is what a step printed as its note can show it, with what of the
// author's text can be kept; else without that. wild tells whether a wildcard
// stands in it.
func outputLines(c *snippets.Claim, did *step) (lines []string, wild, ok bool) {
	expected, _ := stated(c.Step, did)
	output := string(did.Output)
	for i, text := range []string{did.Mask.Rewrite(expected, output), output} {
		if i == 0 && match.Asserts(expected) && !match.Asserts(text) {
			continue // the author's wildcards alone would hide that what was shown is gone
		}
		lines = showable(c.Block, text)
		if o := did.Mask.Compare(strings.Join(lines, "\n"), output); o.OK {
			return lines, o.Wild, true
		}
	}
	return nil, false, false
}

// statesExit tells whether the exit status of a step has a line of its own:
// where it is not what the lack of one would say, and where the author had it so.
func statesExit(c *snippets.Claim, did *step) bool {
	unsaid, own := 0, c.Block.Claims
	if c.Block.Attrs.Exit != nil && c == own[len(own)-1] {
		unsaid = *c.Block.Attrs.Exit
	}
	_, exit := stated(c.Step, did)
	return did.Exit != unsaid || exit != nil && *exit == did.Exit && c.Step.ExitBy == "[N]"
}

// endsAsStatus tells whether the last line of an output would be taken for the
// exit status, so that this needs a line below it.
func endsAsStatus(did *step, lines []string) bool {
	if len(lines) == 0 || !snippets.ReadsAsStatus(lines[len(lines)-1]) {
		return false
	}
	return did.Exit != 0 || !endsWith(did.Output, lines[len(lines)-1])
}

// showable returns the lines of an output as a block can show them. What would
// be read as a prompt, or not at all, gives way to "...", which stands for it.
func showable(b *snippets.Block, text string) []string {
	var lines []string
	for line := range strings.Lines(strings.TrimRight(text, " \t\r\n")) {
		line = strings.TrimRight(printable(strings.TrimRight(line, " \t\r\n")), " \t")
		lines = append(lines, unprompted(b, line))
	}
	return lines
}

// printable has "..." in the place of what is no text or cannot be seen.
func printable(line string) string {
	var out strings.Builder
	wild := false
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		if r == utf8.RuneError && size == 1 || r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			if !wild {
				out.WriteString("...")
			}
			wild = true
		} else {
			out.WriteString(line[i : i+size])
			wild = false
		}
		i += size
	}
	return out.String()
}

// unprompted has "..." before a line that would be read as a command, or in the
// place of its prompt.
func unprompted(b *snippets.Block, line string) string {
	width := b.PromptWidth(line)
	if width == 0 {
		return line
	}
	for _, rest := range []string{line, strings.TrimLeft(line[width:], " ")} {
		if b.PromptWidth("..."+rest) == 0 {
			return "..." + rest
		}
	}
	return "..."
}

// same tells whether nothing would be changed.
func (e *edit) same() bool {
	return e.change.Exit == nil && slices.Equal(e.change.Lines, shownLines(e.claim))
}
