package site

import (
	"bytes"
	"cmp"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// Finding is something wrong with a built page.
type Finding struct {
	Page string // relative to the site
	Msg  string
}

func (f Finding) String() string { return f.Page + ": " + f.Msg + " [page]" }

// builtPage is what the check has to know of a page.
type builtPage struct {
	ids  map[string]bool
	refs []string // links and images within the site
}

// Check reads the pages below dir and finds: links, anchors and images of the
// site that lead nowhere, ids used twice, assets of other hosts, and claims of
// p that are on no page of theirs.
func Check(dir string, p Project) ([]Finding, error) {
	c := &checker{pages: map[string]*builtPage{}, files: map[string]bool{}}
	if u, err := url.Parse(p.BaseURL); err == nil {
		c.base = u
	} else {
		c.base = &url.URL{Path: "/"}
	}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			return nil
		}
		c.files[rel] = true
		if path.Ext(rel) != ".html" {
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		return c.read(rel, data)
	})
	if err != nil {
		return nil, err
	}
	c.links()
	for _, ch := range plan(&p) {
		all := ch.notes
		if ch.index != nil {
			all = append([]*planned{ch.index}, all...)
		}
		for _, n := range all {
			c.claims(n)
		}
	}
	slices.SortStableFunc(c.found, func(a, b Finding) int { return cmp.Compare(a.Page, b.Page) })
	return slices.Compact(c.found), nil
}

type checker struct {
	base  *url.URL
	pages map[string]*builtPage
	files map[string]bool
	found []Finding
}

func (c *checker) add(page, msg string) { c.found = append(c.found, Finding{page, msg}) }

func (c *checker) read(name string, data []byte) error {
	pg := &builtPage{ids: map[string]bool{}}
	c.pages[name] = pg
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return nil
		case html.StartTagToken, html.SelfClosingTagToken:
		default:
			continue
		}
		t := z.Token()
		rel := ""
		for _, a := range t.Attr {
			if a.Key == "rel" {
				rel = a.Val
			}
		}
		for _, a := range t.Attr {
			switch {
			case a.Key == "id":
				if pg.ids[a.Val] {
					c.add(name, "id "+a.Val+" is used twice")
				}
				pg.ids[a.Val] = true
			case a.Key == "src" || a.Key == "srcset" || a.Key == "poster" || a.Key == "data" && t.Data == "object",
				a.Key == "href" && t.Data == "link" && rel != "canonical":
				if c.foreign(a.Val) {
					c.add(name, "asks another host for "+a.Val)
					continue
				}
				pg.refs = append(pg.refs, a.Val)
			case a.Key == "href" && t.Data == "a" && !c.foreign(a.Val):
				pg.refs = append(pg.refs, a.Val)
			}
		}
	}
}

// foreign says whether a reference leaves the site.
func (c *checker) foreign(ref string) bool {
	u, err := url.Parse(ref)
	if err == nil && u.Scheme == "data" {
		return false
	}
	return err == nil && u.Scheme != "data" && (u.Scheme != "" && u.Scheme != c.base.Scheme || u.Host != "" && u.Host != c.base.Host || u.Opaque != "")
}

func (c *checker) links() {
	root := "/" + strings.Trim(c.base.Path, "/")
	for name, pg := range c.pages {
		at := &url.URL{Path: path.Join(root, name)}
		for _, ref := range pg.refs {
			if strings.HasPrefix(ref, "data:") {
				continue
			}
			u, err := url.Parse(ref)
			if err != nil {
				c.add(name, "not a URL: "+ref)
				continue
			}
			to := at.ResolveReference(&url.URL{Path: u.Path, Fragment: u.Fragment})
			within, ok := strings.CutPrefix(to.Path, strings.TrimSuffix(root, "/")+"/")
			if !ok && to.Path != root {
				c.add(name, "leads out of the site: "+ref)
				continue
			}
			file := strings.TrimSuffix(within, "/")
			switch {
			case c.files[file]:
			case c.files[path.Join(file, "index.html")]:
				file = path.Join(file, "index.html")
			default:
				c.add(name, "leads nowhere: "+ref)
				continue
			}
			if target := c.pages[file]; target != nil && u.Fragment != "" && u.Fragment != "top" && !target.ids[u.Fragment] {
				c.add(name, "no such place on the page: "+ref)
			}
		}
	}
}

func (c *checker) claims(n *planned) {
	if n.Report == nil {
		return
	}
	at := map[string]*page{}
	for _, b := range n.Doc.Blocks {
		for _, cl := range b.Claims {
			at[cl.ID] = n.pageAt(b.Start)
		}
	}
	for _, r := range n.Report.Claims {
		pg := at[r.ID]
		if pg == nil {
			pg = n.pageOfLine(r.Line)
		}
		name := pg.url + "index.html"
		if b := c.pages[name]; b == nil {
			c.add(name, "there is no such page")
		} else if !b.ids[anchor(r.ID)] {
			c.add(name, "claim "+r.ID+" is not on it")
		}
	}
}
