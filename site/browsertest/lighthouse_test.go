package browsertest

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var withSpeed = flag.Bool("lighthouse", false, "have Lighthouse judge speed, too; the machine must be idle")

// Marks that three pages must get, of 100: all there are, and almost all for
// speed, which is simulated from what was measured.
const (
	fullMarks  = 100
	speedMarks = 98

	tries = 3 // to get a report at all
)

// TestLighthouse has Lighthouse mark three pages, as on its simulated phone. Of
// speed it is asked only with -lighthouse, since a busy machine spoils that.
func TestLighthouse(t *testing.T) {
	file, err := filepath.Abs("node/lighthouse/node_modules/lighthouse/cli/index.js")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(file); err != nil {
		t.Skip(&missing{err, "run: make lighthouse"})
	}
	chrome, node := program(t, chromes...), program(t, "node")
	categories := []string{"accessibility", "best-practices", "seo"}
	if *withSpeed {
		categories = append(categories, "performance")
	}
	site := own(t)
	for _, path := range []string{"/", "/elf/sections/", "/verification/"} {
		t.Run(path, func(t *testing.T) {
			out := lighthouse(t, chrome, node, file, site.address+path, "--quiet", "--output=json",
				"--only-categories="+strings.Join(categories, ","), "--chrome-flags="+chromeFlags())
			judge(t, out, categories)
		})
	}
}

// lighthouse returns the report of a run. Lighthouse may miss what it waits for
// on a busy machine, and then asks to be run again, which is no judgement.
func lighthouse(t *testing.T, chrome, node string, args ...string) []byte {
	t.Helper()
	for left := tries - 1; ; left-- {
		c := exec.CommandContext(t.Context(), node, args...)
		c.Env = append(os.Environ(), "CHROME_PATH="+chrome)
		var stderr bytes.Buffer
		c.Stderr = &stderr
		out, err := c.Output()
		switch {
		case err == nil:
			return out
		case left == 0 || !strings.Contains(stderr.String(), "Please run Lighthouse again"):
			t.Fatalf("%v: %s", err, stderr.Bytes())
		}
		t.Logf("once more: %s", stderr.Bytes())
	}
}

// judge fails t where a category of Lighthouse's report has less than its marks,
// with the audits that cost some.
func judge(t *testing.T, report []byte, categories []string) {
	t.Helper()
	var r struct {
		Categories map[string]struct {
			Score     *float64
			AuditRefs []struct {
				ID     string
				Weight float64
			}
		}
		Audits map[string]struct {
			Title, DisplayValue string
			Score               *float64
		}
	}
	if err := json.Unmarshal(report, &r); err != nil {
		t.Fatal(err)
	}
	for _, name := range categories {
		c := r.Categories[name]
		if c.Score == nil {
			t.Errorf("%s: no marks", name)
			continue
		}
		least, got := fullMarks, int(*c.Score*100+0.5)
		if name == "performance" {
			least = speedMarks
		}
		t.Logf("%s: %d", name, got)
		if got >= least {
			continue
		}
		var why []string
		for _, ref := range c.AuditRefs {
			if a := r.Audits[ref.ID]; ref.Weight > 0 && a.Score != nil && *a.Score < 1 {
				why = append(why, fmt.Sprintf("%s %s", a.Title, a.DisplayValue))
			}
		}
		t.Errorf("%s: %d of 100, not %d: %s", name, got, least, strings.Join(why, "; "))
	}
}

// chromeFlags are those with which Lighthouse starts a browser of its own.
func chromeFlags() string {
	flags := "--headless --disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
	if os.Getuid() == 0 {
		flags += " --no-sandbox"
	}
	return flags
}
