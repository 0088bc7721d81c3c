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
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

var update = flag.Bool("update", false, "rewrite the expected part of testdata")

// nasty is what must survive in a record, and be readable there.
var nasty = observed{
	Key: "sha256:00ff", Date: "2026-11-24", Engine: "bubblewrap", Toolchain: "sha256:abcd", Runs: 2,
	Listing: &listed{Key: "sha256:aa", Text: "# x.c -O0\nmain:\n4\tret\n"},
	Steps: []step{
		{ID: "plain", Output: []byte("a line\nanother\n")},
		{ID: "nothing", Exit: 1, Seconds: 12},
		{ID: "no-newline", Output: []byte("a\nb")},
		{ID: "blank-lines", Output: []byte("\n\n  \n \t\n\n")},
		{ID: "structure", Output: []byte("-- plain --\n| a\n|\\b\nexit 7\nlines 9\n")},
		{ID: "bytes", Output: []byte("\x00\x1b[31m\x07\x7f\xff\xc3\r\n\\x20 \\\n")},
		{ID: "unicode", Output: []byte("2⁰ → ä \u202e\u00a0\u2028\U0001f600\ufffd\n")},
		{ID: "conflict", Output: []byte("<<<<<<< HEAD\n=======\n>>>>>>> other\n")},
		{ID: "blank at the end ", Output: []byte("x\t\n\tx  ")},
		{ID: "stopped", Stopped: "time", Output: []byte("x\n")},
		{ID: "fresh", Fresh: true, Exit: 139},
		{ID: "waiting", Waiting: true, Differs: "lines 3 to 5"},
		{ID: "volatile", Output: []byte("at 0x5a1e, pid 12\nx\n"), Mask: match.Mask{
			{Line: 1, Start: 3, End: 9, Kind: match.Hexadecimal, Cause: match.ASLR, Same: 1, Twin: "0x5555"},
			{Line: 1, Start: 15, End: 17, Kind: match.Decimal, Cause: match.PID, Twin: "3\" \n\x1b\xff é"},
			{Line: 2, Start: 0, End: 1, Kind: match.Line, Cause: match.Order},
		}},
		{ID: "made", Made: []made{
			{Name: "a b.s", Text: "\t.text\n-- x --\n"}, {Name: "c\n made \"d\"", Text: "no end"},
			{Name: "e", Text: "pid 7\n", Differs: "all lines", Mask: match.Mask{{Line: 1, Start: 4, End: 5, Kind: match.Decimal, Cause: match.PID, Twin: "9"}}},
		}},
		{ID: "x made \"y\"", Made: []made{{Name: "z"}}},
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
		{recordSchema + "\nkey k\ndate <script>\nsteps 0\n", `bad date "<script>"`},
		{recordSchema + "\nkey k\ntoolchain sha256:\nsteps 0\n", `bad toolchain "sha256:"`},
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
		{head + "-- a --\nexit 0\nvolatile 1:2 3\nlines 0\n", `a: bad volatile token "1:2 3"`},
		{head + "-- a --\nexit 0\nvolatile 99999999999999999999:0-1 decimal \"PID\" 0 \"\"\nlines 0\n", `a: bad volatile token "99999999999999999999:0-1 decimal \"PID\" 0 \"\""`},
		{head + "-- a --\nexit 0\ndiffers\nlines 0\n", `a: unknown line "differs"`},
		{head + "-- a --\nexit 0\nseconds NaN\nlines 0\n", `a: bad time "NaN"`},
		{recordSchema + "\nkey k\nsteps 0\nlisting sha256:00\n", "it does not hold its assembly of programs"},
		{recordSchema + "\nkey k\nsteps 0\n-- assembly of programs --\nlines 0\n", "it holds 1 of 0 steps"},
		{head + "-- a made \"b\" --\nlines 0\n-- a --\nlines 0\n", `bad name a made "b"`},
		{head + "-- a --\nlines 0\n-- b made \"b\" --\nlines 0\n", `bad name b made "b"`},
		{head + "-- a --\nlines 0\n-- a made b --\nlines 0\n", `bad name a made b`},
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
		f.Add(s.ID, s.Exit, s.Output, "a.s", []byte("text\n"), 1, 2, 3, "twin")
	}
	f.Fuzz(func(t *testing.T, id string, exit int, output []byte, file string, text []byte, line, start, same int, twin string) {
		mask := match.Mask{{Line: line, Start: start, End: start + same, Kind: match.Time, Cause: match.Clock, Same: same, Twin: twin}}
		o := observed{Key: "k", Steps: []step{{ID: id, Exit: exit, Output: output, Mask: mask, Made: []made{{Name: file, Text: string(text), Mask: mask}}}, {ID: "last"}}}
		mustParse(t, formatRecord(&o), &o)
	})
}

// FuzzParseRecord reads any bytes as a record, and judges a note by it: a record
// that anybody may have written says what it says, and breaks nothing.
func FuzzParseRecord(f *testing.F) {
	f.Add(formatRecord(&nasty))
	for _, text := range hostileMasks {
		f.Add(hostile(text))
	}
	p := planOf(f, hostileNote)
	f.Fuzz(func(t *testing.T, data []byte) {
		o, err := parseRecord(data)
		if err != nil {
			return
		}
		mustParse(t, formatRecord(o), o)
		judgeHostile(t, p, o)
	})
}

// hostileNote has a step and a block that quotes it.
const hostileNote = "~~~console\n$ cat f\npid 12 at 0x5a1e\nsecond line\n~~~\n\n~~~\npid 13 at 0x5a1e\n~~~\n"

// hostileMasks are lines of a record that no mask has.
var hostileMasks = []string{
	`volatile 0:0-0 decimal "PID" 0 ""`,
	`volatile -1:-5--3 decimal "PID" -1 ""`,
	`volatile 1:4-99 decimal "PID" 0 ""`,
	`volatile 1:6-4 decimal "PID" 0 ""`,
	`volatile 9223372036854775807:0-9223372036854775807 decimal "PID" 9223372036854775807 ""`,
	`volatile 2:9223372036854775806-9223372036854775807 decimal "PID" 0 ""`,
	"volatile 1:4-6 decimal \"PID\" 0 \"\"\nvolatile 1:4-6 decimal \"PID\" 0 \"\"",
	"volatile 1:0-9 name \"chance\" 1 \"\"\nvolatile 1:4-6 decimal \"PID\" 1 \"\"",
	"volatile 2:0-3 line \"thread order\" 0 \"\"\nvolatile 1:4-6 decimal \"PID\" 0 \"\"",
	`volatile 1:4-6 nokind "no cause" 7 "x"`,
	`volatile 1:4-6 line "PID" 0 ""`,
	`volatile 1:4-6 time "clock" 0 ""`,
	`volatile 1:5-5 hexadecimal "ASLR" 0 ""`,
}

func hostile(mask string) []byte {
	return []byte(recordSchema + "\nkey k\ndate 2026-11-24\nruns -3\nsteps 1\n-- ID --\nexit 0\n" + mask + "\nlines 2\n| pid 12 at 0x5a1e\n| second line\n" +
		"-- ID made \"g\" --\n" + mask + "\nlines 1\n| pid 12 at 0x5a1e\n")
}

// judgeHostile judges a note by what a record says of its only step.
func judgeHostile(t *testing.T, p *plan, o *observed) *report.Note {
	t.Helper()
	if len(o.Steps) != 1 {
		return nil
	}
	o.Steps[0].ID = p.jobs[0].id
	seen := did(t, p, []step{out("pid 77 at 0x1234\nsecond line\n")})
	seen.Key = o.Key
	seen.carry(o)
	judgeNote(p, seen, leastShown)
	p.jobs[0].differing(&o.Steps[0], &seen.Steps[0], true)
	return judgeNote(p, o, leastShown)
}

func TestHostileRecord(t *testing.T) {
	p := planOf(t, hostileNote)
	for _, mask := range hostileMasks {
		o, err := parseRecord(hostile(mask))
		if err != nil {
			t.Fatalf("%s: %v", mask, err)
		}
		n := judgeHostile(t, p, o)
		if n == nil || n.Claims[0].Status != report.Verified {
			t.Errorf("%s: the output is as the note shows it, but that is not verified", mask)
		}
	}
}
