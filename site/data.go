package site

import (
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// pageData is data/pages/<key>.json.
type pageData struct {
	File     string               `json:"file"`
	Notebook string               `json:"notebook"`
	Chapter  link                 `json:"chapter"`
	Note     string               `json:"note"` // URL of the note this page is of
	Record   string               `json:"record"`
	Recorded string               `json:"recorded"`
	Engine   string               `json:"engine"`
	Tool     toolchain            `json:"toolchain"`
	Counts   counts               `json:"counts"`
	Blocks   map[string]blockData `json:"blocks"`
	Loose    []claimData          `json:"loose"` // claims that no block makes: links and names
	Links    map[string]string    `json:"links"`
	H1       bool                 `json:"h1"`
	Promote  bool                 `json:"promote"` // the first heading is the page's title
	Prev     *link                `json:"prev"`
	Next     *link                `json:"next"`
	Origin   *Origin              `json:"origin"`
}

type link struct {
	URL   string `json:"url"`
	Title string `json:"title"`
}

type toolchain struct {
	Name     string            `json:"name"`
	ID       string            `json:"id"`
	Suite    string            `json:"suite"`
	Brief    string            `json:"brief"` // compiler, binutils and libc
	Packages map[string]string `json:"packages,omitempty"`
}

type counts struct {
	Claims     int `json:"claims"`
	Verified   int `json:"verified"`
	Drifted    int `json:"drifted"`
	Failed     int `json:"failed"`
	Skipped    int `json:"skipped"`
	Unverified int `json:"unverified"`
	Coverage   int `json:"coverage"` // percent, rounded down
}

type blockData struct {
	Class  string     `json:"class"`
	File   string     `json:"file"`
	Quote  string     `json:"quote"`
	Setup  bool       `json:"setup"`
	Parts  []part     `json:"parts,omitempty"` // of a session
	Claim  *claimData `json:"claim,omitempty"` // of any other block
	Anchor string     `json:"anchor"`
}

// part is a piece of a session: prose without a command, or a step.
type part struct {
	Prose    string     `json:"prose"`
	Command  []cmdLine  `json:"command"`
	Output   string     `json:"output"`   // as the note shows it
	Observed string     `json:"observed"` // where it is to be seen beside or instead
	Claim    *claimData `json:"claim"`
}

type cmdLine struct {
	Prompt string `json:"prompt"`
	Text   string `json:"text"`
}

type claimData struct {
	ID       string `json:"id"`
	Anchor   string `json:"anchor"`
	Kind     string `json:"kind"`
	Status   string `json:"status"`
	Shape    string `json:"shape"`
	Word     string `json:"word"`
	Means    string `json:"means"`
	Reason   string `json:"reason"`
	Command  string `json:"command"`
	Exit     string `json:"exit"`
	Time     string `json:"time"`
	Ran      bool   `json:"ran"`
	Cached   bool   `json:"cached"`
	Remark   string `json:"remark"`
	Expected string `json:"expected"`
	Observed string `json:"observed"`
	Line     int    `json:"line"`
	URL      string `json:"url"`
}

var shapes = map[report.Status]string{
	report.Verified: "✓", report.Drifted: "≠", report.Failed: "✗", report.Skipped: "–", report.Unverified: "?",
}

// means says what each kind of evidence proves; another kind is shown by its
// own word.
var means = map[string]string{
	"ran":       "It ran: exit status and output are as written.",
	"masked":    "It ran: exit status and output are as written, but for values proven to vary from run to run.",
	"succeeded": "It ran to success, which is all the note claims. Output below it is what it printed.",
	"excerpt":   "These lines stand, in order, in what an earlier step printed or made.",
	"compiled":  "It compiled with -Wall -Wextra without error.",
	"quoted":    "The same tokens stand, in order, in the pinned source.",
	"decoded":   "The toolchain's objdump decodes these bytes so.",
	"pinned":    "The link is fixed to a commit or release; file, line and symbol are there.",
	"found":     "The name is found in the kernel release.",
}

func newClaim(c *report.Claim, url string) *claimData {
	d := &claimData{ID: c.ID, Anchor: anchor(c.ID), Kind: c.Kind, Status: string(c.Status), Shape: shapes[c.Status],
		Word: string(c.Status), Reason: visible(c.Reason), Command: visible(c.Command), Cached: c.Cached,
		Remark: visible(c.Remark), Line: c.Line, URL: url + "#" + anchor(c.ID)}
	if c.Status == report.Verified {
		d.Means = means[c.Evidence]
		switch c.Evidence {
		case "", "masked", "succeeded":
			d.Word = "ran"
		default:
			d.Word = c.Evidence
		}
	}
	if c.Exit != nil {
		d.Exit, d.Ran = fmt.Sprint(*c.Exit), true
		d.Time = fmt.Sprintf("%.3g s", c.Seconds)
	}
	if d.Ran || c.Observed != "" {
		d.Observed = visible(c.Observed)
	}
	if c.Status == report.Drifted || c.Status == report.Failed {
		d.Expected = visible(c.Expected)
	}
	return d
}

// missing stands for a claim that the report does not know.
func missing(c *snippets.Claim) *report.Claim {
	r := &report.Claim{ID: c.ID, Line: c.Pos.Line, Kind: string(c.Kind), Status: report.Unverified, Reason: "not checked"}
	if c.Step != nil {
		r.Command = c.Step.Command
	}
	return r
}

func (p *page) data(pr *Project, files map[string]string, rels map[string]*planned) *pageData {
	n, nn := p.note, p.note.Doc.Note
	d := &pageData{File: nn.File, Notebook: nn.Notebook, Chapter: link{n.chapter.dir + "/", n.chapter.title},
		Note: n.pages[0].url, Blocks: map[string]blockData{}, Links: map[string]string{}, H1: p.h1,
		Promote: p != n.pages[0]}
	if r := n.Report; r != nil {
		d.Record, d.Recorded = r.Record, r.Recorded
		d.Tool = newToolchain(r.Toolchain, pr.Report, false)
	}
	if pr.Report != nil {
		d.Engine = pr.Report.Environment.Engine
	}
	for i := range pr.Origins {
		if pr.Origins[i].Notebook == nn.Notebook {
			d.Origin = &pr.Origins[i]
		}
	}
	inBlock := map[string]bool{}
	for _, b := range n.Doc.Blocks {
		for _, c := range b.Claims {
			inBlock[c.ID] = true
		}
		if b.Start < p.from || b.Start >= p.to {
			continue
		}
		for _, c := range b.Claims {
			d.Counts.add(n.claim(c))
		}
		if a := blockAnchor(b); a != "" {
			d.Blocks[a] = n.block(b, a, p.url)
		}
	}
	if n.Report != nil {
		for _, c := range n.Report.Claims {
			if !inBlock[c.ID] && n.pageOfLine(c.Line) == p {
				d.Counts.add(c)
				d.Loose = append(d.Loose, *newClaim(c, p.url))
			}
		}
	}
	for _, dest := range n.outline.links {
		if to := n.resolve(dest, p, files, rels); to != "" {
			d.Links[dest] = to
		}
	}
	return d
}

func (n *planned) claim(c *snippets.Claim) *report.Claim {
	if r := n.claims[c.ID]; r != nil {
		return r
	}
	return missing(c)
}

func (n *planned) block(b *snippets.Block, a, url string) blockData {
	d := blockData{Class: string(b.Class), File: b.Attrs.File, Quote: b.Attrs.Quote, Setup: b.Attrs.Setup, Anchor: a}
	if b.Class != snippets.Session {
		if len(b.Claims) > 0 {
			d.Claim = newClaim(n.claim(b.Claims[0]), url)
		}
		return d
	}
	at := 0
	prose := func(to int) {
		if to > at {
			d.Parts = append(d.Parts, part{Prose: lines(b, at, to)})
		}
	}
	for _, c := range b.Claims {
		s := c.Step
		if s == nil {
			continue
		}
		prose(s.CommandFrom)
		r := n.claim(c)
		p := part{Claim: newClaim(r, url), Output: lines(b, s.OutputFrom, s.OutputTo)}
		own := strings.Split(s.Command, "\n")
		for i, l := range b.Lines[s.CommandFrom:s.CommandTo] {
			cl := cmdLine{Text: l.Text}
			if i == 0 && strings.HasPrefix(l.Text, s.Prompt) {
				cl = cmdLine{s.Prompt, l.Text[len(s.Prompt):]}
			} else if i < len(own) && l.Text == "> "+own[i] {
				cl = cmdLine{"> ", own[i]}
			}
			p.Command = append(p.Command, cmdLine{visible(cl.Prompt), visible(cl.Text)})
		}
		if r.Status == report.Drifted || r.Status == report.Failed && r.Observed != "" || inlined(s, r) {
			p.Observed = p.Claim.Observed
		}
		p.Claim.Observed, p.Claim.Expected = "", ""
		d.Parts = append(d.Parts, p)
		at = max(s.CommandTo, s.OutputTo)
	}
	prose(len(b.Lines))
	return d
}

func lines(b *snippets.Block, from, to int) string {
	var out strings.Builder
	for _, l := range b.Lines[from:to] {
		out.WriteString(visible(l.Text) + "\n")
	}
	return strings.TrimRight(out.String(), "\n")
}

func (c *counts) add(r *report.Claim) {
	c.Claims++
	switch r.Status {
	case report.Verified:
		c.Verified++
	case report.Drifted:
		c.Drifted++
	case report.Failed:
		c.Failed++
	case report.Skipped:
		c.Skipped++
	default:
		c.Unverified++
	}
	c.Coverage = 100 * c.Verified / c.Claims
}

func newToolchain(name string, r *report.Report, packages bool) toolchain {
	t := toolchain{Name: name}
	if r == nil {
		return t
	}
	rt, ok := r.Environment.Toolchains[name]
	if !ok {
		return t
	}
	t.ID, t.Suite = rt.ID, rt.Suite
	var brief []string
	for _, pkg := range []string{"gcc", "binutils", "libc6"} {
		if v := rt.Packages[pkg]; v != "" {
			brief = append(brief, pkg+" "+v)
		}
	}
	t.Brief = strings.Join(brief, ", ")
	if packages {
		t.Packages = rt.Packages
	}
	return t
}

// resolve returns where a link of a note leads on the site, "" if it is not
// to be changed.
func (n *planned) resolve(dest string, from *page, files map[string]string, rels map[string]*planned) string {
	u, err := url.Parse(dest)
	if err != nil || u.Scheme != "" || u.Host != "" || strings.HasPrefix(dest, "/") {
		return ""
	}
	to := n
	if u.Path != "" {
		nb := n.Doc.Note.Notebook
		rel := path.Join(path.Dir(n.Doc.Note.Rel), u.Path)
		key := nb + "\x00" + rel
		if to = rels[key]; to == nil {
			to = rels[key+"/_index.md"]
		}
		if to == nil {
			return files[key]
		}
	}
	if u.Fragment == "" {
		return to.pages[0].url
	}
	for _, b := range to.Doc.Blocks {
		for _, c := range b.Claims {
			if c.ID == u.Fragment {
				return to.pageAt(b.Start).url + "#" + anchor(c.ID)
			}
		}
		if b.Attrs.ID == u.Fragment {
			return to.pageAt(b.Start).url + "#" + blockAnchor(b)
		}
	}
	if a := to.anchors[u.Fragment]; a != "" {
		return a
	}
	if to == n {
		return from.url + "#" + u.Fragment
	}
	return to.pages[0].url + "#" + u.Fragment
}
