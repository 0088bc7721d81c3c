package browsertest

import (
	_ "embed"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

var (
	//go:embed testdata/stops.js
	markStops string
	//go:embed testdata/focused.js
	describeFocused string
)

// maxStops is more than any page here has.
const maxStops = 3000

// TestKeyboard goes through each kind of page by the Tab key alone.
func TestKeyboard(t *testing.T) {
	t.Parallel()
	site := sample(t)
	for _, k := range kinds {
		for _, width := range []int64{widths[0], widths[len(widths)-1]} {
			t.Run(fmt.Sprintf("%s at %d px", k.name, width), func(t *testing.T) {
				t.Parallel()
				b := open(t, site.address, k.path)
				b.screen(width, "light")
				for _, f := range b.walk() {
					t.Error(f)
				}
			})
		}
	}
}

// focused is what testdata/focused.js tells of the element that has the focus.
type focused struct {
	Stop int    `json:"stop"` // its number among what must be reached; -1 if it need not be
	Text string `json:"text"`
	Seen string `json:"seen"` // why it is not seen to have the focus; "" if it is
}

// walk presses Tab until the page is left, and returns what was wrong on the
// way: something not reached, not in the order of the text, or reached unseen.
func (b *tab) walk() []string {
	b.t.Helper()
	stops := eval[[]string](b, markStops)
	reached := make([]bool, len(stops))
	var wrong []string
	last := -1
	for range maxStops {
		b.run(chromedp.KeyEvent(kb.Tab))
		at := eval[*focused](b, describeFocused)
		if at == nil || at.Stop >= 0 && reached[at.Stop] { // the page was left, and maybe entered again
			for i, ok := range reached {
				if !ok {
					wrong = append(wrong, "not reached by Tab: "+stops[i])
				}
			}
			return wrong
		}
		if at.Seen != "" {
			wrong = append(wrong, "reached unseen, "+at.Seen+": "+at.Text)
		}
		if at.Stop < 0 {
			continue
		}
		if at.Stop < last {
			wrong = append(wrong, "reached out of order: "+at.Text)
		}
		last = at.Stop
		reached[at.Stop] = true
	}
	return append(wrong, "Tab does not come to an end")
}
