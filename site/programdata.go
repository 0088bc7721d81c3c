package site

import (
	"fmt"
	"strings"

	"github.com/knotes-dev/knotes/verify/listing"
)

// programData is data/programs/<key>.json: what the page of a program shows.
type programData struct {
	Name      string         `json:"name"`
	Path      string         `json:"path"` // in its notebook
	Lang      string         `json:"lang"`
	Text      string         `json:"text"`
	FileURL   string         `json:"fileURL"`
	Lines     int            `json:"lines"`
	Chapter   link           `json:"chapter"`
	Uses      []programUse   `json:"uses"`
	Compiles  bool           `json:"compiles"` // it is of a kind that has assembly
	Assembly  []assemblyData `json:"assembly,omitempty"`
	Toolchain *toolchain     `json:"toolchain,omitempty"` // that made it
	Date      string         `json:"date,omitempty"`      // on which it did
}

// assemblyData is the assembly of a program at a level.
type assemblyData struct {
	Level   string  `json:"level"`
	Options string  `json:"options"`
	Why     string  `json:"why"` // why there is none, "" if there is
	Count   int     `json:"count"`
	Groups  []group `json:"groups"`
}

// group are instructions that follow each other and are of the same line.
type group struct {
	Line int    `json:"line"`           // of the program; 0 if of none
	Name string `json:"name,omitempty"` // of a label, which is a group of its own
	Text string `json:"text"`
}

// data returns what the page of a program shows.
func (b *book) programData(p *program) *programData {
	d := &programData{Name: visible(p.name), Path: visible(p.rel), Lang: p.lang, Text: visible(strings.TrimRight(p.text, "\n")), FileURL: b.files.urls[noteKey{p.notebook, p.rel}],
		Lines: p.lines(), Chapter: link{p.chapter.dir + "/", p.chapter.title}, Uses: p.uses(), Compiles: listing.Compilable(p.name)}
	all, n := p.listed()
	for _, l := range all {
		d.Assembly = append(d.Assembly, newAssembly(l, d.Lines))
	}
	if n != nil {
		t := newToolchain(n.Report.Toolchain, b.Report)
		d.Toolchain, d.Date = &t, n.Report.Seen.Date
	}
	return d
}

// newAssembly puts the lines of a listing into groups. A line that the program
// does not have is of none.
func newAssembly(l listing.Listing, lines int) assemblyData {
	a := assemblyData{Level: l.Level(), Options: visible(l.Options), Why: visible(l.Why)}
	for _, line := range l.Lines {
		if line.Label {
			a.Groups = append(a.Groups, group{Name: visible(line.Text)})
			continue
		}
		a.Count++
		if line.Source > lines {
			line.Source = 0
		}
		text := visible(line.Text)
		if n := len(a.Groups) - 1; n >= 0 && a.Groups[n].Name == "" && a.Groups[n].Line == line.Source {
			a.Groups[n].Text += "\n" + text
			continue
		}
		a.Groups = append(a.Groups, group{Line: line.Source, Text: text})
	}
	return a
}

// markdown is the page of a program for any theme: its source, and below it the
// assembly.
func (p *program) markdown(d *programData) string {
	var md strings.Builder
	md.WriteString(fenced(d.Lang, d.Text))
	for _, a := range d.Assembly {
		fmt.Fprintf(&md, "\n## Assembly, %s\n\n", a.Level)
		if a.Why != "" {
			fmt.Fprintf(&md, "None: %s.\n", a.Why)
			continue
		}
		md.WriteString(fenced("gas", a.text()))
	}
	return frontMatter("title", p.name, "description", fmt.Sprintf("The program %s of the chapter %s, with the steps that use it.", p.name, p.chapter.title),
		"layout", "program", "program", p.key(), "chapter", p.chapter.dir) + guard(md.String())
}

// text spells the assembly as text.
func (a *assemblyData) text() string {
	var all []string
	for _, g := range a.Groups {
		if g.Name != "" {
			all = append(all, g.Name+":")
			continue
		}
		for _, t := range strings.Split(g.Text, "\n") {
			all = append(all, "\t"+t)
		}
	}
	return strings.Join(all, "\n")
}

// navProgram is a program in the list of all.
type navProgram struct {
	URL   string `json:"url"`
	Name  string `json:"name"`
	Lines int    `json:"lines"`
	Notes []link `json:"notes"` // that use it
}

// programList is the programs of a chapter.
type programList struct {
	Chapter  link         `json:"chapter"`
	Dir      string       `json:"dir"`
	Programs []navProgram `json:"programs"`
}

// programs writes the pages of all programs, and the list of them.
func (e *emission) programs(b *book) {
	var lists []programList
	for _, c := range b.chapters {
		l := programList{Chapter: link{c.dir + "/", c.title}, Dir: c.dir}
		for _, p := range b.programsOf(c) {
			d := b.programData(p)
			e.json("data/programs/"+p.key()+".json", d)
			e.file("content/"+p.file+".md", []byte(p.markdown(d)))
			nav := navProgram{URL: p.url, Name: d.Name, Lines: d.Lines}
			for _, u := range d.Uses {
				nav.Notes = append(nav.Notes, u.Note)
			}
			l.Programs = append(l.Programs, nav)
		}
		if len(l.Programs) > 0 {
			lists = append(lists, l)
		}
	}
	if len(lists) == 0 {
		return
	}
	e.json("data/programlist.json", lists)
	e.file("content/programs/_index.md", []byte(frontMatter("title", "Programs", "layout", "programs",
		"description", "All programs of the notes, with the assembly that the toolchain makes of them.")))
}
