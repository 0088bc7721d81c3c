package snippets

import (
	"strings"
	"testing"
)

func TestGoesOn(t *testing.T) {
	for _, tt := range []struct {
		name  string
		goes  func(string) bool
		typed string
		want  bool
	}{
		{"a gdb command", gdbGoesOn, "print 1", false},
		{"commands", gdbGoesOn, "commands 1", true},
		{"commands, in it", gdbGoesOn, "commands\nsilent", true},
		{"commands, ended", gdbGoesOn, "commands\nsilent\n  end", false},
		{"one in the other", gdbGoesOn, "commands\nif $x\nprint 1\nend", true},
		{"one in the other, ended", gdbGoesOn, "commands\nif $x\nprint 1\nend\nend", false},
		{"what begins as one", gdbGoesOn, "if $x == 1\nprint endless\nendless", true},
		{"python", gdbGoesOn, "python\nif x:\n  print(x)", true},
		{"python, ended", gdbGoesOn, "python\nif x:\n  print(x)\nend", false},
		{"python in a line", gdbGoesOn, "python print(1)", false},
		{"a definition", gdbGoesOn, "define twice\nnext\nnext", true},
		{"no definition", gdbGoesOn, "info line end", false},
		{"a lone end", gdbGoesOn, "end", false},

		{"an expression", pythonGoesOn, "1 + 1", false},
		{"a loop", pythonGoesOn, "for i in x:", true},
		{"a loop, in it", pythonGoesOn, "for i in x:\n    print(i)", true},
		{"a loop, ended", pythonGoesOn, "for i in x:\n    print(i)\n", false},
		{"a decorator", pythonGoesOn, "@cache", true},
		{"an open call", pythonGoesOn, "f(1,", true},
		{"a backslash", pythonGoesOn, `x = \`, true},

		{"a statement", sqliteGoesOn, "select 1;", false},
		{"a part of one", sqliteGoesOn, "select", true},
		{"a dot command", sqliteGoesOn, ".tables", false},
		{"nothing", sqliteGoesOn, "", false},
	} {
		if got := tt.goes(tt.typed); got != tt.want {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestAnswers(t *testing.T) {
	asks := []string{"(y or n) ", "(y or [n]) "}
	for _, tt := range []struct{ output, want string }{
		{"", ""},
		{"Quit anyway? (y or n) y\n", ""},
		{"Quit anyway? (y or n) n\nNot confirmed.\n", "n"},
		{"A? (y or n) y\nB? (y or n) n\nC? (y or n) y\n", "y n"},
		{"Make it? (y or [n]) n\n", ""},
		{"Make it? (y or [n]) y\n", "y"},
		{"Quit anyway? (y or n)\n", ""},
	} {
		if got := strings.Join(answers(asks, tt.output), " "); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.output, got, tt.want)
		}
	}
}
