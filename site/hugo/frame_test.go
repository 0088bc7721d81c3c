package hugo_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/xml"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/site/hugo"
	"github.com/knotes-dev/knotes/site/sitetest"
)

// buildFrame builds the sample with all that a site may have around its notes,
// and returns where its pages are.
func buildFrame(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	p := sitetest.Sample()
	p.Notes = append(p.Notes, sitetest.Split("README.md", split, 2))
	p.Notes[0].Modified = time.Date(2026, 11, 19, 8, 0, 0, 0, time.UTC)
	p.Repository, p.Branch = "https://github.com/o/r", "main"
	p.Origins = []site.Origin{{Notebook: "upstream", URL: "https://github.com/u/v.git", Commit: "c0ffee"}}
	findings, err := site.Build(t.Context(), hugo.Build, p, filepath.Join(dir, "site"), filepath.Join(dir, "public"))
	if err != nil || len(findings) > 0 {
		t.Fatalf("%v, findings %v", err, findings)
	}
	return filepath.Join(dir, "public")
}

// TestFrame looks at what stands around a note.
func TestFrame(t *testing.T) {
	public := buildFrame(t)
	look(t, filepath.Join(public, "memory", "mmap", "index.html"), []string{
		`<a itemprop="item" href="/kernel/memory/"><span itemprop="name">Memory</span></a><meta itemprop="position" content="2">`,
		`<link rel="canonical" href="https://example.org/kernel/memory/mmap/">`,
		`<link rel="alternate" type="application/atom+xml" title="What changed in evidence" href="/kernel/feed.xml">`,
		`<link rel="alternate" type="text/markdown" title="This page as Markdown" href="/kernel/memory/mmap/index.md">`,
		`<meta property="og:image" content="https://example.org/kernel/preview.png">`,
		`<meta property="og:title" content="Memory maps">`,
		`<meta property="article:modified_time" content="2026-11-19T08:00:00Z">`,
		`<p>Toolchain <a href="/kernel/verification/#toolchain-default">default: gcc 4:14.2.0-1, binutils 2.44-3, libc6 2.41-12</a></p>`,
		`<dt>Last changed</dt><dd><time datetime="2026-11-19">19 November 2026</time></dd>`,
		`<dt>Last verified</dt><dd><time datetime="2026-11-20">20 November 2026</time>, with gcc 4:14.2.0-1,`,
		`<a href="https://github.com/o/r/edit/main/notes/content/memory/mmap.md">Edit this page</a>`,
		`<a href="https://github.com/o/r/issues/new?body=-%20Note%3A%20notes%2Fcontent%2Fmemory%2Fmmap.md%2C%20line%20`,
		`<label class="theme"><span class="hide">Colours</span><select`,
		`! http-equiv`,
	})
	look(t, filepath.Join(public, "upstream", "readme", "same", "index.html"), []string{
		`<a itemprop="item" href="/kernel/upstream/readme/">`,
		`<a href="https://github.com/u/v/blob/c0ffee/README.md">Source at its origin</a>`,
	})
	look(t, filepath.Join(public, "index.html"), []string{`<p>Each page leads on to the next, from <a href="/kernel/`})
	look(t, filepath.Join(public, "404.html"), []string{`<meta name="robots" content="noindex">`, `! og:`})
	look(t, filepath.Join(public, "robots.txt"), []string{"Sitemap: https://example.org/kernel/sitemap.xml"})
	look(t, filepath.Join(public, "sitemap.xml"), []string{"<loc>https://example.org/kernel/memory/mmap/</loc>", "! index.md"})
}

// TestTwins looks at the pages as Markdown, and at the lists of them.
func TestTwins(t *testing.T) {
	public := buildFrame(t)
	look(t, filepath.Join(public, "memory", "mmap", "index.md"), []string{
		"title: \"Memory maps\"\n", "checked: \"2026-11-20\"\n", "changed: \"2026-11-19\"\n", "\n# Memory maps\n",
		"[the sections](../../elf/sections/index.md#what-is-there) and [a list](../../programs/memory/list-c/index.html)",
		"```console\n$ gcc -Wall -o list list.c && ./list\n42\n",
		"- ≠ drifted: `size list`, line 22 of the note: output differs\n\n  It printed:\n\n  ```\n  what was seen <b>\n  ```\n",
		"```console\n$ true\nseen </pre><script>alert(1)</script> {{< x >}}\\x1b[31mred\\u202e\n```\n",
		"! {#claim", "! knotes-begin",
	})
	look(t, filepath.Join(public, "upstream", "readme", "one", "index.md"), []string{"see [below](../../../upstream/readme/same-2/index.md#same)", "[ref]: <https://example.com/>"})
	look(t, filepath.Join(public, "llms.txt"), []string{
		"# Linux kernel notes\n", "- default: gcc 4:14.2.0-1, binutils 2.44-3, libc6 2.41-12 (sha256:0a1b2c3d)",
		"- [Memory maps](https://example.org/kernel/memory/mmap/index.md): What a process maps, and what it costs. (", "https://example.org/kernel/llms-full.txt",
	})
	look(t, filepath.Join(public, "llms-full.txt"), []string{"<https://example.org/kernel/memory/mmap/>\n\n---\ntitle: \"Memory maps\"", "# ELF sections", "{{< y >}}", "<script>alert(1)</script>"})
}

// TestFeed reads the feed as a program would.
func TestFeed(t *testing.T) {
	var feed struct {
		XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string   `xml:"id"`
		Updated string   `xml:"updated"`
		Entries []struct {
			Title   string `xml:"title"`
			ID      string `xml:"id"`
			Updated string `xml:"updated"`
			Link    struct {
				Href string `xml:"href,attr"`
			} `xml:"link"`
			Open []string `xml:"content>div>ul>li"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal([]byte(read(t, buildFrame(t), "feed.xml")), &feed); err != nil {
		t.Fatal(err)
	}
	if feed.ID != "https://example.org/kernel/feed.xml" || feed.Updated != "2026-11-20T10:00:00Z" || len(feed.Entries) != 4 {
		t.Fatalf("the feed is %+v", feed)
	}
	ids := map[string]bool{}
	for _, e := range feed.Entries {
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || ids[e.ID] || !strings.HasPrefix(e.ID, e.Link.Href+"#evidence-2026-11-20-") {
			t.Errorf("entry %+v: %v", e, err)
		}
		ids[e.ID] = true
	}
	maps := feed.Entries[0]
	if maps.Link.Href == "" || !strings.HasPrefix(maps.Title, "ELF sections: ") && !strings.HasPrefix(maps.Title, "Memory maps: ") {
		t.Errorf("the first entry is %+v", maps)
	}
}

var (
	inline = regexp.MustCompile(`(?s)<script>(.*?)</script>`)
	hashes = regexp.MustCompile(`'sha256-([^']+)'`)
)

// TestPolicy holds the scripts and styles that stand in a page against what the
// headers in netlify.toml allow.
func TestPolicy(t *testing.T) {
	public := buildFrame(t)
	allowed := map[string]bool{}
	for _, m := range hashes.FindAllStringSubmatch(read(t, filepath.Join("..", ".."), "netlify.toml"), -1) {
		allowed[m[1]] = true
	}
	used := map[string]bool{}
	for _, name := range []string{"index.html", "404.html", "memory/mmap/index.html", "elf/nasty/index.html", "verification/index.html"} {
		page := read(t, public, name)
		scripts := inline.FindAllStringSubmatch(page, -1)
		if len(scripts) != 1 {
			t.Errorf("%s has %d inline scripts, not one", name, len(scripts))
		}
		for _, s := range scripts {
			sum := sha256.Sum256([]byte(s[1]))
			hash := base64.StdEncoding.EncodeToString(sum[:])
			used[hash] = true
			if !allowed[hash] {
				t.Errorf("%s: netlify.toml does not allow the inline script; its hash is 'sha256-%s'", name, hash)
			}
		}
		if strings.Contains(page, "<style") || strings.Contains(page, ` style="`) {
			t.Errorf("%s has a style that the policy refuses", name)
		}
	}
	for hash := range allowed {
		if !used[hash] {
			t.Errorf("netlify.toml allows 'sha256-%s', which no page needs", hash)
		}
	}
}

// TestLight holds a page to what a first view may take beside its text.
func TestLight(t *testing.T) {
	public := buildFrame(t)
	page := read(t, public, "memory/mmap/index.html")
	for _, want := range []string{`<link rel="stylesheet" href="/kernel/css/`, `<script type="module" src="/kernel/js/`} {
		if strings.Count(page, want) != 1 {
			t.Errorf("the page has %d of %q, not one", strings.Count(page, want), want)
		}
	}
	if strings.Count(page, `integrity="sha256-`) != 2 {
		t.Error("a browser could not tell whether the style sheet and the script are what they were")
	}
	scripts, err := filepath.Glob(filepath.Join(public, "js", "*.js"))
	if err != nil || len(scripts) != 1 {
		t.Fatalf("scripts %v, %v", scripts, err)
	}
	if size := len(read(t, filepath.Dir(scripts[0]), filepath.Base(scripts[0]))); size > 10<<10 {
		t.Errorf("the script has %d bytes, more than 10 kB", size)
	}
}
