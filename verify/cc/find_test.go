package cc

import (
	"fmt"
	"strings"
	"testing"
)

const listC = `#include <stdio.h>

struct node {
	int n;
	struct node *next;
};

int main(void)
{
	struct node a = { 1, 0 };

	printf("%d\n", a.n);
	return 0;
}
`

func TestFind(t *testing.T) {
	for _, tt := range []struct{ name, block, want string }{
		{"all of it", listC, "1-14"},
		{"lines in a row", "struct node {\n\tint n;\n\tstruct node *next;\n};\n", "3-6"},
		{"blanks at line ends", "struct node {  \r\n\tint n;\t\n", "3-4"},
		{"blank lines around", "\n\nint main(void)\n{\n\n", "8-9"},
		{"a gap", "struct node {\n...\n};\n", "3-6 gaps"},
		{"a gap that is none", "struct node {\n...\n\tint n;\n", "3-4"},
		{"gaps at both ends", "...\nint main(void)\n  ...\n\treturn 0;\n...\n", "8-13 gaps"},
		{"indented less", "struct node a = { 1, 0 };\n\nprintf(\"%d\\n\", a.n);\n", "10-12"},
		{"indented more", "    int main(void)\n    {\n    \tstruct node a = { 1, 0 };\n", "8-10"},
		{"indented unevenly", "struct node {\nint n;\n", "2:1 line 4 of the file is `int n;`, not `int n;`"},
		{"another line", "struct node {\n\tint m;\n", "2:1 line 4 of the file is `int n;`, not `int m;`"},
		{"a line left out without mark", "struct node {\n\tstruct node *next;\n", "2:1 line 4 of the file is `int n;`, not `struct node *next;`"},
		{"nowhere", "int x;\n", "1:1 the file has no line `int x;`"},
		{"out of order", "int main(void)\n...\nstruct node {\n", "3:1 `struct node {` is line 3 of the file, before what the block has above it"},
		{"behind the end", "}\nint x;\n", "2:1 the file ends before `int x;`"},
		{"nothing", "...\n\n", "1:1 there is no line to look for"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			place, d := Find(listC, tt.block)
			got := fmt.Sprintf("%d-%d", place.First, place.Last)
			if place.Gaps {
				got += " gaps"
			}
			if d != nil {
				got = strings.Replace(d.String(), ": ", " ", 1)
			}
			if got != tt.want {
				t.Errorf("Find(%q) = %q, want %q", tt.block, got, tt.want)
			}
		})
	}
}

func FuzzFind(f *testing.F) {
	f.Add(listC, "struct node {\n...\n};\n")
	f.Fuzz(func(t *testing.T, file, block string) {
		place, d := Find(file, block)
		if (d == nil) != (place.First > 0) || place.First > place.Last {
			t.Errorf("Find(%q, %q) = %v, %v", file, block, place, d)
		}
		if d != nil && (d.Line < 1 || d.Line > strings.Count(block, "\n")+1) {
			t.Errorf("%q has no line %d", block, d.Line)
		}
		if _, d := Find(file, file); d != nil && len(segments(splitLines(file))) > 0 {
			t.Errorf("%q is not in itself: %v", file, d)
		}
	})
}
