package snippets

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/notes"
)

// Each line of testdata/names.txt is inline code and how it reads.
func TestReadName(t *testing.T) {
	text, err := os.ReadFile("testdata/names.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		code, want, ok := strings.Cut(strings.TrimSpace(line), " => ")
		if !ok {
			continue
		}
		n++
		if got := reads(readName(code)); got != want {
			t.Errorf("%s reads as %s, want %s", code, got, want)
		}
	}
	if n == 0 {
		t.Fatal("no lines")
	}
}

func reads(n *NameRef) string {
	if n == nil {
		return "none"
	}
	kind, weak := n.Kind, ""
	if kind == nameAny {
		kind = "any"
	}
	if n.Weak {
		weak = " weak"
	}
	return kind + " " + n.Text + weak
}

const kernelNote = "---\ntitle: Names\nkernel: true\n---\n" + "# The `ip_rcv()` path\n\n" +
	"It takes a `struct sk_buff`, like\n- [`ip_rcv_core()`](https://github.com/torvalds/linux/blob/v6.12/net/ipv4/ip_input.c#L1) and [`ip_route()`](https://example.org/)\n\n" +
	"| a | `skb->len` |\n|---|---|\n| b | `CONFIG_NET` |\n\n" +
	"Own: `list_add_own()`, `struct own_node`, `OWN_MAX`, `node->own_next`, `own_counter`, `tools/own.c`, `helper_in_s()`.\n" +
	"Used: `printk_once`, `shown_here`, `made_file.txt`, `grep_this`, `/proc/self/maps`.\n" +
	"Over lines: `ip_local_\ndeliver()`. Of what may be a quotation: `quoted_here`.\n\n" +
	"```c\nint quoted_here = 0;\n```\n\n# Own\n\n" +
	"```c\nstruct own_node { struct own_node *own_next; };\n#define OWN_MAX 3\nint own_counter = 0;\nvoid use_it(void) { printk_once(\"x\"); }\n```\n\n" +
	"```console\n$ grep_this x | cat /proc/self/maps\n1234 shown_here+0x10\n```\n\n" +
	"`ip_rcv()` again.\n"

func kernelDoc(t *testing.T, source string) *Doc {
	t.Helper()
	n, err := notes.Parse("note.md", []byte(source))
	if err != nil {
		t.Fatal(err)
	}
	n.Programs = []notes.File{
		{Name: "list.c", Data: []byte("static void list_add_own(struct list *l)\n{\n}\n")},
		{Name: "tools/own.c", Data: []byte("int x;\n")},
		{Name: "start.S", Data: []byte("helper_in_s:\n\tret\n")},
	}
	doc, err := Parse(n, nil)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// Names are claims where they stand, and what the note has itself is none.
func TestNamesOfNote(t *testing.T) {
	doc := kernelDoc(t, kernelNote)
	var got []string
	for _, c := range doc.Prose {
		if c.Kind == Name {
			got = append(got, fmt.Sprintf("%d:%d %s: %s", c.Pos.Line, c.Pos.Col, c.Text, reads(c.Name)))
		}
	}
	want := []string{
		"5:8 ip_rcv(): function ip_rcv",
		"7:13 struct sk_buff: struct sk_buff",
		"8:96 ip_route(): function ip_route",
		"10:8 skb->len: field skb->len",
		"12:8 CONFIG_NET: config CONFIG_NET",
		"15:8 printk_once: any printk_once weak",
		"15:23 shown_here: any shown_here weak",
		"17:42 quoted_here: any quoted_here weak",
		"37:2 ip_rcv(): function ip_rcv",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	ids := map[string]bool{}
	for _, c := range doc.Claims() {
		if ids[c.ID] || c.ID == "" {
			t.Errorf("the ID %q of %q is not its own", c.ID, c.Text)
		}
		ids[c.ID] = true
	}
	for i, c := range doc.Prose[1:] {
		if c.Pos.Before(doc.Prose[i].Pos) {
			t.Errorf("%s stands behind %s", c.Pos, doc.Prose[i].Pos)
		}
	}
}

// Only a note that speaks of the kernel has its names held against it.
func TestNamesOfOtherNotes(t *testing.T) {
	doc := kernelDoc(t, strings.Replace(kernelNote, "kernel: true\n", "", 1))
	for _, c := range doc.Prose {
		if c.Kind == Name {
			t.Errorf("%s: %s is taken for a name", c.Pos, c.Text)
		}
	}
}

func FuzzName(f *testing.F) {
	text, err := os.ReadFile("testdata/names.txt")
	if err != nil {
		f.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		code, _, _ := strings.Cut(strings.TrimSpace(line), " => ")
		f.Add(code)
	}
	f.Fuzz(func(t *testing.T, code string) {
		n := readName(code)
		if n == nil {
			return
		}
		if n.Text == "" || n.Kind == notName {
			t.Fatalf("%q reads as %+v", code, n)
		}
		if (n.Kind == nameField) != (n.Type != "" && n.Member != "") {
			t.Errorf("%q reads as %+v", code, n)
		}
		if strings.ContainsAny(n.Text, "\n\r\x00") {
			t.Errorf("%q reads as a name of more than a line: %q", code, n.Text)
		}
		if n.Kind != nameProcFile && n.Kind != nameField && !strings.Contains(code, n.Text) {
			t.Errorf("%q does not hold its name %q", code, n.Text)
		}
	})
}
