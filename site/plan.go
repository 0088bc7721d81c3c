package site

import (
	"path"
	"sort"
	"strings"

	"github.com/knotes-dev/knotes/verify/report"
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
	next     int // line of the page behind it in the note, 0 if there is none
}

// planned is a note with its place on the site.
type planned struct {
	Note
	outline *outline
	claims  map[string]*report.Claim
	chapter *chapter
	pages   []*page
	anchors map[string]string // heading id in the file as a whole: "url#id"
}

type chapter struct {
	dir, title, desc string
	weight           int
	own              bool     // of the site's own notebook
	index            *planned // its _index.md
	notes            []*planned
}

// plan gives each note its chapter and pages.
func plan(p *Project) []*chapter {
	var chapters []*chapter
	byDir := map[string]*chapter{}
	taken := names{"verification": true, "files": true, "css": true}
	home := ""
	if len(p.Notes) > 0 {
		home = p.Notes[0].Doc.Note.Notebook
	}
	for _, n := range p.Notes {
		nn := n.Doc.Note
		dir, rest := path.Split(nn.Rel)
		dir = strings.Trim(dir, "/")
		name := nn.Notebook
		own := nn.Notebook == home
		if own && dir != "" {
			name, rest, _ = strings.Cut(nn.Rel, "/")
		} else if !own {
			rest = nn.Rel
		}
		if name == "" {
			name = "notes"
		}
		c := byDir[nn.Notebook+"\x00"+name]
		if c == nil {
			c = &chapter{dir: taken.take("", slug(name)), title: chapterTitle(name), own: own}
			byDir[nn.Notebook+"\x00"+name] = c
			chapters = append(chapters, c)
		}
		pl := &planned{Note: n, chapter: c, outline: outlineOf(nn.Source, nn.Body), claims: map[string]*report.Claim{}, anchors: map[string]string{}}
		if n.Report != nil {
			for _, rc := range n.Report.Claims {
				pl.claims[rc.ID] = rc
			}
		}
		if rest == "_index.md" {
			c.index = pl
			c.weight, c.desc = nn.Meta.Weight, nn.Meta.Description
			if nn.Title != "" {
				c.title = nn.Title
			}
			pl.pages = []*page{newPage(pl, nn.Title, nn.Meta.Description, c.dir+"/_index.md", c.dir+"/", nn.Body, len(nn.Source))}
			pl.index()
			continue
		}
		c.notes = append(c.notes, pl)
		pl.paginate(taken, rest)
	}
	sort.SliceStable(chapters, func(i, j int) bool {
		a, b := chapters[i], chapters[j]
		if a.own != b.own {
			return a.own
		}
		return before(a.weight, b.weight, a.title, b.title)
	})
	for _, c := range chapters {
		sort.SliceStable(c.notes, func(i, j int) bool {
			a, b := c.notes[i].Doc.Note, c.notes[j].Doc.Note
			return before(a.Meta.Weight, b.Meta.Weight, a.Title, b.Title)
		})
	}
	return chapters
}

// before orders as Hugo does: by weight, those without last, then by title.
func before(wa, wb int, ta, tb string) bool {
	if wa != wb {
		return wb == 0 || wa != 0 && wa < wb
	}
	return ta < tb
}

func chapterTitle(dir string) string {
	t := strings.ReplaceAll(dir, "-", " ")
	if t == "" {
		return t
	}
	return strings.ToUpper(t[:1]) + t[1:]
}

func newPage(n *planned, title, desc, file, url string, from, to int) *page {
	src := n.Doc.Note.Source
	return &page{note: n, title: title, desc: desc, file: file, url: url, from: from, to: to,
		line: 1 + strings.Count(string(src[:from]), "\n"), ids: headingIDs{}}
}

// paginate makes the pages of a note that is called rest in its chapter.
func (n *planned) paginate(taken names, rest string) {
	nn := n.Doc.Note
	parts := strings.Split(strings.TrimSuffix(rest, path.Ext(rest)), "/")
	dir := n.chapter.dir + "/"
	for _, p := range parts[:len(parts)-1] {
		dir += slug(p) + "/"
	}
	base := taken.take(dir, slug(parts[len(parts)-1]))
	if nn.Split == 0 {
		n.pages = []*page{newPage(n, nn.Title, nn.Meta.Description, base+".md", base+"/", nn.Body, len(nn.Source))}
		n.index()
		return
	}
	n.pages = []*page{newPage(n, nn.Title, nn.Meta.Description, base+"/_index.md", base+"/", nn.Body, len(nn.Source))}
	for _, h := range n.outline.headings {
		if !h.top || h.level > nn.Split {
			continue
		}
		last := n.pages[len(n.pages)-1]
		if h.start == nn.Body && len(n.pages) == 1 {
			// Nothing stands before the first heading: the section page is empty.
			_ = last
		}
		last.to = h.start
		u := taken.take(base+"/", slug(h.text))
		p := newPage(n, h.text, "", u+".md", u+"/", h.start, len(nn.Source))
		last.next = p.line
		n.pages = append(n.pages, p)
	}
	n.index()
}

// index finds where each heading of the note ends up.
func (n *planned) index() {
	whole := headingIDs{}
	for _, h := range n.outline.headings {
		p := n.pageAt(h.start)
		id := p.ids.take(h.text)
		n.anchors[whole.take(h.text)] = p.url + "#" + id
		if h.level == 1 {
			p.h1 = true
		}
	}
	for _, p := range n.pages {
		// The heading that made a page is its title, whatever its level.
		if p.from != n.Doc.Note.Body || p != n.pages[0] {
			p.h1 = true
		}
	}
}

func (n *planned) pageAt(off int) *page {
	for i := len(n.pages) - 1; i > 0; i-- {
		if n.pages[i].from <= off {
			return n.pages[i]
		}
	}
	return n.pages[0]
}

func (n *planned) pageOfLine(line int) *page {
	for i := len(n.pages) - 1; i > 0; i-- {
		if n.pages[i].line <= line {
			return n.pages[i]
		}
	}
	return n.pages[0]
}

func (p *page) key() string { return strings.ReplaceAll(strings.Trim(p.url, "/"), "/", "~") }
