package kernel_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/kernel/kerneltest"
)

func open(t testing.TB) *kernel.Store {
	s := kernel.Open(filepath.Join(t.TempDir(), "kernel"))
	t.Cleanup(func() { s.Close() })
	return s
}

// versions is a repository of a few files in several versions.
type versions struct {
	*kerneltest.Repository
	first, moved, changed, removed string // commits
}

func newVersions(t testing.TB) *versions {
	r := &versions{Repository: kerneltest.NewRepository(t)}
	r.Write("net/ipv4/af_inet.c", "int inet_init(void)\n{\n\treturn 0;\n}\n")
	r.Write("net/ipv4/tcp.c", strings.Repeat("static int line;\n", 40)+"int tcp_init(void);\n")
	r.Write("kernel/ünïcödé.c", "int unicode;\n")
	r.Write("kernel/sched/core.c", "void schedule(void);\n")
	r.Write("never/asked.c", "int never;\n")
	if err := os.Symlink("core.c", filepath.Join(r.Dir, "kernel/sched/link.c")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("sched", filepath.Join(r.Dir, "kernel/alias")); err != nil {
		t.Fatal(err)
	}
	r.first = r.Commit("first")
	r.Move("net/ipv4/af_inet.c", "net/core/af_inet.c")
	r.moved = r.Commit("move")
	r.Move("net/ipv4/tcp.c", "net/ipv4/tcp_main.c")
	r.Write("net/ipv4/tcp_main.c", strings.Repeat("static int line;\n", 40)+"int tcp_init(int changed);\n")
	r.Write("kernel/sched/core.c", "void schedule(void);\nvoid more(void);\n")
	r.changed = r.Commit("rename and change")
	r.Git("rm", "--quiet", "kernel/ünïcödé.c")
	r.removed = r.Commit("remove")
	return r
}

func TestCommits(t *testing.T) {
	r := newVersions(t)
	url := r.Serve(nil)
	s := open(t)
	for _, tt := range []struct {
		commit, path, want string
		err                error
	}{
		{r.first, "net/ipv4/af_inet.c", "int inet_init(void)\n{\n\treturn 0;\n}\n", nil},
		{r.moved, "net/ipv4/af_inet.c", "", kernel.ErrNoFile},
		{r.moved, "net/core/af_inet.c", "int inet_init(void)\n{\n\treturn 0;\n}\n", nil},
		{r.first, "kernel/sched/core.c", "void schedule(void);\n", nil},
		{r.changed, "kernel/sched/core.c", "void schedule(void);\nvoid more(void);\n", nil},
		{r.changed, "kernel/ünïcödé.c", "int unicode;\n", nil},
		{r.removed, "kernel/ünïcödé.c", "", kernel.ErrNoFile},
		{strings.Repeat("12", 20), "kernel/sched/core.c", "", kernel.ErrNoCommit},
		{"HEAD", "kernel/sched/core.c", "", kernel.ErrNoCommit},
		{r.first[:12], "kernel/sched/core.c", "", kernel.ErrNoCommit},
	} {
		f, err := s.File(t.Context(), kernel.Ref{Clone: url, Commit: tt.commit}, tt.path)
		if !errors.Is(err, tt.err) || err == nil && string(f.Text) != tt.want {
			t.Errorf("%.12s %s: got %+v, %v", tt.commit, tt.path, f, err)
		}
		if err == nil {
			if id := r.Git("rev-parse", tt.commit+":"+tt.path); f.Blob != id {
				t.Errorf("%s: blob %s, want %s", tt.path, f.Blob, id)
			}
		}
	}
	if got := blobs(t, s); len(got) != 4 {
		t.Errorf("the store has the blobs %q, not only those that were asked for", got)
	}
}

// blobs are those that the store has of all repositories.
func blobs(t *testing.T, s *kernel.Store) (all []string) {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(s.Dir(), "remotes", "*.git"))
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range dirs {
		out, err := exec.Command("git", "--git-dir="+dir, "cat-file", "--batch-all-objects", "--batch-check").Output()
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(out)) {
			if strings.Contains(line, " blob ") {
				all = append(all, line)
			}
		}
	}
	return all
}

func TestPaths(t *testing.T) {
	r := newVersions(t)
	s := open(t)
	ref := kernel.Ref{Clone: r.Serve(nil), Commit: r.first}
	for path, want := range map[string]string{
		"../net/ipv4/tcp.c":       `"../net/ipv4/tcp.c": a path has no ".."`,
		"net/../net/ipv4/tcp.c":   `a path has no ".."`,
		"/net/ipv4/tcp.c":         `"/net/ipv4/tcp.c" does not begin at the top`,
		"net//ipv4":               "empty names",
		"":                        "a file's path is missing",
		"net/ipv4":                "net/ipv4 is a folder",
		"net/ipv6/tcp.c":          "there is no folder net/ipv6",
		"net/ipv4/tcp.c/x":        "net/ipv4/tcp.c is a file",
		"kernel/alias/core.c":     "kernel/alias is a symbolic link",
		"net/ipv4/tcp.c\nx":       "no such file",
		"net/ipv4/*.c":            "no such file",
		"kernel/u\u0308nicode.c":  "no such file",
		"net/ipv4/tcp.c^{commit}": "no such file",
	} {
		_, err := s.File(t.Context(), ref, path)
		if !errors.Is(err, kernel.ErrNoFile) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", path, err, want)
		}
	}
	f, err := s.File(t.Context(), ref, "kernel/sched/link.c")
	if err != nil || !f.Symlink || string(f.Text) != "core.c" {
		t.Errorf("a symbolic link: %+v, %v", f, err)
	}
}

func TestSubmodule(t *testing.T) {
	r := kerneltest.NewRepository(t)
	r.Git("update-index", "--add", "--cacheinfo", "160000,1234567890123456789012345678901234567890,tools/sub")
	r.Git("commit", "--quiet", "--message", "a submodule")
	ref := kernel.Ref{Clone: r.Serve(nil), Commit: r.Git("rev-parse", "HEAD")}
	for _, path := range []string{"tools/sub", "tools/sub/x.c"} {
		_, err := open(t).File(t.Context(), ref, path)
		if !errors.Is(err, kernel.ErrNoFile) || !strings.Contains(err.Error(), "tools/sub is another repository") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// counting counts the requests that ask for a pack.
func counting(n *atomic.Int32) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			if q.Method == http.MethodPost {
				n.Add(1)
			}
			next.ServeHTTP(w, q)
		})
	}
}

func TestWant(t *testing.T) {
	r := kerneltest.NewRepository(t)
	var paths []string
	for _, name := range strings.Split("abcdefghijklmnopqrstuvwxyz", "") {
		r.Write("dir/"+name+".c", "int "+name+";\n")
		paths = append(paths, "dir/"+name+".c")
	}
	commit := r.Commit("many")
	var n atomic.Int32
	ref := kernel.Ref{Clone: r.Serve(counting(&n)), Commit: commit}
	s := open(t)
	if err := s.Want(t.Context(), ref, append(paths, "dir/none.c", "../x")); err != nil {
		t.Fatal(err)
	}
	asked := n.Load()
	for _, path := range paths {
		if f, err := s.File(t.Context(), ref, path); err != nil || len(f.Text) != 7 {
			t.Errorf("%s: %+v, %v", path, f, err)
		}
	}
	if err := s.Want(t.Context(), ref, paths); err != nil {
		t.Fatal(err)
	}
	if n.Load() != asked || asked > 5 {
		t.Errorf("%d requests, of them %d for all files together", n.Load(), asked)
	}
}

func TestKinds(t *testing.T) {
	r := newVersions(t)
	r.Git("tag", "--annotate", "--message", "a tag", "v1", r.first)
	r.Git("branch", "topic/one", r.moved)
	url := r.Serve(nil)
	s := open(t)
	tag, tree, blob := r.Git("rev-parse", "v1"), r.Git("rev-parse", r.first+"^{tree}"), r.Git("rev-parse", r.first+":net/ipv4/tcp.c")
	if _, err := s.File(t.Context(), kernel.Ref{Clone: url, Commit: tag}, "net/ipv4/tcp.c"); err != nil {
		t.Errorf("the id of a tag: %v", err)
	}
	if _, err := s.File(t.Context(), kernel.Ref{Clone: url, Commit: blob}, "net/ipv4/tcp.c"); !errors.Is(err, kernel.ErrNoCommit) {
		t.Errorf("a blob for a commit: %v", err)
	}
	other := open(t)
	f, err := other.File(t.Context(), kernel.Ref{Clone: url, Blob: blob}, "")
	if err != nil || f.Blob != blob || !strings.Contains(string(f.Text), "tcp_init") {
		t.Errorf("a blob by its id: %+v, %v", f, err)
	}
	if _, err := other.File(t.Context(), kernel.Ref{Clone: url, Blob: tree}, "x"); !errors.Is(err, kernel.ErrNoFile) {
		t.Errorf("a tree for a blob: %v", err)
	}
	if _, err := other.File(t.Context(), kernel.Ref{Clone: url, Blob: strings.Repeat("ab", 20)}, "x"); !errors.Is(err, kernel.ErrNoFile) {
		t.Errorf("a blob that is not there: %v", err)
	}
	for ref, want := range map[string]string{"HEAD": r.removed, "master": r.removed, "topic/one": r.moved, "v1": r.first, r.changed: r.changed} {
		if got, err := s.Resolve(t.Context(), url, ref); got != want || err != nil {
			t.Errorf("%s is %s, %v; want %s", ref, got, err, want)
		}
	}
	for _, ref := range []string{"none", "mast*", "one"} {
		if got, err := s.Resolve(t.Context(), url, ref); !errors.Is(err, kernel.ErrNoCommit) {
			t.Errorf("%s is %q, %v", ref, got, err)
		}
	}
}

func TestRenamed(t *testing.T) {
	r := newVersions(t)
	url := r.Serve(nil)
	s := open(t)
	for _, tt := range []struct{ from, to, path, want string }{
		{r.first, r.moved, "net/ipv4/af_inet.c", "net/core/af_inet.c"},
		{r.first, r.changed, "net/ipv4/tcp.c", "net/ipv4/tcp_main.c"},
		{r.changed, r.first, "net/ipv4/tcp_main.c", "net/ipv4/tcp.c"},
		{r.first, r.changed, "kernel/sched/core.c", ""},
		{r.changed, r.removed, "kernel/ünïcödé.c", ""},
	} {
		got, err := s.Renamed(t.Context(), url, tt.from, tt.to, tt.path)
		if got != tt.want || err != nil {
			t.Errorf("%s: %q, %v; want %q", tt.path, got, err, tt.want)
		}
	}
}

func TestLargeFile(t *testing.T) {
	r := kerneltest.NewRepository(t)
	noise := make([]byte, 20<<20)
	rand.Read(noise)
	r.Write("large.bin", string(noise))
	ref := kernel.Ref{Clone: r.Serve(nil), Commit: r.Commit("large")}
	f, err := open(t).File(t.Context(), ref, "large.bin")
	if err != nil || string(f.Text) != string(noise) {
		t.Errorf("a file of 20 MB: %v", err)
	}
}

func TestWithoutFilter(t *testing.T) {
	r := newVersions(t)
	r.Git("config", "uploadpack.allowFilter", "false")
	f, err := open(t).File(t.Context(), kernel.Ref{Clone: r.Serve(nil), Commit: r.changed}, "kernel/sched/core.c")
	if err != nil || !strings.Contains(string(f.Text), "more") {
		t.Errorf("a server that leaves nothing out: %+v, %v", f, err)
	}
}

func TestDaemon(t *testing.T) {
	r := newVersions(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	port := strings.TrimPrefix(l.Addr().String(), "127.0.0.1:")
	l.Close()
	c := exec.Command("git", "-c", "safe.directory=*", "daemon", "--export-all", "--reuseaddr", "--listen=127.0.0.1", "--port="+port, "--base-path="+filepath.Dir(r.Dir))
	c.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "HOME="+t.TempDir())
	if err := c.Start(); err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { c.Process.Kill(); c.Wait() })
	for range 200 {
		if conn, err := net.Dial("tcp", "127.0.0.1:"+port); err == nil {
			conn.Close()
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	s := open(t)
	ref := kernel.Ref{Clone: "git://127.0.0.1:" + port + "/source/.git", Commit: r.moved}
	if f, err := s.File(t.Context(), ref, "net/core/af_inet.c"); err != nil || !strings.Contains(string(f.Text), "inet_init") {
		t.Errorf("%+v, %v", f, err)
	}
	ref.Commit = strings.Repeat("0a", 20)
	if _, err := s.File(t.Context(), ref, "net/core/af_inet.c"); !errors.Is(err, kernel.ErrNoCommit) {
		t.Errorf("a commit that is not there: %v", err)
	}
}

// TestConcurrent: two stores of one folder, as two processes have them, and
// several goroutines in each.
func TestConcurrent(t *testing.T) {
	r := newVersions(t)
	url := r.Serve(nil)
	dir := t.TempDir()
	var group sync.WaitGroup
	for range 2 {
		s := kernel.Open(dir)
		t.Cleanup(func() { s.Close() })
		for range 4 {
			group.Go(func() {
				for _, commit := range []string{r.first, r.moved, r.changed, r.removed} {
					f, err := s.File(context.Background(), kernel.Ref{Clone: url, Commit: commit}, "kernel/sched/core.c")
					if err != nil || !strings.HasPrefix(string(f.Text), "void schedule") {
						t.Errorf("%+v, %v", f, err)
					}
				}
			})
		}
	}
	group.Wait()
}
