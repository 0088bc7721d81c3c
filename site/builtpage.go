package site

import (
	"bytes"
	"net/url"
	"strings"

	"golang.org/x/net/html"
)

// builtPage is what the check has to know of a page.
type builtPage struct {
	ids  map[string]bool
	refs []string // links and images within the site
}

// read reads a page, and finds ids used twice and assets of other hosts.
func (c *checker) read(name string, data []byte) {
	pg := &builtPage{ids: map[string]bool{}}
	c.pages[name] = pg
	z := html.NewTokenizer(bytes.NewReader(data))
	for {
		switch z.Next() {
		case html.ErrorToken: // the end
			return
		case html.StartTagToken, html.SelfClosingTagToken:
			c.readTag(name, pg, z.Token())
		}
	}
}

func (c *checker) readTag(name string, pg *builtPage, t html.Token) {
	for _, a := range t.Attr {
		switch {
		case a.Key == "id":
			if pg.ids[a.Val] {
				c.add(name, "id "+a.Val+" is used twice")
			}
			pg.ids[a.Val] = true
		case isAsset(t, a.Key):
			if c.foreign(a.Val) {
				c.add(name, "asks another host for "+a.Val)
			} else if !isData(a.Val) {
				pg.refs = append(pg.refs, a.Val)
			}
		case a.Key == "href" && t.Data == "a" && !c.foreign(a.Val):
			pg.refs = append(pg.refs, a.Val)
		case a.Key == "content" && attribute(t, "property") == "og:image" && !c.foreign(a.Val): // others will ask for it
			pg.refs = append(pg.refs, a.Val)
		}
	}
}

// isAsset tells whether a browser would ask for what an attribute names
// without being told to.
func isAsset(t html.Token, key string) bool {
	switch key {
	case "src", "srcset", "poster":
		return true
	case "data":
		return t.Data == "object"
	case "href":
		return t.Data == "link" && attribute(t, "rel") != "canonical"
	}
	return false
}

func attribute(t html.Token, key string) string {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func isData(ref string) bool {
	u, err := url.Parse(ref)
	return err == nil && u.Scheme == "data"
}

// foreign says whether a reference is to something other than the site: with
// another scheme, on another host, or elsewhere on its own.
func (c *checker) foreign(ref string) bool {
	u, err := url.Parse(ref)
	if err != nil || u.Scheme == "data" {
		return false
	}
	return u.Scheme != "" && u.Scheme != c.base.Scheme || u.Opaque != "" ||
		u.Host != "" && (u.Host != c.base.Host || !strings.HasPrefix(u.Path+"/", strings.TrimSuffix(c.root(), "/")+"/"))
}
