package site

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/match"
)

// repository is where the source of some notes stands in the web. Its zero
// value has no links.
type repository struct {
	address string // without a slash at its end
	ref     string // a branch, or the commit of a pulled notebook
	pulled  bool   // it is not ours to edit
	forms   *forms
}

// forms are the addresses of a kind of forge, behind that of the repository.
type forms struct {
	edit, view, issue string // %s is ref and path
	title, body       string // the names of an issue's parts
}

var (
	gitHub  = &forms{"/edit/%s", "/blob/%s", "/issues/new", "title", "body"}
	gitLab  = &forms{"/-/edit/%s", "/-/blob/%s", "/-/issues/new", "issue[title]", "issue[description]"}
	forgejo = &forms{"/_edit/%s", "/src/branch/%s", "/issues/new", "title", "body"}
)

// formsOf tells from its name what a host is, nil where the name does not.
func formsOf(host string) *forms {
	switch {
	case host == "github.com":
		return gitHub
	case strings.Contains(host, "gitlab"):
		return gitLab
	case host == "codeberg.org", strings.Contains(host, "gitea"), strings.Contains(host, "forgejo"):
		return forgejo
	}
	return nil
}

// repositoryOf returns where a note's source stands: the notes of others stand
// at their origin, and there only where its host is known; a project that names
// its own repository on another host means one like GitHub's.
func (b *book) repositoryOf(n *notes.Note) repository {
	r := repository{address: b.Repository, ref: b.Branch}
	origin := b.origin(n.Notebook)
	if origin != nil {
		r = repository{address: origin.URL, ref: origin.Commit, pulled: true}
	}
	u, err := url.Parse(r.address)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return repository{}
	}
	r.address = strings.TrimSuffix(strings.TrimSuffix(r.address, "/"), ".git")
	if r.forms = formsOf(u.Host); r.forms == nil && origin == nil {
		r.forms = gitHub
	}
	return r
}

// source is the address at which a note's file is edited, or read where it is
// not ours; "" where there is none.
func (r repository) source(n *notes.Note) string {
	file, form := n.File, ""
	if r.pulled {
		file = n.Rel
	}
	switch {
	case r.forms == nil, r.ref == "", file == "", strings.HasPrefix(path.Clean(file), ".."), path.IsAbs(file):
		return ""
	case r.pulled && r.forms == forgejo:
		form = "/src/commit/%s"
	case r.pulled:
		form = r.forms.view
	default:
		form = r.forms.edit
	}
	return r.address + fmt.Sprintf(form, (&url.URL{Path: r.ref + "/" + file}).EscapedPath())
}

// issue is the address at which an issue is written, with a beginning; "" where
// there is none.
func (r repository) issue(title, body string) string {
	if r.forms == nil {
		return ""
	}
	q := url.Values{r.forms.title: {title}, r.forms.body: {body}}
	return r.address + r.forms.issue + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// reports adds to the data of a page where it is edited, and where its faults
// are reported.
func (b *book) reports(d *pageData, p *page) {
	r := b.repositoryOf(p.note.Doc.Note)
	d.Edit = r.source(p.note.Doc.Note)
	d.Issue = r.issue(p.title, fmt.Sprintf("- Note: %s\n\n", d.File))
	for _, block := range p.note.Doc.Blocks {
		data := d.Blocks[blockAnchor(block)]
		if data.Claim != nil {
			data.Claim.Issue = r.difference(d, data.Claim, rawText(block, 0, len(block.Lines)))
		}
		for _, s := range data.Parts {
			if s.Claim != nil {
				s.Claim.Issue = r.difference(d, s.Claim, cmp.Or(s.Output, s.Observed))
			}
		}
	}
	for i := range d.Loose {
		d.Loose[i].Issue = r.difference(d, &d.Loose[i], d.Loose[i].Target)
	}
}

// maxShown bounds what an issue quotes of a page, bytes: forges refuse long
// addresses.
const maxShown = 800

// difference is the address at which a reader reports that a claim came out in
// another way.
func (r repository) difference(d *pageData, c *claimData, shown string) string {
	if r.forms == nil {
		return ""
	}
	subject := firstOf(c.Command, c.Text, c.Kind)
	var b strings.Builder
	fmt.Fprintf(&b, "- Note: %s, line %d\n- Claim: %s (%s), shown as %s\n", d.File, c.Line, c.ID, c.Kind, c.Word)
	if d.Tool.Brief != "" {
		fmt.Fprintf(&b, "- Toolchain: %s\n", d.Tool.Brief)
	}
	if d.Date != "" {
		fmt.Fprintf(&b, "- Checked: %s\n", d.Date)
	}
	if c.Command != "" {
		b.WriteString("\nCommand:\n\n" + fenced("", clip(c.Command, maxShown)))
	}
	if strings.TrimSpace(shown) != "" {
		b.WriteString("\nThe page shows:\n\n" + fenced("", clip(shown, maxShown)))
	}
	b.WriteString("\nI see instead, on:\n\n")
	return r.issue(fmt.Sprintf("%s, line %d: %s", d.File, c.Line, clip(subject, 60)), b.String())
}

// firstOf returns the first line of the first text that is not empty.
func firstOf(texts ...string) string {
	for _, t := range texts {
		if line, _, _ := strings.Cut(t, "\n"); line != "" {
			return line
		}
	}
	return ""
}

// clip shortens a text to at most size bytes of whole runes, and shows that.
func clip(s string, size int) string {
	if len(s) <= size {
		return s
	}
	return match.Prefix(s, size) + "…"
}
