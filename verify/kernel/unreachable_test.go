package kernel_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/kernel/kerneltest"
)

// TestMain is also the processes that tests kill: "file DIR URL COMMIT PATH" gets
// a file, "import DIR RELEASE TARBALL" imports a release.
func TestMain(m *testing.M) {
	args := os.Args[1:]
	var err error
	switch {
	case len(args) == 5 && args[0] == "file":
		_, err = kernel.Open(args[1]).File(context.Background(), kernel.Ref{Clone: args[2], Commit: args[3]}, args[4])
	case len(args) == 4 && args[0] == "import":
		err = kernel.Open(args[1]).Import(context.Background(), args[2], kernel.Named(args[3], ""), os.Stderr)
	default:
		os.Exit(m.Run())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func process(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(self, args...)
	c.Stderr = t.Output()
	return c
}

// wantUnreachable sees that there is no answer, which is neither a pass nor a
// wrong link, and why.
func wantUnreachable(t *testing.T, err error, why string) {
	t.Helper()
	var u *kernel.Unreachable
	if !errors.As(err, &u) || errors.Is(err, kernel.ErrNoCommit) || errors.Is(err, kernel.ErrNoFile) || !strings.Contains(err.Error(), why) {
		t.Errorf("error is %v, want that the source is not reachable: %q", err, why)
	}
}

func TestRefusing(t *testing.T) {
	r := newVersions(t)
	ref := kernel.Ref{Commit: r.first}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ref.Clone = "http://" + l.Addr().String() + "/x.git"
	l.Close()
	s := open(t)
	_, err = s.File(t.Context(), ref, "kernel/sched/core.c")
	wantUnreachable(t, err, "Failed to connect")
	_, err = s.Resolve(t.Context(), ref.Clone, "master")
	wantUnreachable(t, err, "Failed to connect")
	for status, why := range map[int]string{401: "could not read Username", 403: "403", 404: "not found", 500: "500"} {
		ref.Clone = r.Serve(func(http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
				w.Header().Set("WWW-Authenticate", `Basic realm="x"`)
				w.WriteHeader(status)
			})
		})
		_, err := open(t).File(t.Context(), ref, "kernel/sched/core.c")
		wantUnreachable(t, err, why)
	}
	for _, clone := range []string{"", "--upload-pack=touch x", "ext::sh -c true", filepath.Join(t.TempDir(), "none")} {
		ref.Clone = clone
		_, err := open(t).File(t.Context(), ref, "kernel/sched/core.c")
		wantUnreachable(t, err, "")
	}
	ref.Clone = "http://user:secret@" + l.Addr().String() + "/x.git"
	_, err = open(t).File(t.Context(), ref, "kernel/sched/core.c")
	wantUnreachable(t, err, "Failed to connect")
	if strings.Contains(err.Error(), "secret") {
		t.Errorf("the error tells a password: %v", err)
	}
}

// TestOffline: what was fetched stays known, and a server that is not there is
// asked once, not for each file.
func TestOffline(t *testing.T) {
	r := newVersions(t)
	var n atomic.Int32
	var off atomic.Bool
	url := r.Serve(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			if off.Load() {
				n.Add(1)
				panic(http.ErrAbortHandler)
			}
			next.ServeHTTP(w, q)
		})
	})
	s := open(t)
	ref := kernel.Ref{Clone: url, Commit: r.first}
	if _, err := s.File(t.Context(), ref, "kernel/sched/core.c"); err != nil {
		t.Fatal(err)
	}
	off.Store(true)
	if _, err := s.File(t.Context(), ref, "kernel/sched/core.c"); err != nil {
		t.Errorf("a file that was fetched: %v", err)
	}
	if _, err := s.Blob(t.Context(), ref, "net/ipv4/tcp.c"); err != nil {
		t.Errorf("the id of a file whose commit was fetched: %v", err)
	}
	if _, err := s.File(t.Context(), ref, "net/ipv4/none.c"); !errors.Is(err, kernel.ErrNoFile) {
		t.Errorf("a file that is not there, in a commit that was fetched: %v", err)
	}
	_, err := s.File(t.Context(), ref, "net/ipv4/tcp.c")
	wantUnreachable(t, err, "")
	asked := n.Load()
	for _, path := range []string{"net/ipv4/tcp.c", "never/asked.c"} {
		_, err := s.File(t.Context(), ref, path)
		wantUnreachable(t, err, "")
	}
	if n.Load() != asked {
		t.Errorf("a server that is not there was asked %d more times", n.Load()-asked)
	}
}

func TestSlow(t *testing.T) {
	r := newVersions(t)
	var slow atomic.Bool
	slow.Store(true)
	url := r.Serve(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			if slow.Load() {
				<-q.Context().Done()
				return
			}
			next.ServeHTTP(w, q)
		})
	})
	s := open(t)
	ref := kernel.Ref{Clone: url, Commit: r.first}
	ctx, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer stop()
	_, err := s.File(ctx, ref, "kernel/sched/core.c")
	wantUnreachable(t, err, "no answer in time")
	slow.Store(false)
	if _, err := s.File(t.Context(), ref, "kernel/sched/core.c"); err != nil {
		t.Errorf("once the server answers: %v", err)
	}
}

// cutting sends a half of each pack and then does what then does, while on.
func cutting(on *atomic.Bool, then func(*http.Request)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			rec := httptest.NewRecorder()
			next.ServeHTTP(rec, q)
			for k, v := range rec.Header() {
				w.Header()[k] = v
			}
			body := rec.Body.Bytes()
			if !on.Load() || !bytes.Contains(body, []byte("PACK")) {
				w.Write(body)
				return
			}
			w.Write(body[:len(body)/2])
			w.(http.Flusher).Flush()
			then(q)
			panic(http.ErrAbortHandler)
		})
	}
}

// heavy is a repository with a file of noise, of that many bytes.
func heavy(t *testing.T, size int) (*kerneltest.Repository, string) {
	r := kerneltest.NewRepository(t)
	noise := make([]byte, size)
	rand.Read(noise)
	r.Write("large.bin", string(noise))
	r.Write("small.c", "int small;\n")
	return r, r.Commit("heavy")
}

func TestCutOff(t *testing.T) {
	r, commit := heavy(t, 4<<20)
	var on atomic.Bool
	url := r.Serve(cutting(&on, func(*http.Request) {}))
	s := open(t)
	ref := kernel.Ref{Clone: url, Commit: commit}
	if _, err := s.File(t.Context(), ref, "small.c"); err != nil {
		t.Fatal(err)
	}
	on.Store(true)
	_, err := s.File(t.Context(), ref, "large.bin")
	wantUnreachable(t, err, "")
	if got := blobs(t, s); len(got) != 1 {
		t.Errorf("the store has %q", got)
	}
	on.Store(false)
	if f, err := kernel.Open(s.Dir()).File(t.Context(), ref, "large.bin"); err != nil || len(f.Text) != 4<<20 {
		t.Errorf("once the server sends all: %v", err)
	}
}

// TestKilledFetch kills a process, and git with it, when half of a pack has come.
func TestKilledFetch(t *testing.T) {
	r, commit := heavy(t, 4<<20)
	var on atomic.Bool
	half := make(chan bool, 1)
	url := r.Serve(cutting(&on, func(q *http.Request) {
		half <- true
		<-q.Context().Done()
	}))
	s := open(t)
	ref := kernel.Ref{Clone: url, Commit: commit}
	if _, err := s.File(t.Context(), ref, "small.c"); err != nil {
		t.Fatal(err)
	}
	on.Store(true)
	c := process(t, "file", s.Dir(), url, commit, "large.bin")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	<-half
	c.Process.Kill()
	c.Wait()
	if got := blobs(t, s); len(got) != 1 {
		t.Errorf("the store has %q", got)
	}
	dir, err := filepath.Glob(filepath.Join(s.Dir(), "remotes", "*.git"))
	if err != nil || len(dir) != 1 {
		t.Fatal(dir, err)
	}
	for _, name := range []string{"shallow.lock", "config.lock"} { // as other moments leave them
		os.WriteFile(filepath.Join(dir[0], name), nil, 0o644)
	}
	on.Store(false)
	if f, err := kernel.Open(s.Dir()).File(t.Context(), ref, "large.bin"); err != nil || len(f.Text) != 4<<20 {
		t.Errorf("after the kill: %v", err)
	}
	for _, pattern := range []string{"*.lock", "objects/pack/tmp_*"} {
		if left, _ := filepath.Glob(filepath.Join(dir[0], pattern)); len(left) > 0 {
			t.Errorf("left are %q", left)
		}
	}
}

// smallDisk is a folder on a disk of that many bytes.
func smallDisk(t *testing.T, size int) string {
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, fmt.Sprintf("size=%d", size)); err != nil {
		t.Skipf("a small disk cannot be mounted: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

func TestFullDisk(t *testing.T) {
	r, commit := heavy(t, 8<<20)
	s := kernel.Open(smallDisk(t, 4<<20))
	t.Cleanup(func() { s.Close() })
	ref := kernel.Ref{Clone: r.Serve(nil), Commit: commit}
	_, err := s.File(t.Context(), ref, "large.bin")
	wantUnreachable(t, err, "No space left on device")
	s = kernel.Open(s.Dir())
	t.Cleanup(func() { s.Close() })
	if f, err := s.File(t.Context(), ref, "small.c"); err != nil || string(f.Text) != "int small;\n" {
		t.Errorf("a file for which there is room: %v", err)
	}
}
