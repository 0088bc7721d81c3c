package snippets

import "testing"

func TestNames(t *testing.T) {
	for _, c := range []struct {
		command, file string
		want          bool
	}{
		{"gcc -o list list.c", "list.c", true},
		{"gcc ./list.c -o list", "list.c", true},
		{"diff <(cat list.c) b", "list.c", true},
		{"cat 'list.c';ls", "list.c", true},
		{"cat list.c # list.c.", "list.c", true},
		{"gcc -include=list.c x.c", "list.c", true},
		{"cat mylist.c list.cc dir/list.c list.c~ list", "list.c", false},
		{"cat mylist.c && cat list.c", "list.c", true},
		{"make -f sub/Makefile", "sub/Makefile", true},
		{"make -f sub/Makefile", "Makefile", false},
		{"", "list.c", false},
	} {
		if got := Names(c.command, c.file); got != c.want {
			t.Errorf("Names(%q, %q) is %v", c.command, c.file, got)
		}
	}
}
