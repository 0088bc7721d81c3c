package hugo_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/site/hugo"
	"github.com/knotes-dev/knotes/site/sitetest"
	"github.com/knotes-dev/knotes/verify/report"
)

// TestVerification looks at the page of verification: it hides no claim that is
// not verified, and says as much as the report and the badge beside it.
func TestVerification(t *testing.T) {
	dir := t.TempDir()
	p := sitetest.Sample()
	findings, err := site.Build(t.Context(), hugo.Build, p, filepath.Join(dir, "site"), filepath.Join(dir, "public"))
	if err != nil || len(findings) > 0 {
		t.Fatalf("%v, findings %v", err, findings)
	}
	page := filepath.Join(dir, "public", "verification", "index.html")
	look(t, page, []string{
		`<svg class="bars"`, `<rect class="verified"`, fmt.Sprintf("<figcaption>Of %d claims: ", p.Report.Summary.Claims), "1 compiled; ", "; 2 drifted; ",
		`<svg class="share"`, `<th scope="row"><a href="/kernel/memory/">Memory</a></th>`,
		`<ol class="slowest"><li><a href="/kernel/elf/sections/#claim-c1"><code>readelf -S a.out</code></a> in ELF sections: 12.3 ms</li>`,
		`<img src="/kernel/badge.svg" alt="Verified: `, `[![verified](https://example.org/kernel/badge.svg)](https://example.org/kernel/verification/)`,
		`<a href="/kernel/verification.json">verification.json</a>`,
		`<tr><td>libc6</td><td>2.41-12</td></tr>`,
	})
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	_, open, _ := strings.Cut(string(data), `<h2 id="failed">`)
	for _, n := range p.Notes {
		for _, c := range n.Report.Claims {
			if c.Status != report.Verified && !strings.Contains(open, "#claim-"+c.ID+`">`+n.Doc.Note.Title) && !strings.Contains(n.Doc.Note.Title, "<") {
				t.Errorf("claim %s of %s, which is %s, is not listed", c.ID, n.Doc.Note.Title, c.Status)
			}
			if c.Status != report.Verified && c.Reason == "" {
				t.Errorf("claim %s has no reason", c.ID)
			}
		}
	}
	for _, name := range []string{"badge.svg", "verification.json"} {
		if _, err := os.Stat(filepath.Join(dir, "public", name)); err != nil {
			t.Error(err)
		}
	}
}
