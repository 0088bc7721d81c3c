package hugo_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/site/hugo"
	"github.com/knotes-dev/knotes/site/sitetest"
)

const split = "Before all.\n\n# One\n\n[ref], see [below](#same-1)\n\n## Same\n\na\n\n## Same\n\n```console\n$ ls\nx\n```\n\n[ref]: https://example.com/\n"

func TestBuild(t *testing.T) {
	t.Setenv("HUGO_TITLE", "not from here")
	t.Setenv("HUGO_BASEURL", "https://evil.example/")
	dir := t.TempDir()
	if keep := os.Getenv("KNOTES_TEST_SITE"); keep != "" {
		dir = keep
	}
	out := filepath.Join(dir, "public")
	p := sitetest.Sample()
	p.Notes = append(p.Notes, sitetest.Split("README.md", split, 2))
	findings, err := site.Build(context.Background(), hugo.Build, p, filepath.Join(dir, "site"), out)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Error(f)
	}
	page := func(name string) string {
		data, err := os.ReadFile(filepath.Join(out, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	_, nasty, _ := strings.Cut(page("elf/nasty/index.html"), "<body>") // whose head has scripts of the theme
	for _, want := range []string{"{{% x %}} and {{&lt; open and", "{{&lt; y &gt;}}", "kept words", "alert(2)", "&lt;script&gt;alert(3)", `\x1b[1m`, "]]&gt;",
		"{{ .Site }}", "漢字", "The end.", "inner {{&lt; z &gt;}} &lt;!--more--&gt;", `\x1b[31mred\u202e`, "{{% silent"} {
		if !strings.Contains(nasty, want) {
			t.Errorf("the nasty page lost %q", want)
		}
	}
	for _, bad := range []string{"<script>", "onclick=\"", "HAHAHUGO", "ZgotmplZ", "knotes-begin"} {
		if strings.Contains(nasty, bad) {
			t.Errorf("the nasty page has %q", bad)
		}
	}
	if h := page("index.html"); strings.Contains(h, "evil") || strings.Contains(h, "not from here") {
		t.Error("the environment changed the site")
	}
	page("upstream/readme/same-2/index.html")
	page("files/linux/memory/page.html.txt")
}

func TestError(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "hugo.toml"), []byte("title = \n"), 0o644)
	err := hugo.Build(context.Background(), dir, filepath.Join(dir, "out"))
	if err == nil || !strings.Contains(err.Error(), "hugo.toml") {
		t.Errorf("error %v does not name hugo.toml", err)
	}
}

// BenchmarkBuild and BenchmarkBare are held against each other.
func BenchmarkBuild(b *testing.B) {
	p, dir := sitetest.Many(100, 10), b.TempDir()
	for b.Loop() {
		if _, err := site.Build(b.Context(), hugo.Build, p, filepath.Join(dir, "site"), filepath.Join(dir, "public")); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBare(b *testing.B) {
	p, dir := sitetest.Many(100, 10), b.TempDir()
	if err := site.Emit(filepath.Join(dir, "site"), p); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := hugo.Build(b.Context(), filepath.Join(dir, "site"), filepath.Join(b.TempDir(), "out")); err != nil {
			b.Fatal(err)
		}
	}
}
