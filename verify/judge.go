package verify

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"syscall"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// reportNote judges all claims of a note. It shows about share bytes of output
// a claim.
func reportNote(doc *Doc, p *plan, seen *observed, record recordState, share int) *report.Note {
	n := &report.Note{
		Notebook: doc.Note.Notebook, File: doc.Note.File, Title: doc.Note.Title, Toolchain: p.toolchain,
		Record: record.State, RecordWhy: record.Why, RecordWritten: record.Wrote,
		Blocks: []report.Block{}, Claims: []*report.Claim{},
	}
	if seen.Recorded {
		n.Recorded = seen.Date
	}
	for _, b := range doc.Blocks {
		n.Blocks = append(n.Blocks, report.Block{Line: b.Pos.Line, Lang: b.Lang, Class: string(b.Class), Claims: len(b.Claims)})
	}
	shown := longest(seen.Steps, share)
	for _, c := range doc.Claims() {
		r := judge(c, p, seen)
		r.Observed = cut(r.Observed, shown, n.File)
		n.Claims = append(n.Claims, r)
		seen.outputs.forget()
	}
	return n
}

// verdict is what is said of a claim.
type verdict struct {
	status           report.Status
	evidence, reason string
}

func verified(evidence string) verdict { return verdict{report.Verified, evidence, ""} }

func failed(format string, args ...any) verdict {
	return verdict{report.Failed, "", fmt.Sprintf(format, args...)}
}

// judge says what is known of a claim, and what follows.
func judge(c *snippets.Claim, p *plan, seen *observed) *report.Claim {
	r := &report.Claim{ID: c.ID, Line: c.Pos.Line, Col: c.Pos.Col, BlockLine: c.Block.Pos.Line, Kind: string(c.Kind)}
	if c.Step != nil {
		r.Command, r.Expected, r.OutputLine = c.Step.Command, c.Step.Output, outputLine(c)
	}
	v, settled := unrun(c, p)
	if !settled {
		s := seen.step(c.ID)
		if s == nil {
			v = verdict{report.Unverified, "", seen.missing()}
		} else {
			describe(r, s, seen)
			v = judgeRun(c, s, r.OutputLine)
		}
	}
	r.Status, r.Evidence, r.Reason = v.status, v.evidence, v.reason
	return r
}

// unrun is the verdict on a claim for which nothing is to be run.
func unrun(c *snippets.Claim, p *plan) (v verdict, settled bool) {
	switch {
	case skipReason(c) != "":
		return verdict{report.Skipped, "", skipReason(c)}, true
	case p.defects[c.ID] != "":
		return failed("%s", p.defects[c.ID]), true
	case c.Step == nil && c.Kind != snippets.Kind(snippets.Program):
		return verdict{report.Unverified, "", "nothing is known yet that speaks for or against a block of class " + string(c.Block.Class)}, true
	}
	return verdict{}, false
}

func skipReason(c *snippets.Claim) string {
	if c.Step != nil {
		return c.Step.Skip
	}
	return c.Block.Attrs.Skip
}

// outputLine is the line of the note at which a step's output begins, or would
// if it showed any.
func outputLine(c *snippets.Claim) int {
	if at := c.Step.OutputFrom; at < len(c.Block.Lines) {
		return c.Block.Lines[at].Pos.Line
	}
	return c.Block.Pos.Line + 1 + len(c.Block.Lines)
}

func (o *observed) missing() string {
	if o.Missing != "" {
		return o.Missing
	}
	return "it was not run"
}

// describe fills in what a step did.
func describe(r *report.Claim, s *step, seen *observed) {
	r.Observed = string(s.Output)
	r.Seconds, r.Cached = s.Seconds, seen.Cached || seen.Recorded
	if s.Stopped == "" {
		r.Exit = &s.Exit
	}
	var remarks []string
	if s.Fresh {
		remarks = append(remarks, "in a new shell, as the one before had ended")
	}
	if seen.Remark != "" {
		remarks = append(remarks, seen.Remark)
	}
	r.Remark = strings.Join(remarks, "; ")
}

// judgeRun judges what was run for a claim.
func judgeRun(c *snippets.Claim, s *step, outputLine int) verdict {
	switch {
	case s.Stopped != "":
		return failed("%s", stopReasons[s.Stopped])
	case c.Step != nil:
		return judgeStep(c.Step, s, outputLine)
	case s.Exit != 0:
		return failed("it does not compile%s", firstError(c, s.Output))
	}
	return verified("compiled")
}

var compileError = regexp.MustCompile(`(?m)^([^:\n]+):(\d+):(?:\d+:)? (?:fatal )?error: (.*)$`)

// firstError is the first error of a compiler in a program, by the note's line.
func firstError(c *snippets.Claim, output []byte) string {
	for _, m := range compileError.FindAllSubmatch(output, -1) {
		line, err := strconv.Atoi(string(m[2]))
		if name := string(m[1]); err != nil || name != "<stdin>" && name != c.Block.Attrs.File {
			continue
		}
		if line >= 1 && line <= len(c.Block.Lines) {
			return fmt.Sprintf(", line %d: %s", c.Block.Lines[line-1].Pos.Line, m[3])
		}
	}
	return ""
}

// judgeStep holds a step against what it did. Its exit status comes first: an
// output that differs only because the command failed is a failure.
func judgeStep(want *snippets.Step, got *step, outputLine int) verdict {
	expected, exit := stated(want, got)
	m := match.Compare(expected, string(got.Output))
	shown := m.OK && match.Asserts(expected)
	if what := missingTool(want, got, expected); what != "" && !(shown && !m.Wild) {
		return failed("not-found: %s", match.Clip(what))
	}
	switch {
	case exit != nil && *exit != got.Exit:
		return failed("exit status %s, the note says %d", exitText(got.Exit), *exit)
	case exit == nil && got.Exit != 0 && !shown:
		return failed("exit status %s", exitText(got.Exit))
	case want.Silent:
		return verified("succeeded")
	case m.OK:
		return verified("ran")
	}
	reason := fmt.Sprintf("the output differs from line %d", outputLine+m.Line-1)
	if m.Note != "" {
		reason += " (" + m.Note + ")"
	}
	return verdict{report.Drifted, "", reason}
}

// stated is the output and the exit status that a step states. A last line
// "[N]" is the status, unless the output really ends so.
func stated(want *snippets.Step, got *step) (output string, exit *int) {
	if want.ExitBy != "[N]" {
		return want.Output, want.Exit
	}
	line := fmt.Sprintf("[%d]", *want.Exit)
	if !endsWith(got.Output, line) || got.Exit == *want.Exit && match.Compare(want.Output, string(got.Output)).OK {
		return want.Output, want.Exit
	}
	return want.Output + line + "\n", nil
}

func endsWith(output []byte, line string) bool {
	text := bytes.TrimRight(output, " \t\n")
	return string(text[bytes.LastIndexByte(text, '\n')+1:]) == line
}

const notFound = 127 // the exit status by which a shell says so

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
