package snippets

import (
	"regexp"
	"slices"
	"strings"
)

// program is a debugger or interpreter that a shell step started and that
// later lines are typed into, until the next shell prompt.
type program struct {
	name      string         // of the prompt without blanks: "(gdb)"
	start     *regexp.Regexp // commands that start it, where the note shows its prompt only in a later block
	more      string         // its prompt for the rest of what is not complete; "" for none
	goesOn    func(typed string) bool
	blankEnds bool     // an empty line completes what goes on over lines
	asks      []string // what it asks with before it does what is asked of it
	leave     []string // the commands by which it is left
}

// programs lists the prompts that are known wherever they stand.
var programs = []*program{
	{
		name: "(gdb)", start: regexp.MustCompile(`\bgdb\b`), more: ">", goesOn: gdbGoesOn,
		asks: []string{"(y or n) ", "(y or [n]) "}, leave: []string{"q", "quit", "exit"},
	},
	{name: "(lldb)", start: regexp.MustCompile(`\blldb\b`), asks: []string{"[Y/n] "}, leave: []string{"q", "quit", "exit"}},
	{name: ">>>", start: regexp.MustCompile(`\bpython[\d.]*\b`), more: "... ", goesOn: pythonGoesOn, blankEnds: true, leave: []string{"exit", "quit", "exit()", "quit()"}},
	{name: "(Pdb)", start: regexp.MustCompile(`\b(?:pdb|python[\d.]*)\b`), leave: []string{"q", "quit", "exit"}},
	{name: "sqlite>", start: regexp.MustCompile(`\bsqlite3?\b`), more: "   ...> ", goesOn: sqliteGoesOn, leave: []string{".q", ".quit", ".exit"}},
}

// programAt returns the program whose prompt a line begins with, by a known
// prompt or the block's own, and the width of the prompt in bytes.
func programAt(b *Block, line string) (*program, int) {
	if own := strings.TrimRight(b.Attrs.Prompt, " "); own != "" {
		w := promptWidth(line, own)
		if w == 0 && own == b.Attrs.Prompt && strings.HasPrefix(line, own) { // typed right behind it
			w = len(own)
		}
		if w > 0 {
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
	p.shell.Program, p.shell.Asks, p.shell.Answers = prog.name, prog.asks, answers(prog.asks, p.shell.Output)
	typed, to := prog.rest(b, b.Lines[from].Text[width:], from+1)
	open := prog.open(typed)
	if open { // it says something before it asks for more
		inner := isPrompt
		isPrompt = func(line string) bool { return inner(line) || strings.HasPrefix(line, prog.more) }
	}
	s := &Step{Prompt: b.Lines[from].Text[:width], Command: typed, CommandFrom: from, CommandTo: to}
	next := p.typed(b, prog, s, isPrompt)
	if !open || next == len(b.Lines) || !strings.HasPrefix(b.Lines[next].Text, prog.more) {
		return next
	}
	s.Open = true
	return p.inputMore(b, prog, typed, isPrompt, next)
}

// inputMore reads the lines that complete what was typed, where the program
// has said something in between.
func (p *parser) inputMore(b *Block, prog *program, typed string, isPrompt func(string) bool, from int) int {
	first, _ := afterMore(b.Lines[from].Text, prog.more)
	all, to := prog.rest(b, typed+"\n"+first, from+1)
	line := b.Lines[from].Text
	s := &Step{Prompt: line[:len(line)-len(first)], Command: all[len(typed)+1:], CommandFrom: from, CommandTo: to}
	return p.typed(b, prog, s, isPrompt)
}

// rest adds the lines from one on that complete what was typed, and returns the
// line behind them.
func (prog *program) rest(b *Block, typed string, to int) (string, int) {
	for to < len(b.Lines) && prog.open(typed) {
		more, ok := afterMore(b.Lines[to].Text, prog.more)
		if !ok {
			break
		}
		typed += "\n" + more
		to++
	}
	return typed, to
}

// open tells whether the program asks for more behind what was typed.
func (prog *program) open(typed string) bool { return prog.goesOn != nil && prog.goesOn(typed) }

// typed reads the output of a step that is typed into a program, and returns
// the line at which the next step may start. To leave it claims no more than
// that it ends, unless the note shows what it says then.
func (p *parser) typed(b *Block, prog *program, s *Step, isPrompt func(string) bool) int {
	to := s.CommandTo
	for to < len(b.Lines) && !isPrompt(b.Lines[to].Text) {
		to++
	}
	s.OutputFrom, s.OutputTo = s.CommandTo, to
	s.Output = joinLines(b.Lines[s.OutputFrom:to])
	silent := strings.TrimSpace(s.Output) == ""
	if silent && strings.TrimSpace(s.Command) == "" {
		return to // the prompt at which the note leaves the program
	}
	s.Silent = silent && slices.Contains(prog.leave, strings.TrimSpace(s.Command))
	s.Limit, s.Starter, s.Program, s.More, s.Asks = b.Attrs.Timeout, p.shell, prog.name, prog.more, prog.asks
	s.Answers = answers(prog.asks, s.Output)
	s.Unended = prog.blankEnds && strings.Contains(s.Command, "\n") && prog.open(s.Command)
	switch {
	case b.Attrs.Skip != "":
		s.Skip = b.Attrs.Skip
	case p.shell.Skip != "":
		s.Skip = "the program it is typed into is not started: " + p.shell.Skip
	}
	b.Claims = append(b.Claims, &Claim{Kind: Command, Pos: b.Lines[s.CommandFrom].Pos, Block: b, Step: s, Text: s.Command})
	return to
}

// answers lists what an output shows to have been typed where the program asks,
// up to the last one that is not the usual: a note that shows the others says
// no more than one that does not.
func answers(asks []string, output string) []string {
	var all []string
	told := 0
	for line := range strings.Lines(output) {
		for _, ask := range asks {
			if _, answer, ok := strings.Cut(strings.TrimSpace(line), ask); ok && answer != "" {
				if all = append(all, answer); answer != UsualAnswer(ask) {
					told = len(all)
				}
				break
			}
		}
	}
	return all[:told:told]
}

// UsualAnswer is what a reader types when a program asks for a confirmation of
// what it has just been told to do: yes, unless it says that no is usual.
func UsualAnswer(ask string) string {
	if strings.Contains(ask, "[n]") {
		return "n"
	}
	return "y"
}

// afterMore returns what is typed behind a program's prompt for more.
func afterMore(line, more string) (string, bool) {
	rest, ok := strings.CutPrefix(line, strings.TrimRight(more, " "))
	return strings.TrimPrefix(rest, " "), ok
}

// gdbGoesOn tells whether gdb asks for more: some commands go on until "end",
// one within the other.
func gdbGoesOn(typed string) bool {
	depth, python := 0, false
	for i, line := range strings.Split(typed, "\n") {
		word, args, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case word == "end" && args == "" && depth > 0:
			depth, python = depth-1, false
			if depth == 0 {
				return false
			}
		case python:
		case slices.Contains([]string{"python", "py"}, word):
			if python = args == ""; python {
				depth++
			}
		case slices.Contains([]string{"if", "while", "commands"}, word), i == 0 && slices.Contains([]string{"define", "document"}, word):
			depth++
		}
	}
	return depth > 0
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
