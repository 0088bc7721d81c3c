package site

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// twinName is the name of a page as Markdown, beside its index.html.
const twinName = "index.md"

// twin is a page as Markdown, for those who read no HTML: the note with what
// was observed, its links leading to the other twins, and at its end what was
// found of each claim.
func (b *book) twin(p *page) string {
	n, nn := p.note, p.note.Doc.Note
	edits := b.linkEdits(p)
	body := rewrite(nn.Source, p.from, p.to, n.Doc.Blocks, n.claims, edits, language)
	if !p.h1 {
		body = "# " + visible(p.title) + "\n\n" + strings.TrimLeft(body, "\n")
	}
	if len(n.pages) > 1 && len(n.outline.defs) > 0 {
		body = strings.TrimRight(body, "\n") + "\n\n" + strings.Join(n.outline.defs, "\n")
	}
	sum, evidence := p.evidence()
	return b.twinHead(p, sum) + strings.TrimSpace(body) + "\n" + evidence
}

// twinHead says of what the page is, and how much of it holds.
func (b *book) twinHead(p *page, sum counts) string {
	n := p.note
	kv := []any{"title", visible(p.title), "claims", sum.words()}
	if p.desc != "" {
		kv = append(kv, "description", visible(p.desc))
	}
	if n.Report != nil {
		if at := checked(n.Report); !at.IsZero() {
			kv = append(kv, "checked", dateOf(at))
		}
		if t := newToolchain(n.Report.Toolchain, b.Report); t.Brief != "" {
			kv = append(kv, "toolchain", strings.TrimSpace(t.Brief+" "+t.ID))
		}
	}
	if pins := n.pinned(); len(pins) > 0 {
		kv = append(kv, "pins", strings.Join(pins, ", "))
	}
	if !n.Modified.IsZero() {
		kv = append(kv, "changed", dateOf(n.Modified.UTC()))
	}
	kv = append(kv, "source", visible(n.Doc.Note.File))
	return frontMatter(kv...) + "\n"
}

// evidence lists the claims of a page with what was found of each.
func (p *page) evidence() (sum counts, list string) {
	var out strings.Builder
	p.note.eachClaim(func(r *report.Claim, _ *snippets.Claim, at *page) {
		if at != p {
			return
		}
		sum.add(r)
		text := word(r)
		if s := r.Subject(); s != "" {
			text += ": " + codeSpan(visible(clip(s, 100)))
		} else {
			text += ": " + r.Kind
		}
		fmt.Fprintf(&out, "- %s %s, line %d of the note", shapes[r.Status], text, r.Line)
		if r.Reason != "" {
			out.WriteString(": " + visible(r.Reason))
		}
		out.WriteString("\n")
		if wrong(r) && r.Observed != "" {
			printed := fenced("", visible(strings.TrimRight(r.Observed, "\n")))
			out.WriteString("\n  It printed:\n\n  " + strings.ReplaceAll(strings.TrimRight(printed, "\n"), "\n", "\n  ") + "\n\n")
		}
	})
	if out.Len() == 0 {
		return sum, ""
	}
	return sum, "\n## How each claim was checked\n\n" + out.String()
}

// codeSpan writes text as code within a line.
func codeSpan(s string) string {
	run := "`"
	for strings.Contains(s, run) {
		run += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " "
	}
	return run + s + run
}

// linkEdits lead the links of a page to where their goals are published.
func (b *book) linkEdits(p *page) []edit {
	src := p.note.Doc.Note.Source
	var edits []edit
	done := map[string]bool{}
	for _, l := range p.note.outline.links {
		if done[l.dest] || l.dest == "" {
			continue
		}
		done[l.dest] = true
		to := b.resolve(l.dest, p)
		if to == "" {
			continue
		}
		form := regexp.MustCompile(`(?:\]\(\s*<?|(?m:^ {0,3}\[[^\]\n]+\]:[ \t]*<?))(` + regexp.QuoteMeta(l.dest) + `)[>\s)]`)
		for _, at := range form.FindAllSubmatchIndex(src[p.from:p.to], -1) {
			edits = append(edits, edit{p.from + at[2], p.from + at[3], b.twinLink(p, to)})
		}
	}
	slices.SortFunc(edits, func(x, y edit) int { return x.from - y.from })
	return edits
}

// twinLink is how the twin of a page leads to a place on the site.
func (b *book) twinLink(from *page, to string) string {
	file, fragment, _ := strings.Cut(to, "#")
	if file == home {
		file = "index.html"
	} else if strings.HasSuffix(file, "/") {
		file += "index.html"
		if b.hasPage(strings.TrimSuffix(file, "index.html")) {
			file = strings.TrimSuffix(file, "index.html") + twinName
		}
	}
	if fragment != "" {
		fragment = "#" + fragment
	}
	return strings.Repeat("../", strings.Count(path.Clean(from.url), "/")+1) + file + fragment
}

func (b *book) hasPage(url string) bool {
	return slices.ContainsFunc(b.pages, func(p *page) bool { return p.url == url })
}

// pinned names the source code that the links of a note are fixed to: "linux
// v6.12". It is what they say, whether or not it was found.
func (n *planned) pinned() []string {
	var all []string
	for _, c := range n.Doc.Prose {
		if c.Link == nil || !c.Link.Address.Pinned() {
			continue
		}
		a := c.Link.Address
		if pin := visible(strings.TrimSpace(cmp.Or(a.Project, "source") + " " + a.Ref)); !slices.Contains(all, pin) {
			all = append(all, pin)
		}
	}
	slices.Sort(all)
	return all
}
