package kernel_test

import (
	"errors"
	"io"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/kernel/kerneltest"
)

// TestReal reads the release that is there.
func TestReal(t *testing.T) {
	s, release := kerneltest.Store(t)
	ref := kernel.Ref{Release: release}
	for file, want := range map[string]string{
		"net/ipv4/af_inet.c":                           "int inet_release(struct socket *sock)",
		"include/linux/list.h":                         "struct list_head",
		"arch/x86/entry/entry_64.S":                    "SYM_CODE_START(entry_SYSCALL_64)",
		"mm/Kconfig":                                   "config TRANSPARENT_HUGEPAGE",
		"scripts/dtc/include-prefixes/arm":             "../../../arch/arm/boot/dts",
		"Documentation/process/submitting-patches.rst": "Signed-off-by",
	} {
		f, err := s.File(t.Context(), ref, file)
		if err != nil || !strings.Contains(string(f.Text), want) {
			t.Errorf("%s: %v", file, err)
		}
		if id, err := s.Blob(t.Context(), ref, file); err != nil || id != f.Blob {
			t.Errorf("%s: blob %s, %v", file, id, err)
		}
	}
	if f, err := s.File(t.Context(), ref, "scripts/dtc/include-prefixes/arm"); err != nil || !f.Symlink {
		t.Errorf("a symbolic link: %+v, %v", f, err)
	}
	for file, want := range map[string]error{
		"drivers/video/fbdev/nvidia/nvidia.c": kernel.ErrExcluded, // Debian's tarball is made without it
		"net/ipv4/af_inet6.c":                 kernel.ErrNoFile,
		"net/ipv4":                            kernel.ErrNoFile,
	} {
		if _, err := s.File(t.Context(), ref, file); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", file, err, want)
		}
	}
}

// sources are n files of the release, from all over it.
func sources(t testing.TB, s *kernel.Store, release string, n int) (all []string) {
	t.Helper()
	err := s.Walk(t.Context(), release, func(name string, _ []byte) error {
		all = append(all, name)
		return nil
	}, func(name string) bool {
		return path.Base(name) == "Kconfig" || strings.HasPrefix(name, "net/") && path.Ext(name) == ".c"
	})
	if err != nil || len(all) < n {
		t.Fatalf("%d files, %v", len(all), err)
	}
	return all[:n]
}

// BenchmarkFiles reads 1,000 files of the kept store, its start included.
func BenchmarkFiles(b *testing.B) {
	kept, release := kerneltest.Store(b)
	files := sources(b, kept, release, 1000)
	for b.Loop() {
		s := kernel.Open(kept.Dir())
		for _, name := range files {
			if _, err := s.File(b.Context(), kernel.Ref{Release: release}, name); err != nil {
				b.Fatal(err)
			}
		}
		s.Close()
	}
}

// BenchmarkWalk reads all C sources and headers of a release.
func BenchmarkWalk(b *testing.B) {
	s, release := kerneltest.Store(b)
	for b.Loop() {
		size := 0
		err := s.Walk(b.Context(), release, func(_ string, text []byte) error { size += len(text); return nil },
			func(name string) bool { return strings.HasSuffix(name, ".c") || strings.HasSuffix(name, ".h") })
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(size))
	}
}

// BenchmarkImport imports the tarball of a real release that KNOTES_TARBALL
// names, linux_RELEASE.orig.tar.xz.
func BenchmarkImport(b *testing.B) {
	name := os.Getenv("KNOTES_TARBALL")
	_, release, ok := strings.Cut(strings.TrimSuffix(path.Base(name), ".orig.tar.xz"), "_")
	if !ok {
		b.Skip("KNOTES_TARBALL names no tarball")
	}
	for b.Loop() {
		s := kernel.Open(b.TempDir())
		if err := s.Import(b.Context(), release, kernel.Named(name, ""), io.Discard); err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}
