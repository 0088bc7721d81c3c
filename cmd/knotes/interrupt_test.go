package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/engine/enginetest"
)

// TestInterrupt interrupts a run while a step sleeps: it ends with 130, says
// so, writes no report, and nothing of the container is left.
func TestInterrupt(t *testing.T) {
	enginetest.Need(t, engine.Bubblewrap{})
	p := newKillProject(t)
	sleep := fmt.Sprintf("sleep 1%09d", os.Getpid()) // no other process is called so
	p.file("notes/a/note.md", "# Note\n\n```console {timeout=\"1h\"}\n$ "+sleep+"\n```\n")
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		r := p.run("verify", "--report", "json=report.json")
		if err := r.cmd.Start(); err != nil {
			t.Fatal(err)
		}
		await(t, "the step to run", func() bool { return running(t, sleep) })
		if err := r.cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		var exit *exec.ExitError
		if err := r.cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != 130 {
			t.Errorf("after %v: %v, want exit status 130", signal, err)
		}
		if got := r.out.String(); got != "knotes: interrupted\n" {
			t.Errorf("after %v it said %q", signal, got)
		}
		if _, err := os.Stat(filepath.Join(p.dir, "report.json")); err == nil {
			t.Error("a report of half a run was written")
		}
		await(t, "the container to be gone", func() bool { return !running(t, sleep) })
	}
}

// running tells whether a process has these words for its command line.
func running(t *testing.T, words string) bool {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if line, err := os.ReadFile(file); err == nil && string(bytes.ReplaceAll(bytes.TrimRight(line, "\x00"), []byte{0}, []byte(" "))) == words {
			return true
		}
	}
	return false
}

func await(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
