package site

import (
	"bytes"
	"path"
	"strings"
)

// page is one page of a note.
type page struct {
	note     *planned
	title    string
	desc     string
	file     string // below content/
	url      string // relative to the site's root: "memory/mmap/"
	from, to int    // bytes of the note
	line     int    // that from stands on
	h1       bool   // its text has a title of its own
	ids      headingIDs
}

func newPage(n *planned, title, desc, file, url string, from, to int) *page {
	return &page{note: n, title: title, desc: desc, file: file, url: url, from: from, to: to,
		line: 1 + bytes.Count(n.Doc.Note.Source[:from], []byte("\n")), ids: headingIDs{}}
}

// paginate makes the pages of a note that is called name in its chapter.
func (n *planned) paginate(taken names, name string) {
	nn := n.Doc.Note
	base := n.place(taken, name)
	file := base + ".md"
	if nn.Split > 0 || isIndex(path.Base(name)) {
		file = base + "/_index.md"
	}
	n.pages = []*page{newPage(n, nn.Title, nn.Meta.Description, file, base+"/", nn.Body, len(nn.Source))}
	for _, h := range n.outline.headings {
		if !h.top || h.level > nn.Split || len(n.pages) == 1 && len(bytes.TrimSpace(nn.Source[nn.Body:h.start])) == 0 {
			continue // or it opens the note, whose first page it heads
		}
		n.pages[len(n.pages)-1].to = h.start
		u := taken.take(base+"/", slug(h.text))
		n.pages = append(n.pages, newPage(n, h.text, "", u+".md", u+"/", h.start, len(nn.Source)))
	}
}

// place takes the path of a note on the site. That of a folder's own note is
// the folder's.
func (n *planned) place(taken names, name string) string {
	parts := strings.Split(strings.TrimSuffix(name, path.Ext(name)), "/")
	if isIndex(path.Base(name)) && len(parts) > 1 {
		parts = parts[:len(parts)-1]
	}
	dir := n.chapter.dir + "/"
	for _, p := range parts[:len(parts)-1] {
		dir += slug(p) + "/"
	}
	return taken.take(dir, slug(parts[len(parts)-1]))
}

// indexHeadings finds where each heading of the note ends up, and which pages
// have a title in their text.
func (n *planned) indexHeadings() {
	whole := headingIDs{}
	for _, h := range n.outline.headings {
		p := n.pageAt(h.start)
		if id := p.ids.take(h.id); id != "" {
			n.anchors[whole.take(h.id)] = p.url + "#" + id
		}
		if h.level == 1 {
			p.h1 = true
		}
	}
	for _, p := range n.pages[1:] { // the heading that made a page is its title
		p.h1 = true
	}
}

// others are the pages of the note behind its first.
func (n *planned) others() []link {
	var all []link
	for _, p := range n.pages[1:] {
		all = append(all, link{p.url, p.title})
	}
	return all
}

func (n *planned) pageAt(off int) *page {
	return n.lastPage(func(p *page) bool { return p.from <= off })
}

func (n *planned) pageOfLine(line int) *page {
	return n.lastPage(func(p *page) bool { return p.line <= line })
}

// lastPage returns the last page that begins early enough.
func (n *planned) lastPage(begun func(*page) bool) *page {
	for i := len(n.pages) - 1; i > 0; i-- {
		if begun(n.pages[i]) {
			return n.pages[i]
		}
	}
	return n.pages[0]
}

// key names the page's data file.
func (p *page) key() string { return strings.ReplaceAll(strings.Trim(p.url, "/"), "/", "~") }
