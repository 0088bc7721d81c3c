package match

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestMasked compares texts with an output that differs from its twin.
func TestMasked(t *testing.T) {
	for _, tt := range []struct {
		name, first, twin, text string
		line                    int // that fails; 0 for none
		rule                    Rule
		wild                    bool
	}{
		{"any width", "at 0x7f12ab\n", "at 0x7f34cd\n", "at 0x1\n", 0, Masked, false},
		{"no hexadecimal digits", "at 0x7f12ab\n", "at 0x7f34cd\n", "at 0xyz\n", 1, "", false},
		{"decimal, not hexadecimal", "pid 123\n", "pid 456\n", "pid 12a\n", 1, "", false},
		{"a fraction where none was", "took 12 s\n", "took 13 s\n", "took 1.5 s\n", 0, Masked, false},
		{"a number in a word", "thread-12 done\n", "thread-13 done\n", "thread-9 done\n", 0, Masked, false},
		{"a number in another word", "thread-12 done\n", "thread-13 done\n", "task-9 done\n", 1, "", false},
		{"an address of the network", "from 10.0.0.7:80\n", "from 10.0.0.9:80\n", "from 10.0.0.12:80\n", 0, Masked, false},
		{"another network", "from 10.0.0.7:80\n", "from 10.0.0.9:80\n", "from 10.1.0.7:80\n", 1, "", false},
		{"a wildcard before a token", "a b 12 c 34\n", "a b 56 c 78\n", "a ... c 9\n", 0, Masked, true},
		{"a wildcard line and a token", "a\nb\nc 12\n", "a\nb\nc 13\n", "a\n...\nc 7\n", 0, Masked, true},
		{"a wildcard that ends in a token", "at 0x55d0139 <main>\n", "at 0x55ee139 <main>\n", "at 0x...42 <main>\n", 0, Masked, true},
		{"a wildcard that starts in a token", "at 0x55d0139 <main>\n", "at 0x55ee139 <main>\n", "at 0x7f... <main>\n", 0, Masked, true},
		{"a wildcard, another symbol", "at 0x55d0139 <main>\n", "at 0x55ee139 <main>\n", "at 0x... <mine>\n", 1, "", true},
		{"real dots beside a token", "wait... 12\n", "wait... 13\n", "wait... 99\n", 0, Masked, true},
		{"real dots as they are", "wait... 12\n", "wait... 13\n", "wait... 12\n", 0, Exact, false},
		{"a line of real dots", "\t...\nx 12\n", "\t...\nx 13\n", "\t...\nx 99\n", 0, Masked, true},
		{"equal stay equal", "a 12\nb 12\n", "a 13\nb 13\n", "a 7\nb 7\n", 0, Masked, false},
		{"equal no more", "a 12\nb 12\n", "a 13\nb 13\n", "a 7\nb 8\n", 2, "", false},
		{"equal by chance in one run", "a 12\nb 12\n", "a 13\nb 14\n", "a 7\nb 8\n", 0, Masked, false},
		{"equal, with another spelling", "a 0x0012ffab\nb 12ffab\n", "a 0x0034ffab\nb 34ffab\n", "a 0x9\nb 0009\n", 0, Masked, false},
		{"equal beyond a wildcard", "a 12\nx\nb 12\n", "a 13\nx\nb 13\n", "a 7\n...\nb 8\n", 3, "", false},
		{"equal, one under a wildcard", "a 12\nb 12\n", "a 13\nb 13\n", "a 7\nb ...\n", 0, Masked, true},
		{"the right one beyond a wildcard", "a 12\nb 13\nb 12\n", "a 23\nb 24\nb 23\n", "a 7\n...\nb 7\n", 0, Masked, true},
		{"wider columns", "   12 a\n 1234 b\n", "20012 a\n21234 b\n", "     7 a\n    88 b\n", 0, Masked, false},
		{"no column", "   12 a\n 1234 b\n", "20012 a\n21234 b\n", "7 a\n88 b\n", 0, Masked, false},
		{"blanks gone", "x 12 a\n", "x 13 a\n", "x 12a\n", 1, "", false},
		{"blanks elsewhere", "x y 12\n", "x y 13\n", "x  y 12\n", 1, "", false},
		{"blanks of a heading", "  PID CMD\n   12 a\n", "  PID CMD\n20012 a\n", "PID CMD\n  7 a\n", 0, Masked, false},
		{"blanks of another column", "  PID CMD\n   12 a  b\n", "  PID CMD\n20012 a  b\n", "PID CMD\n  7 a b\n", 2, "", false},
		{"a column filled", "pid:   12 x\n", "pid:20012 x\n", "pid:  345 x\n", 0, Masked, false},
		{"a column filled in the output", "pid:20012 x\n", "pid:   12 x\n", "pid:  345 x\n", 0, Masked, false},
		{"a column of another width", "pid:20012 x\n", "pid:   12 x\n", "pid: 345 x\n", 1, "", false},
		{"a sign", "x = -5\n", "x = 77\n", "x = -123\n", 0, Masked, false},
		{"a hyphen is no sign", "a-5 b\n", "a-7 b\n", "a--5 b\n", 1, "", false},
		{"silence", "12\n", "13\n", "", 1, "", false},
		{"more lines", "12\n", "13\n", "12\n13\n", 2, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := Learn(Run{Output: tt.first}, Run{Output: tt.twin})
			if len(l.Unstable) > 0 {
				t.Fatalf("unstable: %+v", l)
			}
			o := l.Mask.Compare(tt.text, tt.first)
			if o.OK != (tt.line == 0) || o.Line != tt.line || o.OK && (o.Rule != tt.rule || o.Wild != tt.wild) {
				t.Errorf("OK %v, line %d, rule %q, wild %v; mask %+v", o.OK, o.Line, o.Rule, o.Wild, l.Mask)
			}
		})
	}
}

// TestUnstable learns from runs that differ in more than tokens.
func TestUnstable(t *testing.T) {
	for _, tt := range []struct {
		name, first, twin string
		want              []Lines
	}{
		{"another word", "a\nb c\nd\n", "a\nb x\nd\n", []Lines{{2, 2}}},
		{"words that could be digits", "is added\n", "is faded\n", []Lines{{1, 1}}},
		{"a line more", "a\nb\n", "a\nx\nb\n", []Lines{{2, 1}}},
		{"a line less", "a\nx\nb\n", "a\nb\n", []Lines{{2, 2}}},
		{"a line more among addresses", "at 0x7f0000001000 x\nend 1\n", "at 0x7f0000002000 x\nmore 5\nend 2\n", []Lines{{2, 1}}},
		{"other flags", "0x216 [ PF ]\n", "0x212 [ ]\n", []Lines{{1, 1}}},
		{"blanks alone", "a  b\nc\n", "a b\nc\n", []Lines{{1, 1}}},
		{"nothing printed", "a\n", "", []Lines{{1, 1}}},
		{"all alike", "a 1\n", "a 1\n", nil},
		{"order", "a\nb\n", "b\na\n", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			l := Learn(Run{Output: tt.first, ASLR: true}, Run{Output: tt.twin})
			if d := cmp.Diff(tt.want, l.Unstable); d != "" {
				t.Errorf("(-want +got)\n%s", d)
			}
		})
	}
}

// TestTwins learns from several twins, of which each shows something.
func TestTwins(t *testing.T) {
	first := Run{Output: "a 12 b 7 c 0x99\nd 12\n", MinPID: 5, MaxPID: 50}
	l := Learn(first,
		Run{Output: "a 912 b 7 c 0x99\nd 912\n", MinPID: 900, MaxPID: 950},
		Run{Output: "a 12 b 8 c 0xab\nd 13\n"})
	want := Mask{
		{1, 2, 4, Decimal, PID, 0, "912"}, {1, 7, 8, Decimal, Chance, 0, "8"}, {1, 11, 15, Hexadecimal, Chance, 0, "0xab"},
		{2, 2, 4, Decimal, PID, 0, "912"},
	}
	if d := cmp.Diff(want, l.Mask); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestOneRun(t *testing.T) {
	start := time.Date(2026, 11, 24, 19, 36, 41, 0, time.UTC)
	for text, want := range map[string]string{
		"Tue Nov 24 19:36:41 UTC 2026":                "Tue Nov 24 19:36:41 UTC 2026",
		"Tue Nov 24 19:36:59 2026":                    "Tue Nov 24 19:36:59 2026",
		"Tue Nov 24 07:36:50 PM UTC 2026":             "Tue Nov 24 07:36:50 PM UTC 2026",
		"on 2026-11-24T19:37:00Z.":                    "2026-11-24T19:37:00Z",
		"-rw-r--r-- 1 k k 5 Nov 24 19:36 a":           "Nov 24 19:36",
		"root  7  0.0  19:36 0:00 bash":               "19:36",
		"2026-11-24 19:36:41.198929954 +0000 a":       "2026-11-24 19:36:41.198929954 +0000",
		"built Nov 24 2026":                           "Nov 24 2026",
		"1795549001":                                  "1795549001",
		"1795549001.077":                              "1795549001.077",
		"1795549001077":                               "1795549001077",
		"Tue Nov 24 19:36:39 UTC 2026":                "", // before
		"Tue Nov 24 19:38:41 UTC 2026":                "", // after
		"Nov 23 19:36 a":                              "",
		"Nov 24  2025 a":                              "",
		"2025-11-24":                                  "",
		"main.c:19:36: error":                         "", // a line and a column
		"00:19:36:41:ab:cd":                           "", // a hardware address
		"7fff0000-7fff1000 rw-p 00000000 08:01 19 /x": "",
		"version 6.12.107":                            "",
		"1795549101":                                  "",
		"17955490017":                                 "",
	} {
		l := Learn(Run{Output: text, Start: start, End: start.Add(20 * time.Second)})
		got := ""
		for _, k := range l.Mask {
			if k.Cause != Clock {
				t.Errorf("%q: cause %s", text, k.Cause)
			}
			got += text[k.Start:k.End]
		}
		if got != want {
			t.Errorf("%q: the time in it is %q, want %q", text, got, want)
		}
	}
	if l := Learn(Run{Output: "at 0x7f1234567890, pid 1234, 0m0.003s\n", Start: start, End: start, MinPID: 1, MaxPID: 5000, ASLR: true}); len(l.Mask) > 0 {
		t.Errorf("one run teaches %+v", l.Mask)
	}
}

// A device number that reads as the time of day is not taken for it if the twin,
// run at another time, has it too.
func TestTimeInTwin(t *testing.T) {
	at := time.Date(2026, 11, 24, 8, 1, 30, 0, time.UTC)
	first, twin := Run{Output: "rw-p 08:01 x\n", Start: at, End: at}, Run{Output: "rw-p 08:01 x\n", Start: at.Add(time.Hour), End: at.Add(time.Hour)}
	if l := Learn(first, twin); len(l.Mask) > 0 {
		t.Errorf("it is: %+v", l.Mask)
	}
}

func TestCarry(t *testing.T) {
	old := "pid 12 at 0x7f1200001000\nthread-3 took 5 ms\nx 7\n"
	m := Learn(Run{Output: old}, Run{Output: "pid 99 at 0x7f3400001000\nthread-4 took 6 ms\nx 7\n"}).Mask
	now := "pid 345 at 0x7f5600001000\nthread-12 took 5 ms\nx 8\n"
	var got []string
	for _, k := range Carry(old, m, now, Mask{{Line: 3, Start: 2, End: 3, Kind: Decimal, Cause: Chance}}) {
		got = append(got, lines(now)[k.Line-1][k.Start:k.End])
	}
	if d := cmp.Diff([]string{"345", "0x7f5600001000", "12", "5", "8"}, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

func TestAlike(t *testing.T) {
	a, b := "pid 12 at 5\nsize 3\n", "pid 345 at 6\nsize 3\n"
	pid := Learn(Run{Output: a}, Run{Output: "pid 13 at 5\nsize 3\n"}).Mask
	at := Learn(Run{Output: b}, Run{Output: "pid 345 at 7\nsize 3\n"}).Mask
	if !Alike(a, pid, b, at) {
		t.Error("what each says is volatile differs, yet they are not alike")
	}
	if Alike(a, pid, b, nil) || Alike(a, nil, b, at) {
		t.Error("alike without a mask for all that differs")
	}
	if Alike(a, pid, strings.Replace(b, "size 3", "size 4", 1), at) {
		t.Error("alike with another size")
	}
	if Alike("a\n...\n", nil, "a\nb\n", nil) {
		t.Error("an output's dots are taken for a wildcard")
	}
}

func TestAsserted(t *testing.T) {
	first, twin := "  12 at 0x7f1 in main\nx\ny\n  end\n", "  13 at 0x8f1 in main\nx\ny\n  end\n"
	m := Learn(Run{Output: first}, Run{Output: twin}).Mask
	text := "7 at 0x... in main  \n...\n  end\n\n"
	all, ok := m.Asserted(text, first)
	var got []string
	for _, e := range all {
		got = append(got, strings.Split(text, "\n")[e.Line-1][e.Start:e.End])
	}
	if d := cmp.Diff([]string{"at", "in main", "  end"}, got); !ok || d != "" {
		t.Errorf("ok %v (-want +got)\n%s", ok, d)
	}
	if _, ok := m.Asserted("other\n", first); ok {
		t.Error("a text that does not match asserts something")
	}
	if all, ok := m.Asserted("...\n", first); !ok || len(all) > 0 {
		t.Errorf("a wildcard asserts %v", all)
	}
}

func TestRewrite(t *testing.T) {
	for _, tt := range []struct{ name, first, twin, text, want string }{
		{"nothing to do", "a 12\n", "a 13\n", "a 7  \n\n", "a 7  \n\n"},
		{"one line", "a\nb\nc\n", "a\nb\nc\n", "a\nx\nc\n", "a\nb\nc\n"},
		{"wildcards stay", "a\nb\nc\nd\n", "a\nb\nc\nd\n", "a\n...\nx\n", "a\n...\nd\n"},
		{"a wildcard in a line", "pid 12 exited 2\n", "pid 13 exited 2\n", "pid ... exited 1\n", "pid ... exited 2\n"},
		{"a number in a changed line", "pid 12 exited 2\n", "pid 13 exited 2\n", "pid 7 exited 1\n", "pid 7 exited 2\n"},
		{"an equal of a kept one", "a 12\nb 12\n", "a 13\nb 13\n", "a 7\n", "a 7\nb 7\n"},
		{"padded as it is written", "a 0x0000012ffab\nb 12ffab\n", "a 0x0000034ffab\nb 34ffab\n", "c\nb 77\n", "a 0x00000000077\nb 77\n"},
		{"silence", "", "", "a\n", ""},
		{"from silence", "a\n", "a\n", "", "a\n"},
		{"order", "s\n1 a\n2 b\n3 c\ne\n", "s\n2 b\n3 c\n1 a\ne\n", "s\n3 c\n1 a\n2 b\nf\n", "s\n3 c\n1 a\n2 b\ne\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := Learn(Run{Output: tt.first}, Run{Output: tt.twin}).Mask
			if got := m.Rewrite(tt.text, tt.first); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestNotes(t *testing.T) {
	first := "a 12\nx\nb 12\n"
	m := Learn(Run{Output: first}, Run{Output: "a 13\nx\nb 13\n"}).Mask
	if o := m.Compare("a 7\nx\nb 8\n", first); !strings.Contains(o.Note, "twice the same") {
		t.Errorf("%+v", o)
	}
	if o := m.Compare("a 7\nb 7\n", first); o.Note != "lines left out: mark them with `...`" || o.Line != 2 {
		t.Errorf("%+v", o)
	}
	if o := m.Compare("a 7\n...\nb 7\n", first); cmp.Diff(o.Lines, []int{1, 0, 3}) != "" || len(o.Hits) != 2 || o.Hits[1].Text != "7" {
		t.Errorf("%+v", o)
	}
}

func TestRespell(t *testing.T) {
	first, twin := "s\n  12 a\n13 b 5\ny 12\ne\n", "s\n9912 a\n9913 b 5\ny 9912\ne\n"
	m := Learn(Run{Output: first}, Run{Output: twin}).Mask
	for text, want := range map[string]string{
		"s\n7 a\n8 b 5\ny 7\ne\n":   "s\n7 a\n8 b 5\ny 7\ne\n",
		"s\n7 a\n8 b 6\ny 7\ne\n":   "s\n7 a\n8 b 5\ny 7\ne\n",
		"s\n...\n8 b ...\ny 7\ne\n": "s\n  12 a\n8 b ...\ny 7\ne\n",
		"s\n":                       first,
	} {
		if got := m.Respell(text, first); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
