package enginetest

import (
	"context"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/verify/engine"
)

func testFiles(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, func(spec *engine.Spec) {
		spec.Files = []engine.File{{Name: "run.sh", Mode: 0o755, Data: []byte("#!/bin/sh\necho ran\n")}, {Name: "sub/data", Mode: 0o644, Data: []byte("d\n")}}
	})
	s.expect(step{command: "./run.sh; cat sub/data; stat -c %U:%a run.sh sub/data", output: "ran\nd\nknotes:755\nknotes:644\n"})
	s.expect(step{command: "touch new; rm run.sh; x=1; sleep 60 &", output: "…"})
	if err := s.Reset(context.Background()); err != nil {
		t.Fatal(err)
	}
	s.expect(step{command: "ls -1; echo [$x]; pgrep sleep", output: "run.sh\nsub\n[]\n", exit: 1})
}

func testTimeout(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, nil)
	s.expect(step{command: "sleep 71 & x=1", output: "…[1]"})
	r, err := s.Run(context.Background(), engine.Command{Text: "echo begun; sleep 72", Time: 300 * time.Millisecond})
	if err != nil || r.Stopped != engine.StopTime || string(r.Output) != "begun\n" {
		t.Errorf("got %+v, %v; want it stopped by time", r, err)
	}
	if r := s.expect(step{command: "echo [$x]; pgrep -a sleep | cut -d' ' -f2-", output: "[]\nsleep 71\n"}); !r.Fresh {
		t.Error("the step after a time-out does not say that its shell is new")
	}
}

func testNoteLimit(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, func(spec *engine.Spec) { spec.Limits.Note = 5 * time.Second })
	s.expect(step{command: "sleep 30", stopped: engine.StopNote})
	s.expect(step{command: "echo after", stopped: engine.StopNote})
}

func testCancel(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, nil)
	ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer cancel()
	if _, err := s.Run(ctx, engine.Command{Text: "sleep 60"}); err == nil {
		t.Error("a cancelled command reports no error")
	}
}

func testRoot(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, func(spec *engine.Spec) { spec.Root = true })
	s.expect(step{command: "id -u", output: "0\n"})
	s.expect(step{command: `perl -MSocket -e 'socket(my $s, PF_INET, SOCK_RAW, 6) or die $!; print "raw\n"'`, output: "raw\n"})
	s.expect(step{command: "touch /etc/x", output: "…Read-only file system", exit: 1})
	s.expect(step{command: "echo 1 >/proc/sys/kernel/pid_max", output: "…", exit: 1})
	s.expect(step{command: "mount -t tmpfs none /tmp", output: "…", exit: 32})
}
