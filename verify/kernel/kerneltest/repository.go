package kerneltest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Repository is a git repository with a work tree that a test makes.
type Repository struct {
	testing.TB
	Dir     string
	commits int
}

// NewRepository makes an empty one. A server of it gives any object by its id,
// and leaves out blobs where it is asked to.
func NewRepository(t testing.TB) *Repository {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip(err)
	}
	r := &Repository{TB: t, Dir: filepath.Join(t.TempDir(), "source")}
	if err := os.Mkdir(r.Dir, 0o755); err != nil {
		t.Fatal(err)
	}
	r.Git("init", "--quiet", "--initial-branch=master")
	r.Git("config", "uploadpack.allowFilter", "true")
	r.Git("config", "uploadpack.allowAnySHA1InWant", "true")
	return r
}

// Git runs git in the repository and returns what it printed.
func (r *Repository) Git(args ...string) string {
	r.Helper()
	c := exec.Command("git", args...)
	c.Dir = r.Dir
	date := fmt.Sprintf("2026-01-01T00:00:%02dZ", r.commits%60)
	c.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org", "GIT_AUTHOR_DATE="+date, "GIT_COMMITTER_DATE="+date)
	out, err := c.CombinedOutput()
	if err != nil {
		r.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// Write writes a file.
func (r *Repository) Write(path, text string) {
	r.Helper()
	full := filepath.Join(r.Dir, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		r.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		r.Fatal(err)
	}
}

// Move renames a file.
func (r *Repository) Move(from, to string) {
	r.Helper()
	if err := os.MkdirAll(filepath.Join(r.Dir, filepath.Dir(to)), 0o755); err != nil {
		r.Fatal(err)
	}
	r.Git("mv", from, to)
}

// Commit commits all as it is and returns the commit's id.
func (r *Repository) Commit(message string) string {
	r.Helper()
	r.commits++
	r.Git("add", "--all")
	r.Git("commit", "--quiet", "--allow-empty", "--message", message)
	return r.Git("rev-parse", "HEAD")
}

// Serve serves the repository by HTTP on loopback, and returns its address.
// through, if it is not nil, stands before the server and may do anything.
func (r *Repository) Serve(through func(http.Handler) http.Handler) string {
	r.Helper()
	path := strings.TrimSpace(r.Git("--exec-path")) + "/git-http-backend"
	if _, err := os.Stat(path); err != nil {
		r.Skip(err)
	}
	var server http.Handler = &cgi.Handler{
		Path: path, Stderr: io.Discard,
		Env: []string{"GIT_PROJECT_ROOT=" + filepath.Dir(r.Dir), "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_COUNT=1",
			"GIT_CONFIG_KEY_0=safe.directory", "GIT_CONFIG_VALUE_0=*", "GIT_CONFIG_NOSYSTEM=1", "HOME=" + r.TempDir()},
	}
	if through != nil {
		server = through(server)
	}
	s := httptest.NewServer(server)
	r.Cleanup(s.Close)
	return s.URL + "/" + filepath.Base(r.Dir) + "/.git"
}
