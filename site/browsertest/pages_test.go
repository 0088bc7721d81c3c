package browsertest

import (
	_ "embed"
	"fmt"
	"testing"
)

var (
	//go:embed testdata/axe.js
	runAxe string
	//go:embed testdata/wide.js
	findWide string
)

// widths are those of a telephone, a tablet and a desk, in pixels.
var widths = []int64{360, 768, 1440}

// TestPages looks at each kind of page in both themes at three widths.
func TestPages(t *testing.T) {
	t.Parallel()
	site := sample(t)
	axe := axeSource(t)
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			look(t, site, axe, k.path)
		})
	}
}

// TestOwnPages does so with pages of the project's own notebook.
func TestOwnPages(t *testing.T) {
	t.Parallel()
	site := own(t)
	axe := axeSource(t)
	for _, path := range []string{"/", "/verification/", "/memory/resident/", "/elf/sections/", "/startup/start/", "/programs/elf/simple-c/"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			look(t, site, axe, path)
		})
	}
}

// axeSource is axe-core, which runs in the page.
func axeSource(t testing.TB) string {
	t.Helper()
	return string(readFile(t, npm(t, "axe-core/axe.min.js")))
}

func look(t *testing.T, site built, axe, path string) {
	b := open(t, site.address, path)
	eval[bool](b, axe+"; true")
	now := func(how string) {
		t.Helper()
		for _, f := range b.lookAt() {
			t.Errorf("%s: %s", how, f)
		}
	}
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range widths {
			b.screen(width, scheme)
			now(fmt.Sprintf("%s at %d px", scheme, width))
		}
	}
	// A reader's choice goes before that of the system.
	b.screen(widths[1], "light")
	eval[string](b, `document.documentElement.dataset.theme = "dark"`)
	now("dark by choice")
	b.screen(widths[1], "dark")
	eval[string](b, `document.documentElement.dataset.theme = "light"`)
	now("light by choice")
}

// lookAt returns what is wrong on the page as it now looks. axe-core must be in
// it.
func (b *tab) lookAt() []string {
	b.t.Helper()
	var wrong []string
	for _, f := range eval[[]string](b, findWide) {
		wrong = append(wrong, "wider than the screen: "+f)
	}
	return append(wrong, eval[[]string](b, runAxe)...)
}
