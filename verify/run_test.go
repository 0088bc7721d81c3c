package verify

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAhead has the container told, once, what is certain to be typed next: not
// beyond a program that asks for lines, a new start, a look for files, or what is
// no step.
func TestAhead(t *testing.T) {
	p := planOf(t, console("$ x\n$ y")+"\n```\nan excerpt\n```\n\n"+console("$ a\n$ b\n$ gdb x\n(gdb) next\n$ c\n$ d")+"\n~~~console {.fresh}\n$ e\n$ f\n~~~\n"+cBlock("", listFile))
	var r runner
	var got []string
	for i := range p.jobs {
		var texts []string
		for _, c := range r.next(p.jobs[i:]) {
			texts = append(texts, c.Text)
		}
		got = append(got, strings.Fields(p.jobs[i].command)[0]+":"+strings.Join(texts, " "))
	}
	want := []string{"x:", "y:", "a:b", "b:", "gdb:", "next:", "c:d", "d:", "e:f", "f:"}
	if diff := cmp.Diff(want, got[:len(want)]); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
