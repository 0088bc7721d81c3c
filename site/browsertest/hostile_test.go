package browsertest

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// hostile are lines that a program might print, each to be shown as text.
var hostile = []string{
	`<script>alert('output')</script>`,
	`</samp></code></pre></div></main><img src=x onerror="alert('image')"><h1>taken</h1>`,
	`]]> {{ .Site }} {{< shortcode >}} {{% another %}} <!--more--> <!-- --> &lt;b&gt; &#x202e;`,
	"\x1b[31mred\x1b[0m \x1b]0;title\a bell, \x00 nul",
	"right\u202eto left\u2066 and\u200f marks\ufeff",
	"[a link](javascript:alert('link')) `code` **bold**",
	strings.Repeat("column ", 10_000/len("column ")),
}

// invisible is what may not reach a page as it is: control characters, and the
// marks that turn the direction of text.
const invisible = "\x00\x07\x1b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"

// TestHostile has a page show what could be read as something else, and holds
// what the browser made of it against what was printed.
func TestHostile(t *testing.T) {
	t.Parallel()
	site := sample(t)
	b := open(t, site.address, "/hostile/output/")
	b.screen(360, "light")

	outputs := eval[[]string](b, `[...document.querySelectorAll("main .output")].map(e => e.textContent)`)
	printed := strings.Join(outputs, "\n")
	for _, line := range hostile {
		if strings.ContainsAny(line, invisible) {
			continue // spelled otherwise, see below
		}
		if !strings.Contains(printed, strings.TrimRight(line, " ")) {
			t.Errorf("the page does not show %.100q", line)
		}
	}
	for _, text := range []string{`\x1b[31mred\x1b[0m`, `right\u202eto left\u2066 and\u200f marks\ufeff`, "alert('shown')"} {
		if !strings.Contains(printed, text) {
			t.Errorf("the page does not show %s", text)
		}
	}

	type seen struct {
		Text  string   `json:"text"`
		Title string   `json:"title"`
		Odd   []string `json:"odd"`
	}
	page := eval[seen](b, `({
		text: document.documentElement.textContent,
		title: document.title,
		odd: [...document.querySelectorAll("main script, main img, main iframe, main h1 ~ h1, [onerror], [onclick], a[href^='javascript:' i], noscript")].map(e => e.outerHTML),
	})`)
	if strings.ContainsAny(page.Text, invisible) {
		t.Error("the page holds characters that no reader can see")
	}
	if want := `Hostile <script>alert('title')</script> {{ .Site }}`; !strings.HasPrefix(page.Title, want) {
		t.Errorf("title is %q, not %q", page.Title, want)
	}
	for _, e := range page.Odd {
		t.Errorf("text became an element: %.200s", e)
	}
	b.run(chromedp.WaitVisible(chromedp.CSS(".bottom"))) // nothing above swallowed the rest of the page
}
