package audit

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify"
)

func audited(t testing.TB, o Options, markdown string, programs ...notes.File) *Report {
	t.Helper()
	doc, vo := recorded(t, markdown, programs...)
	o.Verify = vo
	r, err := Run(t.Context(), []*verify.Doc{doc}, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// summary is what the tables below pin: counts, then survivors by place.
func summary(r *Report) string {
	c := r.Total
	s := fmt.Sprintf("wrong %d, stale %d, unmarked %d, passed %d; asserted %d of %d", c.Made, c.Stale, c.Unmarked, c.Survived, c.Asserted, c.Bytes)
	for _, v := range r.Notes[0].Survivors {
		s += fmt.Sprintf("; %d:%d %s", v.Line, v.Col, v.Change)
	}
	return s
}

// TestCommands has a block for each way in which a step asserts much or little.
// The block begins in line 2 of its note.
func TestCommands(t *testing.T) {
	for _, tt := range []struct{ name, block, want string }{
		// Strong: every change is found.
		{"exact", "$ printf 'ab 1\\ncd 2\\n'\nab 1\ncd 2", "wrong 15, stale 0, unmarked 0, passed 0; asserted 8 of 8"},
		{"equal lines", "$ printf 'a1\\na1\\n'\na1\na1", "wrong 10, stale 0, unmarked 0, passed 0; asserted 4 of 4"},
		{"status", "$ exit 3\n[3]", "wrong 2, stale 0, unmarked 0, passed 0; asserted 0 of 0"},
		{"status of the block", "$ exit 1 #\n$ exit 3\n[3]", "wrong 2, stale 0, unmarked 0, passed 0; asserted 0 of 0"},
		{"wildcard in a line", "$ echo alpha beta gamma\nalpha ... gamma", "wrong 15, stale 0, unmarked 0, passed 0; asserted 12 of 16"},
		{"wildcard lines", "$ seq 1 100\n1\n...\n99\n100", "wrong 11, stale 0, unmarked 0, passed 0; asserted 6 of 192"},
		{"values", "$ echo at $((40+TWIN)) $((40+TWIN))\nat 7 7", "wrong 7, stale 0, unmarked 0, passed 0; asserted 2 of 8"},
		{"one value", "$ echo at $((40+TWIN)) end\nat 7 end", "wrong 9, stale 0, unmarked 0, passed 0; asserted 5 of 9"},
		{"two claims", "$ echo a1\na1\n$ echo b2\nb2", "wrong 12, stale 0, unmarked 0, passed 0; asserted 4 of 4"},

		// Weak: little is asserted, and so little changed.
		{"any output", "$ seq 1 3\n...", "wrong 2, stale 0, unmarked 0, passed 0; asserted 0 of 3"},
		{"silent", "$ seq 1 3", "wrong 2, stale 0, unmarked 0, passed 0; asserted 0 of 3"},
		{"status not stated", "$ echo no; exit 3\nno", "wrong 3, stale 0, unmarked 0, passed 0; asserted 2 of 2"},

		// Weak: the changed line is there too.
		{"one of many", "$ seq 1 9\n...\n5\n...", "wrong 3, stale 0, unmarked 0, passed 1; asserted 1 of 9; 5:1 digit"},
		{"end of a line", "$ echo 1 22\n...2", "wrong 4, stale 0, unmarked 0, passed 0; asserted 1 of 4"},
		{"order", "$ printf 'a\\nb\\na\\n'\n...\na\nb\n...\na", "wrong 6, stale 0, unmarked 0, passed 0; asserted 3 of 3"},

		{"not verified", "$ echo a\nb", "wrong 0, stale 0, unmarked 0, passed 0; asserted 0 of 1"},
		{"skipped", "$ vi\nabc", "wrong 0, stale 0, unmarked 0, passed 0; asserted 0 of 3"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := audited(t, Options{}, "\n~~~console\n"+tt.block+"\n~~~\n")
			if diff := cmp.Diff(tt.want, summary(r)); diff != "" {
				t.Errorf("(-want +got)\n%s%v", diff, r.Notes[0].Survivors)
			}
			if want := strings.Contains(tt.name, "not stated"); (r.Notes[0].ExitsOpen > 0) != want {
				t.Errorf("%d exit statuses are open", r.Notes[0].ExitsOpen)
			}
		})
	}
}

const disassembly = `0000000000401000 <_init>:
  401000:	48 83 ec 08          	sub    $0x8,%rsp
  401004:	48 8b 05 ed 2f 00 00 	mov    0x2fed(%rip),%rax        # 403ff8 <__gmon_start__>
  40100b:	48 85 c0             	test   %rax,%rax
`

// TestBlocks is the same for blocks without a command.
func TestBlocks(t *testing.T) {
	list := notes.File{Name: "list.c", Data: []byte("struct list {\n\tstruct list *next;\n};\n\nint main(void)\n{\n\tint first = 1;\n\tint second = 2;\n\n\treturn first + second;\n}\n")}
	for _, tt := range []struct{ name, markdown, want string }{
		{"excerpt", "~~~console\n$ printf 'first 10\\nsecond 20\\n'\nfirst 10\nsecond 20\n~~~\n\n~~~\nsecond 20\n~~~\n", "wrong 35, stale 0, unmarked 9, passed 0; asserted 26 of 26"},
		{"one of many", "~~~console\n$ seq -f 'line %g' 1 9\n...\n~~~\n\n~~~\nline 5\n~~~\n", "wrong 8, stale 0, unmarked 5, passed 1; asserted 6 of 60; 8:6 digit"},
		{"program", "~~~c\nint main(void)\n{\n\treturn 0;\n}\n~~~\n", "wrong 30, stale 30, unmarked 0, passed 0; asserted 0 of 0"},
		{"part of a file", "~~~c {file=\"list.c\"}\nint main(void)\n{\n\tint first = 1;\n\t...\n\treturn first + second;\n}\n~~~\n", "wrong 40, stale 0, unmarked 0, passed 0; asserted 52 of 58"},
		{"disassembly", "~~~\n" + disassembly + "~~~\n", "wrong 40, stale 16, unmarked 0, passed 0; asserted 113 of 210"},
		{"sums", "~~~console\n$ size a.o\n...\n~~~\n\n~~~console\n   text\t   data\t    bss\t    dec\t    hex\tfilename\n    111\t      4\t   4000\t   4115\t   1013\tsimple.o\n~~~\n", "wrong 16, stale 0, unmarked 0, passed 0; asserted 16 of 121"},
		{"dump", "~~~console\n00000000  61 62 63 00  |abc.|\n~~~\n", "wrong 3, stale 0, unmarked 0, passed 0; asserted 3 of 29"},
		{"in a list", "- one\n\n  ~~~console\n  $ seq 1 9\n  ...\n  5\n  ...\n  ~~~\n", "wrong 3, stale 0, unmarked 0, passed 1; asserted 1 of 9; 7:3 digit"},
		{"another language", "~~~python\nprint(1)\n~~~\n", "wrong 0, stale 0, unmarked 0, passed 0; asserted 0 of 8"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := audited(t, Options{}, "\n"+tt.markdown, list)
			if diff := cmp.Diff(tt.want, summary(r)); diff != "" {
				t.Errorf("(-want +got)\n%s%v", diff, r.Notes[0].Survivors)
			}
		})
	}
}

func text(t testing.TB, format string, r *Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, format, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestSeed(t *testing.T) {
	note := "~~~console\n$ seq 1 99\n...\n12\n...\n38\n...\n54\n...\n72\n...\n~~~\n" // survivors show what was changed
	same := text(t, "json", audited(t, Options{Seed: 1, Limit: 5}, note))
	if again := text(t, "json", audited(t, Options{Seed: 1, Limit: 5}, note)); again != same {
		t.Error(cmp.Diff(same, again))
	}
	if other := text(t, "json", audited(t, Options{Seed: 2, Limit: 5}, note)); strings.Replace(other, `"seed": 2`, `"seed": 1`, 1) == same {
		t.Error("another seed makes the same changes")
	}
}

func TestLimit(t *testing.T) {
	note := "~~~console\n$ seq 1 100\n" + seq(100) + "~~~\n"
	for _, limit := range []int{1, 2, 7, 100} {
		if r := audited(t, Options{Limit: limit}, note); r.Total.Made != limit || r.Total.Survived != 0 {
			t.Errorf("of at most %d, %s", limit, summary(r))
		}
	}
}

func seq(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintln(&b, i+1)
	}
	return b.String()
}

// TestNoRecord audits a note of which nothing is known, or other commands.
func TestNoRecord(t *testing.T) {
	doc, o := recorded(t, "~~~console\n$ echo a\na\n~~~\n")
	record := filepath.Join(doc.Note.Dir, "note.txtar")
	data, err := os.ReadFile(record)
	if err != nil {
		t.Fatal(err)
	}
	for want, now := range map[string][]byte{
		"its record is stale; run: knotes verify --record note.md":            bytes.Replace(data, []byte("key sha256:"), []byte("key sha256:0"), 1),
		"there is no record of it; run: knotes verify --record note.md":       nil,
		"its record is broken: note.txtar is not a record: it does not begin": []byte("x\n"),
	} {
		os.Remove(record)
		if now != nil {
			if err := os.WriteFile(record, now, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		r, err := Run(t.Context(), []*verify.Doc{doc}, Options{Verify: o})
		if err != nil {
			t.Fatal(err)
		}
		if n := r.Notes[0]; !strings.HasPrefix(n.Why, want) || r.Well() || n.Total.Made != 0 || n.Total.Unchanged != 1 {
			t.Errorf("%q, well: %v, %s", n.Why, r.Well(), summary(r))
		}
	}
}
