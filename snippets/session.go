package snippets

import (
	"regexp"
	"strconv"
	"strings"
)

var statusLine = regexp.MustCompile(`^\[(0|[1-9]\d{0,2})\]$`)

// session cuts a block into steps. Lines before the first prompt belong to
// nothing.
func (p *parser) session(b *Block) {
	shell := promptOf(b)
	if shell == nil && !p.continues(b) { // a command that needs no prompt to be known for one
		p.step(b, func(string) bool { return false }, firstLine(b), 0)
		blockStatus(b)
		silence(b)
		return
	}
	shellWidth := func(line string) int {
		if shell == nil {
			return 0
		}
		return shell(line)
	}
	isPrompt := func(line string) bool { return shellWidth(line) > 0 || isProgramPrompt(b, line) }
	for i := 0; i < len(b.Lines); {
		line := b.Lines[i].Text
		switch width := shellWidth(line); {
		case width > 0:
			i = p.step(b, isPrompt, i, width)
		case isProgramPrompt(b, line):
			i = p.input(b, isPrompt, i)
		default:
			i++
		}
	}
	blockStatus(b)
	silence(b)
}

// promptOf returns what measures the prompt of a line of the block, 0 where it
// has none: a bare "# " counts only in a block that has no other. It is nil
// for a block without any prompt.
func promptOf(b *Block) func(line string) int {
	switch {
	case hasLine(b, isShellPrompt):
		return shellPromptLen
	case hasLine(b, rootPrompt.MatchString):
		return func(line string) int { return len(rootPrompt.FindString(line)) }
	}
	return nil
}

// step reads the step whose command starts at line from, behind width bytes
// of prompt, and returns the line at which the next one may start. A prompt
// with no command, or with a comment that shows nothing, claims nothing.
func (p *parser) step(b *Block, isPrompt func(string) bool, from, width int) int {
	first := b.Lines[from]
	s := &Step{Prompt: first.Text[:width], Command: first.Text[width:], CommandFrom: from, Limit: b.Attrs.Timeout}
	command, taken, defect := readCommand(s.Command, b.Lines[from+1:], isPrompt)
	if defect == "" {
		s.Command = command
	} else if b.Attrs.Skip == "" { // what is not run need not be bash
		s.Defect = defect + `; close it, or give the block a skip="why"`
	}
	to := from + 1 + taken // what follows an incomplete line cannot be told from output
	s.CommandTo, s.OutputFrom = to, to
	for to < len(b.Lines) && !isPrompt(b.Lines[to].Text) {
		to++
	}
	s.OutputTo = to
	output := b.Lines[s.OutputFrom:to]
	if isComment(s.Command) && blank(output) {
		return to
	}
	s.Output = joinLines(s.status(output))
	p.policy(b, s)
	p.shell = s
	b.Claims = append(b.Claims, &Claim{Kind: Command, Pos: first.Pos, Block: b, Step: s, Text: s.Command})
	return to
}

func blank(lines []Line) bool { return strings.TrimSpace(joinLines(lines)) == "" }

// status takes a last line "[N]" off the output.
func (s *Step) status(output []Line) []Line {
	last := len(output) - 1
	for last >= 0 && strings.TrimSpace(output[last].Text) == "" {
		last--
	}
	if last < 0 {
		return output
	}
	m := statusLine.FindStringSubmatch(output[last].Text)
	if m == nil {
		return output
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n > 255 {
		return output
	}
	s.Exit, s.ExitBy = &n, "[N]"
	return output[:last]
}

// blockStatus gives the exit= of a block to its last step, unless that says
// another itself.
func blockStatus(b *Block) {
	if b.Attrs.Exit == nil || len(b.Claims) == 0 {
		return
	}
	if s := b.Claims[len(b.Claims)-1].Step; s.Exit == nil {
		s.Exit, s.ExitBy = b.Attrs.Exit, "exit="
	}
}

// policy decides whether a step is run.
func (p *parser) policy(b *Block, s *Step) {
	s.Fresh = b.Attrs.Fresh && len(b.Claims) == 0
	switch {
	case b.Attrs.Skip != "":
		s.Skip = b.Attrs.Skip
	case !b.Attrs.Run:
		s.Skip = skipReason(p.rules, s.Command)
	}
}

// silence marks the steps of a block that shows no output at all.
func silence(b *Block) {
	for _, c := range b.Claims {
		if strings.TrimSpace(c.Step.Output) != "" || c.Step.ExitBy == "[N]" {
			return
		}
	}
	for _, c := range b.Claims {
		c.Step.Silent = true
	}
}
