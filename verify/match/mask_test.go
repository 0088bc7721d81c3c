package match

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func brief(first string, l Learned) string {
	var b strings.Builder
	all := lines(first)
	for _, t := range l.Mask {
		fmt.Fprintf(&b, "%d:%d-%d %s %s %d %q\n", t.Line, t.Start, t.End, t.Kind, t.Cause, t.Same, all[t.Line-1][t.Start:t.End])
	}
	for _, u := range l.Unstable {
		fmt.Fprintf(&b, "unstable %d-%d\n", u.First, u.Last)
	}
	return b.String()
}

func TestProbe(t *testing.T) {
	a := "  PID TTY          TIME CMD\n   12 ?        00:00:00 bash\n 1234 ?        00:00:00 ps\nat 0x7ffe12345678 or 7ffe12345678\nreal\t0m0.003s\nuser\t0m0.001s\n"
	b := "  PID TTY          TIME CMD\n20012 ?        00:00:00 bash\n21234 ?        00:00:00 ps\nat 0x7ffe1fff5678 or 7ffe1fff5678\nreal\t0m0.013s\nuser\t0m0.001s\n"
	l := Learn(Run{Output: a, ASLR: true, MinPID: 2, MaxPID: 2000}, Run{Output: b, MinPID: 20000, MaxPID: 30000})
	t.Log("\n" + brief(a, l))
	e := "    PID TTY          TIME CMD\n 999999 ?        00:00:00 bash\n 888888 ?        00:00:00 ps\nat 0x7f0000 or 7f0000\nreal\t1m0.003s\nuser\t0m0.5s\n"
	o := l.Mask.Compare(e, a)
	t.Log(o)
	t.Log(cmp.Diff(o.OK, true))
}
