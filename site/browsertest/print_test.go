package browsertest

import (
	"bytes"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestPrint prints pages and reads the paper: each status stands there, beside
// its reason, and what is too wide for the screen is not cut off.
func TestPrint(t *testing.T) {
	t.Parallel()
	pdftotext := program(t, "pdftotext")
	site := sample(t)
	for path, also := range map[string][]string{
		"/memory/mapping/": {
			"so that it has to be scrolled within its own block, and never with the page as a whole", // the end of the longest line
			"How memory is mapped", "stack", "the first address within", "The release is fixed",
			"https://github.com/torvalds/linux/blob/v6.12/mm/mmap.c#L280", // where a link leads
		},
		"/verification/": {"drifted", "failed", "skipped", "unverified", "no engine at hand", "asks questions"},
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			b := open(t, site.address, path)
			b.screen(widths[0], "dark") // paper is neither narrow nor dark
			shown := eval[[]string](b, `[...document.querySelectorAll("main .evidence > summary")].map(e => e.querySelector(".word").textContent + (e.querySelector(".why")?.textContent ?? ""))`)
			pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4)))
			if err != nil {
				t.Fatal(err)
			}
			read := exec.CommandContext(t.Context(), pdftotext, "-raw", "-", "-")
			read.Stdin = bytes.NewReader(pdf)
			text, err := read.Output()
			if err != nil {
				t.Fatal(err)
			}
			paper := squeeze(string(text))
			for _, s := range slices.Concat(shown, also) {
				if !strings.Contains(paper, squeeze(s)) {
					t.Errorf("not on paper: %q", s)
				}
			}
			for s, n := range counted(shown) {
				if got := strings.Count(paper, squeeze(s)); got < n {
					t.Errorf("%q stands %d times on paper, not %d", s, got, n)
				}
			}
		})
	}
}

// squeeze takes out blanks, which a line break on paper adds or loses.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

func counted(all []string) map[string]int {
	n := map[string]int{}
	for _, s := range all {
		n[s]++
	}
	return n
}
