package site

import (
	"sort"

	"github.com/knotes-dev/knotes/verify/report"
)

// site-wide data: data/knotes.json.
type siteJSON struct {
	Chapters   []navChapter `json:"chapters"`
	Counts     counts       `json:"counts"`
	Engine     string       `json:"engine"`
	Toolchains []toolchain  `json:"toolchains"`
	Open       []openClaims `json:"open"` // all that is not verified, by status
}

type navChapter struct {
	Dir    string    `json:"dir"`
	URL    string    `json:"url"`
	Title  string    `json:"title"`
	Desc   string    `json:"description"`
	Counts counts    `json:"counts"`
	Notes  []navNote `json:"notes"`
}

type navNote struct {
	URL    string `json:"url"`
	Title  string `json:"title"`
	Desc   string `json:"description"`
	Record string `json:"record"`
	Counts counts `json:"counts"`
	Pages  []link `json:"pages"` // of a note that is split
}

type openClaims struct {
	Status string      `json:"status"`
	Shape  string      `json:"shape"`
	Claims []openClaim `json:"claims"`
}

type openClaim struct {
	Note string `json:"note"`
	claimData
}

func siteData(p *Project, chapters []*chapter) *siteJSON {
	s := &siteJSON{}
	byStatus := map[report.Status][]openClaim{}
	for _, c := range chapters {
		nc := navChapter{Dir: c.dir, URL: c.dir + "/", Title: c.title, Desc: c.desc}
		all := c.notes
		if c.index != nil {
			all = append([]*planned{c.index}, all...)
		}
		for _, n := range all {
			nn := navNote{URL: n.pages[0].url, Title: n.Doc.Note.Title, Desc: n.Doc.Note.Meta.Description}
			if n.Report != nil {
				nn.Record = n.Report.Record
			}
			for _, pg := range n.pages[1:] {
				nn.Pages = append(nn.Pages, link{pg.url, pg.title})
			}
			n.eachClaim(func(r *report.Claim, pg *page) {
				nn.Counts.add(r)
				nc.Counts.add(r)
				s.Counts.add(r)
				if r.Status != report.Verified {
					byStatus[r.Status] = append(byStatus[r.Status], openClaim{n.Doc.Note.Title, *newClaim(r, pg.url)})
				}
			})
			if n != c.index || nn.Counts.Claims > 0 {
				nc.Notes = append(nc.Notes, nn)
			}
		}
		s.Chapters = append(s.Chapters, nc)
	}
	for _, st := range []report.Status{report.Failed, report.Drifted, report.Skipped, report.Unverified} {
		if cs := byStatus[st]; len(cs) > 0 {
			for i := range cs {
				cs[i].Observed, cs[i].Expected = "", ""
			}
			s.Open = append(s.Open, openClaims{string(st), shapes[st], cs})
		}
	}
	if p.Report != nil {
		s.Engine = p.Report.Environment.Engine
		for name := range p.Report.Environment.Toolchains {
			s.Toolchains = append(s.Toolchains, newToolchain(name, p.Report, true))
		}
		sort.Slice(s.Toolchains, func(i, j int) bool { return s.Toolchains[i].Name < s.Toolchains[j].Name })
	}
	return s
}

// eachClaim calls f for the claims of a note's blocks, then for those of its
// report that no block makes.
func (n *planned) eachClaim(f func(*report.Claim, *page)) {
	seen := map[string]bool{}
	for _, b := range n.Doc.Blocks {
		for _, c := range b.Claims {
			seen[c.ID] = true
			f(n.claim(c), n.pageAt(b.Start))
		}
	}
	if n.Report != nil {
		for _, c := range n.Report.Claims {
			if !seen[c.ID] {
				f(c, n.pageOfLine(c.Line))
			}
		}
	}
}
