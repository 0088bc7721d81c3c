package engine_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/engine/enginetest"
)

func TestMain(m *testing.M) {
	enginetest.Main(openImage)
	os.Exit(m.Run())
}

func TestEngines(t *testing.T) {
	for _, e := range engine.Engines() {
		t.Run(e.Name(), func(t *testing.T) {
			enginetest.Need(t, e)
			enginetest.Test(t, e, image(t))
		})
	}
}

// TestWithoutCgroups holds bubblewrap to its limits as on a machine where no
// control group can be had.
func TestWithoutCgroups(t *testing.T) {
	e := engine.Bubblewrap{NoCgroups: true}
	enginetest.Need(t, e)
	enginetest.TestLimits(t, e, image(t))
}

// TestSanitizedAgent runs the part of the suite that the agent has most to do
// with, with an agent that watches over itself.
func TestSanitizedAgent(t *testing.T) {
	e := engine.Bubblewrap{}
	enginetest.Need(t, e)
	img := image(t)
	img.Agent = engine.SanitizedAgent(t, img)
	t.Run("shell", func(t *testing.T) { enginetest.TestShell(t, e, img) })
	t.Run("torture", func(t *testing.T) { engine.TortureAgent(t, img) })
}

func image(t testing.TB) engine.Image {
	t.Helper()
	img, err := openImage()
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// openImage opens the default toolchain, kept where the tool keeps it.
func openImage() (engine.Image, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return engine.Image{}, err
	}
	if os.Geteuid() == 0 {
		cache = "/var/cache"
	}
	r := engine.Recipe{Suite: "trixie", Packages: []string{"gcc", "g++", "libc6-dev", "make", "binutils", "gdb", "strace", "procps", "iproute2", "file"}}
	img, _, err := engine.OpenImage(context.Background(), filepath.Join(cache, "knotes"), r, os.Stderr)
	return img, err
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

func BenchmarkStart(b *testing.B) {
	e, err := engine.Select(context.Background(), "auto")
	if err != nil {
		b.Skip(err)
	}
	img := image(b)
	for b.Loop() {
		c, err := e.Start(context.Background(), engine.Spec{Image: img, Limits: engine.Limits{Memory: 1 << 30, Processes: 256, Disk: 1 << 29}})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := c.Run(context.Background(), engine.Command{Text: "echo x"}); err != nil {
			b.Fatal(err)
		}
		c.Close()
	}
}
