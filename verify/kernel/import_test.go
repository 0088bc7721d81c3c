package kernel_test

import (
	"archive/tar"
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/kernel/kerneltest"
)

// tarOf makes a tar of entries; those without a mode are plain files.
func tarOf(t testing.TB, entries ...tar.Header) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range entries {
		text := h.Uname // its text, in a field that nothing else uses
		h.Uname = ""
		if h.Typeflag == 0 {
			h.Typeflag, h.Size = tar.TypeReg, int64(len(text))
		}
		if h.Typeflag != tar.TypeXGlobalHeader {
			h.Mode, h.ModTime = cmp.Or(h.Mode, 0o664), time.Unix(1_700_000_000, 0)
		}
		if err := w.WriteHeader(&h); err != nil {
			t.Fatal(err)
		}
		if h.Typeflag == tar.TypeReg {
			io.WriteString(w, text)
		}
	}
	w.Close()
	return b.Bytes()
}

var makefile = tar.Header{Name: "linux-6.1/Makefile", Uname: kerneltest.Makefile("6.1")}

func write(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func hash(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

func xz(t testing.TB, data []byte) []byte {
	t.Helper()
	if err := kernel.CheckXz(); err != nil {
		t.Skip(err)
	}
	c := exec.Command("xz", "--compress", "--stdout", "-1")
	c.Stdin = bytes.NewReader(data)
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func gz(data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write(data)
	w.Close()
	return b.Bytes()
}

// TestImport: names, modes and links are kept, so that the tree is the one that
// git makes of the same files.
func TestImport(t *testing.T) {
	data := tarOf(t,
		tar.Header{Typeflag: tar.TypeXGlobalHeader, PAXRecords: map[string]string{"comment": "0123"}},
		tar.Header{Name: "linux-6.1/", Typeflag: tar.TypeDir, Mode: 0o755},
		makefile,
		tar.Header{Name: "linux-6.1/empty/", Typeflag: tar.TypeDir, Mode: 0o755},
		tar.Header{Name: "linux-6.1/scripts/run.sh", Mode: 0o775, Uname: "#!/bin/sh\n"},
		tar.Header{Name: "linux-6.1/scripts/link", Typeflag: tar.TypeSymlink, Linkname: "../Makefile"},
		tar.Header{Name: "linux-6.1/fs/ünïcödé \"x\"\\y.c", Uname: "int x;\n"},
		tar.Header{Name: "linux-6.1/fs/tab\tline\nfeed.c", Uname: "int y;"},
		tar.Header{Name: "linux-6.1/fs/empty.c"},
		tar.Header{Name: "linux-6.1/fs/hard.c", Typeflag: tar.TypeLink, Linkname: "linux-6.1/fs/empty.c"},
	)
	s := open(t)
	if err := s.Import(t.Context(), "6.1", kernel.Named(write(t, "linux.tar.xz", xz(t, data)), ""), t.Output()); err != nil {
		t.Fatal(err)
	}
	r := kerneltest.NewRepository(t)
	if out, err := exec.Command("tar", "-xf", write(t, "linux.tar", data), "-C", r.Dir, "--strip-components=1", "--exclude=pax_global_header").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	want := r.Git("rev-parse", r.Commit("the same")+"^{tree}")
	got, err := exec.Command("git", "--git-dir="+filepath.Join(s.Dir(), "releases.git"), "rev-parse", "v6.1^{tree}").Output()
	if err != nil || strings.TrimSpace(string(got)) != want {
		t.Errorf("the tree is %s, %v; git makes %s", got, err, want)
	}
	f, err := s.File(t.Context(), kernel.Ref{Release: "6.1"}, "fs/ünïcödé \"x\"\\y.c")
	if err != nil || string(f.Text) != "int x;\n" {
		t.Errorf("%+v, %v", f, err)
	}
}

// left is what stands in a store's folder, the locks aside, and its packs.
func left(t *testing.T, dir string) (all []string) {
	t.Helper()
	for _, pattern := range []string{"*", "releases.git/objects/pack/*", "releases.git/refs/tags/*", "releases.git/objects/??"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			if name, _ := filepath.Rel(dir, path); name != "releases.git" && !strings.HasSuffix(name, ".lock") {
				all = append(all, name)
			}
		}
	}
	return all
}

func TestImportErrors(t *testing.T) {
	good := tarOf(t, makefile, tar.Header{Name: "linux-6.1/a.c", Uname: strings.Repeat("int a;\n", 10_000)})
	noise := make([]byte, 100_000)
	for i := range noise {
		noise[i] = byte(mathrand.Int())
	}
	long := tarOf(t, makefile, tar.Header{Name: "linux-6.1/a.c", Uname: string(noise)})
	entry := func(h tar.Header) []byte { return tarOf(t, makefile, h) }
	for _, tt := range []struct {
		name string
		data []byte
		hash string
		want string
	}{
		{"wrong hash", xz(t, good), strings.Repeat("0", 64), "is cut short or another file: its SHA-256 is"},
		{"cut short, with its hash", xz(t, good)[:200], hash(xz(t, good)), "is cut short or another file"},
		{"xz cut short", xz(t, long)[:50_000], "", "cut short or damaged: (stdin): Unexpected end of input"},
		{"xz cut within the tar's end", xz(t, good)[:len(xz(t, good))-20], "", "cut short or damaged: (stdin): Unexpected end of input"},
		{"xz damaged", append(xz(t, long)[:60_000:60_000], xz(t, long)[60_100:]...), "", "cut short or damaged: (stdin): Compressed data is corrupt"},
		{"gzip cut short", gz(long)[:50_000], "", "cut short or damaged: unexpected EOF"},
		{"tar cut short", long[:50_000], "", "unexpected EOF"},
		{"no xz", []byte("<html>Not found</html>"), "", "this is neither a tar nor one compressed by xz or gzip"},
		{"empty", nil, "", "this is neither a tar nor one compressed by xz or gzip"},
		{"xz of something else", xz(t, []byte(strings.Repeat("hello\n", 1000))), "", "cut short or damaged: archive/tar: invalid tar header"},
		{"xz of nothing", xz(t, nil), "", "the tarball holds no file"},
		{"a path that leaves", entry(tar.Header{Name: "linux-6.1/../../x"}), "", "is no path within a source"},
		{"an absolute path", entry(tar.Header{Name: "/etc/passwd"}), "", "is no path within a source"},
		{"git's own folder", entry(tar.Header{Name: "linux-6.1/x/.Git/config"}), "", "is no path within a source"},
		{"another folder", entry(tar.Header{Name: "other/x"}), "", "does not stand in its folder linux-6.1"},
		{"no folder", tarOf(t, tar.Header{Name: "Makefile", Uname: kerneltest.Makefile("6.1")}), "", "stands in no folder"},
		{"a device", entry(tar.Header{Name: "linux-6.1/null", Typeflag: tar.TypeChar}), "", "is neither file, folder nor link"},
		{"a hard link out", entry(tar.Header{Name: "linux-6.1/x", Typeflag: tar.TypeLink, Linkname: "../x"}), "", "is no path within a source"},
		{"a hard link to nothing", entry(tar.Header{Name: "linux-6.1/x", Typeflag: tar.TypeLink, Linkname: "linux-6.1/none"}), "", "none"},
		{"not a kernel", tarOf(t, tar.Header{Name: "glibc/configure"}), "", "no Makefile at its top"},
		{"another release", kerneltest.Tar(t, "6.2", nil), "", `the tarball is of release "6.2"`},
		{"a candidate", kerneltest.Tar(t, "6.1-rc3", nil), "", `the tarball is of release "6.1-rc3"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := open(t)
			err := s.Import(t.Context(), "6.1", kernel.Named(write(t, "linux.tar", tt.data), tt.hash), io.Discard)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error is %v, want %q", err, tt.want)
			}
			if got := left(t, s.Dir()); len(got) > 0 {
				t.Errorf("left are %q", got)
			}
			_, err = s.File(t.Context(), kernel.Ref{Release: "6.1"}, "Makefile")
			wantUnreachable(t, err, "release 6.1 is not in the kernel store; run: knotes kernel 6.1")
		})
	}
	for _, release := range []string{"", "latest", "v6.1", "6.1/../x", "6.1\n"} {
		if err := open(t).Import(t.Context(), release, kernel.Named(write(t, "linux.tar", good), ""), io.Discard); err == nil {
			t.Errorf("a release named %q was imported", release)
		}
	}
	if err := open(t).Import(t.Context(), "6.1", kernel.Named(filepath.Join(t.TempDir(), "none"), ""), io.Discard); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestImportWithoutXz(t *testing.T) {
	name := write(t, "linux.tar.xz", xz(t, tarOf(t, makefile)))
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip(err)
	}
	dir := t.TempDir()
	os.Symlink(git, filepath.Join(dir, "git"))
	t.Setenv("PATH", dir)
	if err := open(t).Import(t.Context(), "6.1", kernel.Named(name, ""), io.Discard); err == nil || !strings.Contains(err.Error(), "apt-get install xz-utils") {
		t.Errorf("error is %v", err)
	}
	t.Setenv("PATH", t.TempDir())
	if err := open(t).Import(t.Context(), "6.1", kernel.Named(name, ""), io.Discard); err == nil || !strings.Contains(err.Error(), "apt-get install git") {
		t.Errorf("error is %v", err)
	}
}

func TestDownload(t *testing.T) {
	data := tarOf(t, makefile)
	mux := http.NewServeMux()
	mux.HandleFunc("/linux.tar", func(w http.ResponseWriter, q *http.Request) { w.Write(data) })
	mux.HandleFunc("/short.tar", func(w http.ResponseWriter, q *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(data)))
		w.Write(data[:len(data)/2])
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	for _, tt := range []struct{ path, hash, want string }{
		{"/linux.tar", hash(data), ""},
		{"/linux.tar", hash(nil), "its SHA-256 is " + hash(data)},
		{"/linux.tar", "", "needs its SHA-256"},
		{"/short.tar", hash(data), "unexpected EOF"},
		{"/none.tar", hash(data), "the server answers 404 Not Found"},
	} {
		s := open(t)
		err := s.Import(t.Context(), "6.1", kernel.Named(server.URL+tt.path, tt.hash), t.Output())
		if tt.want == "" && err == nil {
			continue
		}
		if err == nil || tt.want == "" || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error is %v, want %q", tt.path, err, tt.want)
		}
		if got := left(t, s.Dir()); len(got) > 0 {
			t.Errorf("left are %q", got)
		}
	}
	server.Close()
	if err := open(t).Import(t.Context(), "6.1", kernel.Named(server.URL+"/linux.tar", hash(data)), t.Output()); err == nil || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("offline: %v", err)
	}
}

// slowSource waits before it gives what another source gives, and counts.
type slowSource struct {
	kernel.Source
	n *atomic.Int32
}

func (s slowSource) Get(ctx context.Context, release, dir string, log io.Writer) (kernel.Tarball, error) {
	s.n.Add(1)
	time.Sleep(100 * time.Millisecond)
	return s.Source.Get(ctx, release, dir, log)
}

func TestImportTwiceAtOnce(t *testing.T) {
	dir := t.TempDir()
	name := write(t, "linux.tar", tarOf(t, makefile))
	var n atomic.Int32
	var group sync.WaitGroup
	for range 4 {
		s := kernel.Open(dir)
		t.Cleanup(func() { s.Close() })
		group.Go(func() {
			if err := s.Import(context.Background(), "6.1", slowSource{kernel.Named(name, ""), &n}, io.Discard); err != nil {
				t.Error(err)
			}
			if _, err := s.File(context.Background(), kernel.Ref{Release: "6.1"}, "Makefile"); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if n.Load() != 1 {
		t.Errorf("it was imported %d times", n.Load())
	}
}

// many is a release of many files of noise, so that its import takes a while.
func many(t testing.TB, release string, n int) string {
	files := map[string]string{"shared.c": "int shared;\n"}
	random := mathrand.New(mathrand.NewPCG(1, uint64(len(release))))
	for i := range n {
		var b strings.Builder
		for range 2000 {
			fmt.Fprintf(&b, "%d\n", random.Int())
		}
		files[fmt.Sprintf("dir%d/file%d.c", i%10, i)] = b.String()
	}
	return write(t, "linux-"+release+".tar", kerneltest.Tar(t, release, files))
}

// TestImportKilled kills an import at many moments. Each time the store must be
// as before, or have all of the release, and the next import must do.
func TestImportKilled(t *testing.T) {
	first, second := kernel.Named(many(t, "6.1", 5), ""), many(t, "6.12", 150)
	begun := time.Now()
	if err := process(t, "import", t.TempDir(), "6.12", second).Run(); err != nil {
		t.Fatal(err)
	}
	whole := time.Since(begun)
	killed := 0
	for range 10 {
		s := open(t)
		if err := s.Import(t.Context(), "6.1", first, io.Discard); err != nil {
			t.Fatal(err)
		}
		c := process(t, "import", s.Dir(), "6.12", second)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(mathrand.Float64() * 1.1 * float64(whole)))
		c.Process.Kill()
		done := c.Wait() == nil
		releases, err := s.Releases(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if f, err := s.File(t.Context(), kernel.Ref{Release: "6.1"}, "shared.c"); err != nil || string(f.Text) != "int shared;\n" {
			t.Errorf("the release that was there before: %+v, %v", f, err)
		}
		if len(releases) == 1 {
			killed++
			if done {
				t.Error("an import that ended well has left nothing")
			}
			_, err := s.File(t.Context(), kernel.Ref{Release: "6.12"}, "dir1/file1.c")
			wantUnreachable(t, err, "release 6.12 is not in the kernel store")
		}
		if err := s.Import(t.Context(), "6.12", kernel.Named(second, ""), io.Discard); err != nil {
			t.Fatal(err)
		}
		checkWhole(t, s)
		for _, name := range left(t, s.Dir()) {
			if strings.HasPrefix(name, "import-") || strings.Contains(name, "tmp_") {
				t.Errorf("%s is left", name)
			}
		}
	}
	t.Logf("%d imports were killed before their end", killed)
}

func git(t testing.TB, dir string, args ...string) string {
	t.Helper()
	out, err := exec.Command("git", append([]string{"--git-dir=" + filepath.Join(dir, "releases.git")}, args...)...).CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// checkWhole reads all of release 6.12 and has git look through the repository.
func checkWhole(t *testing.T, s *kernel.Store) {
	t.Helper()
	n := 0
	err := s.Walk(t.Context(), "6.12", func(path string, text []byte) error { n++; return nil }, func(string) bool { return true })
	if n != 152 || err != nil {
		t.Errorf("the release has %d files, %v", n, err)
	}
	git(t, s.Dir(), "fsck", "--full", "--strict")
}

func TestImportCancelled(t *testing.T) {
	s := open(t)
	ctx, stop := context.WithCancel(t.Context())
	stopping := sourceFunc(func() kernel.Tarball { stop(); return kernel.Tarball{File: write(t, "x.tar", tarOf(t, makefile))} })
	if err := s.Import(ctx, "6.1", stopping, io.Discard); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
	if got := left(t, s.Dir()); len(got) > 0 {
		t.Errorf("left are %q", got)
	}
}

type sourceFunc func() kernel.Tarball

func (f sourceFunc) Get(context.Context, string, string, io.Writer) (kernel.Tarball, error) {
	return f(), nil
}

func TestImportFullDisk(t *testing.T) {
	name := many(t, "6.12", 300)
	s := kernel.Open(smallDisk(t, 2<<20))
	t.Cleanup(func() { s.Close() })
	err := s.Import(t.Context(), "6.12", kernel.Named(name, ""), io.Discard)
	if err == nil || !strings.Contains(err.Error(), "Out of diskspace") && !strings.Contains(err.Error(), "No space left on device") {
		t.Errorf("error is %v", err)
	}
	if got := left(t, s.Dir()); len(got) > 0 {
		t.Errorf("left are %q", got)
	}
}

// TestReleases: two releases share what is the same in both, and git finds what
// was renamed between them.
func TestReleases(t *testing.T) {
	body := strings.Repeat("static int body;\n", 30)
	s := kerneltest.Fake(t, "6.9", map[string]string{"a.c": "int a;\n", "fs/old.c": body, "fs/x/moved.c": "int moved;\n"})
	kerneltest.Import(t, s, "6.12", map[string]string{"a.c": "int a;\n", "fs/new.c": body + "int more;\n", "mm/moved.c": "int moved;\n"})
	kerneltest.Import(t, s, "6.12-rc1", map[string]string{"a.c": "int a;\n"})
	releases, err := s.Releases(t.Context())
	if diff := gocmp.Diff([]string{"6.9", "6.12-rc1", "6.12"}, releases); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for path, want := range map[string]string{"fs/old.c": "fs/new.c", "fs/x/moved.c": "mm/moved.c", "a.c": ""} {
		if got, err := s.Renamed(t.Context(), "", "6.9", "6.12", path); got != want || err != nil {
			t.Errorf("%s is now %q, %v; want %q", path, got, err, want)
		}
	}
	if n := strings.Count(git(t, s.Dir(), "cat-file", "--batch-all-objects", "--batch-check"), " 7\n"); n != 1 {
		t.Errorf("a.c is kept %d times", n)
	}
	var walked []string
	err = s.Walk(t.Context(), "6.9", func(path string, text []byte) error {
		walked = append(walked, fmt.Sprint(path, " ", len(text)))
		return nil
	}, func(path string) bool { return strings.HasSuffix(path, ".c") })
	if diff := gocmp.Diff([]string{"a.c 7", "fs/old.c 510", "fs/x/moved.c 11"}, walked); diff != "" || err != nil {
		t.Error(diff, err)
	}
	stop := errors.New("stop")
	if err := s.Walk(t.Context(), "6.9", func(string, []byte) error { return stop }, func(string) bool { return true }); err != stop {
		t.Errorf("error is %v", err)
	}
}

func TestDamaged(t *testing.T) {
	s := kerneltest.Fake(t, "6.9", map[string]string{"a.c": "int a;\n"})
	packs, err := filepath.Glob(filepath.Join(s.Dir(), "releases.git/objects/pack/*"))
	if err != nil || len(packs) == 0 {
		t.Fatal(packs, err)
	}
	for _, pack := range packs {
		os.Chmod(pack, 0o644)
		if err := os.WriteFile(pack, []byte("damaged"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	other := kernel.Open(s.Dir())
	t.Cleanup(func() { other.Close() })
	_, err = other.File(t.Context(), kernel.Ref{Release: "6.9"}, "a.c")
	wantUnreachable(t, err, "6.9")
}
