package match

import "testing"

// TestRewriteKeepsWildcards holds that a wildcard does not take in what stood
// beside it, where that has only become something alike.
func TestRewriteKeepsWildcards(t *testing.T) {
	for _, tt := range []struct{ name, expected, observed, want string }{
		{"between two", "...\nThread 2 hit Breakpoint 1, g () at t.c:4\n...\n", "x\nThread 2 hit Breakpoint 1, f () at t.c:4\ny\nz\n", "...\nThread 2 hit Breakpoint 1, f () at t.c:4\n...\n"},
		{"two between", "...\na b c 1\na b d 1\n...\n", "x\na b c 2\na b d 2\ny\n", "...\na b c 2\na b d 2\n...\n"},
		{"between three", "...\na b c 1\n...\nd e f 1\n...\n", "x\na b c 2\ny\nd e f 2\nz\n", "...\na b c 2\n...\nd e f 2\n...\n"},
		{"nothing alike", "...\nold\n...\n", "x\ny\n", "...\n"},
		{"dots that were printed", " 4000 0000 ....@...x.\n", " 4020 0028 .....(@...x.\n", " 4020 0028 .....(@...x.\n"},
		{"dots that were not", "size ... bytes, old\n", "size 77 bytes, new\n", "size ... bytes, new\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Mask(nil).Rewrite(tt.expected, tt.observed)
			if got != tt.want {
				t.Errorf("got\n%swant\n%s", got, tt.want)
			}
			if !Compare(got, tt.observed).OK {
				t.Errorf("it does not match\n%s", tt.observed)
			}
		})
	}
}
