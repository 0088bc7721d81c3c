package browsertest

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestBroken has the tests look at a page that is wrong in each way that they
// are to find: so they would find it on a page of the site.
func TestBroken(t *testing.T) {
	t.Parallel()
	dir, err := filepath.Abs("testdata/broken")
	if err != nil {
		t.Fatal(err)
	}
	address := serve(t, func(string) string { return dir })
	axe := axeSource(t)
	b := blank(t, address)
	b.run(chromedp.Navigate(address + "/"))
	b.screen(360, "light")
	eval[bool](b, axe+"; true")

	found := slices.Concat(b.lookAt(), b.walk(), b.taken(), validate(t, []string{filepath.Join(dir, "index.html")}))
	for _, want := range []string{
		"wider than the screen: the page",
		"wider than the screen: <p class=\"wide\"",
		"color-contrast:",
		"image-alt:",
		"reached out of order: <a href=\"first.html\"",
		"not reached by Tab: <a href=\"third.html\"",
		"reached unseen, without an outline: <button",
		"asks another host: http://192.0.2.1/pixel.png",
		"404 (Not Found) " + address + "/missing.png",
		"Executing inline script violates",
		"Applying inline style violates",
		"no-dup-id",
		"close-order",
	} {
		if !slices.ContainsFunc(found, func(f string) bool { return strings.Contains(f, want) }) {
			t.Errorf("not found: %s", want)
		}
	}
	if t.Failed() {
		t.Logf("what was found:\n%s", strings.Join(found, "\n"))
	}
	if title, err := chromedp.Run(b.ctx, chromedp.Title()); err != nil || title == "taken" {
		t.Error("an inline script ran", err)
	}
}
