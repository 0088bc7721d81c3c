// Package enginetest is the suite that every engine must pass: what a shell in
// a container shows, and what a note's code can never do.
package enginetest

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/verify/engine"
)

// Test runs the suite on an engine with an image of the default toolchain.
func Test(t *testing.T, e engine.Engine, img engine.Image) {
	TestShell(t, e, img)
	TestLimits(t, e, img)
	runAll(t, e, img, map[string]func(*testing.T, engine.Engine, engine.Image){
		"cancel": testCancel, "root": testRoot, "close": testClose, "killed": testKilled, "host": testHost, "write": testWrite,
		"privileges": testPrivileges, "forge": testForge, "hang": testHang, "reach": testReach, "raw sockets": testRawSockets,
		"ahead, otherwise": testAheadOtherwise,
	})
}

// TestShell is the part of the suite that has to do with what a shell shows.
func TestShell(t *testing.T, e engine.Engine, img engine.Image) {
	for _, tt := range transcripts {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := newSession(t, e, img, nil)
			for _, st := range tt.steps {
				s.expect(st)
			}
		})
	}
	testTranscripts(t, e, img)
	runAll(t, e, img, map[string]func(*testing.T, engine.Engine, engine.Image){
		"files and reset": testFiles, "time-out kills": testTimeout, "made": testMade, "vary": testVary, "ahead": testAhead,
	})
}

// TestLimits is the part of the suite that takes more than its share.
func TestLimits(t *testing.T, e engine.Engine, img engine.Image) {
	runAll(t, e, img, map[string]func(*testing.T, engine.Engine, engine.Image){
		"note limit": testNoteLimit, "memory limit": testMemory, "disk limit": testDisk, "process limit": testProcesses,
		"reservations": testReserve, "ahead": testAheadLimits,
	})
}

func runAll(t *testing.T, e engine.Engine, img engine.Image, tests map[string]func(*testing.T, engine.Engine, engine.Image)) {
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, e, img)
		})
	}
}

// step is a command and what must come of it.
type step struct {
	command string
	output  string // all of it; with a leading "…" a part of it
	exit    int
	stopped engine.Stop
}

// session is a container under test.
type session struct {
	*testing.T
	engine.Container
}

func newSession(t *testing.T, e engine.Engine, img engine.Image, change func(*engine.Spec)) *session {
	t.Helper()
	spec := engine.Spec{Image: img, Limits: engine.Limits{
		Time: 10 * time.Second, Output: 64 << 10, Note: time.Minute, Memory: 256 << 20, Processes: 64, Disk: 8 << 20,
	}}
	if change != nil {
		change(&spec)
	}
	c, err := e.Start(context.Background(), spec)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return &session{t, c}
}

func (s *session) run(command string) engine.Result {
	s.Helper()
	r, err := s.Run(context.Background(), engine.Command{Text: command})
	if err != nil {
		s.Fatal(err)
	}
	return r
}

func (s *session) Run(ctx context.Context, c engine.Command) (engine.Result, error) {
	return s.Container.Run(ctx, c)
}

func (s *session) expect(st step) engine.Result {
	s.Helper()
	r := s.run(st.command)
	s.judge(st, r)
	return r
}

// judge compares what became of a step with what must come of it.
func (s *session) judge(st step, r engine.Result) {
	s.Helper()
	got := string(r.Output)
	part, isPart := strings.CutPrefix(st.output, "…")
	if isPart && !strings.Contains(got, part) || !isPart && got != st.output || st.stopped == "" && r.Exit != st.exit || r.Stopped != st.stopped {
		s.Errorf("%s\n got %q, exit %d, stopped %q\nwant %q, exit %d, stopped %q", st.command, shortened(got), r.Exit, r.Stopped, st.output, st.exit, st.stopped)
	}
}

func shortened(s string) string { return s[:min(len(s), 500)] }
