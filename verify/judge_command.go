package verify

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"syscall"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// outputLine is the line of the note at which a step's output begins, or would
// if it showed any.
func outputLine(c *snippets.Claim) int {
	if at := c.Step.OutputFrom; at < len(c.Block.Lines) {
		return c.Block.Lines[at].Pos.Line
	}
	return c.Block.Pos.Line + 1 + len(c.Block.Lines)
}

// command judges a step by what it did.
func (j *judging) command(c *snippets.Claim, r *report.Claim) verdict {
	s := j.seen.step(c.ID)
	if s == nil {
		return unverified("%s", j.seen.missing())
	}
	j.describe(r, s)
	if s.Stopped != "" {
		return failed("%s", stopReasons[s.Stopped])
	}
	v := judgeStep(c.Step, s, r)
	if v.status == report.Failed && j.printedAbove(c) {
		v.remark = "a step above printed this very line: if it is output and no command, write `...` in its place"
	}
	return v
}

// printedAbove tells whether a step of the same block printed the line that was
// taken for a prompt and a command.
func (j *judging) printedAbove(c *snippets.Claim) bool {
	line := c.Block.Lines[c.Step.CommandFrom].Text
	for _, above := range c.Block.Claims {
		if above == c {
			break
		}
		if s := j.seen.step(above.ID); s != nil && strings.Contains("\n"+string(s.Output), "\n"+line+"\n") {
			return true
		}
	}
	return false
}

// describe fills in what a step did.
func (j *judging) describe(r *report.Claim, s *step) {
	r.Observed, r.Mask = string(s.Output), s.Mask
	r.Seconds, r.Cached = s.Seconds, j.seen.Cached || j.seen.Recorded
	if s.Stopped == "" && !s.Waiting {
		r.Exit = &s.Exit
	}
	r.Volatile = s.volatile()
	if s.Fresh {
		r.Remark = "in a new shell, as the one before had ended"
	}
	r.Remark = joinRemarks(r.Remark, j.seen.Remark)
}

// evidenceOf names the evidence by the rule of matching that was needed.
var evidenceOf = map[match.Rule]string{match.Exact: "ran", match.Wildcard: "ran", match.Masked: "masked"}

// judgeStep holds a step against what it did. Its exit status comes first: an
// output that differs only because the command failed is a failure. A program
// that waits for a line has none yet.
func judgeStep(want *snippets.Step, got *step, r *report.Claim) verdict {
	expected, exit := stated(want, got)
	m := got.Mask.Compare(expected, string(got.Output))
	r.Rule = string(m.Rule)
	shown := m.OK && match.Asserts(expected)
	if what := missingTool(want, got, expected); what != "" && !(shown && !m.Wild) {
		return failed(notFoundReason+"%s", what)
	}
	switch {
	case got.Waiting && exit != nil:
		return failed("the program waits for a line, the note says that it ended with status %d", *exit)
	case !got.Waiting && exit != nil && *exit != got.Exit:
		return failed("exit status %s, the note says %d", exitText(got.Exit), *exit)
	case !got.Waiting && exit == nil && got.Exit != 0 && !shown:
		return failed("exit status %s", exitText(got.Exit))
	case want.Silent:
		return verified("succeeded")
	case m.OK:
		return verified(evidenceOf[m.Rule])
	}
	return differs(m, got, r.OutputLine)
}

// differs is the verdict on an output that is another.
func differs(m match.Outcome, got *step, outputLine int) verdict {
	v := drifted("the output differs from line %d", outputLine+m.Line-1)
	if m.Note != "" {
		v.reason += " (" + m.Note + ")"
	}
	if got.Differs != "" {
		v.reason += "; a second run had " + got.Differs + " of the output otherwise: print what stays the same, or write `...`"
	}
	return v
}

// stated is the output and the exit status that a step states. A last line
// "[N]" is the status, unless the output really ends so.
func stated(want *snippets.Step, got *step) (output string, exit *int) {
	if want.ExitBy != "[N]" {
		return want.Output, want.Exit
	}
	line := fmt.Sprintf("[%d]", *want.Exit)
	if !endsWith(got.Output, line) || got.Exit == *want.Exit && got.Mask.Compare(want.Output, string(got.Output)).OK {
		return want.Output, want.Exit
	}
	return want.Output + line + "\n", nil
}

func endsWith(output []byte, line string) bool {
	text := bytes.TrimRight(output, " \t\n")
	return string(text[bytes.LastIndexByte(text, '\n')+1:]) == line
}

const (
	notFound       = 127 // the exit status by which a shell says so
	notFoundReason = "not-found: "
)

var (
	// notFoundLine is how bash, dash and make say that there is no such command.
	notFoundLine = regexp.MustCompile(`(?m)^(?:[^:\n]+: (?:line \d+: )?[^:\n]+: command not found|[^:\n]+: \d+: [^:\n]+: not found|make(?:\[\d+\])?: [^:\n]+: No such file or directory)$`)
	// exits127 is a command that has the status without that meaning.
	exits127 = regexp.MustCompile(`\b(?:exit|return)\s+127\b`)
)

// missingTool tells which command was not found, in words; "" if none. No
// failure that a note expects is that of a tool which is not there, unless the
// note shows the very message.
func missingTool(want *snippets.Step, got *step, expected string) string {
	for _, line := range notFoundLine.FindAll(got.Output, -1) {
		if !strings.Contains("\n"+expected, "\n"+string(line)+"\n") {
			return string(line)
		}
	}
	if got.Exit != notFound || exits127.MatchString(want.Command) {
		return ""
	}
	if text := strings.TrimSpace(string(got.Output)); text != "" {
		return text[strings.LastIndexByte(text, '\n')+1:]
	}
	return fmt.Sprintf("exit status %d", notFound)
}

// exitText names an exit status, with the signal it may stand for.
func exitText(n int) string {
	if signal := syscall.Signal(n - 128); n > 128 && !strings.HasPrefix(signal.String(), "signal ") {
		return fmt.Sprintf("%d (%v)", n, signal)
	}
	return fmt.Sprint(n)
}
