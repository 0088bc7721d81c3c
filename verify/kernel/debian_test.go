package kernel

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// archive is a Debian archive of one suite, "test", with versions of linux.
type archive struct {
	t     *testing.T
	files map[string][]byte // by path
	index strings.Builder
	url   string
}

func newArchive(t *testing.T) *archive {
	t.Helper()
	if _, err := exec.LookPath("apt-get"); err != nil {
		t.Skip(err)
	}
	if err := CheckXz(); err != nil {
		t.Skip(err)
	}
	a := &archive{t: t, files: map[string][]byte{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		data, ok := a.files[strings.TrimPrefix(q.URL.Path, "/")]
		if !ok {
			http.NotFound(w, q)
			return
		}
		w.Header().Set("Content-Length", fmt.Sprint(len(data)))
		w.Write(data)
	}))
	t.Cleanup(server.Close)
	a.url = server.URL
	return a
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

// add puts a version into the index, and its files into the pool.
func (a *archive) add(version, release string, tarball, packaging []byte) {
	orig := "linux_" + release + ".orig.tar.xz"
	debian := "linux_" + version + ".debian.tar.xz"
	fmt.Fprintf(&a.index, "Package: linux\nBinary: linux-image,\n linux-doc\nVersion: %s\nMaintainer: A <a@example.org>\nArchitecture: any\nFormat: 3.0 (quilt)\n", version)
	fmt.Fprintf(&a.index, "Directory: pool/main/l/linux\nChecksums-Sha256:\n %s %d %s\n %s %d %s\n\n", sum(tarball), len(tarball), orig, sum(packaging), len(packaging), debian)
	a.files["pool/main/l/linux/"+orig] = tarball
	a.files["pool/main/l/linux/"+debian] = packaging
}

// debian publishes the index and returns the archive as a source.
func (a *archive) debian() Debian {
	index := "Package: linux-base\nVersion: 4\nDirectory: pool/main/l/linux-base\n\n" + a.index.String()
	a.files["dists/test/main/source/Sources"] = []byte(index)
	a.files["dists/test/Release"] = fmt.Appendf(nil, "Suite: test\nCodename: test\nComponents: main\nDate: Tue, 24 Nov 2026 00:00:00 UTC\nSHA256:\n %s %d main/source/Sources\n", sum([]byte(index)), len(index))
	return Debian{Suites: []string{"test"}, mirror: a.url, unsigned: true}
}

func packed(t *testing.T, files ...string) []byte {
	t.Helper()
	c := exec.Command("xz", "--stdout", "-1")
	c.Stdin = bytes.NewReader(tarText(t, files...))
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

const makefile612 = "VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 7\nEXTRAVERSION =\n"

func TestDebian(t *testing.T) {
	a := newArchive(t)
	orig := packed(t, "linux-6.12.7/Makefile", makefile612, "linux-6.12.7/a.c", "int a;\n")
	packaging := packed(t, "debian/changelog", "x", "debian/copyright", "Format: x\nFiles-Excluded: drivers/video/nvidia\n *.bin\nComment: y\n\nFiles: *\n")
	a.add("6.12.7-1~bpo13+1", "6.12.7", orig, packaging)
	a.add("6.12.9-1", "6.12.9", orig, packaging)
	a.add("6.11.3-1", "6.11.3", orig, packaging)
	delete(a.files, "pool/main/l/linux/linux_6.12.9.orig.tar.xz")
	d := a.debian()
	s := Open(t.TempDir())
	t.Cleanup(func() { s.Close() })
	if err := s.Import(t.Context(), "6.12.7", d, t.Output()); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{"a.c": nil, "b.c": ErrNoFile, "drivers/video/nvidia/x.c": ErrExcluded, "lib/x.bin": ErrExcluded} {
		if _, err := s.File(t.Context(), Ref{Release: "6.12.7"}, path); (err == nil) != (want == nil) || want != nil && !strings.Contains(err.Error(), want.Error()) {
			t.Errorf("%s: %v, want %v", path, err, want)
		}
	}
	releases, err := d.Releases(t.Context(), t.TempDir(), io.Discard)
	if diff := cmp.Diff([]string{"6.11.3", "6.12.7"}, releases); diff != "" || err != nil {
		t.Error(diff, err)
	}
	for release, want := range map[string]string{
		"6.12.9": "linux 6.12.9 is gone from Debian's archive, which keeps current versions only, though its index still names it; what can be had today (knotes kernel --list says all): 6.12.7. Set [kernel] release",
		"6.5.1":  "linux 6.5.1 is not in Debian's archive, which keeps current versions only; what can be had today (knotes kernel --list says all): 6.11.3, 6.12.7. Set [kernel] release",
		"6.11.3": `the tarball is of release "6.12.7"`,
	} {
		err := s.Import(t.Context(), release, d, t.Output())
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want %q", err, want)
		}
	}
}

// TestDebianDamaged: what comes is not what the index says.
func TestDebianDamaged(t *testing.T) {
	a := newArchive(t)
	orig := packed(t, "linux-6.12.7/Makefile", makefile612)
	a.add("6.12.7-1", "6.12.7", orig, nil)
	a.files["pool/main/l/linux/linux_6.12.7.orig.tar.xz"] = orig[:len(orig)/2]
	s := Open(t.TempDir())
	t.Cleanup(func() { s.Close() })
	err := s.Import(t.Context(), "6.12.7", a.debian(), t.Output())
	if err == nil || !strings.Contains(err.Error(), "Hash Sum mismatch") {
		t.Errorf("error is %v", err)
	}
	if has, err := s.Has(t.Context(), "6.12.7"); has || err != nil {
		t.Errorf("the store has it: %v", err)
	}
}

func TestDebianUnreachable(t *testing.T) {
	a := newArchive(t)
	d := a.debian()
	d.mirror = "http://127.0.0.1:1"
	s := Open(t.TempDir())
	err := s.Import(t.Context(), "6.12.7", d, t.Output())
	if err == nil || !strings.Contains(err.Error(), "the index of Debian test") || !strings.Contains(err.Error(), "connect") {
		t.Errorf("error is %v", err)
	}
	d.unsigned, d.mirror, d.security = false, a.url, a.url
	err = s.Import(t.Context(), "6.12.7", d, t.Output())
	if err == nil || !strings.Contains(err.Error(), "is not signed") {
		t.Errorf("an archive without a signature: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := s.Import(ctx, "6.12.7", d, t.Output()); err == nil || !strings.Contains(err.Error(), "canceled") {
		t.Errorf("error is %v", err)
	}
}
