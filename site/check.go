package site

import (
	"cmp"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// Finding is something wrong with a built page.
type Finding struct {
	Page string    // relative to the site
	Pos  notes.Pos // in the note to be mended; zero where that is not known
	Msg  string
}

func (f Finding) String() string {
	if f.Pos.File != "" {
		return f.Pos.String() + ": " + f.Msg + " [page]"
	}
	return f.Page + ": " + f.Msg + " [page]"
}

// Check reads the pages below dir and finds: links, anchors and images of the
// site that lead nowhere, ids used twice, assets of other hosts, and claims of
// p that are on no page of theirs.
func Check(dir string, p Project) ([]Finding, error) { return check(dir, plan(&p)) }

func check(dir string, b *book) ([]Finding, error) {
	base, err := url.Parse(b.BaseURL)
	if err != nil {
		base = &url.URL{Path: "/"}
	}
	c := &checker{book: b, base: base, pages: map[string]*builtPage{}, files: map[string]bool{}}
	if err := c.readAll(dir); err != nil {
		return nil, err
	}
	c.links()
	for _, n := range b.notes {
		c.claims(n)
	}
	slices.SortStableFunc(c.found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Page, b.Page), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	return slices.Compact(c.found), nil
}

type checker struct {
	book  *book
	base  *url.URL
	pages map[string]*builtPage // by path below the site's folder
	files map[string]bool
	found []Finding
}

func (c *checker) add(page, msg string) { c.found = append(c.found, Finding{Page: page, Msg: msg}) }

// readAll reads the pages below dir, and notes the names of the other files.
func (c *checker) readAll(dir string) error {
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		c.files[rel] = true
		if path.Ext(rel) != ".html" || strings.HasPrefix(rel, "files/") {
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		c.read(rel, data)
		return nil
	})
}

// links follows what the pages refer to.
func (c *checker) links() {
	for name, pg := range c.pages {
		for _, ref := range pg.refs {
			if msg := c.follow(name, ref); msg != "" {
				pos, written := c.source(name, ref)
				c.found = append(c.found, Finding{name, pos, msg + ": " + cmp.Or(written, ref)})
			}
		}
	}
}

// follow says what is wrong with a reference on a page, "" if it leads
// somewhere.
func (c *checker) follow(page, ref string) string {
	to, err := c.target(page, ref)
	if err != nil {
		return "not a URL"
	}
	root := c.root()
	within, ok := strings.CutPrefix(to.Path, strings.TrimSuffix(root, "/")+"/")
	if !ok && to.Path != root {
		return "leads out of the site"
	}
	file := strings.TrimSuffix(within, "/")
	if index := path.Join(file, "index.html"); !c.files[file] && c.files[index] {
		file = index
	}
	if !c.files[file] {
		return "leads nowhere"
	}
	if at := c.pages[file]; at != nil && to.Fragment != "" && to.Fragment != "top" && !at.ids[to.Fragment] {
		return "no such place on the page"
	}
	return ""
}

// root is the path of the site on its host.
func (c *checker) root() string { return "/" + strings.Trim(c.base.Path, "/") }

// target is the path and fragment that a reference on a page leads to.
func (c *checker) target(page, ref string) (*url.URL, error) {
	u, err := url.Parse(ref)
	if err != nil {
		return nil, err
	}
	at := &url.URL{Path: path.Join(c.root(), page)}
	return at.ResolveReference(&url.URL{Path: u.Path, Fragment: u.Fragment}), nil
}

// source finds the link of a note that became a reference on a page: where it
// stands and what is written there. Both are zero if it is of the theme.
func (c *checker) source(page, ref string) (pos notes.Pos, written string) {
	want, err := c.target(page, ref)
	if err != nil {
		return notes.Pos{}, ""
	}
	for _, p := range c.book.pages {
		if p.url+"index.html" != page {
			continue
		}
		for _, l := range p.note.outline.links {
			dest := l.dest
			if to := c.book.resolve(dest, p); to != "" {
				dest = strings.TrimSuffix(c.root(), "/") + "/" + to
			}
			if got, err := c.target(page, dest); err == nil && *got == *want {
				return p.note.Doc.Note.Pos(l.pos), l.dest
			}
		}
	}
	return notes.Pos{}, ""
}

// claims looks for the claims of a note on its pages.
func (c *checker) claims(n *planned) {
	if n.Report == nil {
		return
	}
	n.eachClaim(func(r *report.Claim, _ *snippets.Claim, p *page) {
		name := p.url + "index.html"
		if built := c.pages[name]; built == nil {
			c.add(name, "there is no such page")
		} else if !built.ids[anchor(r.ID)] {
			c.add(name, "claim "+r.ID+" is not on it")
		}
	})
}
