package cmd

import (
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
	"github.com/spf13/cobra"
)

// updateMode says what the flags want done. In CI nobody reads what is written
// into a note.
func (f *verifyFlags) updateMode() (verify.UpdateMode, error) {
	switch {
	case f.recorded && (f.diff || f.record || f.update):
		return 0, usagef("--recorded runs nothing, so there is nothing to write: leave --record, --update and --diff out")
	case f.diff && f.record:
		return 0, usagef("--diff writes nothing and --record writes records; choose one of them")
	case f.diff:
		return verify.ShowUpdate, nil
	case f.update && inCI():
		return 0, usagef("--update: CI=%s is set, and what was observed there would go into the notes unread; run it on your own machine, or --diff here", match.Visible(os.Getenv("CI")))
	case f.update:
		return verify.WriteUpdate, nil
	}
	return verify.NoUpdate, nil
}

// inCI tells whether this runs in a CI service, all of which set CI.
func inCI() bool { return !slices.Contains([]string{"", "0", "false"}, os.Getenv("CI")) }

// outputs are the reports that are to be written. A diff has the standard output
// for itself, and none beside it unless asked for.
func (f *verifyFlags) outputs(mode verify.UpdateMode, asked bool) ([]reportOutput, error) {
	outs, err := parseReports(f.reports, report.Formats())
	if err != nil || mode != verify.ShowUpdate {
		return outs, err
	}
	if !asked {
		return nil, nil
	}
	for _, out := range outs {
		if out.file == "" {
			return nil, usagef("--report %s: standard output is the diff's; name a file: --report %s=FILE", out.format, out.format)
		}
	}
	return outs, nil
}

// showUpdate prints what an update would write: as it is for patch, spelled for
// a reader.
func (f *verifyFlags) showUpdate(c *cobra.Command, r *report.Report) error {
	out := c.OutOrStdout()
	text := r.Diff()
	if isTerminal(out) || inCI() {
		text = report.ReadableDiff(text, colored(out))
	}
	if _, err := io.WriteString(out, text); err != nil {
		return err
	}
	if !f.quiet {
		fmt.Fprintln(c.ErrOrStderr(), r.UpdateSummary("--update would write", f.strict))
	}
	if text != "" || r.Left(f.strict) > 0 {
		return errFindings
	}
	return nil
}

// summaryStream is where the summary of an update goes: behind the text report,
// not into another that a machine reads.
func summaryStream(c *cobra.Command, outputs []reportOutput) io.Writer {
	if slices.ContainsFunc(outputs, func(o reportOutput) bool { return o.file == "" && o.format != "text" }) {
		return c.ErrOrStderr()
	}
	return c.OutOrStdout()
}
