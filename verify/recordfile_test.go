package verify

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var update = flag.Bool("update", false, "rewrite the expected part of testdata")

// nasty is what must survive in a record, and be readable there.
var nasty = observed{
	Key: "sha256:00ff", Date: "2026-11-24", Engine: "bubblewrap", Toolchain: "sha256:abcd",
	Steps: []step{
		{ID: "plain", Output: []byte("a line\nanother\n")},
		{ID: "nothing", Exit: 1},
		{ID: "no-newline", Output: []byte("a\nb")},
		{ID: "blank-lines", Output: []byte("\n\n  \n \t\n\n")},
		{ID: "structure", Output: []byte("-- plain --\n| a\n|\\b\nexit 7\nlines 9\n")},
		{ID: "bytes", Output: []byte("\x00\x1b[31m\x07\x7f\xff\xc3\r\n\\x20 \\\n")},
		{ID: "unicode", Output: []byte("2⁰ → ä \u202e\u00a0\u2028\U0001f600\ufffd\n")},
		{ID: "conflict", Output: []byte("<<<<<<< HEAD\n=======\n>>>>>>> other\n")},
		{ID: "blank at the end ", Output: []byte("x\t\n\tx  ")},
		{ID: "stopped", Stopped: "time", Output: []byte("x\n")},
		{ID: "fresh", Fresh: true, Exit: 139},
		{ID: "ä -- b --"}, {ID: ""}, {ID: "a\nb"}, {ID: `"q"`},
	},
}

// exported leaves out when a step began, which is not kept.
var exported = cmpopts.IgnoreUnexported(observed{}, step{}, made{})

func TestFormatRecord(t *testing.T) {
	const golden = "testdata/nasty.record"
	got := formatRecord(&nasty)
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got), exported); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	mustParse(t, got, &nasty)
	mustParse(t, bytes.ReplaceAll(got, []byte("\n"), []byte("\r\n")), &nasty) // as git may check it out
}

func mustParse(t *testing.T, data []byte, want *observed) {
	t.Helper()
	got, err := parseRecord(data)
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	if diff := cmp.Diff(want, got, cmp.Comparer(bytes.Equal), exported); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestHugeOutput(t *testing.T) {
	o := observed{Key: "k", Steps: []step{{ID: "a", Output: bytes.Repeat([]byte("\x01 a line\\ \n"), 1<<20)}, {ID: "b", Output: bytes.Repeat([]byte("x"), 10<<20)}}}
	mustParse(t, formatRecord(&o), &o)
}

// TestCutRecord cuts a record at each byte: what is left is no record.
func TestCutRecord(t *testing.T) {
	whole := formatRecord(&nasty)
	for n := range whole {
		if _, err := parseRecord(whole[:n]); err == nil {
			t.Fatalf("the first %d of %d bytes are taken for a record", n, len(whole))
		}
	}
}

func TestBrokenRecord(t *testing.T) {
	const head = recordSchema + "\nkey k\nsteps 1\n"
	for _, tt := range []struct{ data, want string }{
		{head + "-- a --\nexit 0\nlines 0", "it is cut short"},
		{"", "it does not begin with knotes.record/1"},
		{"knotes.record/2\nkey k\nsteps 0\n", "it does not begin with knotes.record/1"},
		{"\ufeff" + head, "it does not begin with knotes.record/1"},
		{recordSchema + "\nkey k\nsteps none\n", `bad count of steps "none"`},
		{recordSchema + "\nsteps 0\n", "it has no key"},
		{recordSchema + "\nkey k\n", "it has no steps"},
		{recordSchema + "\nkey k\nsteps 0\nmoon full\n", `unknown line "moon full"`},
		{head, "it holds 0 of 1 steps"},
		{head + "-- a --\nexit 0\n", "a: it holds 0 of 0 lines"},
		{head + "-- a --\nexit 0\nlines 2\n| a\n", "a: it holds 1 of 2 lines"},
		{head + "-- a --\nexit zero\nlines 0\n", `a: bad exit status "zero"`},
		{head + "-- a --\nexit 0\nlines 1\n| \\q\n", `a: bad escape in "\\q"`},
		{head + "-- a --\nexit 0\nlines 2\n|\\a\n| b\n", "a: it is cut short"},
		{head + "-- a --\nexit 0\nstopped moon\nlines 0\n", `a: unknown line "stopped moon"`},
		{head + "-- \"a --\nexit 0\nlines 0\n", `bad name "a`},
		{recordSchema + "\n<<<<<<< HEAD\nkey k\n=======\nkey l\n>>>>>>> other\nsteps 0\n", "line 2: a merge left its conflict here"},
		{head + "-- a --\nexit 0\nlines 1\n<<<<<<< HEAD\n| a\n=======\n| b\n>>>>>>> other\n", "line 7: a merge left its conflict here"},
	} {
		_, err := parseRecord([]byte(tt.data))
		if err == nil || err.Error() != tt.want {
			t.Errorf("%q: got %v, want %s", tt.data, err, tt.want)
		}
	}
}

func TestReadRecord(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.txtar")
	if err := os.WriteFile(file, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readRecord(file); !errors.Is(err, errRecord) || !strings.HasPrefix(err.Error(), "not a record: ") {
		t.Errorf("got %v", err)
	}
	if _, err := readRecord(file + "x"); !os.IsNotExist(err) {
		t.Errorf("got %v", err)
	}
}

func FuzzRecord(f *testing.F) {
	for _, s := range nasty.Steps {
		f.Add(s.ID, s.Exit, s.Output)
	}
	f.Fuzz(func(t *testing.T, id string, exit int, output []byte) {
		o := observed{Key: "k", Steps: []step{{ID: id, Exit: exit, Output: output}, {ID: "last"}}}
		mustParse(t, formatRecord(&o), &o)
	})
}

func FuzzParseRecord(f *testing.F) {
	f.Add(formatRecord(&nasty))
	f.Fuzz(func(t *testing.T, data []byte) {
		if o, err := parseRecord(data); err == nil {
			mustParse(t, formatRecord(o), o)
		}
	})
}
