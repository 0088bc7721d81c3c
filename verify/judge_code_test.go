package verify

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/engine"
)

// cBlock is a block of C with attributes.
func cBlock(attrs, code string) string { return "~~~c" + attrs + "\n" + code + "~~~\n" }

const (
	listStruct = "struct list {\n\tstruct list *next;\n\tint value;\n};\n"
	listFile   = "#include <stdio.h>\n\n" + listStruct + "\nint main(void)\n{\n\tprintf(\"%zu\\n\", sizeof(struct list));\n\treturn 0;\n}\n"
	nops       = "  401000:\t31 ed                \txor    %ebp,%ebp\n"
)

// compiles runs what has to be run for a note's blocks with the programs in a
// folder and of this machine, and says what is said of each claim.
func compiles(t *testing.T, p *plan, path string) []string {
	t.Helper()
	var steps []step
	for _, j := range p.jobs {
		cmd := exec.Command("bash", "-c", j.command)
		cmd.Dir = t.TempDir()
		for _, f := range p.files {
			if err := os.WriteFile(filepath.Join(cmd.Dir, f.Name), f.Data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if path != "" {
			cmd.Env = []string{"PATH=" + path}
		}
		text, _ := cmd.CombinedOutput()
		steps = append(steps, exits(cmd.ProcessState.ExitCode(), string(text)))
	}
	var got []string
	for _, c := range judgeNote(p, did(t, p, steps), leastShown).Claims {
		s := fmt.Sprintf("%d %s %s: %s%s", c.Line, c.Kind, c.Status, c.Evidence, c.Reason)
		if c.Source != nil {
			s += fmt.Sprintf(" %s:%d", c.Source.File, c.Source.SourceLine)
		}
		got = append(got, s)
	}
	return got
}

func needTools(t *testing.T, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Skip(err)
		}
	}
}

// TestCodeInContext judges C and disassembly by what stands around it.
func TestCodeInContext(t *testing.T) {
	needTools(t, "gcc", "objdump")
	const linked = "See [the source](https://github.com/torvalds/linux/blob/v6.12/init/main.c#L10).\n\n"
	const linkOpen = "3 link unverified: the source was not asked; run: knotes verify note.md"
	for _, tt := range []struct {
		name, markdown string
		want           []string
	}{
		{"a file in part", cBlock(` {file="list.c"}`, listFile) + cBlock(` {file="list.c"}`, listStruct) + cBlock(` {file="list.c"}`, "#include <stdio.h>\n...\nint main(void)\n"), []string{
			"2 program verified: compiled", "16 excerpt verified: excerpt list.c:3", "22 excerpt verified: excerpt list.c:1"}},
		{"a file with a line changed", cBlock(` {file="a.c"}`, listFile) + cBlock(` {file="a.c"}`, strings.Replace(listFile, "return 0", "return 1", 1)), []string{
			"2 program verified: compiled", "16 program failed: "}},
		{"a fragment of what a program defines", cBlock("", listFile) + cBlock("", "static int value(struct list *l)\n{\n\treturn l->value;\n}\n"), []string{
			"2 program verified: compiled", "16 fragment verified: compiled"}},
		{"a fragment of what nothing defines", cBlock("", "static int value(struct ring *l)\n{\n\treturn l->value;\n}\n"), []string{"2 fragment unverified: "}},
		{"a fragment before what defines it", cBlock("", "static int value(struct list *l)\n{\n\treturn l->value;\n}\n") + cBlock("", listFile), []string{
			"2 fragment unverified: ", "8 program verified: compiled"}},
		{"a section that links to source", "# A\n\n" + linked + cBlock("", listStruct), []string{linkOpen, "6 quotation unverified: the source was not asked; run: knotes verify note.md"}},
		{"a program in a section that links to source", "# A\n\n" + linked + cBlock("", listFile), []string{linkOpen, "6 program verified: compiled"}},
		{"another section", "# A\n\n" + linked + "# B\n\n" + cBlock("", listStruct), []string{linkOpen, "8 fragment verified: compiled"}},
		{"skipped", cBlock(` {skip="of another machine"}`, "int main(void) { return x; }\n") + "~~~ {skip=\"x\"}\n" + nops + "~~~\n", []string{
			"2 program skipped: of another machine", "5 assembly skipped: x"}},
		{"a lone macro", cBlock("", "#define A 1\n"), []string{"2 fragment unverified: "}},
		{"code of the kernel", cBlock("", "fs_initcall(inet_init);\n"), []string{"2 fragment unverified: "}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := planOf(t, tt.markdown)
			got := compiles(t, p, "")
			for i := range got {
				if i < len(tt.want) && strings.HasSuffix(tt.want[i], ": ") {
					got[i], _, _ = strings.Cut(got[i], ": ")
					got[i] += ": "
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestOneJob has all C of a note compiled by one job, and all disassembly
// decoded by another, in files as the note has them.
func TestOneJob(t *testing.T) {
	p := planOf(t, console("$ rm *")+cBlock("", listFile)+cBlock("", listStruct)+cBlock("", "int close(int fd);\n")+untagged(strings.TrimSpace(nops))+untagged(strings.TrimSpace(nops)))
	var got []string
	for _, j := range p.jobs {
		got = append(got, fmt.Sprint(j.claim == nil && (j.id == compileJob || j.id == decodeJob), j.reset))
	}
	if diff := cmp.Diff([]string{"false false", "true true", "true false"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestWithoutTools judges by a toolchain that has no gcc, or no objdump: nothing
// speaks for or against the blocks, and nothing breaks.
func TestWithoutTools(t *testing.T) {
	bin := t.TempDir()
	for _, tool := range []string{"bash", "mktemp", "cat", "rm", "sed", "base64"} {
		file, err := exec.LookPath(tool)
		if err != nil {
			t.Skip(err)
		}
		if err := os.Symlink(file, filepath.Join(bin, tool)); err != nil {
			t.Fatal(err)
		}
	}
	p := planOf(t, cBlock("", listFile)+cBlock("", listStruct)+cBlock("", "int close(int fd);\n")+untagged(strings.TrimSpace(nops)))
	for _, got := range compiles(t, p, bin) {
		if !strings.HasSuffix(got, " unverified: the toolchain has no gcc") && !strings.HasSuffix(got, " assembly unverified: the toolchain has no objdump") {
			t.Errorf("without its tools a block is %s", got)
		}
	}
}

// limits is a container that tells the limit of each command.
type limits struct {
	fakeContainer
	all *[]time.Duration
}

func (l limits) Run(_ context.Context, cmd engine.Command) (engine.Result, error) {
	*l.all = append(*l.all, cmd.Time)
	return engine.Result{}, nil
}

type limitsEngine struct {
	fakeEngine
	all []time.Duration
}

func (e *limitsEngine) Start(context.Context, engine.Spec) (engine.Container, error) {
	return limits{fakeContainer{&e.fakeEngine, 1}, &e.all}, nil
}

// TestLimitOfManyBlocks gives the compiling of all blocks of a note the time of
// the note, not that of one command.
func TestLimitOfManyBlocks(t *testing.T) {
	b := newBench(t, echo)
	e := &limitsEngine{}
	b.Engine, b.Limits = e, notes.Limits{Time: notes.Duration(time.Second), Note: notes.Duration(time.Minute)}
	b.verify(console("$ true")+strings.Repeat(cBlock("", listFile), 200)+untagged(strings.TrimSpace(nops)), false)
	if diff := cmp.Diff([]time.Duration{0, time.Minute, time.Minute}, e.all); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestStoppedJob tells one block that cannot be compiled within the limits from
// many, of which it is not known which it was.
func TestStoppedJob(t *testing.T) {
	p := planOf(t, cBlock("", listFile))
	expectClaims(t, p, did(t, p, []step{stops("time", "")}), "failed: time: it did not end within its limit")
	p = planOf(t, cBlock("", listFile)+cBlock("", listStruct))
	const why = "unverified: one job for all of the note's C blocks was stopped: memory: it took more than the limit"
	expectClaims(t, p, did(t, p, []step{stops("memory", "")}), why+"; "+why)
}
