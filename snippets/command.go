package snippets

import (
	"cmp"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// readCommand reads a command that begins on a line as first, behind its
// prompt, and goes on below for as long as bash would ask for more. It returns
// the command, the number of lines below that belong to it, and what is wrong
// where it is not complete at the next prompt or at the end of the block.
// A line that looks like a prompt may stand in a here-document only.
func readCommand(first string, below []Line, isPrompt func(string) bool) (command string, taken int, defect string) {
	r := &commandReader{parser: newShellParser(), pending: first + "\n", below: below, isPrompt: isPrompt}
	var err error
	for _, e := range r.parser.StmtsSeq(r) { // not to be left early: it may go on behind an error
		err = cmp.Or(err, e)
	}
	if r.cut {
		return "", 0, "the command does not end before the next prompt: " + unfinished(err)
	}
	return strings.TrimSuffix(r.text.String(), "\n"), r.taken, ""
}

func newShellParser() *syntax.Parser { return syntax.NewParser(syntax.Variant(syntax.LangBash)) }

// commandReader hands the lines of a block to the shell's parser one by one.
// The parser asks for a line only when it has taken in those before, so that
// it is known then whether they are a whole command.
type commandReader struct {
	parser   *syntax.Parser
	pending  string // what is left of the line that is being read
	below    []Line
	taken    int // of the lines below
	isPrompt func(string) bool
	text     strings.Builder
	heredoc  string // delimiter of the here-document that is being read, if known
	cut      bool   // it goes on where no line of it can stand
}

func (r *commandReader) Read(buf []byte) (int, error) {
	if r.pending == "" && !r.next() {
		return 0, io.EOF
	}
	n := copy(buf, r.pending)
	r.text.WriteString(r.pending[:n])
	r.pending = r.pending[n:]
	return n, nil
}

// next makes the next line pending, and returns false where there is none.
func (r *commandReader) next() bool {
	switch {
	case !r.parser.Incomplete(), r.taken == 0 && endsInComment(r.text.String()):
		return false
	case r.taken == len(r.below), r.isPrompt(r.below[r.taken].Text) && !r.inHeredoc():
		r.cut = true
		return false
	}
	line := continuation(r.below[r.taken].Text)
	if r.heredoc != "" && ends(line, r.heredoc) {
		r.heredoc = ""
	}
	r.pending = line + "\n"
	r.taken++
	return true
}

var openHeredoc = regexp.MustCompile("unclosed here-document (.+)$")

// inHeredoc tells whether the next line stands in a here-document which ends
// further below. Which one is open only the parser knows, that of all lines so
// far, which is asked once for each.
func (r *commandReader) inHeredoc() bool {
	if r.heredoc != "" {
		return true
	}
	_, err := newShellParser().Parse(strings.NewReader(r.text.String()), "")
	if err == nil {
		return false
	}
	m := openHeredoc.FindStringSubmatch(err.Error())
	if m == nil {
		return false
	}
	delimiter, err := strconv.Unquote(m[1])
	if err != nil {
		return false
	}
	closed := slices.ContainsFunc(r.below[r.taken:], func(l Line) bool { return ends(continuation(l.Text), delimiter) })
	if closed {
		r.heredoc = delimiter
	}
	return closed
}

// ends tells whether a line may end a here-document; tabs count only with <<.
func ends(line, delimiter string) bool { return strings.TrimLeft(line, "\t") == delimiter }

// continuation takes one leading "> " off, as bash prints it.
func continuation(line string) string {
	if line == ">" {
		return ""
	}
	return strings.TrimPrefix(line, "> ")
}

// endsInComment tells whether a line ends in a comment, where a backslash
// continues nothing; the parser takes it for a continuation.
func endsInComment(line string) bool {
	line, ok := strings.CutSuffix(line, "\\\n")
	if !ok {
		return false
	}
	f, err := syntax.NewParser(syntax.Variant(syntax.LangBash), syntax.KeepComments(true)).Parse(strings.NewReader(line), "")
	if err != nil {
		return false
	}
	ends := false
	syntax.Walk(f, func(n syntax.Node) bool {
		c, ok := n.(*syntax.Comment)
		ends = ends || ok && int(c.End().Offset()) == len(line)
		return true
	})
	return ends
}

// unfinished says what bash still waits for.
func unfinished(err error) string {
	if pe, ok := err.(syntax.ParseError); ok {
		return pe.Text
	}
	return `its last line ends in \`
}

// isComment tells whether a command is complete and does nothing.
func isComment(command string) bool {
	f, err := newShellParser().Parse(strings.NewReader(command), "")
	return err == nil && len(f.Stmts) == 0
}
