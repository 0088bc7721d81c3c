package site

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/knotes-dev/knotes/site/preview"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// Emit writes p as a Hugo project to dir, in one step: dir is the old project
// or the new one, never a mix.
func Emit(dir string, p Project) error {
	tmp, err := stage(dir)
	if err != nil {
		return err
	}
	defer tmp.discard()
	if err := write(tmp.path, plan(&p)); err != nil {
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

func write(root string, b *book) error {
	e := &emission{root: root}
	e.file(Marker, []byte(markerText))
	e.file("hugo.toml", []byte(config(b.Project)))
	e.theme()
	for i, p := range b.pages {
		e.json("data/pages/"+p.key()+".json", b.data(i))
		e.file("content/"+p.file, []byte(p.markdown(i+1)))
		e.file("static/"+p.url+twinName, []byte(b.twin(p)))
	}
	for _, n := range b.notes {
		if script := b.script(n); script != "" {
			e.file("static/"+n.pages[0].url+scriptName, []byte(script))
		}
	}
	for _, c := range b.chapters {
		if c.index == nil {
			e.file("content/"+c.dir+"/_index.md", []byte(frontMatter("title", c.title, "weight", 1, "layout", "chapter", "chapter", c.dir)))
		}
	}
	e.file("content/_index.md", []byte(frontMatter("title", b.Title)))
	e.file("content/verification.md", []byte(frontMatter("title", "Verification", "layout", "verification",
		"description", "What was verified, what was not, and why.")))
	site := b.siteData()
	e.json("data/knotes.json", site)
	e.preview(b)
	e.verification(b, site.Counts)
	e.programs(b)
	for name, data := range b.files.data { // known once every page has its links
		e.file("static/"+name, data)
	}
	return e.err
}

// markdown is the file of a page: its front matter and its part of the note.
func (p *page) markdown(weight int) string {
	n := p.note
	md := render(n.Doc.Note.Source, p.from, p.to, n.Doc.Blocks, n.claims, slices.Concat(n.pinEdits(), n.outline.edits))
	if len(n.pages) > 1 && len(n.outline.defs) > 0 { // the reference may stand on another page
		md = strings.TrimRight(md, "\n") + "\n\n" + strings.Join(n.outline.defs, "\n") + "\n"
	}
	layout := "note"
	if n.chapter.index == n {
		layout = "chapter"
	}
	kv := []any{"title", p.title, "weight", weight, "knotes", p.key(), "layout", layout, "chapter", n.chapter.dir}
	if p.desc != "" {
		kv = append(kv, "description", p.desc)
	}
	if !n.Modified.IsZero() {
		kv = append(kv, "lastmod", n.Modified.UTC().Format(time.RFC3339))
	}
	return frontMatter(kv...) + guard(md)
}

// preview writes the picture of the site.
func (e *emission) preview(b *book) {
	var sum counts
	for _, n := range b.notes {
		n.eachClaim(func(r *report.Claim, _ *snippets.Claim, _ *page) { sum.add(r) })
	}
	picture, err := preview.PNG(visible(b.Title), sum.words())
	if err != nil && e.err == nil {
		e.err = err
	}
	e.file("static/preview.png", picture)
}
