package browsertest

import (
	"fmt"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestDisclosures opens and closes whatever a page can open, by the keyboard
// and by the mouse, with and without JavaScript.
func TestDisclosures(t *testing.T) {
	t.Parallel()
	site := sample(t)
	for _, scripts := range []bool{true, false} {
		for _, path := range []string{"/memory/mapping/", "/verification/"} {
			t.Run(fmt.Sprintf("%s with scripts %v", path, scripts), func(t *testing.T) {
				t.Parallel()
				b := blank(t, site.address)
				call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !scripts})
				b.run(chromedp.Navigate(site.address + path))
				b.screen(widths[0], "light")
				b.details()
				b.popovers()
			})
		}
	}
}

// details tries all details elements that are in sight at first.
func (b *tab) details() {
	b.t.Helper()
	const all = `[...document.querySelectorAll("summary")].filter(e => e.checkVisibility())`
	n := eval[int](b, all+".length")
	if n == 0 {
		b.t.Error("nothing to open")
	}
	for i := range n {
		one := fmt.Sprintf("document.querySelectorAll('summary')[%d]", eval[int](b, fmt.Sprintf(`[...document.querySelectorAll("summary")].indexOf(%s[%d])`, all, i)))
		text := eval[string](b, one+".textContent")
		isOpen := func() bool { return eval[bool](b, one+".parentElement.open") }
		was := isOpen()
		eval[bool](b, one+".focus() ?? true")
		for _, key := range []string{kb.Enter, " "} { // there and back
			before := isOpen()
			b.run(chromedp.KeyEvent(key))
			if isOpen() == before {
				b.t.Errorf("%q does nothing at: %s", key, text)
			}
		}
		b.click(one)
		if isOpen() == was {
			b.t.Errorf("a click does nothing at: %s", text)
		}
		b.click(one)
	}
}

// popovers tries all popovers: a button opens each, Escape closes it and gives
// the focus back.
func (b *tab) popovers() {
	b.t.Helper()
	const buttons = `[...document.querySelectorAll("[popovertarget]:not([popovertargetaction=hide])")].filter(e => e.checkVisibility())`
	n := eval[int](b, buttons+".length")
	for i := range n {
		one := fmt.Sprintf("%s[%d]", buttons, i)
		text := eval[string](b, one+".outerHTML")
		isOpen := func() bool { return eval[bool](b, one+".popoverTargetElement.matches(':popover-open')") }
		eval[bool](b, one+".focus() ?? true")
		b.run(chromedp.KeyEvent(kb.Enter))
		if !isOpen() {
			b.t.Errorf("Enter does not open what belongs to %s", text)
		}
		if !eval[bool](b, one+".popoverTargetElement.checkVisibility()") {
			b.t.Errorf("what %s opens is not to be seen", text)
		}
		b.run(chromedp.KeyEvent(kb.Escape))
		if isOpen() {
			b.t.Errorf("Escape does not close what belongs to %s", text)
		}
		if !eval[bool](b, "document.activeElement === "+one) {
			b.t.Errorf("the focus does not come back to %s", text)
		}
		b.click(one)
		if !isOpen() {
			b.t.Errorf("a click does not open what belongs to %s", text)
		}
		b.run(chromedp.KeyEvent(kb.Escape))
	}
	if n == 0 && eval[int](b, `document.querySelectorAll("[popover]").length`) > 0 {
		b.t.Error("there are popovers, but no button to open one")
	}
}

// click clicks into the middle of the element that a script names.
func (b *tab) click(element string) {
	b.t.Helper()
	at := eval[[]float64](b, `(e => { e.scrollIntoView({block: "center", behavior: "instant"}); const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2] })(`+element+`)`)
	b.run(chromedp.MouseClickXY(at[0], at[1]))
}
