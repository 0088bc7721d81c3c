package site

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/knotes-dev/knotes/verify/listing"
)

func TestLanguage(t *testing.T) {
	for name, want := range map[string]string{
		"list.c": "c", "sub/tables.cc": "c++", "asm.S": "gas", "link.ld": "text", "Makefile": "make", "Makefile.debug": "make", "Kbuild": "make",
		"image.png": "", "README": "", "notes.txt": "", "list.C~": "",
	} {
		if got := languageOf(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
}

func TestNewAssembly(t *testing.T) {
	l := listing.Listing{Options: "-O0 -g", Lines: []listing.Line{
		{Label: true, Text: "main"}, {Source: 1, Text: "pushq\t%rbp"}, {Source: 1, Text: "nop"}, {Source: 2, Text: "nop"},
		{Label: true, Text: ".L1"}, {Source: 2, Text: "nop"}, {Source: 9, Text: "hlt"}, {Text: "\x1b[31mret"},
	}}
	want := assemblyData{Level: "-O0", Options: "-O0 -g", Count: 6, Groups: []group{
		{Name: "main"}, {Line: 1, Text: "pushq\t%rbp\nnop"}, {Line: 2, Text: "nop"}, {Name: ".L1"}, {Line: 2, Text: "nop"}, {Text: "hlt\n\\x1b[31mret"},
	}}
	got := newAssembly(l, 2)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if text := got.text(); text != "main:\n\tpushq\t%rbp\n\tnop\n\tnop\n.L1:\n\tnop\n\thlt\n\t\\x1b[31mret" {
		t.Errorf("as text: %q", text)
	}
}
