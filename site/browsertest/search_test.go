package browsertest

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const searchOpen = `!!document.querySelector("dialog.search[open]")`

// TestSearch finds ten things in the project's own notebook, by the keyboard:
// the first result shows what was asked for.
func TestSearch(t *testing.T) {
	t.Parallel()
	site := own(t)
	b := open(t, site.address, "/verification/")
	b.press("/")
	b.until(searchOpen)
	for _, query := range []string{
		"mm_struct", "ip_rcv()", "__libc_start_main", "-Wall", "MAP_FIXED",
		"/proc/self/maps", "readelf", "page fault", "raw-socket.c", "vDSO",
	} {
		b.ask(query)
	}
	b.query("no-such-word-anywhere")
	b.until(`document.querySelector("dialog.search [role=status]").textContent.startsWith("Nothing found for “no-such-word-anywhere”")`)
}

// query types a query into the search box.
func (b *tab) query(query string) {
	b.t.Helper()
	eval[bool](b, `document.querySelector("dialog.search input").select() ?? true`)
	b.press(kb.Backspace)
	b.until(`document.querySelectorAll("dialog.search [role=option]").length === 0`) // none of the last query is left
	b.press(strings.Split(query, "")...)
}

// ask types a query, and waits for a first result that shows its words; without
// the "()" of a function, which a note may leave out.
func (b *tab) ask(query string) {
	b.t.Helper()
	b.query(query)
	words, err := json.Marshal(strings.Fields(strings.ToLower(strings.TrimSuffix(query, "()"))))
	if err != nil {
		b.t.Fatal(err)
	}
	b.until(string(words) + `.every(w => document.querySelector("dialog.search [role=option]")?.textContent.toLowerCase().includes(w))`)
}

// TestSearchKeys opens and closes the search, and goes to a result.
func TestSearchKeys(t *testing.T) {
	t.Parallel()
	site := own(t)
	axe := axeSource(t)
	b := open(t, site.address, "/")
	b.screen(widths[0], "light")
	b.run(chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	b.until(searchOpen)
	b.press(kb.Escape)
	b.until("!" + searchOpen + " && document.activeElement === document.body") // with the next frame
	b.press("/")
	b.until(searchOpen)
	b.ask("mm_struct")

	eval[bool](b, axe+"; true")
	for _, scheme := range []string{"light", "dark"} {
		b.screen(widths[0], scheme)
		for _, f := range b.lookAt() {
			t.Errorf("%s, with results: %s", scheme, f)
		}
	}

	b.press(kb.ArrowDown)
	want := eval[string](b, `new URL(document.querySelector("dialog.search [aria-selected=true]").href).pathname`)
	if got := b.leave(chromedp.KeyEvent(kb.Enter)); got != want {
		t.Errorf("Enter led to %s, not %s", got, want)
	}
}
