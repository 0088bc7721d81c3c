package site

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/knotes-dev/knotes/notes"
)

// Emit writes p as a Hugo project to dir, in one step: dir is the old project
// or the new one, never a mix.
func Emit(dir string, p Project) error {
	tmp, err := stage(dir)
	if err != nil {
		return err
	}
	defer tmp.discard()
	if err := write(tmp.path, p); err != nil {
		return fmt.Errorf("emitting the site: %w", err)
	}
	return tmp.swap()
}

// emission writes files below a folder; its first error is kept.
type emission struct {
	root string
	err  error
}

func (e *emission) file(name string, data []byte) {
	if e.err != nil {
		return
	}
	full := filepath.Join(e.root, filepath.FromSlash(name))
	if e.err = os.MkdirAll(filepath.Dir(full), 0o755); e.err == nil {
		e.err = os.WriteFile(full, data, 0o644)
	}
}

func (e *emission) json(name string, v any) {
	data, err := json.MarshalIndent(v, "", " ")
	if err != nil && e.err == nil {
		e.err = err
	}
	e.file(name, append(data, '\n'))
}

func write(root string, p Project) error {
	e := &emission{root: root}
	chapters := plan(&p)
	e.file(Marker, []byte("Made by knotes; it replaces this folder as a whole.\n"))
	e.file("hugo.toml", []byte(config(&p)))
	e.theme()

	rels, files := map[string]*planned{}, map[string]string{}
	var pages []*page
	for _, c := range chapters {
		all := c.notes
		if c.index != nil {
			all = append([]*planned{c.index}, all...)
		}
		for _, n := range all {
			nn := n.Doc.Note
			rels[nn.Notebook+"\x00"+nn.Rel] = n
			e.programs(nn, files)
			pages = append(pages, n.pages...)
		}
	}
	for i, pg := range pages {
		d := pg.data(&p, files, rels)
		if i > 0 {
			d.Prev = &link{pages[i-1].url, pages[i-1].title}
		}
		if i+1 < len(pages) {
			d.Next = &link{pages[i+1].url, pages[i+1].title}
		}
		e.json("data/pages/"+pg.key()+".json", d)
		e.file("content/"+pg.file, []byte(pg.markdown(i+1)))
	}
	for _, c := range chapters {
		if c.index == nil {
			e.file("content/"+c.dir+"/_index.md", []byte(frontMatter("title", c.title, "weight", 1, "layout", "chapter", "chapter", c.dir)))
		}
	}
	e.file("content/_index.md", []byte(frontMatter("title", p.Title)))
	e.file("content/verification.md", []byte(frontMatter("title", "Verification", "layout", "verification",
		"description", "What was verified, what was not, and why.")))
	e.json("data/knotes.json", siteData(&p, chapters))
	return e.err
}

func (pg *page) markdown(weight int) string {
	n := pg.note
	md := render(n.Doc.Note.Source, pg.from, pg.to, n.Doc.Blocks, n.claims, n.outline.edits)
	if len(n.pages) > 1 && len(n.outline.refs) > 0 {
		md = strings.TrimRight(md, "\n") + "\n\n" + strings.Join(n.outline.refs, "\n") + "\n"
	}
	kv := []any{"title", pg.title, "weight", weight, "knotes", pg.key()}
	switch {
	case n.chapter.index == n:
		kv = append(kv, "layout", "chapter", "chapter", n.chapter.dir)
	default:
		kv = append(kv, "layout", "note", "chapter", n.chapter.dir)
	}
	if pg.desc != "" {
		kv = append(kv, "description", pg.desc)
	}
	if !n.Modified.IsZero() {
		kv = append(kv, "lastmod", n.Modified.UTC().Format(time.RFC3339))
	}
	return frontMatter(kv...) + guard(md)
}

// frontMatter writes pairs of names and values; a JSON value is a YAML one.
func frontMatter(kv ...any) string {
	var b strings.Builder
	b.WriteString("---\n")
	for i := 0; i < len(kv); i += 2 {
		v := kv[i+1]
		if s, ok := v.(string); ok {
			v = strings.ToValidUTF8(visible(s), "\ufffd")
		}
		data, _ := json.Marshal(v)
		fmt.Fprintf(&b, "%s: %s\n", kv[i], data)
	}
	b.WriteString("---\n")
	return b.String()
}

func config(p *Project) string {
	lang := p.Lang
	if lang == "" {
		lang = "en"
	}
	q := func(s string) string { b, _ := json.Marshal(s); return string(b) }
	return fmt.Sprintf(`# Written by knotes.
title = %s
baseURL = %s
defaultContentLanguage = %s
theme = "knotes"
disableKinds = ["taxonomy", "term", "rss"]
ignoreLogs = ["warning-goldmark-raw-html"]

[markup.goldmark.renderer]
unsafe = false # raw HTML of a note never reaches a page

[markup.goldmark.parser.attribute]
title = false
block = false

[markup.goldmark.extensions.typographer]
disable = true # what a note says is shown as it is

[markup.highlight]
noClasses = false

[security.http]
urls = ["none"]

[security.exec]
allow = ["none"]
`, q(p.Title), q(p.BaseURL), q(lang))
}

// theme copies the embedded theme. Its folder project/ holds what works
// under any theme and so belongs to the project.
func (e *emission) theme() {
	err := fs.WalkDir(themeFS, "theme", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := themeFS.ReadFile(name)
		rel := strings.TrimPrefix(name, "theme/")
		if own, ok := strings.CutPrefix(rel, "project/"); ok {
			e.file(own, data)
		} else {
			e.file("themes/knotes/"+rel, data)
		}
		return err
	})
	if e.err == nil {
		e.err = err
	}
}

var active = regexp.MustCompile(`(?i)<script|\bon[a-z]+\s*=|javascript:|<foreignobject`)

// programs publishes the files beside a note. What a browser would run or
// show as a page of the site is published as plain text.
func (e *emission) programs(n *notes.Note, files map[string]string) {
	dir := path.Dir(n.Rel)
	nb := n.Notebook
	if nb == "" {
		nb = "notes"
	}
	for _, f := range n.Programs {
		key := n.Notebook + "\x00" + path.Join(dir, f.Name)
		if files[key] != "" || len(f.Data) > 4<<20 || !fs.ValidPath(path.Join(dir, f.Name)) {
			continue
		}
		name := path.Join("files", slug(nb), dir, f.Name)
		switch ext := strings.ToLower(path.Ext(name)); {
		case slices.Contains([]string{".html", ".htm", ".xhtml", ".xht", ".xml", ".xsl", ".xslt", ".js", ".mjs", ".css", ".wasm", ".pdf", ".shtml", ".php", ".svgz", ".mht", ".mhtml"}, ext),
			ext == ".svg" && active.Match(f.Data):
			name += ".txt"
		}
		files[key] = (&url.URL{Path: name}).EscapedPath()
		e.file("static/"+name, f.Data)
	}
}
