package engine

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
)

// countingMaker makes an image of one package, and counts how often.
type countingMaker struct {
	made  atomic.Int32
	until chan struct{} // what it waits for in the middle, or its context
}

func (m *countingMaker) Name() string                { return "counting" }
func (m *countingMaker) Check(context.Context) error { return nil }

func (m *countingMaker) fill(ctx context.Context, _ Recipe, root string) error {
	m.made.Add(1)
	dir := filepath.Join(root, "var/lib/dpkg")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	select {
	case <-m.until:
	case <-ctx.Done():
		return ctx.Err()
	}
	return os.WriteFile(filepath.Join(dir, "status"), []byte("Package: gcc\nStatus: install ok installed\nVersion: 4:14\n"), 0o644)
}

func (m *countingMaker) find(context.Context, Recipe) (ImageMaker, error) { return m, nil }

func TestImageIsMadeOnce(t *testing.T) {
	cache := t.TempDir()
	m := &countingMaker{until: make(chan struct{})}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			img, packages, err := openImage(t.Context(), cache, Recipe{Suite: "x"}, io.Discard, m.find)
			if err != nil || packages["gcc"] != "4:14" || img.Rootfs == "" {
				t.Errorf("got %v, %v, %v", img, packages, err)
			}
		})
	}
	close(m.until)
	wg.Wait()
	if n := m.made.Load(); n != 1 {
		t.Errorf("it was made %d times", n)
	}
}

func TestInterruptedImage(t *testing.T) {
	cache := t.TempDir()
	r := Recipe{Suite: "x"}
	m := &countingMaker{until: make(chan struct{})}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := openImage(ctx, cache, r, io.Discard, m.find); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want that it was interrupted", err)
	}
	if _, _, err := FindImage(cache, r); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what an interrupted run left is taken for an image: %v", err)
	}

	// A killed run leaves its folder, and perhaps an image that cannot be read.
	for _, name := range []string{".new-1/rootfs", "/rootfs"} {
		if err := os.MkdirAll(imageDir(cache, r)+name, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	close(m.until)
	if _, _, err := openImage(t.Context(), cache, r, io.Discard, m.find); err != nil {
		t.Fatal(err)
	}
	if left, _ := filepath.Glob(imageDir(cache, r) + ".new-*"); len(left) > 0 {
		t.Errorf("%q are left", left)
	}
}

func TestImageID(t *testing.T) {
	a := imageID(map[string]string{"gcc": "1", "make": "2"}, Recipe{})
	if b := imageID(map[string]string{"make": "2", "gcc": "1"}, Recipe{Image: "x@sha256:0"}); a != b {
		t.Errorf("the same packages are %s and %s", a, b)
	}
	if b := imageID(map[string]string{"gcc": "1", "make": "3"}, Recipe{}); a == b {
		t.Error("another version has the same identity")
	}
	if got := imageID(map[string]string{}, Recipe{Image: "x@sha256:0"}); got != "sha256:0" {
		t.Errorf("of an image without packages it is %q", got)
	}
}

// A container engine gives what it mounts on /note the mode that the folder has
// in the image, so that must not be lost where an ordinary user unpacks it.
func TestUnpackSharesFolders(t *testing.T) {
	from := t.TempDir()
	for _, d := range []string{"tmp", "var/tmp", "note", "etc"} {
		if err := os.MkdirAll(filepath.Join(from, d), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	root := filepath.Join(t.TempDir(), "rootfs")
	tar := exec.CommandContext(t.Context(), "tar", "-c", "-C", from, "--mode=755", ".")
	if err := unpack(t.Context(), tar, root); err != nil {
		t.Fatal(err)
	}
	for d, want := range map[string]fs.FileMode{
		"tmp": fs.ModeSticky | 0o777, "var/tmp": fs.ModeSticky | 0o777, "note": fs.ModeSticky | 0o777, "etc": 0o755,
	} {
		info, err := os.Stat(filepath.Join(root, d))
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode() &^ fs.ModeDir; got != want {
			t.Errorf("/%s has mode %v, want %v", d, got, want)
		}
	}
}
