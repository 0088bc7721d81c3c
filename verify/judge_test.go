package verify

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// planOf is the plan of a note, in which the fences are written as ~~~.
func planOf(t testing.TB, markdown string) *plan {
	t.Helper()
	n, err := notes.Parse("note.md", []byte(strings.ReplaceAll(markdown, "~~~", "```")))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := snippets.Parse(n, nil)
	if err != nil {
		t.Fatal(err)
	}
	return newPlan(doc, "", nil)
}

// did is an observation of a plan in which each job did the next of steps.
func did(t testing.TB, p *plan, steps []step) *observed {
	t.Helper()
	if len(steps) != len(p.jobs) {
		t.Fatalf("%d steps are to be run, %d are given", len(p.jobs), len(steps))
	}
	o := &observed{Key: p.key}
	for i, s := range steps {
		s.ID = p.jobs[i].id
		o.Steps = append(o.Steps, s)
	}
	return o
}

func out(text string) step               { return step{Output: []byte(text)} }
func exits(n int, text string) step      { return step{Exit: n, Output: []byte(text)} }
func stops(why string, text string) step { return step{Stopped: why, Output: []byte(text)} }

func TestJudge(t *testing.T) {
	const differs = "drifted: the output differs from line "
	for _, tt := range []struct {
		name, block string
		steps       []step
		want        string // of each claim: status, evidence or reason
	}{
		{"as written", "$ echo a\na", []step{out("a\n")}, "verified: ran"},
		{"silence as written", "$ true\n$ echo a\na", []step{out(""), out("a\n")}, "verified: ran; verified: ran"},
		{"silence broken", "$ true\n$ echo a\na", []step{out("x\n"), out("a\n")}, differs + "3; verified: ran"},
		{"another output", "$ seq 3\n1\n2\n4", []step{out("1\n2\n3\n")}, differs + "5"},
		{"more output", "$ seq 2\n1", []step{out("1\n2\n")}, differs + "4 (lines left out: mark them with `...`)"},
		{"no output at all", "$ ./a\n$ ./b", []step{out("x\n"), out("")}, "verified: succeeded; verified: succeeded"},
		{"no output at all, failing", "$ ./a", []step{exits(1, "x\n")}, "failed: exit status 1"},
		{"wildcard", "$ cat f\na\n...\nz", []step{out("a\nb\nz\n")}, "verified: ran"},
		{"any output", "$ ps\n...", []step{out("a\n")}, "verified: ran"},
		{"any output, failing", "$ ps\n...", []step{exits(1, "a\n")}, "failed: exit status 1"},

		{"a failure shown", "$ cat f\ncat: f: No such file or directory", []step{exits(1, "cat: f: No such file or directory\n")}, "verified: ran"},
		{"another failure", "$ cat f\ncat: f: No such file or directory", []step{exits(1, "cat: f: Permission denied\n")}, "failed: exit status 1"},
		{"a signal", "$ ./a\nx", []step{exits(139, "Segmentation fault\n")}, "failed: exit status 139 (segmentation fault)"},
		{"[N]", "$ false\n[1]\n$ true", []step{exits(1, ""), out("")}, "verified: ran; verified: ran"},
		{"another [N]", "$ sh f\n[1]", []step{exits(2, "")}, "failed: exit status 2, the note says 1"},
		{"[N] and success", "$ true\n[1]", []step{exits(0, "")}, "failed: exit status 0, the note says 1"},
		{"[N] behind another output", "$ cat f\na\n[1]", []step{exits(1, "b\n")}, differs + "3"},
		{"[0]", "$ true\n[0]", []step{exits(0, "")}, "verified: ran"},
		{"really [N]", "$ echo '[1]'\n[1]", []step{out("[1]\n")}, "verified: ran"},
		{"really [N] and a status", "$ f\n[1]\n[1]", []step{exits(1, "[1]\n")}, "verified: ran"},

		{"not found", "$ nosuch", []step{exits(127, "bash: nosuch: command not found\n")}, "failed: not-found: bash: nosuch: command not found"},
		{"not found, any output", "$ nosuch\n...\n[127]", []step{exits(127, "bash: nosuch: command not found\n")}, "failed: not-found: bash: nosuch: command not found"},
		{"not found, message shown", "$ nosuch\nbash: nosuch: command not found\n[127]", []step{exits(127, "bash: nosuch: command not found\n")}, "verified: ran"},
		{"not found, message hidden", "$ nosuch 2>/dev/null\n[127]", []step{exits(127, "")}, "failed: not-found: exit status 127"},
		{"status 127 on purpose", "$ sh -c 'exit 127'\n[127]", []step{exits(127, "")}, "verified: ran"},
		{"not found by dash", "$ sh f\n...\n[1]", []step{exits(1, "f: 3: nosuch: not found\n")}, "failed: not-found: f: 3: nosuch: not found"},
		{"not found by env", "$ env nosuch\n...\n[127]", []step{exits(127, "env: ‘nosuch’: No such file or directory\n")}, "failed: not-found: env: ‘nosuch’: No such file or directory"},
		{"not found in a pipe", "$ nosuch | cat", []step{out("bash: nosuch: command not found\n")}, "failed: not-found: bash: nosuch: command not found"},
		{"not found among output", "$ ./f\n...\n[2]", []step{exits(2, "a\n./f: line 2: nosuch: command not found\nb\n")}, "failed: not-found: ./f: line 2: nosuch: command not found"},
		{"not found by make", "$ make\n...\n[2]", []step{exits(2, "make: nosuch: No such file or directory\nmake: *** [f:2: a] Error 127\n")}, "failed: not-found: make: nosuch: No such file or directory"},
		{"no such function", "$ type nosuch\nbash: type: nosuch: not found", []step{exits(1, "bash: type: nosuch: not found\n")}, "verified: ran"},

		{"time-out", "$ sleep 99\n[137]", []step{stops("time", "")}, "failed: time: it did not end within its limit"},
		{"out of memory", "$ ./a\n...", []step{stops("memory", "x\n")}, "failed: memory: it took more than the limit"},
		{"incomplete", "$ echo 'a\n$ true", []step{out("")}, "failed: the command does not end before the next prompt: reached EOF without closing quote `'`; close it, or give the block a skip=\"why\"; verified: succeeded"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := planOf(t, "~~~console\n"+tt.block+"\n~~~\n")
			expectClaims(t, p, did(t, p, tt.steps), tt.want)
		})
	}
}

func expectClaims(t *testing.T, p *plan, seen *observed, want string) {
	t.Helper()
	var got []string
	for _, c := range judgeNote(p, seen, leastShown).Claims {
		got = append(got, string(c.Status)+": "+c.Evidence+c.Reason)
		if (c.Status == report.Verified) != (c.Evidence != "") || (c.Status == report.Verified) != (c.Reason == "") {
			t.Errorf("%s has evidence %q and reason %q", c.Status, c.Evidence, c.Reason)
		}
	}
	if s := strings.Join(got, "; "); s != want {
		t.Errorf("got  %s\nwant %s", s, want)
	}
}

func TestJudgeBlocks(t *testing.T) {
	for _, tt := range []struct {
		name, markdown string
		steps          []step
		want           string
	}{
		{"exit= is of the last step", "~~~console {exit=2}\n$ true\n$ false\n~~~\n", []step{out(""), exits(2, "")}, "verified: succeeded; verified: succeeded"},
		{"exit= of another", "~~~console {exit=2}\n$ false\n~~~\n", []step{exits(1, "")}, "failed: exit status 1, the note says 2"},
		{"skip", "~~~console {skip=\"too long\"}\n$ make\n~~~\n", nil, "skipped: too long"},
		{"skip of what is not complete", "~~~console {skip=\"csh\"}\n% echo 'a\n~~~\n", nil, "skipped: csh"},
		{"skipped program", "~~~c {skip=\"of another kernel\"}\nint main(void) { return x; }\n~~~\n", nil, "skipped: of another kernel"},
		{"another language", "~~~python\nx = 1\n~~~\n", nil, "unverified: nothing speaks for or against a block in python"},
		{"drawing", "~~~text\n+--+\n~~~\n", nil, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := planOf(t, tt.markdown)
			expectClaims(t, p, did(t, p, tt.steps), tt.want)
		})
	}
}

// TestJudgeCode has the C and the disassembly of notes compiled and decoded by
// what this machine has.
func TestJudgeCode(t *testing.T) {
	for _, program := range []string{"gcc", "objdump"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skip(err)
		}
	}
	for _, tt := range []struct{ name, markdown, want string }{
		{"program", "~~~c\nint main(void) { return 0; }\n~~~\n", "1:1 verified: compiled"},
		{"program with warnings", "~~~c\nint main(void) { int x; }\n~~~\n", "1:1 verified: compiled"},
		{"wrong program", "~~~c\nint main(void)\n{\n\treturn x;\n}\n~~~\n", "3:9 failed: it does not compile: 'x' undeclared (first use in this function)"},
		{"prototype", "~~~c\nint close(int fd);\n~~~\n", "1:1 verified: compiled"},
		{"fragment", "~~~c\nstruct pair { int a, b; };\n~~~\n", "1:1 verified: compiled"},
		{"disassembly", "~~~\n  401000:\t31 ed\txor    %ebp,%ebp\n~~~\n", "1:1 verified: decoded"},
		{"wrong disassembly", "~~~\n  401000:\t31 ed\txor    %eax,%ebp\n~~~\n", "1:25 failed: bytes `31 ed` at 401000 are `xor %ebp,%ebp`, not `xor %eax,%ebp`"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := planOf(t, tt.markdown)
			var steps []step
			for _, j := range p.jobs {
				text, err := exec.Command("bash", "-c", j.command).CombinedOutput()
				if err != nil {
					t.Fatalf("%v: %s", err, text)
				}
				steps = append(steps, out(string(text)))
			}
			c := judgeNote(p, did(t, p, steps), leastShown).Claims[0]
			if got := fmt.Sprintf("%d:%d %s: %s%s", c.Line-1, c.Col, c.Status, c.Evidence, c.Reason); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

func TestJudgeWithoutObservation(t *testing.T) {
	p := planOf(t, "~~~console\n$ true\n~~~\n")
	expectClaims(t, p, &observed{Missing: "there is no record of it"}, "unverified: there is no record of it")
	expectClaims(t, p, &observed{}, "unverified: it was not run")
}

func TestJudgeRemarks(t *testing.T) {
	p := planOf(t, "~~~console\n$ exit\n$ echo a\na\n~~~\n")
	seen := did(t, p, []step{out(""), {Fresh: true, Output: []byte("a\n")}})
	seen.Remark = "recorded elsewhere"
	n := judgeNote(p, seen, leastShown)
	if got := n.Claims[1].Remark; got != "in a new shell, as the one before had ended; recorded elsewhere" {
		t.Errorf("remark %q", got)
	}
	seen.Steps[1].Stopped = "time"
	if c := judgeNote(p, seen, leastShown).Claims[1]; c.Exit != nil || c.Remark == "" {
		t.Errorf("a time-out has exit status %v and remark %q", c.Exit, c.Remark)
	}
}

// TestPromptInOutput looks at a printed line that was taken for a command.
func TestPromptInOutput(t *testing.T) {
	p := planOf(t, "~~~console\n$ ./caps\n$ ./auxv = cap_setuid+ep\n~~~\n")
	n := judgeNote(p, did(t, p, []step{out("$ ./auxv = cap_setuid+ep\n"), exits(127, "bash: ./auxv: No such file or directory\n")}), leastShown)
	if c := n.Claims[1]; c.Status != report.Failed || !strings.Contains(c.Remark, "write `...`") {
		t.Errorf("%s: %s; %s", c.Status, c.Reason, c.Remark)
	}
}

// TestOutputLine looks for a difference where an editor would.
func TestOutputLine(t *testing.T) {
	p := planOf(t, "# Note\n\n- item\n\n  ~~~console\n  $ echo a \\\n  > b\n  a b\n  $ true\n  ~~~\n")
	n := judgeNote(p, did(t, p, []step{out("a c\n"), out("d\n")}), leastShown)
	for i, want := range []struct{ line, col, output int }{{6, 3, 8}, {9, 3, 10}} {
		if c := n.Claims[i]; c.Line != want.line || c.Col != want.col || c.OutputLine != want.output {
			t.Errorf("%s is at %d:%d, its output at %d, want %v", c.Command, c.Line, c.Col, c.OutputLine, want)
		}
	}
}
