package browsertest

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

var screenshots = flag.String("screenshots", "", "write pictures of pages into `folder`")

// pictures are those that the README shows, of the project's own notebook.
var pictures = []struct {
	name, path    string
	scheme        string
	width, height int64
	scale         float64
	at            string // what is scrolled to the top; "" is the top of the page
}{
	{"page", "/elf/sections/", "light", 1200, 1160, 1, ""},
	{"dark", "/memory/resident/", "dark", 1440, 900, 1, ".session"},
	{"phone", "/elf/sections/", "light", 390, 844, 2, ".session"},
	{"verification", "/verification/", "light", 1200, 900, 1, ""},
	{"program", "/programs/elf/simple-c/", "light", 1440, 800, 1, "fieldset"},
	{"drawing", "/startup/start/", "light", 1200, 800, 1, ".drawing"},
}

// TestScreenshots takes the pictures again, where -screenshots names a folder.
func TestScreenshots(t *testing.T) {
	if *screenshots == "" {
		t.Skip("no -screenshots; run: make screenshots")
	}
	site := own(t)
	for _, p := range pictures {
		t.Run(p.name, func(t *testing.T) {
			b := open(t, site.address, p.path)
			b.screen(p.width, p.scheme)
			call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: p.width, Height: p.height, DeviceScaleFactor: p.scale, Mobile: p.width < widths[1]})
			if p.at != "" && !eval[bool](b, `(e => (e?.scrollIntoView({behavior: "instant"}), !!e))(document.querySelector("main `+p.at+`"))`) {
				t.Fatalf("there is no %s at %s", p.at, p.path)
			}
			picture, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(*screenshots, p.name+".png"), picture, 0o644); err != nil {
				t.Fatal(err)
			}
		})
	}
}
