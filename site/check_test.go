package site_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/site/sitetest"
)

func TestCheck(t *testing.T) {
	dir := t.TempDir()
	const page = `<p id=a></p><p id="a"></p><a href="/kernel/none/">x</a><a href="#b">y</a><a href="#a">ok</a><a href="https://example.com/">ok</a>` +
		`<img src="gone.png"><img src="//cdn.example/x.png"><a href="/else/">z</a>`
	os.WriteFile(filepath.Join(dir, "index.html"), []byte(page), 0o644)
	p := sitetest.Project(sitetest.Note("a/b.md", "# B\n\n```console\n$ ls\n```\n"))
	found, err := site.Check(dir, p)
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range found {
		all.WriteString(f.String() + "\n")
	}
	for _, want := range []string{"id a is used twice", "leads nowhere: /kernel/none/", "no such place on the page: #b", "leads nowhere: gone.png",
		"asks another host for //cdn.example/x.png", "leads out of the site: /else/", "a/b/index.html: there is no such page"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("not found: %s", want)
		}
	}
	if len(found) != 7 {
		t.Errorf("findings:\n%s", all.String())
	}
}
