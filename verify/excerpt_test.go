package verify

import (
	"fmt"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// lorem is an output whose lines tell where they are from.
const lorem = "first line\nsecond line\nthird line\n\nfourth line\n}\nfifth line\n"

// runs is a session of one step that shows an output.
func runs(command, output string) string {
	return "~~~console\n$ " + command + "\n" + output + "~~~\n"
}

func console(lines string) string  { return "~~~console\n" + lines + "\n~~~\n" }
func untagged(lines string) string { return "~~~\n" + lines + "\n~~~\n" }

// TestExcerpt judges the last block of a note. What is wanted of it is its
// class, status, evidence or reason, and "LINE(FILE):SOURCELINE" of the step
// that it is from.
func TestExcerpt(t *testing.T) {
	const (
		ok   = "excerpt verified: excerpt"
		none = "excerpt unverified: no step above prints these lines, and nothing else speaks for them"
		part = "excerpt drifted: not all of its lines stand, in order, in "
	)
	pid := step{Output: []byte("pid 1234 started\nready\n"), Mask: match.Mask{{Line: 1, Start: 4, End: 8, Kind: match.Decimal, Cause: match.PID}}}
	wrote := func(text string) step { return step{Made: []made{{Name: "a.s", Text: text}}} }
	for _, tt := range []struct {
		name, markdown string
		steps          []step
		want           string
	}{
		{"lines that follow each other", runs("f", lorem) + console("second line\nthird line"), []step{out(lorem)}, ok + " 2:2"},
		{"all lines", runs("f", lorem) + console(strings.TrimSpace(lorem)), []step{out(lorem)}, ok + " 2:1"},
		{"marked gap", runs("f", lorem) + console("first line\n...\nthird line"), []step{out(lorem)}, ok + " 2:1"},
		{"gap without a mark", runs("f", lorem) + console("first line\nfifth line"), []step{out(lorem)}, ok + " 2:1 lines between these are left out"},
		{"gap and a blank line that is not there", runs("f", lorem) + console("first line\n\nthird line"), []step{out(lorem)}, ok + " 2:1 lines between these are left out"},
		{"blank line that is there", runs("f", lorem) + console("third line\n\nfourth line"), []step{out(lorem)}, ok + " 2:3"},
		{"blank lines around", runs("f", lorem) + console("\nthird line\n\n"), []step{out(lorem)}, ok + " 2:3"},
		{"wildcard in a line", runs("f", lorem) + console("second l..."), []step{out(lorem)}, ok + " 2:2"},
		{"wildcard in all lines", runs("f", lorem) + console("s...e\nt...e"), []step{out(lorem)}, none},
		{"out of order", runs("f", lorem) + console("third line\nsecond line"), []step{out(lorem)}, part + "what line 2 prints 2"},
		{"a part of a line", runs("f", lorem) + console("second lin"), []step{out(lorem)}, none},
		{"a line that begins as another", runs("f", "second line too\na second line\nsecond line\n") + console("second line"), []step{out("second line too\na second line\nsecond line\n")}, ok + " 2:3"},
		{"a last line without its end", runs("f", "first line\nsecond line\n") + console("second line"), []step{out("first line\nsecond line")}, ok + " 2:2"},
		{"one line twice", runs("f", lorem) + console("first line\nfirst line"), []step{out(lorem)}, part + "what line 2 prints 2"},

		{"wildcard alone", runs("f", lorem) + console("..."), []step{out(lorem)}, none},
		{"wildcards alone", runs("f", lorem) + console("... ...\n....\n..."), []step{out(lorem)}, none},
		{"a brace", runs("f", lorem) + console("}"), []step{out(lorem)}, none},
		{"a brace that is all", runs("f", "}\n") + console("}"), []step{out("}\n")}, none},
		{"a digit", runs("f", "0\n1\n") + console("0"), []step{out("0\n1\n")}, none},
		{"a digit that is all", runs("echo $?", "0\n") + console("0"), []step{out("0\n")}, ok + " 2:1"},
		{"a word that is all", runs("f", "hello\n") + console("hello"), []step{out("hello\n")}, ok + " 2:1"},
		{"short lines in order", runs("f", "0\n}\n1\n") + console("0\n1"), []step{out("0\n}\n1\n")}, none},
		{"three short lines", runs("seq 5", "1\n2\n3\n4\n5\n") + console("2\n3\n4"), []step{out("1\n2\n3\n4\n5\n")}, ok + " 2:2"},
		{"three short lines with a gap", runs("seq 5", "1\n2\n3\n4\n5\n") + console("1\n3\n4"), []step{out("1\n2\n3\n4\n5\n")}, none},
		{"three braces", runs("f", "{\n}\n}\n}\n") + console("}\n}\n}"), []step{out("{\n}\n}\n}\n")}, none},
		{"a common line in many outputs", runs("f", "same line\n") + runs("g", "same line\n") + console("same line"), []step{out("same line\n"), out("same line\n")}, ok + " 6:1"},

		{"tabs as a terminal shows them", runs("f", "a\tsecond\n") + console("a       second"), []step{out("a\tsecond\n")}, ok + " 2:1"},
		{"tabs", runs("f", "a\tsecond\n") + console("a\tsecond"), []step{out("a\tsecond\n")}, ok + " 2:1"},
		{"other blanks", runs("f", "a\tsecond\n") + console("a      second"), []step{out("a\tsecond\n")}, none},
		{"lost blanks at the end", runs("f", "second \n") + console("second"), []step{out("second \n")}, ok + " 2:1"},

		{"volatile token", runs("f", "pid 77 started\nready\n") + console("pid 77 started"), []step{pid}, ok + " 2:1"},
		{"volatile token of another kind", runs("f", "...\n") + console("pid xy started"), []step{pid}, none},

		{"in another section", "# A\n\n" + runs("f", lorem) + "\n# B\n\n" + console("second line"), []step{out(lorem)}, ok + " 4:2"},

		{"what drifted", runs("f", "old line 1\n") + console("old line 1"), []step{out("new line 1\n")}, "excerpt drifted: it is of the output of line 2, which drifted 2:1"},
		{"what is right of what drifted", runs("f", "old line 1\nother line\n") + console("other line"), []step{out("new line 1\nother line\n")}, ok + " 2:2 the note's own output of that step drifted: these lines were held against what it printed"},
		{"new lines of what drifted", runs("f", "old line 1\n") + console("new line 1"), []step{out("new line 1\n")}, ok + " 2:1 the note's own output of that step drifted: these lines were held against what it printed"},
		{"what drifted, and an older step printed", runs("f", "old line 1\n") + runs("g", "old line 1\n") + console("old line 1"),
			[]step{out("old line 1\n"), out("new line 1\n")}, "excerpt drifted: it is of the output of line 6, which drifted 6:1"},
		{"close in an older step, with gaps in a later one", runs("f", lorem) + runs("g", "first line\nx\nsecond line\n") + console("first line\nsecond line"),
			[]step{out(lorem), out("first line\nx\nsecond line\n")}, ok + " 2:1"},
		{"of a step that failed", runs("f", "other line\n") + console("other line"), []step{exits(1, "x\n")}, "excerpt unverified: it is of the output of line 2, which is failed: exit status 1 2:1"},
		{"what a failed step printed", runs("f", "") + console("error: line"), []step{exits(1, "error: line\n")}, ok + " 2:1 that step failed: these lines were held against what it left"},
		{"of a step that was skipped", "~~~console {skip=\"long\"}\n$ f\nother line\n~~~\n" + console("other line"), nil, "excerpt unverified: it is of the output of line 2, which is skipped: long 2:1"},
		{"of a step that shows nothing", runs("f", "") + console("second line"), []step{out(lorem)}, ok + " 2:2"},

		{"a made file", runs("gcc -S a.c", "") + console("main:\n\tpushq\t%rbp"), []step{wrote("\t.text\nmain:\n\tpushq\t%rbp\n")}, ok + " 2(a.s):2"},
		{"a made file, with gaps", runs("gcc -S a.c", "") + console("\t.text\n...\n\tpushq\t%rbp"), []step{wrote("\t.text\nmain:\n\tpushq\t%rbp\n")}, ok + " 2(a.s):1"},
		{"an earlier version of a made file", runs("gcc -S a.c", "") + runs("gcc -O2 -S a.c", "") + console("\tpushq\t%rbp"),
			[]step{wrote("\tpushq\t%rbp\n"), wrote("\tret\n")}, ok + " 2(a.s):1 of the file as it was then: a later step has changed it"},
		{"the last version of a made file", runs("gcc -S a.c", "") + runs("gcc -O2 -S a.c", "") + console("\tpushq\t%rbp"),
			[]step{wrote("\tpushq\t%rbp\n"), wrote("\tpushq\t%rbp\n\tret\n")}, ok + " 5(a.s):1"},
		{"a brace of a made file", runs("cp a b", "") + console("}"), []step{wrote("}\n")}, none},

		{"half of it", runs("f", lorem) + console("first line\nother line"), []step{out(lorem)}, part + "what line 2 prints 2"},
		{"less than half of it", runs("f", lorem) + console("first line\nother line\nmore lines"), []step{out(lorem)}, none},
		{"most of a made file's", runs("gcc -S a.c", "") + console("main:\n\tpushq\t%rbp\n\tmovq\t%rsp, %rbp"), []step{wrote("main:\n\tpushq\t%rbp\n\tmovq\t%rax, %rbp\n")}, part + "a.s 3"},

		{"untagged", runs("f", lorem) + untagged("second line\nthird line"), []step{out(lorem)}, ok + " 2:2"},
		{"drawing", runs("f", lorem) + untagged("+----+\n| ab |\n+----+"), []step{out("+----+\n| xy |\n+----+\n")}, "text"},
		{"drawing that shares a line by chance", runs("f", lorem) + untagged("first line\n  |\n  v\nheap area\nstack area\nfree space"), []step{out(lorem)}, none},
		{"untagged and skipped", runs("f", lorem) + "~~~ {skip=\"x\"}\nsecond line\n~~~\n", []step{out(lorem)}, "text"},
		{"table", runs("f", lorem) + untagged("name   size\nfirst  1"), []step{out(lorem)}, "text"},

		{"sums that are right", console("   text\t   data\t    bss\t    dec\t    hex\tfilename\n   1000\t    500\t     36\t   1536\t    600\ta.out"), nil, "excerpt verified: decoded by its own sums or bytes, 1 of its lines"},
		{"sums that are wrong", console("   text\t   data\t    bss\t    dec\t    hex\tfilename\n   1000\t    500\t     36\t   1537\t    601\ta.out"), nil, "excerpt failed: dec 1537 is not 1000 + 500 + 36 = 1536 1 more of its lines are wrong"},
		{"sums of a section table", console("a.out  :\nsection   size   addr\n.text       16      0\n.data        4      0\n.bss         0      0\nTotal       20"), nil, "excerpt verified: decoded by its own sums or bytes, 1 of its lines"},
		{"sums below a header that is in another output", runs("size b.out", "...\n") + console("   text\t   data\t    bss\t    dec\t    hex\tfilename\n   1000\t    500\t     36\t   1536\t    600\ta.out"),
			[]step{out("   text\t   data\t    bss\t    dec\t    hex\tfilename\n      1\t      0\t      0\t      1\t      1\tb.out\n")}, "excerpt verified: decoded by its own sums or bytes, 1 of its lines"},
		{"dump that is right", console("00000000  48 65 6c 6c 6f 0a                                 |Hello.|\n00000006"), nil, "excerpt verified: decoded by its own sums or bytes, 1 of its lines"},
		{"dump that is wrong", console("00000000  48 65 6c 6c 6f 0a                                 |Jello.|\n00000006"), nil, "excerpt failed: byte 48 is `H` as text"},
		{"dump with a colon", untagged("00000000: 48 65 6c 6c 6f 0a                                Hello."), nil, "excerpt verified: decoded by its own sums or bytes, 1 of its lines"},
		{"disassembly of a step", runs("objdump -d a", "...\n") + untagged("  401000:\t90                   \tnop\n  401001:\tc3                   \tret"),
			[]step{out("\n  401000:\t90                   \tnop\n  401001:\tc3                   \tret\n"), out("")}, ok + " 2:2"},
		{"disassembly of a step whose output drifted", runs("objdump -d a", "  401000:\t90                   \tnop\n") + untagged("  401010:\tc3                   \tret"),
			[]step{out("  401000:\tc3                   \tret\n"), out("")}, "excerpt drifted: it is of the output of line 2, which drifted 1"},
		{"labels of a step whose output drifted", runs("objdump -d a", "  401000:\t90                   \tnop\n") + console("0000000000401000 <main>:\n...\n0000000000401010 <f>:"),
			[]step{out("  401000:\tc3                   \tret\n")}, "excerpt drifted: it is of the output of line 2, which drifted 1"},
		{"other code at the addresses of a step", runs("objdump -d a", "   1:\t90                   \tnop\n") + console("0000000000000000 <main>:"),
			[]step{out("   1:\t90                   \tnop\n")}, none},
		{"dump among other lines", console("the heap holds\nand it ends\nand more words\n00000000  48 65 6c 6c 6f 0a                                 |Hello.|"), nil, none},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := planOf(t, tt.markdown)
			n := judgeNote(p, did(t, p, tt.steps), leastShown)
			if got := lastBlock(n); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			again := judgeNote(p, did(t, p, tt.steps), leastShown)
			if a, b := lastBlock(n), lastBlock(again); a != b {
				t.Errorf("judged again it is %s, not %s", b, a)
			}
		})
	}
}

// lastBlock is the class of a note's last block and what is said of its claim.
func lastBlock(n *report.Note) string {
	got := n.Blocks[len(n.Blocks)-1].Class
	if n.Blocks[len(n.Blocks)-1].Claims == 0 {
		return got
	}
	c := n.Claims[len(n.Claims)-1]
	got += " " + string(c.Status) + ": " + c.Evidence + c.Reason
	if s := c.Source; s != nil && s.SourceLine > 0 {
		file := s.File
		if file != "" {
			file = "(" + file + ")"
		}
		got += fmt.Sprintf(" %d%s:%d", s.Line, file, s.SourceLine)
	} else if s != nil {
		got += fmt.Sprintf(" %d", c.Line-c.BlockLine)
	}
	if c.Remark != "" {
		got += " " + c.Remark
	}
	return got
}

// TestExcerptBeforeItsStep does not take lines for those of a later step.
func TestExcerptBeforeItsStep(t *testing.T) {
	p := planOf(t, console("second line")+runs("f", lorem))
	expectClaims(t, p, did(t, p, []step{out(lorem)}), "unverified: no step above prints these lines, and nothing else speaks for them; verified: ran")
	p = planOf(t, untagged("second line")+runs("f", lorem))
	if n := judgeNote(p, did(t, p, []step{out(lorem)}), leastShown); n.Blocks[0].Class != "text" {
		t.Errorf("a listing before its step is taken for %s", n.Blocks[0].Class)
	}
}
