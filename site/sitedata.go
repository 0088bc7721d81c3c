package site

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/dustin/go-humanize"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// siteData is data/knotes.json: what is the same on all pages.
type siteData struct {
	Chapters   []navChapter `json:"chapters"`
	Counts     counts       `json:"counts"`
	Engine     string       `json:"engine"`
	Toolchains []toolchain  `json:"toolchains"`
	Limits     limits       `json:"limits"`
	Open       []openClaims `json:"open"`             // all that is not verified, by status
	Changes    []change     `json:"changes"`          // in evidence, the latest first
	Pages      []link       `json:"pages"`            // that are published as Markdown too, in the order of reading
	Repository string       `json:"repository"`       // its web address, "" where it has none
	Search     string       `json:"search,omitempty"` // the index's first file, below the site; "" without one
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
	URL    string   `json:"url"`
	Title  string   `json:"title"`
	Desc   string   `json:"description"`
	Record string   `json:"record"`
	Date   string   `json:"date"`  // on which its claims were checked, "" where that is not known
	Index  bool     `json:"index"` // it is the chapter's own page
	Counts counts   `json:"counts"`
	Pages  []link   `json:"pages"` // of a note that is split
	Pins   []string `json:"pins"`  // the source code that its links are fixed to
}

// openClaims are the claims of a status other than verified.
type openClaims struct {
	Status string      `json:"status"`
	Shape  string      `json:"shape"`
	Claims []openClaim `json:"claims"`
}

type openClaim struct {
	Note string `json:"note"`
	*claimData
}

func (b *book) siteData() *siteData {
	s := &siteData{Engine: b.engine(), Limits: newLimits(b.Limits), Search: b.search, Changes: b.changes(), Repository: b.Repository}
	for _, p := range b.pages {
		s.Pages = append(s.Pages, link{p.url, p.title})
	}
	open := map[report.Status][]openClaim{}
	for _, c := range b.chapters {
		nc := navChapter{Dir: c.dir, URL: c.dir + "/", Title: c.title, Desc: c.desc}
		for _, n := range c.all() {
			nn := newNavNote(n)
			n.eachClaim(func(r *report.Claim, cl *snippets.Claim, p *page) {
				for _, sum := range []*counts{&nn.Counts, &nc.Counts, &s.Counts} {
					sum.add(r)
				}
				if r.Status != report.Verified {
					open[r.Status] = append(open[r.Status], openClaim{n.Doc.Note.Title, newClaim(r, nil, p.url)})
				}
			})
			nc.Notes = append(nc.Notes, nn)
		}
		s.Chapters = append(s.Chapters, nc)
	}
	for _, st := range []report.Status{report.Failed, report.Drifted, report.Skipped, report.Unverified} {
		if len(open[st]) > 0 {
			s.Open = append(s.Open, openClaims{string(st), shapes[st], open[st]})
		}
	}
	if b.Report != nil {
		for _, name := range slices.Sorted(maps.Keys(b.Report.Environment.Toolchains)) {
			t := newToolchain(name, b.Report)
			t.Packages = b.Report.Environment.Toolchains[name].Packages
			s.Toolchains = append(s.Toolchains, t)
		}
	}
	return s
}

func newNavNote(n *planned) navNote {
	nn := navNote{URL: n.pages[0].url, Title: n.Doc.Note.Title, Desc: n.Doc.Note.Meta.Description, Index: n == n.chapter.index, Pages: n.others()}
	if n.Report != nil {
		nn.Record = n.Report.Record
		nn.Date = dateOf(checked(n.Report))
	}
	nn.Pins = n.pinned()
	return nn
}

// toolchain says what a note's commands ran on.
type toolchain struct {
	Name     string            `json:"name"`
	Anchor   string            `json:"anchor"` // on the page of verification
	ID       string            `json:"id"`
	Suite    string            `json:"suite"`
	Brief    string            `json:"brief"` // compiler, binutils and libc
	Packages map[string]string `json:"packages,omitempty"`
}

func newToolchain(name string, r *report.Report) toolchain {
	t := toolchain{Name: name, Anchor: "toolchain-" + slug(name)}
	if r == nil {
		return t
	}
	rt := r.Environment.Toolchains[name]
	t.ID, t.Suite = rt.ID, rt.Suite
	var brief []string
	for _, pkg := range []string{"gcc", "binutils", "libc6"} {
		if v := rt.Packages[pkg]; v != "" {
			brief = append(brief, pkg+" "+v)
		}
	}
	t.Brief = strings.Join(brief, ", ")
	return t
}

// limits words what a note's commands might take.
type limits struct {
	Time string `json:"time"` // of one command
	Rest string `json:"rest"`
}

func newLimits(l notes.Limits) limits {
	if l.Time == 0 {
		return limits{}
	}
	size := func(s notes.Size) string { return strings.Replace(humanize.IBytes(uint64(s)), ".0 ", " ", 1) }
	return limits{
		Time: duration(time.Duration(l.Time)),
		Rest: fmt.Sprintf("%s of output a command; %s, %s of memory, %d processes and %s of disk for the note",
			size(l.Output), duration(time.Duration(l.Note)), size(l.Memory), l.Processes, size(l.Disk)),
	}
}
