package site

import (
	"path"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// pageData is data/pages/<key>.json, the evidence of one page.
type pageData struct {
	URL      string               `json:"url"`
	File     string               `json:"file"`
	Notebook string               `json:"notebook"`
	Chapter  link                 `json:"chapter"`
	Note     string               `json:"note"` // URL of the note this page is of
	Record   string               `json:"record"`
	Date     string               `json:"date"`   // on which the claims were checked
	Engine   string               `json:"engine"` // "" where the records spoke
	Varied   string               `json:"varied"` // what a second run had otherwise, "" where there was none
	Tool     toolchain            `json:"toolchain"`
	Counts   counts               `json:"counts"`
	Blocks   map[string]blockData `json:"blocks"`  // by the id of the fence
	Pins     map[string]pinData   `json:"pins"`    // links to source code that show their status where they stand, by their titles
	Windows  []*windowData        `json:"windows"` // on the source that its links lead to
	Replay   *replayData          `json:"replay"`  // of the note, nil where it runs nothing
	Loose    []claimData          `json:"loose"`   // claims that no block makes: links and names
	Links    map[string]string    `json:"links"`   // from what the note has to where it leads on the site
	Outside  map[string]string    `json:"outside"` // what leads elsewhere: "elsewhere" or, if no page may lead there, "refused"
	H1       bool                 `json:"h1"`
	Promote  bool                 `json:"promote"`         // the first heading is the page's title
	Pages    []link               `json:"pages,omitempty"` // on the first page of a note that is split: the others
	Prev     *link                `json:"prev"`
	Next     *link                `json:"next"`
	Origin   *Origin              `json:"origin"`

	places map[string]string // of the windows: their ids
	Crumbs []link            `json:"crumbs"` // the pages above it, the first page first
	Edit   string            `json:"edit"`   // where its source is edited or, if it is of others, read; "" where nowhere
	Issue  string            `json:"issue"`  // where a problem is reported
}

type link struct {
	URL   string `json:"url"`
	Title string `json:"title"`
}

// data returns the evidence of the nth page of the book.
func (b *book) data(nth int) *pageData {
	p := b.pages[nth]
	n, nn := p.note, p.note.Doc.Note
	d := &pageData{URL: p.url, File: nn.File, Notebook: nn.Notebook, Chapter: link{n.chapter.dir + "/", n.chapter.title}, Note: n.pages[0].url,
		Blocks: map[string]blockData{}, Pins: map[string]pinData{}, Links: map[string]string{}, Outside: map[string]string{}, H1: p.h1, Promote: p != n.pages[0], Origin: b.origin(nn.Notebook)}
	d.Crumbs = b.crumbs(p)
	b.environment(d, n.Report)
	d.Replay = b.replay(n)
	p.blocks(d, b)
	b.reports(d, p)
	for _, l := range n.outline.links {
		if kind := outside(l.dest); kind != "" {
			d.Outside[l.dest] = kind
		} else if to := b.resolve(l.dest, p); to != "" {
			d.Links[l.dest] = to
		}
	}
	if p == n.pages[0] {
		d.Pages = n.others()
	}
	if nth > 0 {
		d.Prev = &link{b.pages[nth-1].url, b.pages[nth-1].title}
	}
	if nth+1 < len(b.pages) {
		d.Next = &link{b.pages[nth+1].url, b.pages[nth+1].title}
	}
	return d
}

// crumbs are the pages above a page.
func (b *book) crumbs(p *page) []link {
	all, c, first := []link{{"", b.Title}}, p.note.chapter, p.note.pages[0]
	if p.url != c.dir+"/" {
		all = append(all, link{c.dir + "/", c.title})
	}
	if p != first {
		all = append(all, link{first.url, first.title})
	}
	return all
}

// environment says on what, and when, the claims of a note were checked.
func (b *book) environment(d *pageData, r *report.Note) {
	if r != nil {
		d.Record, d.Varied = r.Record, r.Seen.Varied
		d.Date, _, _ = strings.Cut(r.Recorded, "T")
		d.Tool = newToolchain(r.Toolchain, b.Report)
	}
	d.Engine = b.engine()
	if d.Date == "" && !b.Checked.IsZero() {
		d.Date = b.Checked.UTC().Format("2006-01-02")
	}
}

// engine names where the commands ran, "" where none did.
func (b *book) engine() string {
	if b.Report == nil || b.Report.Environment.Engine == "none" {
		return ""
	}
	return b.Report.Environment.Engine
}

func (b *book) origin(notebook string) *Origin {
	for i := range b.Origins {
		if b.Origins[i].Notebook == notebook {
			return &b.Origins[i]
		}
	}
	return nil
}

// blocks adds the blocks of the page and its claims.
func (p *page) blocks(d *pageData, bk *book) {
	for _, b := range p.note.Doc.Blocks {
		if b.Start < p.from || b.Start >= p.to || blockAnchor(b) == "" {
			continue
		}
		data := p.block(b)
		if data.Quoted != nil {
			data.Quoted.Defined = bk.definitions().in(b.Text(), p.note.claim(b.Claims[0]).Pin)
		}
		if b.Attrs.File != "" {
			data.FileURL = bk.program(p.note.Doc.Note, path.Join(path.Dir(p.note.Doc.Note.Rel), b.Attrs.File))
		}
		d.Blocks[data.Anchor] = data
	}
	p.note.eachClaim(func(r *report.Claim, c *snippets.Claim, at *page) {
		if at != p {
			return
		}
		d.Counts.add(r)
		switch {
		case c == nil, c.Name != nil:
			d.Loose = append(d.Loose, *newClaim(r, nil, p.url))
		case c.Link != nil:
			pin := p.note.newPin(c, p.url)
			pin.Window = d.window(r)
			d.Loose = append(d.Loose, *pin.claimData)
			if pin.Inline {
				d.Pins[p.note.pinTitle(c)] = pin
			}
		}
	})
}

// window returns the id of the window on what a link leads to, and adds it to
// the page if it is the first one there.
func (d *pageData) window(c *report.Claim) string {
	w := newWindow(c)
	if w == nil {
		return ""
	}
	at := place(c.Pin)
	if d.places == nil {
		d.places = map[string]string{}
	}
	if d.places[at] == "" {
		d.places[at] = w.ID
		d.Windows = append(d.Windows, w)
	}
	return d.places[at]
}

// eachClaim calls f for the claims of a note's blocks and prose, then for those
// of its report that nobody knows (c is nil), with the page each is on.
func (n *planned) eachClaim(f func(r *report.Claim, c *snippets.Claim, p *page)) {
	seen := map[string]bool{}
	for _, b := range n.Doc.Blocks {
		for _, c := range b.Claims {
			seen[c.ID] = true
			f(n.claim(c), c, n.pageAt(b.Start))
		}
	}
	for _, c := range n.Doc.Prose {
		if c.Name != nil && n.Report != nil && n.claims[c.ID] == nil {
			continue // it proved to say nothing
		}
		seen[c.ID] = true
		f(n.claim(c), c, n.pageOfLine(c.Pos.Line))
	}
	if n.Report == nil {
		return
	}
	for _, r := range n.Report.Claims {
		if !seen[r.ID] {
			f(r, nil, n.pageOfLine(r.Line))
		}
	}
}
