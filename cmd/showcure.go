package cmd

import (
	"fmt"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// cures says what may be done about a claim that is not verified, each way in a
// line.
func cures(n *report.Note, c *report.Claim, claim *snippets.Claim) []string {
	if _, run, ok := strings.Cut(c.Reason, "; run: "); ok {
		return []string{run}
	}
	switch c.Status {
	case report.Drifted:
		return driftCures(n, c, claim)
	case report.Failed:
		return failureCures(n, c, claim)
	case report.Skipped:
		if claim.Block.Attrs.Skip == "" {
			return []string{"to run it despite the rule, write .run into the braces of its block"}
		}
	}
	return nil
}

func driftCures(n *report.Note, c *report.Claim, claim *snippets.Claim) []string {
	update := "if what was printed is right, write it into the note: knotes verify --update " + n.File
	switch {
	case claim.Step != nil:
		return []string{update, "else mend the command; for what varies from run to run, write ..."}
	case c.Source != nil && c.Source.Line > 0:
		return []string{fmt.Sprintf("quote the lines of line %d anew, or mend that step: knotes show %s#%s", c.Source.Line, n.File, c.Source.Claim)}
	}
	return nil
}

// limitCures says, by the word that a reason begins with, what may be done.
var limitCures = map[string]string{
	"time":       `give it longer, by timeout="2m" in the braces of its block, or do not run it: skip="why"`,
	"note":       "give the note longer, by note = \"5m\" below [limits] in knotes.toml",
	"output":     "have it print less, or raise output below [limits] in knotes.toml",
	"memory":     "have it take less, or raise memory below [limits] in knotes.toml",
	"processes":  "have it start fewer, or raise processes below [limits] in knotes.toml",
	"disk":       "have it write less, or raise disk below [limits] in knotes.toml",
	"not-found":  "put its package into packages below [toolchain] in knotes.toml, or do not run it: skip=\"why\"",
	"question":   "type its answer in the note too, behind a prompt=\"…\" in the braces of its block",
	"no-program": "have a step above start the program, and not end it",
}

func failureCures(n *report.Note, c *report.Claim, claim *snippets.Claim) []string {
	word, _, _ := strings.Cut(c.Reason, ":")
	switch cure := limitCures[word]; {
	case cure != "":
		return []string{cure}
	case claim.Step == nil:
		return []string{fmt.Sprintf("mend line %d", c.Line)}
	case c.Exit == nil:
		return nil
	}
	meant := "else take the exit status out of the note"
	if *c.Exit != 0 {
		meant = fmt.Sprintf("if it is meant to fail so, write [%d] below its output: knotes verify --update %s", *c.Exit, n.File)
	}
	return []string{"mend the command", meant}
}
