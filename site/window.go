package site

import (
	"fmt"
	"path"
	"strings"

	"github.com/knotes-dev/knotes/snippets/forge"
	"github.com/knotes-dev/knotes/verify/report"
)

// windowData is a small window on the source that links of a page lead to: the
// lines, where they are from, and where they can be seen in their file. A page
// has one for each place, however many links lead there.
type windowData struct {
	ID     string `json:"id"`
	Source string `json:"source"` // "linux 6.12.107"
	Path   string `json:"path"`
	Lines  string `json:"lines"` // "line 12", "lines 12–20", "" for the file as a whole
	Says   string `json:"says"`  // what the symbols are there
	Lang   string `json:"lang"`  // in which the lines are coloured
	First  int    `json:"first"` // the line of the file with which Text begins
	Text   string `json:"text"`
	Marked string `json:"marked"` // the lines that are meant, counted in the file: "12-20"
	seen
}

// seen is where lines of source can be seen, each "" where nowhere.
type seen struct {
	GitHub string `json:"github"`
	Elixir string `json:"elixir"`
}

// seenAt is where the web shows lines of a pin. Only the kernel is known to be
// at those places.
func seenAt(p *report.Pin, first, last int) seen {
	switch {
	case p.Release != "" && strings.HasPrefix(p.Source, "linux "):
		return seen{forge.AtGitHub(p.Release, p.Path, first, last), forge.AtElixir(p.Release, p.Path, first, last)}
	case p.Commit != "" && strings.Contains(p.Source, "/linux"):
		return seen{GitHub: forge.AtGitHub(p.Commit, p.Path, first, last)}
	}
	return seen{}
}

// place tells the places of a page apart.
func place(p *report.Pin) string {
	return fmt.Sprintf("%s\x00%s\x00%d\x00%d", p.Source, p.Path, p.Line, p.Last)
}

// newWindow returns the window on a pin; nil where its lines are not known.
func newWindow(c *report.Claim) *windowData {
	p := c.Pin
	if p == nil || p.Text == "" {
		return nil
	}
	var says []string
	for _, s := range p.Symbols {
		says = append(says, s.String())
	}
	return &windowData{
		ID: anchor(c.ID) + ".source", Source: visible(p.Source), Path: visible(p.Path), Lines: lineRange(p.Line, p.Last), Says: visible(strings.Join(says, ", ")),
		Lang: sourceLanguage(p.Path), First: p.First, Text: visible(strings.TrimRight(p.Text, "\n")), Marked: markedLines(p), seen: seenAt(p, p.Line, p.Last),
	}
}

// markedLines are the lines that a pin means of those its window shows, as
// Hugo's highlighter takes them: counted from the first that is shown.
func markedLines(p *report.Pin) string {
	count := strings.Count(strings.TrimRight(p.Text, "\n"), "\n") + 1
	from, to := max(p.Line-p.First+1, 1), min(p.Last-p.First+1, count)
	if p.Line == 0 || from > to || to-from+1 == count {
		return ""
	}
	return fmt.Sprintf("%d-%d", from, to)
}

func lineRange(first, last int) string {
	switch {
	case first == 0:
		return ""
	case last <= first:
		return fmt.Sprintf("line %d", first)
	}
	return fmt.Sprintf("lines %d–%d", first, last)
}

// sourceLanguage is that of a file of the kernel, as Hugo's highlighter knows it.
func sourceLanguage(file string) string {
	switch path.Ext(file) {
	case ".c", ".h":
		return "c"
	case ".S", ".s":
		return "gas"
	}
	return "text"
}

// quotedData is where a quotation stands in its source.
type quotedData struct {
	Source string       `json:"source"`
	Path   string       `json:"path"`
	Lines  string       `json:"lines"`
	Each   []quotedLine `json:"each"` // of the block

	Defined []definedName `json:"defined,omitempty"` // elsewhere in the source
	seen
}

// quotedLine is the number of a quoted line in its source, 0 where it quotes
// none, and where it can be seen.
type quotedLine struct {
	Number int    `json:"number"`
	URL    string `json:"url"`
}

// newQuoted returns where a quotation stands; nil where it was not found.
func newQuoted(c *report.Claim) *quotedData {
	p := c.Pin
	if p == nil || len(p.Quoted) == 0 {
		return nil
	}
	q := &quotedData{Source: visible(p.Source), Path: visible(p.Path), Lines: lineRange(p.Line, p.Last), seen: seenAt(p, p.Line, p.Last)}
	for _, n := range p.Quoted {
		l := quotedLine{Number: n}
		if n > 0 {
			at := seenAt(p, n, n)
			if l.URL = at.Elixir; l.URL == "" {
				l.URL = at.GitHub
			}
		}
		q.Each = append(q.Each, l)
	}
	return q
}
