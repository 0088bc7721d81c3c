package enginetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/verify/engine"
)

// testAhead sends commands ahead: each must end as if it had been sent alone,
// whatever has become of those before it.
func testAhead(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, nil)
	long := strings.Repeat("x", 20<<10)
	steps := []step{
		{command: "cd /tmp; x=1; echo $x", output: "1\n"},
		{command: "false", exit: 1},
		{command: "echo $?", output: "1\n"},
		{command: "exit 3", output: "exit\n", exit: 3},
		{command: "pwd", output: "/note\n"},
		{command: "echo begun; sleep 30", output: "begun\n", stopped: engine.StopTime},
		{command: "yes", output: "…y\ny\n", stopped: engine.StopOutput},
		{command: "cat; read line; echo \"[$line]\"", output: "[]\n"},
		{command: "echo " + long + " | wc -c", output: "20481\n"}, // two of these are more than is sent at once
		{command: "echo " + long + " | wc -c", output: "20481\n"},
		{command: "head -c 20M /dev/zero >/tmp/fill", output: "…No space left on device", exit: 1, stopped: engine.StopDisk},
		{command: "rm /tmp/fill; echo after", output: "after\n"},
	}
	var next []engine.Command
	for _, st := range steps[1:] {
		c := engine.Command{Text: st.command}
		if st.stopped == engine.StopTime {
			c.Time = 300 * time.Millisecond
		}
		next = append(next, c)
	}
	for i, st := range steps {
		c := engine.Command{Text: st.command}
		if i == 0 {
			c.Next = next
		}
		r, err := s.Run(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		s.judge(st, r)
		if fresh := i > 0 && (strings.HasPrefix(steps[i-1].command, "exit") || steps[i-1].stopped == engine.StopTime || steps[i-1].stopped == engine.StopOutput); r.Fresh != fresh {
			t.Errorf("%s: in a fresh shell: %v, want %v", shortened(st.command), r.Fresh, fresh)
		}
	}
	s.expect(step{command: "echo alone", output: "alone\n"})
}

// testAheadLimits takes too many processes in the middle of commands that were
// sent ahead: that one is told, and none beside it.
func testAheadLimits(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, nil)
	greedy := engine.Command{Text: "perl -e 'for (1 .. 200) { defined(my $p = fork) or sleep(3), exit 0; $p or exec qw(sleep 1) }'"}
	var next []engine.Command
	for i := range 6 {
		next = append(next, engine.Command{Text: "sleep 0.1"})
		if i == 2 {
			next = append(next, greedy)
		}
	}
	for i, c := range append([]engine.Command{{Text: "true", Next: next}}, next...) {
		r, err := s.Run(context.Background(), c)
		if err != nil {
			t.Fatal(err)
		}
		if want := c.Text == greedy.Text; (r.Stopped == engine.StopProcesses) != want {
			t.Errorf("command %d, %s: stopped %q", i, c.Text, r.Stopped)
		}
	}
}

// testAheadOtherwise runs another command than the one that was sent ahead.
func testAheadOtherwise(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, nil)
	first := engine.Command{Text: "true", Next: []engine.Command{{Text: "echo a"}}}
	if _, err := s.Run(context.Background(), first); err != nil {
		t.Fatal(err)
	}
	if r, err := s.Run(context.Background(), engine.Command{Text: "echo b"}); err == nil {
		t.Errorf("got %+v, want an error", r)
	}
}
