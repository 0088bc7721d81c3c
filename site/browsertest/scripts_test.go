package browsertest

import (
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// TestCopy puts the commands of a session on the clipboard, without prompts and
// outputs, a session as it is shown, and a program. There is one clipboard for
// all tabs, which no other test uses.
func TestCopy(t *testing.T) {
	t.Parallel()
	site := sample(t)
	b := open(t, site.address, "/memory/mapping/")
	for _, name := range []string{"clipboard-read", "clipboard-write"} {
		c := chromedp.FromContext(b.ctx)
		if _, err := chromedp.CallBrowser(b.ctx, browser.SetPermission, browser.SetPermissionParams{
			Permission: &browser.PermissionDescriptor{Name: name}, Setting: browser.PermissionSettingGranted, Origin: site.address, BrowserContextID: c.BrowserContextID,
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ name, block, label, want string }{
		{"commands", `.session:has(#claim-c12)`, "Copy commands", "true\n"},
		{"all commands", `.session:has(#claim-c5)`, "Copy commands",
			"./map\ncat /proc/self/maps\necho a; echo b\ncat nothing\nmake menuconfig\n./never\n" +
				"objdump --disassemble-all --wide --source --line-numbers --reloc --dynamic-reloc --show-raw-insn map | head -n 1 | cut -c 1-200\n"},
		{"as shown", `.session:has(#claim-c12)`, "Copy as shown", "$ true\n"},
		{"program", `.block:has(.highlight)`, "Copy", string(readFile(t, "testdata/notebook/memory/map.c"))},
	} {
		button := `[...document.querySelector("main ` + c.block + `").querySelectorAll("button")].find(e => e.textContent === "` + c.label + `")`
		eval[string](b, `navigator.clipboard.writeText("nothing yet").then(() => "")`)
		if eval[bool](b, "!"+button) {
			t.Errorf("%s: no button", c.name)
			continue
		}
		eval[bool](b, button+".focus() ?? true")
		b.press(kb.Enter)
		b.until(`[...document.querySelectorAll("main ` + c.block + ` button")].some(e => e.textContent.includes("opied"))`)
		if got := eval[string](b, "navigator.clipboard.readText()"); got != c.want {
			t.Errorf("%s: copied %q, not %q", c.name, got, c.want)
		}
	}
}

// TestTheme chooses colours by the keyboard: they go before those of the system,
// and hold for the next page from the start.
func TestTheme(t *testing.T) {
	t.Parallel()
	site := sample(t)
	b := open(t, site.address, "/")
	b.screen(widths[0], "light")
	const ground = "getComputedStyle(document.body).backgroundColor"
	light := eval[string](b, ground)
	eval[bool](b, `document.querySelector(".theme select").focus() ?? true`)
	b.press(kb.ArrowDown, kb.ArrowDown) // system, light, dark
	dark := eval[string](b, ground)
	if dark == light {
		t.Fatalf("the ground stays %s", light)
	}
	b.run(chromedp.Navigate(site.address + "/memory/other/"))
	if got := eval[string](b, ground); got != dark {
		t.Errorf("the next page is %s, not %s", got, dark)
	}
	b.screen(widths[0], "dark")
	eval[bool](b, `document.querySelector(".theme select").focus() ?? true`)
	b.press(kb.ArrowUp)
	if got := eval[string](b, ground); got != light {
		t.Errorf("light in a dark system is %s, not %s", got, light)
	}
	b.press(kb.ArrowUp)
	if got := eval[string](b, ground); got != dark {
		t.Errorf("the system's is %s, not %s", got, dark)
	}
}

// TestTurn turns pages by the arrow keys.
func TestTurn(t *testing.T) {
	t.Parallel()
	site := sample(t)
	b := open(t, site.address, "/memory/mapping/")
	b.screen(widths[2], "light")
	for _, c := range []struct{ key, rel string }{{kb.ArrowRight, "next"}, {kb.ArrowLeft, "prev"}} {
		want := eval[string](b, `document.querySelector(".turn a[rel=`+c.rel+`]").pathname`)
		if got := b.leave(chromedp.KeyEvent(c.key)); got != want {
			t.Errorf("the arrow led to %s, not %s", got, want)
		}
	}
}

// TestSpy scrolls, and the table of contents marks where one is.
func TestSpy(t *testing.T) {
	t.Parallel()
	site := sample(t)
	b := open(t, site.address, "/memory/mapping/")
	b.screen(widths[2], "light")
	for _, id := range []string{"running-it", "around-it", "the-program"} {
		eval[bool](b, `(document.getElementById("`+id+`").scrollIntoView({behavior: "instant"}), true)`)
		b.until(`[...document.querySelectorAll(".beside [aria-current]")].map(e => e.hash).join() === "#` + id + `"`)
	}
}
