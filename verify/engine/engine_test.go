package engine_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/engine/enginetest"
)

func TestEngines(t *testing.T) {
	required := strings.Split(os.Getenv("KNOTES_REQUIRE"), ",")
	for _, e := range engine.Engines() {
		t.Run(e.Name(), func(t *testing.T) {
			if err := e.Check(context.Background()); err != nil {
				if slices.Contains(required, e.Name()) {
					t.Fatal(err)
				}
				t.Skip(err)
			}
			enginetest.Test(t, e, image(t))
		})
	}
}

// image is the default toolchain, kept where the tool keeps it.
func image(t testing.TB) engine.Image {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		cache = "/var/cache"
	}
	r := engine.Recipe{Suite: "trixie", Packages: []string{"gcc", "g++", "libc6-dev", "make", "binutils", "gdb", "strace", "procps", "iproute2", "file"}}
	img, _, err := engine.OpenImage(context.Background(), filepath.Join(cache, "knotes"), r, os.Stderr)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func BenchmarkStep(b *testing.B) {
	e, err := engine.Select(context.Background(), "auto")
	if err != nil {
		b.Skip(err)
	}
	c, err := e.Start(context.Background(), engine.Spec{Image: image(b)})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	for b.Loop() {
		if _, err := c.Run(context.Background(), engine.Command{Text: "echo x"}); err != nil {
			b.Fatal(err)
		}
	}
}
