package git

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// repository is a real one, whose commits are an hour apart.
type repository struct {
	*testing.T
	dir  string
	hour int
}

func newRepository(t *testing.T) *repository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	r := &repository{T: t, dir: t.TempDir()}
	r.git("init", "-q", "-b", "main")
	return r
}

func (r *repository) git(args ...string) {
	r.Helper()
	c := exec.Command("git", args...)
	c.Dir = r.dir
	date := fmt.Sprintf("2026-01-01T%02d:00:00Z", r.hour)
	c.Env = append(os.Environ(), "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a",
		"GIT_COMMITTER_EMAIL=a@example.org", "GIT_AUTHOR_DATE="+date, "GIT_COMMITTER_DATE="+date)
	if out, err := c.CombinedOutput(); err != nil {
		r.Fatalf("git %v: %v\n%s", args, err, out)
	}
}

// commit writes files, "name=text" each, and commits them at the next hour.
func (r *repository) commit(files ...string) {
	r.Helper()
	r.hour++
	for _, f := range files {
		name, text, _ := strings.Cut(f, "=")
		full := filepath.Join(r.dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			r.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			r.Fatal(err)
		}
	}
	r.git("add", "-A")
	r.git("commit", "-q", "--allow-empty", "-m", strings.Join(files, ", "))
}

func hours(t *testing.T, changed map[string]time.Time) map[string]int {
	t.Helper()
	got := map[string]int{}
	for name, at := range changed {
		got[name] = at.Hour()
	}
	return got
}

func TestLastChanged(t *testing.T) {
	r := newRepository(t)
	r.commit("other/x.md=1", "notes/a/old.md=1")
	r.commit("notes/a/two words.md=1", "notes/ünïcödé.md=1", "notes/line\nbreak.md=1")
	r.commit("notes/a/new.md=1")
	r.git("checkout", "-q", "-b", "side")
	r.commit("notes/side.md=1")
	r.git("checkout", "-q", "main")
	r.commit("notes/a/two words.md=2")
	r.hour++
	r.git("merge", "-q", "--no-ff", "-m", "merge", "side")
	os.WriteFile(filepath.Join(r.dir, "notes", "uncommitted.md"), nil, 0o644)

	files := []string{"a/old.md", "a/two words.md", "ünïcödé.md", "line\nbreak.md", "a/new.md", "side.md", "uncommitted.md"}
	changed, err := LastChanged(t.Context(), filepath.Join(r.dir, "notes"), files)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]int{"a/old.md": 1, "a/two words.md": 5, "ünïcödé.md": 2, "line\nbreak.md": 2, "a/new.md": 3, "side.md": 4}
	if d := cmp.Diff(want, hours(t, changed)); d != "" {
		t.Error(d)
	}
}

// TestShallow: where the history is cut, git shows every file as changed by
// the last commit it has. That is no news of a file.
func TestShallow(t *testing.T) {
	r := newRepository(t)
	r.commit("old.md=1")
	r.commit("new.md=1")
	r.commit("new.md=2")
	clone := filepath.Join(t.TempDir(), "clone")
	r.git("clone", "-q", "--depth", "2", "file://"+r.dir, clone)
	changed, err := LastChanged(t.Context(), clone, []string{"old.md", "new.md"})
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string]int{"new.md": 3}, hours(t, changed)); d != "" {
		t.Error(d)
	}
}

func TestNoRepository(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("GIT_CEILING_DIRECTORIES", filepath.Dir(dir))
	if _, err := LastChanged(t.Context(), dir, []string{"a.md"}); err == nil || !strings.Contains(err.Error(), "not a git repository") {
		t.Errorf("error is %v", err)
	}
	r := newRepository(t)
	if _, err := LastChanged(t.Context(), r.dir, []string{"a.md"}); err == nil || !strings.Contains(err.Error(), "does not have any commits") {
		t.Errorf("error is %v", err)
	}
}
