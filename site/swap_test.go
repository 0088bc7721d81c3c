package site_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/site/sitetest"
)

// generations writes a site of many files that all hold one number, so that a
// mix of two can be told.
func generation(n int) site.Builder {
	return func(_ context.Context, _, out string) error {
		for i := range 40 {
			if err := os.WriteFile(filepath.Join(out, fmt.Sprintf("f%d", i)), []byte(fmt.Sprint(n)), 0o644); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestMain(m *testing.M) {
	if dir := os.Getenv("KNOTES_TEST_CHILD"); dir != "" {
		for n := 1; ; n++ {
			site.Build(context.Background(), generation(n), sitetest.Project(), filepath.Join(dir, "site"), filepath.Join(dir, "public"))
		}
	}
	os.Exit(m.Run())
}

// TestKill kills a process that builds without end, many times, at random
// moments: the site must be there, whole, and of one generation.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	rounds := 60
	if testing.Short() {
		rounds = 10
	}
	out := filepath.Join(dir, "public")
	if _, err := site.Build(t.Context(), generation(0), sitetest.Project(), filepath.Join(dir, "site"), out); err != nil {
		t.Fatal(err)
	}
	for range rounds {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "KNOTES_TEST_CHILD="+dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(10+rand.IntN(30)) * time.Millisecond)
		cmd.Process.Kill()
		cmd.Wait()
		first, err := os.ReadFile(filepath.Join(out, "f0"))
		if err != nil {
			t.Fatal("no site: ", err)
		}
		for i := range 40 {
			data, err := os.ReadFile(filepath.Join(out, fmt.Sprintf("f%d", i)))
			if err != nil || string(data) != string(first) {
				t.Fatalf("f%d is of %q (%v), f0 of %q", i, data, err, first)
			}
		}
		for _, f := range []string{"hugo.toml", "content/verification.md", "data/knotes.json", site.Marker} {
			if _, err := os.Stat(filepath.Join(dir, "site", f)); err != nil {
				t.Fatal("the project is not whole: ", err)
			}
		}
	}
}

func TestRefuse(t *testing.T) {
	dir := t.TempDir()
	mine := filepath.Join(dir, "thesis.tex")
	os.WriteFile(mine, []byte("years"), 0o644)
	_, err := site.Build(t.Context(), generation(1), sitetest.Project(), filepath.Join(t.TempDir(), "site"), dir)
	if err == nil || !strings.Contains(err.Error(), "did not make") {
		t.Errorf("error is %v", err)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error(err)
	}
}

func TestBuilderError(t *testing.T) {
	dir := t.TempDir()
	p, out := filepath.Join(dir, "site"), filepath.Join(dir, "public")
	if _, err := site.Build(t.Context(), generation(1), sitetest.Project(), p, out); err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	_, err := site.Build(t.Context(), func(context.Context, string, string) error { return broken }, sitetest.Project(), p, out)
	if !errors.Is(err, broken) {
		t.Error(err)
	}
	if data, _ := os.ReadFile(filepath.Join(out, "f0")); string(data) != "1" {
		t.Errorf("the old site is gone: %q", data)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
