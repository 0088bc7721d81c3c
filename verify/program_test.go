package verify

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/verify/engine"
)

// scripted answers each line by the next of its results, and notes what was
// typed.
type scripted struct {
	fakeContainer
	results []engine.Result
	typed   []string
}

func (s *scripted) Run(_ context.Context, cmd engine.Command) (engine.Result, error) {
	s.typed = append(s.typed, fmt.Sprintf("%q at %q", cmd.Text, cmd.Prompts))
	r := s.results[0]
	s.results = s.results[1:]
	return r, nil
}

func says(output, waiting string) engine.Result {
	return engine.Result{Output: []byte(output), Waiting: waiting}
}

func TestRunProgramJob(t *testing.T) {
	const gdb, yes = "(gdb) ", "(y or n) "
	base := job{prompts: []string{gdb, ">"}, asks: []string{yes, "(y or [n]) "}, more: ">", input: true}
	for _, tt := range []struct {
		name, command string
		answers       []string
		results       []engine.Result
		typed         int
		output        string
		want          step
	}{
		{"one line", "print 1", nil, []engine.Result{says("$1 = 1\n", gdb)}, 1, "$1 = 1\n", step{Waiting: true}},
		{"several lines", "if 1\necho a\nend", nil, []engine.Result{says("", ">"), says("", ">"), says("a", gdb)}, 3, "a", step{Waiting: true}},
		{"it ends among them", "if 1\nquit\nend", nil, []engine.Result{says("", ">"), {Exit: 3}}, 2, "", step{Exit: 3}},
		{"it is stopped among them", "if 1\nrun\nend", nil, []engine.Result{says("", ">"), {Stopped: engine.StopTime}}, 2, "", step{Stopped: "time"}},
		{"it asks for more", "if 1", nil, []engine.Result{says("", ">")}, 1, "", step{Stopped: "question"}},
		{"a question", "quit", nil, []engine.Result{says("Quit anyway? ", yes), {}}, 2, "Quit anyway? (y or n) y\n", step{}},
		{"an answer of the note", "quit", []string{"n"}, []engine.Result{says("Quit anyway? ", yes), says("", gdb)}, 2, "Quit anyway? (y or n) n\n", step{Waiting: true}},
		{"two answers", "run", []string{"y", "n"}, []engine.Result{says("A? ", yes), says("B? ", yes), says("", gdb)}, 3, "A? (y or n) y\nB? (y or n) n\n", step{Waiting: true}},
		{"a usual answer", "break x", nil, []engine.Result{says("Make it? ", "(y or [n]) "), says("", gdb)}, 2, "Make it? (y or [n]) n\n", step{Waiting: true}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			j := base
			j.command, j.answers = tt.command, tt.answers
			c := &scripted{results: tt.results}
			got, err := runJob(t.Context(), c, j, maxMade, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(c.typed) != tt.typed || string(got.Output) != tt.output || got.Exit != tt.want.Exit || got.Waiting != tt.want.Waiting || got.Stopped != tt.want.Stopped {
				t.Errorf("typed %v, got %+v with output %q", c.typed, got, got.Output)
			}
		})
	}
}

// TestAskedForEver waits for no more questions of a program that is never
// content: the engine ends a program that asks what it is not waited for with.
func TestAskedForEver(t *testing.T) {
	c := &scripted{}
	for range maxAsked {
		c.results = append(c.results, says("Sure? ", "(y or n) "))
	}
	c.results = append(c.results, engine.Result{Stopped: engine.StopQuestion})
	j := job{command: "run", prompts: []string{"(gdb) "}, asks: []string{"(y or n) "}, input: true}
	s, err := runJob(t.Context(), c, j, maxMade, nil)
	if err != nil || s.Stopped != "question" {
		t.Errorf("got %+v, %v", s, err)
	}
	if first, last := c.typed[0], c.typed[maxAsked]; first != `"run" at ["(gdb) " "(y or n) "]` || last != `"y" at ["(gdb) "]` {
		t.Errorf("typed first %s, last %s", first, last)
	}
}

// TestUnendedLines types the empty line that Python waits for, and that notes
// leave out.
func TestUnendedLines(t *testing.T) {
	for _, block := range []string{"$ python3\n>>> for i in x:\n...     print(i)\n1", "$ python3\n>>> for i in x:\n...     print(i)\n...\n1"} {
		p := planOf(t, console(block))
		if diff := cmp.Diff([]string{"for i in x:", "    print(i)", ""}, p.jobs[1].lines()); diff != "" || p.jobs[1].claim.Step.Output != "1\n" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	}
}

// TestPrompts pins which prompts a program is waited for with.
func TestPrompts(t *testing.T) {
	for _, tt := range []struct {
		name, markdown string
		want           []string // prompts of each job
	}{
		{"gdb", console("$ gdb a\n(gdb) run\n(gdb) bt"), []string{"(gdb) |>", "(gdb) |>", "(gdb) |>"}},
		{"started in one block, typed into in the next", console("$ gdb a") + console("(gdb) run"), []string{"(gdb) |>", "(gdb) |>"}},
		{"never typed into", console("$ gdb a"), []string{""}},
		{"a lone prompt", console("$ gdb a\n(gdb)"), []string{"(gdb) "}},
		{"python", console("$ python3\n>>> 1\n1"), []string{">>> |... ", ">>> |... "}},
		{"its own", "~~~console {prompt=\"calc>\"}\n$ ./calc\ncalc> 1\n1\n~~~\n", []string{"calc> |calc>", "calc> |calc>"}},
		{"its own, without a blank", "~~~console {prompt=\"calc>\"}\n$ ./calc\ncalc>\n~~~\n", []string{"calc> "}},
		{"two", console("$ gdb a\n(gdb) bt\n$ sqlite3 a\nsqlite> .tables"), []string{"(gdb) |>", "(gdb) |>", "sqlite> |   ...> ", "sqlite> |   ...> "}},
		{"a shell step in between", console("$ gdb a\n(gdb) bt\n$ true\n$ gdb a\n(gdb) bt"), []string{"(gdb) |>", "(gdb) |>", "", "(gdb) |>", "(gdb) |>"}},
	} {
		p := planOf(t, tt.markdown)
		var got []string
		for _, j := range p.jobs {
			got = append(got, strings.Join(j.prompts, "|"))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}

func TestJudgePrograms(t *testing.T) {
	waits := func(text string) step { return step{Output: []byte(text), Waiting: true} }
	for _, tt := range []struct {
		name, markdown string
		steps          []step
		want           string
	}{
		{"as written", console("$ gdb a\nReading\n(gdb) print 1\n$1 = 1"), []step{waits("Reading\n"), waits("$1 = 1\n")}, "verified: ran; verified: ran"},
		{"another output", console("$ gdb a\n(gdb) print 1\n$1 = 1"), []step{waits(""), waits("$1 = 2\n")}, "verified: ran; drifted: the output differs from line 4"},
		{"left without a word", console("$ gdb a\n(gdb) print 1\n$1 = 1\n(gdb) quit"), []step{waits(""), waits("$1 = 1\n"), out("killed\n")}, "verified: ran; verified: ran; verified: succeeded"},
		{"left with other words", console("$ gdb a\n(gdb) quit\nbye"), []step{waits(""), out("killed\n")}, "verified: ran; drifted: the output differs from line 4"},
		{"it ends", console("$ gdb a\n(gdb) print 1\n$1 = 1"), []step{waits(""), exits(1, "gone\n")}, "verified: ran; failed: exit status 1"},
		{"a line behind its end", console("$ gdb a\n(gdb) q\n(gdb) print 1\n..."), []step{waits(""), out(""), stops("no-program", "")}, "verified: ran; verified: succeeded; failed: no-program: the program that the line is typed into is not running"},
		{"a question", console("$ gdb a\n(gdb) run\n..."), []step{waits(""), stops("question", "name? ")}, "verified: ran; failed: question: the program asks for something, but not with its prompt"},
		{"no prompt again", console("$ gdb a\n(gdb) run\n..."), []step{waits(""), stops("time", "")}, "verified: ran; failed: time: it did not end within its limit"},
		{"its starter is not found", console("$ gdb a\n(gdb) run\n..."), []step{exits(127, "bash: gdb: command not found\n"), stops("no-program", "")},
			"failed: not-found: bash: gdb: command not found; failed: no-program: the program that the line is typed into is not running"},
		{"its starter is skipped", "~~~console {skip=\"x\"}\n$ gdb a\n~~~\n" + console("(gdb) run\nReading"), nil, "skipped: x; skipped: the program it is typed into is not started: x"},
		{"it still waits", console("$ gdb a\n(gdb) run\nReading\n$ echo a\na"), []step{waits(""), waits("Reading\n"), out("a\n")}, "verified: ran; verified: ran; verified: ran"},
		{"a state of a program", console("$ gdb a\n(gdb) run\n[3]"), []step{waits(""), waits("[3]\n")}, "verified: ran; verified: ran"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := planOf(t, tt.markdown)
			expectClaims(t, p, did(t, p, tt.steps), tt.want)
		})
	}
}
