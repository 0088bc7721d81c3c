package snippets

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/notes"
	"golang.org/x/tools/txtar"
)

const (
	sourceURL = "https://github.com/torvalds/linux/blob/v6.12/kernel/sched/core.c#L10"
	sourceEnd = "kernel/sched/core.c"
)

func parseNote(t testing.TB, src string) *Doc {
	t.Helper()
	n, err := notes.Parse("note.md", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Parse(n, nil)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// TestSymbols reads the texts of links, in prose.
func TestSymbols(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"schedule()", "schedule"},
		{"`schedule`", "schedule"},
		{"the function `schedule`", "schedule"},
		{"task_list in rq_core.c", "task_list"},
		{"x86_64 code", ""},
		{"struct rq", "rq"},
		{"struct task_struct of it", "task_struct"},
		{"struct definition", ""},
		{"enum `cpu_idle`", "cpu_idle"},
		{"context_switch(rq, prev", "context_switch rq prev"},
		{"pick_next_task(&core_rq", "pick_next_task core_rq"},
		{"NR_CPUS", "NR_CPUS"},
		{"the MAX_RT_PRIO macro", "MAX_RT_PRIO"},
		{"sched2", "sched2"},
		{"GENL", "GENL weak"},
		{"BUILD", "BUILD weak"},
		{"DEFINEs", "DEFINEs"},
		{"sk_buff->len", "len"},
		{"`rq->curr`", "curr"},
		{"`t.prio`", "prio"},
		{"`p->rq[0].lock`", "lock"},
		{"sched_class::enqueue", "enqueue"},
		{"`CONFIG_SMP=y`", "CONFIG_SMP"},
		{"`-ENOMEM`", "ENOMEM"},
		{"`int x`", "x"},
		{"`static`", "static"},
		{"`/proc/sys/kernel`", ""},
		{"`printk(\"hello %d\")`", "printk"},
		{"\\_\\_init", "__init"},
		{"a &lt; b", ""},
		{"wakeup", "wakeup weak"},
		{"mm", "mm"},
		{"sched", "sched weak"},
		{"cr", "cr"},
		{"rq", "rq"},
		{"Wakeup", "Wakeup weak"},
		{"end data", "end_data weak"},
		{"the end data", "end_data weak"},
		{"the lock of a run queue, taken twice", ""},
		{"here", ""},
		{"source code", ""},
		{"this function", ""},
		{"copy-on-write", ""},
		{"IPv4 and TCP/IP", ""},
		{"the IPv4 path", ""},
		{"file(s)", ""},
		{"open(2)", "open weak"},
		{sourceEnd, "path " + sourceEnd},
		{"core.c", "path core.c"},
		{"sched/core.c:10", "path sched/core.c"},
		{"kernel/sched/core.c, line 10", "path kernel/sched/core.c"},
		{"`fair.c`", "path fair.c"},
		{"`<linux/sched.h>`", "path linux/sched.h"},
		{"kernel/Kconfig", "path kernel/Kconfig"},
		{sourceURL, ""},
	} {
		doc := parseNote(t, "See ["+tt.text+"]("+sourceURL+").\n")
		if len(doc.Prose) != 1 {
			t.Errorf("%s: %d links", tt.text, len(doc.Prose))
			continue
		}
		l := doc.Prose[0].Link
		got := strings.Join(l.Symbols, " ")
		if l.Weak {
			got += " weak"
		}
		if l.Path != "" {
			got = strings.TrimSpace(got + "path " + l.Path)
		}
		if got != tt.want {
			t.Errorf("%s: names %q, want %q", tt.text, got, tt.want)
		}
	}
}

// TestDrawnSymbols reads the texts of links in a drawing, which has no mark for
// code.
func TestDrawnSymbols(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"brk", "brk"}, {"start brk", "start_brk"}, {"TASK_SIZE", "TASK_SIZE"}, {"Text segment", "Text_segment weak"}, {"a, b", ""}, {"`brk`", "brk"}, {"`f()` of x", "f"},
	} {
		doc := parseNote(t, "```\n|---| ["+tt.text+"]("+sourceURL+")\n```\n")
		l := doc.Prose[0].Link
		got := strings.Join(l.Symbols, " ")
		if l.Weak {
			got += " weak"
		}
		if got != tt.want || doc.Prose[0].Block != doc.Blocks[0] {
			t.Errorf("%s: names %q, want %q", tt.text, got, tt.want)
		}
	}
}

// TestPins orders the links of a section by how near they are to a block.
func TestPins(t *testing.T) {
	at := func(n string) string { return "[x](https://elixir.bootlin.com/linux/v6.12/source/" + n + ")\n\n" }
	block := "```c\nx = y;\n```\n\n"
	doc := parseNote(t, at("zero")+"# One\n\n"+at("a")+at("b")+block+at("c")+"```\n"+at("d")+"```\n\n# Two\n\n"+block+at("e"))
	for i, want := range []string{"b a c d", "d c b a", "e"} {
		var got []string
		for _, c := range doc.Pins(doc.Blocks[i]) {
			got = append(got, c.Link.Address.Path)
		}
		if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
			t.Errorf("block %d: %s", i, diff)
		}
	}
	if doc.Blocks[0].Class != Quotation || doc.Blocks[2].Class != Quotation {
		t.Errorf("classes %s and %s", doc.Blocks[0].Class, doc.Blocks[2].Class)
	}
}

// TestRelink moves all links of the notes of testdata to other lines and back.
func TestRelink(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	moved := 0
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Parse(mustNote(t, a.Files[0].Data), nil)
		if err != nil {
			continue
		}
		there, err := Parse(mustNote(t, relink(doc, 100)), nil)
		if err != nil || len(there.Prose) != len(doc.Prose) {
			t.Fatalf("%s: %d links of %d: %v", file, len(there.Prose), len(doc.Prose), err)
		}
		for i, c := range there.Prose {
			was := doc.Prose[i].Link.Address
			if is := c.Link.Address; c.Link.Broken == "" && was.First > 0 && (is.First != was.First+100 || is.Path != was.Path || is.Ref != was.Ref) {
				t.Errorf("%s: %s moved to %s", file, was, is)
			}
			moved++
		}
		if back := relink(there, -100); !bytes.Equal(back, doc.Note.Source) {
			t.Errorf("%s: there and back again: %s", file, cmp.Diff(string(doc.Note.Source), string(back)))
		}
	}
	if moved < 20 {
		t.Errorf("only %d links", moved)
	}
}

func relink(doc *Doc, by int) []byte {
	urls := map[*Claim]string{}
	for _, c := range doc.Prose {
		if a := c.Link.Address; a.First > 0 {
			urls[c] = a.With(a.Ref, a.Path, a.First+by, a.Last+by)
		}
	}
	return doc.Relink(urls)
}

func mustNote(t testing.TB, src []byte) *notes.Note {
	t.Helper()
	n, err := notes.Parse("note.md", src)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestEscapedURL rewrites a URL that is written with entities and backslashes.
func TestEscapedURL(t *testing.T) {
	const src = `[x](https://sourceware.org/git/?p=g.git&amp;a=blob&amp;f=io/a\_b.c&amp;hb=HEAD#l5 "t")` + "\n"
	doc := parseNote(t, src)
	a := doc.Prose[0].Link.Address
	got := string(doc.Relink(map[*Claim]string{doc.Prose[0]: a.With("v2", a.Path, 7, 7)}))
	if want := strings.NewReplacer("HEAD", "v2", "#l5", "#l7").Replace(src); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestLinkIDs holds that links keep their IDs wherever they stand, and equal
// ones differ.
func TestLinkIDs(t *testing.T) {
	link := "[x](" + sourceURL + ")"
	a, b := parseNote(t, link+"\n"), parseNote(t, "# T\n\nText, "+link+" and "+link+".\n\n```c\nx;\n```\n")
	if a.Prose[0].ID != b.Prose[0].ID || b.Prose[0].ID == b.Prose[1].ID {
		t.Errorf("IDs %s; %s, %s", a.Prose[0].ID, b.Prose[0].ID, b.Prose[1].ID)
	}
	if all := b.Claims(); len(all) != 3 || all[0] != b.Prose[0] || all[2].Block == nil {
		t.Errorf("claims out of order: %v", all)
	}
}

// FuzzLinks holds that a link's URL stands where it is said to, and that to
// rewrite it leaves everything else.
func FuzzLinks(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(a.Files[0].Data)
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		n, err := notes.Parse("note.md", src)
		if err != nil {
			return
		}
		doc, _ := Parse(n, nil)
		last := -1
		for _, c := range doc.Prose {
			l := c.Link
			if l.At < last || l.End <= l.At || l.End > len(src) || l.Start < n.Body || l.Stop > len(src) || l.TextStart < 0 || l.TextStop < l.TextStart || l.TextStop > len(src) {
				t.Fatalf("link at %s spans %d to %d, its URL %d to %d; the one before is at %d", c.Pos, l.At, l.End, l.Start, l.Stop, last)
			}
			if last = l.At; n.Pos(l.At) != c.Pos {
				t.Fatalf("link at %s stands at %s", c.Pos, n.Pos(l.At))
			}
			if raw := string(src[l.Start:l.Stop]); l.offsets == nil && raw != l.Address.String() {
				t.Fatalf("link at %s: its URL is %q, not %q", c.Pos, l.Address, raw)
			}
			if got := doc.Relink(map[*Claim]string{c: l.Address.String()}); !bytes.Equal(got, src) {
				t.Fatalf("link at %s: to write what is there changes the note", c.Pos)
			}
		}
	})
}
