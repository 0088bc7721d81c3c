package hugo_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/site/hugo"
	"github.com/knotes-dev/knotes/site/sitetest"
)

// TestSearch: the pages name the index and the module that reads it, and both
// are there; what the theme adds to a note is not in it.
func TestSearch(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "public")
	if _, err := site.Build(t.Context(), hugo.Build, sitetest.Sample(), filepath.Join(dir, "site"), out); err != nil {
		t.Fatal(err)
	}
	page := read(t, out, "404.html")
	for _, attribute := range []string{"data-search", "data-module", "src"} {
		m := regexp.MustCompile(attribute + `="/kernel/([^"]*)"`).FindStringSubmatch(page)
		if m == nil {
			t.Fatalf("no %s in\n%s", attribute, page)
		}
		read(t, out, m[1])
	}
	if !regexp.MustCompile(`<script type="module" src="[^"]+" integrity="sha256-[^"]+"></script>`).MatchString(page) {
		t.Error("the script has no integrity")
	}
	var entry struct{ Dir string }
	if err := json.Unmarshal([]byte(read(t, out, "search.json")), &entry); err != nil {
		t.Fatal(err)
	}
	texts := read(t, out, entry.Dir+"x0.json")
	for _, want := range []string{`"elf/nasty/"`, `<script>alert(3)`, "The end."} {
		if !strings.Contains(texts, want) {
			t.Errorf("the index lacks %q:\n%s", want, texts)
		}
	}
	for _, bad := range []string{"Exit status", "Source of this note", "verified", "#\""} {
		if strings.Contains(texts, bad) {
			t.Errorf("the index has %q:\n%s", bad, texts)
		}
	}
}

// TestNoSearch: a project that is built without an index has no search button,
// nor any that does nothing.
func TestNoSearch(t *testing.T) {
	dir := t.TempDir()
	project, out := filepath.Join(dir, "site"), filepath.Join(dir, "public")
	if err := site.Emit(project, sitetest.Sample()); err != nil {
		t.Fatal(err)
	}
	if err := hugo.Build(t.Context(), project, out); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"404.html", "index.html", "elf/nasty/index.html"} {
		if strings.Contains(read(t, out, name), `class="find"`) {
			t.Errorf("%s has a search button", name)
		}
	}
}

func read(t *testing.T, dir, name string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
