package snippets

import (
	"regexp"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

var statusLine = regexp.MustCompile(`^\[(\d{1,3})\]$`)

// session cuts a block into steps. Lines before the first prompt belong to
// nothing.
func (p *parser) session(b *Block) {
	prompt := promptOf(b)
	i := 0
	if prompt == nil { // a command that needs no prompt to be known for one
		p.step(b, func(string) bool { return false }, 0, 0)
		i = len(b.Lines)
	}
	for i < len(b.Lines) {
		if m := prompt.FindString(b.Lines[i].Text); m != "" {
			i = p.step(b, prompt.MatchString, i, len(m))
		} else {
			i++
		}
	}
	silence(b)
}

// promptOf is the expression for the prompts of a block: "# " only counts
// where it has no other. It is nil for a block without any.
func promptOf(b *Block) *regexp.Regexp {
	switch {
	case hasLine(b, shellPrompt.MatchString):
		return shellPrompt
	case hasLine(b, rootPrompt.MatchString):
		return rootPrompt
	}
	return nil
}

// step reads the step whose command starts at line from, behind width bytes
// of prompt, and returns the line at which the next one may start. A prompt
// without a command claims nothing.
func (p *parser) step(b *Block, isPrompt func(string) bool, from, width int) int {
	first := b.Lines[from]
	s := &Step{Prompt: first.Text[:width], Command: first.Text[width:], CommandFrom: from, Limit: b.Attrs.Timeout}
	to := from + 1
	for incomplete(s.Command) {
		if to == len(b.Lines) || isPrompt(b.Lines[to].Text) && !inHeredoc(s.Command) {
			s.Defect = "the command is not complete: " + unfinished(s.Command)
			break
		}
		s.Command += "\n" + continuation(b.Lines[to].Text)
		to++
	}
	if s.Defect != "" { // what follows the first line cannot be told from output
		s.Command, to = first.Text[width:], from+1
	}
	s.CommandTo, s.OutputFrom = to, to
	for to < len(b.Lines) && !isPrompt(b.Lines[to].Text) {
		to++
	}
	s.OutputTo = to
	if strings.TrimSpace(s.Command) == "" {
		return to
	}
	output := b.Lines[s.OutputFrom:to]
	p.status(b, s, &output)
	s.Output = joinLines(output)
	p.policy(b, s)
	pos := first.Pos
	b.Claims = append(b.Claims, &Claim{Kind: Command, Pos: pos, Block: b, Step: s, Text: s.Command})
	return to
}

// status takes a last line "[N]" off the output. An exit= of the block is for
// its last step, which is the one that gives a block its exit status.
func (p *parser) status(b *Block, s *Step, output *[]Line) {
	lines := *output
	for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1].Text) == "" {
		lines = lines[:len(lines)-1]
	}
	if len(lines) > 0 {
		if m := statusLine.FindStringSubmatch(lines[len(lines)-1].Text); m != nil {
			if n, err := strconv.Atoi(m[1]); err == nil && n <= 255 {
				s.Exit, s.ExitBy = &n, "[N]"
				*output = lines[:len(lines)-1]
			}
		}
	}
	if b.Attrs.Exit != nil && s.OutputTo == len(b.Lines) && s.Exit == nil {
		s.Exit, s.ExitBy = b.Attrs.Exit, "exit="
	}
}

// policy decides whether a step is run.
func (p *parser) policy(b *Block, s *Step) {
	s.Fresh = b.Attrs.Fresh && len(b.Claims) == 0
	switch {
	case b.Attrs.Skip != "":
		s.Skip = b.Attrs.Skip
	case programLines(b, s):
		s.Skip = "its lines are typed into a program, which cannot be done yet"
	case !b.Attrs.Run:
		s.Skip = skipReason(p.rules, s.Command)
	}
}

// programLines tells whether the step's output holds prompts of a program.
func programLines(b *Block, s *Step) bool {
	for _, l := range b.Lines[s.OutputFrom:s.OutputTo] {
		if isProgramPrompt(l.Text, b.Attrs.Prompt) {
			return true
		}
	}
	return false
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

// continuation takes one leading "> " off, as bash prints it.
func continuation(line string) string {
	if line == ">" {
		return ""
	}
	return strings.TrimPrefix(line, "> ")
}

// incomplete tells whether bash would ask for more.
func incomplete(command string) bool {
	if oddBackslash(command) {
		return true
	}
	_, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(command+"\n"), "")
	return syntax.IsIncomplete(err) || inHeredoc(command)
}

func oddBackslash(command string) bool {
	n := len(command) - len(strings.TrimRight(command, `\`))
	return n%2 == 1 && !inComment(command)
}

// inComment tells whether the last line is a comment, in which a trailing
// backslash continues nothing.
func inComment(command string) bool {
	last := command[strings.LastIndexByte(command, '\n')+1:]
	return strings.HasPrefix(strings.TrimSpace(last), "#")
}

// inHeredoc tells whether a here-document has been begun and not ended. The
// parser takes the end of the text for its end, as bash does with a warning.
func inHeredoc(command string) bool {
	f, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(command+"\n"), "")
	if err != nil && !syntax.IsIncomplete(err) || f == nil {
		return err != nil && strings.Contains(err.Error(), "here-document")
	}
	if err != nil {
		return strings.Contains(err.Error(), "here-document")
	}
	open := false
	syntax.Walk(f, func(n syntax.Node) bool {
		r, ok := n.(*syntax.Redirect)
		if ok && (r.Op == syntax.Hdoc || r.Op == syntax.DashHdoc) && !terminated(command, r) {
			open = true
		}
		return true
	})
	return open
}

func terminated(command string, r *syntax.Redirect) bool {
	delim := r.Word.Lit()
	if delim == "" {
		var b strings.Builder
		for _, part := range r.Word.Parts {
			switch q := part.(type) {
			case *syntax.SglQuoted:
				b.WriteString(q.Value)
			case *syntax.DblQuoted:
				for _, in := range q.Parts {
					if l, ok := in.(*syntax.Lit); ok {
						b.WriteString(l.Value)
					}
				}
			case *syntax.Lit:
				b.WriteString(q.Value)
			}
		}
		delim = b.String()
	}
	lines := strings.Split(command, "\n")
	for _, l := range lines[min(int(r.Pos().Line()), len(lines)):] {
		if r.Op == syntax.DashHdoc {
			l = strings.TrimLeft(l, "\t")
		}
		if l == strings.TrimPrefix(delim, `\`) {
			return true
		}
	}
	return false
}

// unfinished says what bash still waits for.
func unfinished(command string) string {
	_, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(command+"\n"), "")
	if err == nil {
		return "a here-document or a line ending in \\ goes on past the block"
	}
	if pe, ok := err.(syntax.ParseError); ok {
		return pe.Text
	}
	return err.Error()
}
