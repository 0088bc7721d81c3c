package enginetest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/verify/engine"
)

// holdVariable names the engine with which a test binary, started anew, holds a
// container until it is killed.
const holdVariable = "KNOTES_ENGINETEST_HOLD"

// patience is for how long what must end is waited for: far longer than it
// takes, far shorter than it would live.
const patience = 30 * time.Second

// Main is called by the TestMain of a package that calls Test. In a process
// that testKilled has started it holds a container and does not return.
func Main(image func() (engine.Image, error)) {
	name := os.Getenv(holdVariable)
	if name == "" {
		return
	}
	err := hold(name, os.Getenv(holdVariable+"_MARK"), image)
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// hold leaves processes in a container and waits in a command, as a run does.
func hold(name, mark string, image func() (engine.Image, error)) error {
	ctx := context.Background()
	e, err := engine.Select(ctx, name)
	if err != nil {
		return err
	}
	img, err := image()
	if err != nil {
		return err
	}
	c, err := e.Start(ctx, engine.Spec{Image: img, Limits: engine.Limits{Memory: 256 << 20, Processes: 64, Disk: 8 << 20}})
	if err != nil {
		return err
	}
	if _, err := c.Run(ctx, engine.Command{Text: leaveBehind(mark)}); err != nil {
		return err
	}
	fmt.Println("ready")
	_, err = c.Run(ctx, engine.Command{Text: "sleep " + mark})
	return err
}

// leaveBehind is a command that starts what wants to outlive its note: a
// daemon, forked twice in a session of its own, deaf to hangups.
func leaveBehind(mark string) string {
	return "(trap '' HUP TERM INT; setsid sh -c 'sleep " + mark + " & sleep " + mark + "' &) ; setsid -f nohup sleep " + mark + " >/dev/null 2>&1"
}

// newMark is a number of seconds by which a test knows its own processes.
func newMark() string {
	return strconv.FormatInt(10_000_000+time.Now().UnixNano()%1_000_000_000, 10)
}

// testClose looks from the outside that nothing outlives its note.
func testClose(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, nil)
	mark := newMark()
	s.expect(step{command: leaveBehind(mark), output: "…"})
	waitFor(t, "processes that were left behind", func() bool { return living(mark) >= 3 })
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, "the end of all processes after Close", func() bool { return living(mark) == 0 })
}

// testKilled kills a process that holds a container, which cannot clean up then.
func testKilled(t *testing.T, e engine.Engine, _ engine.Image) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	mark := newMark()
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), holdVariable+"="+e.Name(), holdVariable+"_MARK="+mark)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	cmd.WaitDelay = time.Second
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ready := make([]byte, len("ready\n"))
	if _, err := out.Read(ready); err != nil || string(ready) != "ready\n" {
		cmd.Process.Kill()
		cmd.Wait()
		t.Fatalf("no container is held: %v: %s", err, errs.Bytes())
	}
	waitFor(t, "processes that were left behind", func() bool { return living(mark) >= 3 })
	cmd.Process.Kill()
	cmd.Wait()
	waitFor(t, "the end of all processes after a kill", func() bool { return living(mark) == 0 })
}

// living counts the processes of this machine that have mark as an argument.
func living(mark string) int {
	n := 0
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, f := range files {
		line, _ := os.ReadFile(f)
		for _, arg := range bytes.Split(line, []byte{0}) {
			if string(arg) == mark {
				n++
				break
			}
		}
	}
	return n
}

func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
