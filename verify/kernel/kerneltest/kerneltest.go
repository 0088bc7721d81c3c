// Package kerneltest gives tests kernel source: the real one in the user's
// store, small releases of a test's own, and a git server over a repository that
// a test makes.
package kerneltest

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/verify/kernel"
)

// Store returns the user's store of kernel source, and the newest release in it.
// Where it has none, the newest that Debian's archive really has is imported, by
// one of the processes that ask for it. Where that cannot be, the test is skipped
// with the reason, or fails if KNOTES_REQUIRE, a list with commas between,
// names "kernel".
func Store(t testing.TB) (*kernel.Store, string) {
	t.Helper()
	opened.Do(func() { opened.store, opened.release, opened.err = open(t.Context(), t.Output()) })
	if opened.err != nil {
		if slices.Contains(strings.Split(os.Getenv("KNOTES_REQUIRE"), ","), "kernel") {
			t.Fatal(opened.err)
		}
		t.Skip(opened.err)
	}
	return opened.store, opened.release
}

// opened is the store of this process, which all its tests share.
var opened struct {
	sync.Once
	store   *kernel.Store
	release string
	err     error
}

func open(ctx context.Context, log io.Writer) (*kernel.Store, string, error) {
	cache, err := os.UserCacheDir()
	if os.Geteuid() == 0 {
		cache, err = "/var/cache", nil
	}
	if err != nil {
		return nil, "", err
	}
	store := kernel.Open(filepath.Join(cache, "knotes", "kernel"))
	if err := errors.Join(kernel.CheckGit(ctx), kernel.CheckXz()); err != nil {
		return nil, "", err
	}
	release, err := newest(ctx, store)
	if release != "" || err != nil {
		return store, release, err
	}
	if release, err = newestArchived(ctx, log); err != nil {
		return nil, "", err
	}
	return store, release, store.Import(ctx, release, kernel.Debian{Suites: suites}, log)
}

// suites is where a release for tests comes from.
var suites = []string{"trixie"}

func newest(ctx context.Context, store *kernel.Store) (string, error) {
	all, err := store.Releases(ctx)
	if len(all) == 0 {
		return "", err
	}
	return all[len(all)-1], err
}

func newestArchived(ctx context.Context, log io.Writer) (string, error) {
	if err := kernel.CheckApt(); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "kerneltest-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	can, err := kernel.Debian{Suites: suites}.Releases(ctx, dir, log)
	if err != nil {
		return "", err
	}
	if len(can) == 0 {
		return "", errors.New("Debian's archive has no release that can be downloaded")
	}
	return can[len(can)-1], nil
}

// Fake returns a store of a test's own with one release of the given files,
// texts by path. The kernel's Makefile is added where there is none.
func Fake(t testing.TB, release string, files map[string]string) *kernel.Store {
	t.Helper()
	store := kernel.Open(t.TempDir())
	t.Cleanup(func() { store.Close() })
	Import(t, store, release, files)
	return store
}

// Import brings a release of the given files into a store, as [Fake] does.
func Import(t testing.TB, store *kernel.Store, release string, files map[string]string) {
	t.Helper()
	if err := kernel.CheckGit(t.Context()); err != nil {
		t.Skip(err)
	}
	name := filepath.Join(t.TempDir(), "linux-"+release+".tar")
	if err := os.WriteFile(name, Tar(t, release, files), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := store.Import(t.Context(), release, kernel.Named(name, ""), t.Output()); err != nil {
		t.Fatal(err)
	}
}

// Tar is a release of the given files as a tar, as upstream's are made.
func Tar(t testing.TB, release string, files map[string]string) []byte {
	t.Helper()
	files = maps.Clone(files)
	if files == nil {
		files = map[string]string{}
	}
	if _, ok := files["Makefile"]; !ok {
		files["Makefile"] = Makefile(release)
	}
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, path := range slices.Sorted(maps.Keys(files)) {
		h := &tar.Header{Name: "linux-" + release + "/" + path, Mode: 0o664, Size: int64(len(files[path])), ModTime: time.Unix(1_700_000_000, 0)}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		io.WriteString(w, files[path])
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Makefile is the beginning of the kernel's own Makefile for a release.
func Makefile(release string) string {
	numbers, candidate, isCandidate := strings.Cut(release, "-")
	if isCandidate {
		candidate = "-" + candidate
	}
	n := append(strings.Split(numbers, "."), "0", "0", "0")
	return fmt.Sprintf("# SPDX-License-Identifier: GPL-2.0\nVERSION = %s\nPATCHLEVEL = %s\nSUBLEVEL = %s\nEXTRAVERSION = %s\nNAME = Test\n", n[0], n[1], n[2], candidate)
}
