package snippets

import (
	"regexp"
	"slices"
	"strings"
)

// program is a debugger or interpreter that a shell step started and that
// later lines are typed into, until the next shell prompt.
type program struct {
	name   string         // of the prompt without blanks: "(gdb)"
	start  *regexp.Regexp // commands that start it, where the note shows its prompt only in a later block
	more   string         // its prompt for the rest of what is not complete; "" for none
	goesOn func(typed string) bool
}

// programs lists the prompts that are known wherever they stand.
var programs = []*program{
	{name: "(gdb)", start: regexp.MustCompile(`\bgdb\b`), more: ">", goesOn: gdbGoesOn},
	{name: "(lldb)", start: regexp.MustCompile(`\blldb\b`)},
	{name: ">>>", start: regexp.MustCompile(`\bpython[\d.]*\b`), more: "... ", goesOn: pythonGoesOn},
	{name: "(Pdb)", start: regexp.MustCompile(`\b(?:pdb|python[\d.]*)\b`)},
	{name: "sqlite>", start: regexp.MustCompile(`\bsqlite3?\b`), more: "   ...> ", goesOn: sqliteGoesOn},
}

// programAt returns the program whose prompt a line begins with, by a known
// prompt or the block's own, and the width of the prompt in bytes.
func programAt(b *Block, line string) (*program, int) {
	if own := strings.TrimRight(b.Attrs.Prompt, " "); own != "" {
		if w := promptWidth(line, own); w > 0 {
			return &program{name: own}, w
		}
	}
	for _, p := range programs {
		if w := promptWidth(line, p.name); w > 0 {
			return p, w
		}
	}
	return nil, 0
}

func isProgramPrompt(b *Block, line string) bool {
	p, _ := programAt(b, line)
	return p != nil
}

// promptWidth is how much of a line a prompt takes with the blank behind it; 0
// where the line does not begin with it.
func promptWidth(line, prompt string) int {
	switch {
	case line == prompt:
		return len(prompt)
	case strings.HasPrefix(line, prompt+" "):
		return len(prompt) + 1
	}
	return 0
}

// continues tells whether a block without a shell prompt goes on with the
// program of the last shell step.
func (p *parser) continues(b *Block) bool {
	at := slices.IndexFunc(b.Lines, func(l Line) bool { return isProgramPrompt(b, l.Text) })
	if at < 0 || p.shell == nil {
		return false
	}
	prog, _ := programAt(b, b.Lines[at].Text)
	if p.shell.Program != "" {
		return p.shell.Program == prog.name
	}
	return b.Attrs.Prompt != "" || prog.start.MatchString(p.shell.Command)
}

// input reads a line that is typed into a program, and the lines that complete
// it, and returns the line at which the next step may start.
func (p *parser) input(b *Block, isPrompt func(string) bool, from int) int {
	if p.shell == nil { // no program can be running yet
		return from + 1
	}
	prog, width := programAt(b, b.Lines[from].Text)
	p.shell.Program = prog.name
	text := b.Lines[from].Text
	s := &Step{Prompt: text[:width], Command: text[width:], CommandFrom: from, Limit: b.Attrs.Timeout, Starter: p.shell, Program: prog.name, More: prog.more}
	to := from + 1
	for prog.goesOn != nil && to < len(b.Lines) && prog.goesOn(s.Command) {
		rest, ok := afterMore(b.Lines[to].Text, prog.more)
		if !ok {
			break
		}
		s.Command += "\n" + rest
		to++
	}
	s.CommandTo, s.OutputFrom = to, to
	for to < len(b.Lines) && !isPrompt(b.Lines[to].Text) {
		to++
	}
	s.OutputTo = to
	if strings.TrimSpace(s.Command) == "" && strings.TrimSpace(joinLines(b.Lines[s.OutputFrom:to])) == "" {
		return to // the prompt at which the note leaves the program
	}
	s.Output = joinLines(b.Lines[s.OutputFrom:to])
	switch {
	case b.Attrs.Skip != "":
		s.Skip = b.Attrs.Skip
	case p.shell.Skip != "":
		s.Skip = "the program it is typed into is not started: " + p.shell.Skip
	}
	b.Claims = append(b.Claims, &Claim{Kind: Command, Pos: b.Lines[from].Pos, Block: b, Step: s, Text: s.Command})
	return to
}

// afterMore returns what is typed behind a program's prompt for more.
func afterMore(line, more string) (string, bool) {
	rest, ok := strings.CutPrefix(line, strings.TrimRight(more, " "))
	return strings.TrimPrefix(rest, " "), ok
}

// gdbGoesOn tells whether gdb asks for more: these commands end with "end".
func gdbGoesOn(typed string) bool {
	lines := strings.Split(typed, "\n")
	word, _, _ := strings.Cut(strings.TrimSpace(lines[0]), " ")
	return slices.Contains([]string{"commands", "define", "document", "if", "while", "python", "py"}, word) &&
		(len(lines) == 1 || strings.TrimSpace(lines[len(lines)-1]) != "end")
}

// pythonGoesOn tells whether Python may ask for more: a block is open until an
// empty line.
func pythonGoesOn(typed string) bool {
	lines := strings.Split(typed, "\n")
	if len(lines) > 1 {
		return lines[len(lines)-1] != ""
	}
	line := strings.TrimSpace(typed)
	return strings.HasSuffix(line, ":") || strings.HasSuffix(line, `\`) || strings.Count(line, "(") > strings.Count(line, ")") ||
		strings.HasPrefix(line, "@")
}

// sqliteGoesOn tells whether a statement has not been ended.
func sqliteGoesOn(typed string) bool {
	line := strings.TrimSpace(typed)
	return line != "" && !strings.HasPrefix(line, ".") && !strings.HasSuffix(line, ";")
}
