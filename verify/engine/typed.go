package engine

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// typed returns what is typed for a command. The group gives it /dev/null to
// read from, and is seen neither by set -x nor in an error message. What is not
// a command would make the group itself wrong, so that is handed to eval, or,
// a single line, to the shell as it is.
func typed(text string) string {
	f, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(text), "")
	switch {
	case err == nil && len(f.Stmts) > 0:
		return "{\n" + text + "\n} </dev/null\n"
	case !strings.Contains(text, "\n") && !strings.HasSuffix(text, `\`):
		return text + "\n"
	}
	return "eval '" + strings.ReplaceAll(text, "'", `'\''`) + "' </dev/null\n"
}
