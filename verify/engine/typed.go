package engine

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// The forms in which the agent types a command. The first three put it between
// braces, which give it a standard input and are seen neither by set -x nor by
// a trap nor in an error message. A line more than the command has would be
// seen: before it reads one, bash says which jobs have ended.
const (
	formList  = "list"  // { text; }
	formEnded = "ended" // { text }, of what ends in ; or &
	formLines = "lines" // { text, and a } on a line of its own, behind a comment or a heredoc
	formEval  = "eval"  // eval text
	formPlain = "plain" // the text as it is
)

// typed returns what is typed for a command, and in which form. What is no
// command would make a group itself wrong, so that is handed to eval, or, a
// single line, to the shell as it is.
func typed(text string) (form, arg string) {
	f, err := syntax.NewParser(syntax.Variant(syntax.LangBash), syntax.KeepComments(true)).Parse(strings.NewReader(text), "")
	backslashes := len(text) - len(strings.TrimRight(text, `\`))
	switch escapes := backslashes%2 == 1; {
	case err == nil && len(f.Stmts) > 0 && !escapes:
		return groupForm(f, text), text
	case !strings.Contains(text, "\n") && !escapes && !syntax.IsIncomplete(err):
		return formPlain, text
	}
	return formEval, "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

func groupForm(f *syntax.File, text string) string {
	form := formList
	last := text[strings.LastIndex(text, "\n")+1:]
	if f.Stmts[len(f.Stmts)-1].Semicolon.IsValid() || strings.TrimSpace(last) == "" {
		form = formEnded
	}
	syntax.Walk(f, func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Comment:
			form = formLines
		case *syntax.Redirect:
			if n.Hdoc != nil {
				form = formLines
			}
		}
		return true
	})
	return form
}
