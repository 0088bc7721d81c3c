package verify

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// TestRevise writes observations into single blocks.
func TestRevise(t *testing.T) {
	pointer := step{Output: []byte("at 0x7f01\nsame 0x7f01\nend\n"), Mask: match.Mask{
		{Line: 1, Start: 3, End: 9, Kind: match.Hexadecimal, Cause: match.ASLR, Same: 1},
		{Line: 2, Start: 5, End: 11, Kind: match.Hexadecimal, Cause: match.ASLR, Same: 1},
	}}
	unstable := step{Output: []byte("a\nb\n"), Differs: "line 2"}
	otherStatus := step{Exit: 1, Output: []byte("a\n"), Differs: statusDiffers}
	waits := step{Waiting: true, Output: []byte("GNU gdb\n")}
	for _, tt := range []struct {
		name, block string
		steps       []step
		want        string // "" where nothing is written
		left        string // why, of the first step that is left
	}{
		{name: "as written", block: "$ a\nx", steps: []step{out("x\n")}},
		{name: "another output", block: "$ a\nx\n\n$ b\ny", steps: []step{out("z\nz\n"), out("y\n")}, want: "$ a\nz\nz\n\n$ b\ny"},
		{name: "silence broken", block: "$ a\n$ b\ny", steps: []step{out("x\n"), out("y\n")}, want: "$ a\nx\n$ b\ny"},
		{name: "silence instead", block: "$ a\nx\n$ b\ny", steps: []step{out(""), out("y\n")}, want: "$ a\n$ b\ny"},
		{name: "silence instead of all", block: "$ a\nx\n$ b", steps: []step{out(""), out("")}, want: "$ a\n[0]\n$ b"},
		{name: "wildcards stay", block: "$ a\none\n...\nsize ... bytes\nold", steps: []step{out("one\n2\n3\nsize 7 bytes\nnew\n")}, want: "$ a\none\n...\nsize ... bytes\nnew"},
		{name: "wildcards alone would hide it", block: "$ a\n...\nold\n...", steps: []step{out("x\ny\n")}, want: "$ a\nx\ny"},
		{name: "old spelling stays", block: "$ a\nat 0x55aa\nsame 0x55aa\nold", steps: []step{pointer}, want: "$ a\nat 0x55aa\nsame 0x55aa\nend"},
		{name: "masked is left alone", block: "$ a\nat 0x55aa\nsame 0x55aa\nend", steps: []step{pointer}},

		{name: "a status added", block: "$ a\nx", steps: []step{exits(3, "x\n")}},
		{name: "a status and an output", block: "$ a\nx", steps: []step{exits(3, "y\n")}, want: "$ a\ny\n[3]"},
		{name: "a status of silence", block: "$ a\n$ b\ny", steps: []step{exits(3, ""), out("y\n")}, want: "$ a\n[3]\n$ b\ny"},
		{name: "a status below a wildcard", block: "$ a\n...", steps: []step{exits(3, "y\n")}, want: "$ a\n...\n[3]"},
		{name: "another status", block: "$ a\nx\n[2]", steps: []step{exits(3, "x\n")}, want: "$ a\nx\n[3]"},
		{name: "no status", block: "$ a\nx\n[2]", steps: []step{out("x\n")}, want: "$ a\nx"},
		{name: "no status, nor output", block: "$ a\n[2]", steps: []step{out("")}, want: "$ a\n[0]"},
		{name: "a stated success stays", block: "$ a\nx\n[0]", steps: []step{out("y\n")}, want: "$ a\ny\n[0]"},
		{name: "output that ends as a status", block: "$ a\nx", steps: []step{out("y\n[3]\n")}, want: "$ a\ny\n[3]"},
		{name: "output that ends as its status", block: "$ a\nx", steps: []step{exits(3, "y\n[3]\n")}, want: "$ a\ny\n[3]\n[3]"},
		{name: "output that ends as another status", block: "$ a\nx", steps: []step{exits(1, "[3]\n")}, want: "$ a\n[3]\n[1]"},

		{name: "a prompt", block: "$ a\nx", steps: []step{out("$ ./auxv = cap\n% x\n$\n")}, want: "$ a\n...$ ./auxv = cap\n...% x\n...$"},
		{name: "a host's prompt", block: "$ a\nx", steps: []step{out("me@host:~$ ls\n(gdb) p\n>>> 1\n")}, want: "$ a\n...ls\n...(gdb) p\n...>>> 1"},
		{name: "# where it is none", block: "$ a\nx", steps: []step{out("# b\n")}, want: "$ a\n# b"},
		{name: "# where it is one", block: "# a\nx", steps: []step{out("# b\n$ c\n")}, want: "# a\n...# b\n...$ c"},
		{name: "# below a command without a prompt", block: "nm a.o\nx", steps: []step{out("# b\n")}, want: "nm a.o\n...# b"},
		{name: "bytes that are no text", block: "$ a\nx", steps: []step{out("a\x1b[1mb\xff\xfec\x00\n\u202e\nd\r\n")}, want: "$ a\na...[1mb...c...\n...\nd"},
		{name: "a fence", block: "$ a\nx", steps: []step{out("```\n ````\n")}, want: "$ a\n```\n ````"},
		{name: "blank lines", block: "$ a\nx", steps: []step{out("\n\nx  \n\ny\n\n")}, want: "$ a\n\n\nx\n\ny"},
		{name: "blanks at line ends", block: "$ a\nx  \nold\nx\n ", steps: []step{out("x\nnew \nx\n")}, want: "$ a\nx  \nnew\nx\n "},
		{name: "real dots", block: "$ a\nx", steps: []step{out("a\n\t...\nb... c\n")}, want: "$ a\na\n\t...\nb... c"},

		{name: "a time-out", block: "$ a\nx", steps: []step{stops("time", "y\n")}},
		{name: "not found", block: "$ a\nx", steps: []step{exits(127, "bash: a: command not found\n")}},
		{name: "no output shown", block: "$ a", steps: []step{exits(1, "y\n")}},
		{name: "incomplete", block: "$ echo 'a\n$ b\nx", steps: []step{out("x\n")}},
		{name: "unstable", block: "$ a\nx", steps: []step{unstable}, left: "a second run had line 2 of the output otherwise"},
		{name: "unstable below a wildcard", block: "$ a\nx\n...", steps: []step{unstable}, want: "$ a\na\n..."},
		{name: "unstable status", block: "$ a\nx", steps: []step{otherStatus}, left: "a second run had another exit status"},

		{name: "in a program", block: "$ gdb -q\nold\n(gdb) p 1\n$1 = 2\n(gdb) p 2\n$2 = 2", steps: []step{waits, {Waiting: true, Output: []byte("$1 = 1\n[3]\n")}, {Waiting: true, Output: []byte("$2 = 2\n")}}, want: "$ gdb -q\nGNU gdb\n(gdb) p 1\n$1 = 1\n[3]\n(gdb) p 2\n$2 = 2"},
		{name: "more of what is typed", block: "$ python3\n>>> print(\"(\")\nx\n>>> 1\n1", steps: []step{{Waiting: true}, {Waiting: true, Output: []byte("... a\n")}, {Waiting: true, Output: []byte("1\n")}}, left: unwritable},
	} {
		t.Run(tt.name, func(t *testing.T) {
			fence := "```"
			src := "~~~console\n" + tt.block + "\n~~~\n"
			p := planOf(t, src)
			rev := checkRevised(t, p, did(t, p, tt.steps))
			if tt.name == "a fence" {
				fence = "`````"
			}
			want := fence + "console\n" + tt.want + "\n" + fence + "\n"
			if tt.want == "" {
				want = string(p.doc.Note.Source)
			}
			if diff := cmp.Diff(want, string(rev.doc.Note.Source)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			left := ""
			for _, c := range p.doc.Claims() {
				if left == "" {
					left = rev.left[c.ID]
				}
			}
			if left != tt.left {
				t.Errorf("left for %q, want %q", left, tt.left)
			}
		})
	}
}

func TestReviseExit(t *testing.T) {
	for _, tt := range []struct{ attrs, want string }{
		{`{exit=2}`, `{exit=3}`},
		{`{#id exit="2" .setup}`, `{#id exit="3" .setup}`},
		{`{exit=1 exit=2}`, `{exit=1 exit=3}`},
		{`{prompt=" exit=2> " exit=2}`, `{prompt=" exit=2> " exit=3}`},
	} {
		p := planOf(t, "- a\n\n  ~~~console "+tt.attrs+"\n  $ a\n  $ b\n  ~~~\n")
		rev := checkRevised(t, p, did(t, p, []step{out(""), exits(3, "")}))
		want := strings.Replace(string(p.doc.Note.Source), tt.attrs, tt.want, 1)
		if diff := cmp.Diff(want, string(rev.doc.Note.Source)); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	}
}

// checkRevised holds what must be true of any update: what was written is
// verified by the same observation, a second update changes nothing, and all
// that stands outside of blocks is as it was.
func checkRevised(t testing.TB, p *plan, seen *observed) revision {
	t.Helper()
	before := string(p.doc.Note.Source)
	rev := revise(p, "", seen)
	after := string(rev.doc.Note.Source)
	if len(rev.steps) == 0 && before != after {
		t.Fatalf("no step is updated, but the note\n%q\n%q", before, after)
	}
	if x, y := outside(p.doc), outside(rev.doc); x != y {
		t.Fatalf("outside of the blocks, %q became %q", x, y)
	}
	next := newPlan(rev.doc, "", nil)
	n := judgeNote(next, seen, leastShown)
	for _, id := range rev.steps {
		for _, c := range n.Claims {
			if c.ID == id && c.Status != report.Verified {
				t.Fatalf("%s is %s once updated: %s\n%s\nwas\n%s\nprinted %q", c.Command, c.Status, c.Reason, after, before, c.Observed)
			}
		}
	}
	again := revise(next, "", seen)
	if text := string(again.doc.Note.Source); text != after || len(again.steps) > 0 {
		t.Fatalf("a second update changes the note\n%s\ninto\n%s", after, text)
	}
	return rev
}

// outside is what of a note stands in no block.
func outside(doc *Doc) string {
	var b strings.Builder
	at := 0
	for _, block := range doc.Blocks {
		b.Write(doc.Note.Source[at:block.Start])
		b.WriteString("\x00")
		at = block.Stop
	}
	b.Write(doc.Note.Source[at:])
	return b.String()
}

// TestReviseProperties writes random observations into random notes. No step
// may be left.
func TestReviseProperties(t *testing.T) {
	updated := 0
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 7))
		src := randomNote(r)
		p := planFrom(t, src)
		rev := checkRevised(t, p, randomRun(r, p))
		for id, why := range rev.left {
			t.Fatalf("seed %d: step %s is left: %s\n%s", seed, id, why, src)
		}
		updated += len(rev.steps)
	}
	if updated < 3000 {
		t.Errorf("only %d steps were updated", updated)
	}
}

func planFrom(t testing.TB, src string) *plan {
	t.Helper()
	n, err := notes.Parse("note.md", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := snippets.Parse(n, nil)
	if err != nil {
		t.Fatal(err)
	}
	return newPlan(doc, "", nil)
}

// containers are what a block may stand in: what the line of its opening fence
// begins with, and what those below it do.
var containers = []struct{ before, first, rest string }{
	{"", "", ""},
	{"", "  ", "  "},
	{"", "   ", " "},
	{"- item\n\n", "  ", "  "},
	{"1. item\n\n", "   ", "   "},
	{"- item\n\n", "\t", "\t"},
	{"", "- ", "  "},
	{"", "-\t", "\t"},
	{"10. a\n    - b\n\n", "      ", "      "},
	{"", "> ", "> "},
	{"", ">", "> "},
	{"", "> > ", "> > "},
	{"", "> - ", ">   "},
	{"- a\n\n", "  > ", "  > "},
	{"text\n", "> 1. ", ">    "},
	{"", ">1) ", ">    "},
	{"", ">> ", ">> "},
	{"", ">\t", ">\t"},
	{"> - a\n>\n", ">   ", ">   "},
}

func pick[T any](r *rand.Rand, all ...T) T { return all[r.IntN(len(all))] }

func randomNote(r *rand.Rand) string {
	var b strings.Builder
	b.WriteString("# Note\n\nProse with  blanks \t\n\n")
	for k := range 1 + r.IntN(3) {
		c := containers[r.IntN(len(containers))]
		fence := pick(r, "```", "~~~", "````")
		attrs := pick(r, "", "", " {exit=2}", fmt.Sprintf(" {#b%d exit=\"1\"}", k))
		b.WriteString(c.before + c.first + fence + "console" + attrs + "\n")
		for i := range 1 + r.IntN(4) {
			lines := append([]string{fmt.Sprintf("$ run %d%d", k, i)}, randomLines(r, true)...)
			if r.IntN(4) == 0 {
				lines = append(lines, pick(r, "[1]", "[2]", "[0]"))
			}
			for _, l := range lines {
				b.WriteString(strings.TrimRight(c.rest+l, " \t") + "\n")
			}
		}
		b.WriteString(c.rest + fence + "\n\n" + pick(r, "Prose.\n\n", "<!-- -->\n\n"))
	}
	if r.IntN(3) == 0 {
		return strings.ReplaceAll(b.String(), "\n", "\r\n")
	}
	return b.String()
}

// randomLines are lines of an output: as a note shows them, or as anything may
// print them.
func randomLines(r *rand.Rand, note bool) []string {
	plain := []string{"a", "b c", "total 12", "  two blanks", "\ta tab", "at 0x7f00 end", "at 0x55aa end", "pid 77", "x ... y", "[heap]", "[3]", "end", "", "# b", "> c", "- d", "}"}
	rough := []string{"$ ls", "% x", "root@host:~# id", "```", "~~~~", "   ```", "\x1b[31mred\x1b[0m", "\xff", "a\rb", "(gdb) p", "[1]", "[17]", "...", "\t...", "\u200b", "    ", "<!-- -->", "$"}
	if note {
		rough = []string{"..."}
	}
	var lines []string
	for range r.IntN(6) {
		if r.IntN(3) == 0 {
			lines = append(lines, rough[r.IntN(len(rough))])
		} else {
			lines = append(lines, plain[r.IntN(len(plain))])
		}
	}
	return lines
}

// randomRun is what the steps of a note may have done, twice: its addresses
// and process ids are volatile.
func randomRun(r *rand.Rand, p *plan) *observed {
	seen := &observed{Key: p.key}
	for _, j := range p.jobs {
		s := step{ID: j.id, Exit: pick(r, 0, 0, 0, 1, 2, 139)}
		if r.IntN(20) == 0 {
			s.Stopped = "time"
		}
		lines := randomLines(r, false)
		if r.IntN(2) == 0 { // near to what is shown
			lines = append(strings.Split(j.claim.Step.Output, "\n"), lines...)
		}
		text := strings.Join(lines, "\n") + "\n"
		s.Output = []byte(text)
		twin := strings.NewReplacer("0x7f00", "0x7e11", "0x55aa", "0x5611", "pid 77", "pid 912", "[17]", "[845]").Replace(text)
		s.Mask = match.Learn(match.Run{Output: text, ASLR: true}, match.Run{Output: twin}).Mask
		seen.Steps = append(seen.Steps, s)
	}
	return seen
}

// FuzzUpdate writes an output and an exit status into all steps of any note.
func FuzzUpdate(f *testing.F) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 9))
		f.Add(randomNote(r), strings.Join(randomLines(r, false), "\n"), strings.Join(randomLines(r, false), "\n"), r.IntN(3))
	}
	files, _ := filepath.Glob("../snippets/testdata/*.txtar")
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data), "a\n0x10\n", "a\n0x20\n", 1)
	}
	f.Fuzz(func(t *testing.T, src, output, twin string, exit int) {
		n, err := notes.Parse("note.md", []byte(src))
		if err != nil {
			return
		}
		doc, err := snippets.Parse(n, nil)
		if err != nil {
			return
		}
		p := newPlan(doc, "", nil)
		seen := &observed{Key: p.key}
		mask := match.Learn(match.Run{Output: output, ASLR: true}, match.Run{Output: twin}).Mask
		for _, j := range p.jobs {
			seen.Steps = append(seen.Steps, step{ID: j.id, Exit: exit & 255, Output: []byte(output), Mask: mask, Waiting: j.input})
		}
		checkRevised(t, p, seen)
	})
}
