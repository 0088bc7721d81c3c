package engine

import "testing"

func TestTyped(t *testing.T) {
	for _, tt := range []struct{ text, form string }{
		{"echo a", formList},
		{"echo a;", formEnded},
		{"sleep 1 &", formEnded},
		{"sleep 1 & ", formEnded},
		{"sleep 1 &\n\n", formEnded},
		{"if a; then\n\tb\nfi", formList},
		{"f() { a; }", formList},
		{"case x in\nx) ;;\nesac", formList},
		{"echo a # b", formLines},
		{"echo 'a # b'", formList},
		{"# only a comment", formPlain},
		{"cat <<X\na\nX", formLines},
		{"echo $(cat <<X\na\nX\n)", formLines},
		{"cat <<<x", formList},
		{"echo a; )", formPlain},
		{"echo 'a", formEval},
		{"echo a\n)", formEval},
		{`echo a \`, formEval},
		{`echo a \\`, formList},
		{"echo a\n", formEnded},
		{"echo a\n  ", formEnded},
		{"echo a  ", formList},
		{"", formPlain},
	} {
		if form, _ := typed(tt.text); form != tt.form {
			t.Errorf("%q is typed as %s, want %s", tt.text, form, tt.form)
		}
	}
}
