package enginetest

import (
	"bytes"
	"strconv"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/engine"
)

// testVary looks at what a second run does otherwise.
func testVary(t *testing.T, e engine.Engine, img engine.Image) {
	vary := engine.Vary{NoASLR: true, PIDs: 41, OneCPU: true, Load: true}
	plain := newSession(t, e, img, nil)
	varied := newSession(t, e, img, func(spec *engine.Spec) { spec.Vary = vary })
	if got := plain.Varied(); got != (engine.Vary{}) {
		t.Errorf("an ordinary container varies %+v", got)
	}
	if got := varied.Varied(); got != vary {
		t.Errorf("varies %+v, want %+v", got, vary)
	}
	same := func(s *session, command string) bool {
		return bytes.Equal(s.run(command).Output, s.run(command).Output)
	}
	if same(plain, "cat /proc/self/maps") {
		t.Error("addresses are not randomised in an ordinary container")
	}
	if !same(varied, "cat /proc/self/maps") {
		t.Error("addresses are randomised where they must not be")
	}
	pid := func(s *session) int {
		n, err := strconv.Atoi(strings.TrimSpace(string(s.run("echo $$").Output)))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if a, b := pid(plain), pid(varied); b-a < vary.PIDs-5 || b-a > vary.PIDs+5 {
		t.Errorf("process ids %d and %d, want them about %d apart", a, b, vary.PIDs)
	}
	varied.expect(step{command: "nproc; pgrep -c knotes-load", output: "1\n1\n"})
	plain.expect(step{command: "pgrep -c knotes-load", output: "0\n", exit: 1})
	if err := varied.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	varied.expect(step{command: "nproc; pgrep -c knotes-load", output: "1\n1\n"})
}
