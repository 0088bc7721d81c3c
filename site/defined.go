package site

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// An identifier of quoted C leads to its definition in the same source where a
// link or a name of the notebook was found to be that definition. An identifier
// that means several things (defined twice, or a member's name, too) leads
// nowhere, since no page may send its reader to the wrong one.

// definitions are places by the source they are in, and the name defined.
type definitions map[defined][]definedAt

type defined struct {
	source, name string
	tag          bool // of a struct, union or enum, which have names of their own
}

type definedAt struct {
	pin  *report.Pin
	path string
	line int
}

// definitions of the notebook, collected at the first need.
func (b *book) definitions() definitions {
	if b.defs != nil {
		return b.defs
	}
	b.defs = definitions{}
	for _, n := range b.notes {
		n.eachClaim(func(r *report.Claim, c *snippets.Claim, _ *page) { b.defs.add(r, c) })
	}
	return b.defs
}

// add adds what a claim was found to be the definition of. A name that has one
// in each architecture says too little.
func (d definitions) add(r *report.Claim, c *snippets.Claim) {
	p := r.Pin
	if p == nil || p.Line == 0 || r.Status != report.Verified || c == nil {
		return
	}
	if c.Name != nil && !strings.HasPrefix(p.Path, "arch/") && slices.Contains([]string{"function", "struct", "union", "enum"}, c.Name.Kind) {
		d.put(p, c.Name.Text, c.Name.Kind != "function")
	}
	if c.Link == nil || p.Last > p.Line {
		return
	}
	for _, s := range p.Symbols {
		if s.Role == "definition" && s.As != "field" && s.As != "config" && s.As != "" {
			d.put(p, s.Name, isTag(s.As))
		}
	}
}

func isTag(as string) bool { return as == "struct" || as == "union" || as == "enum" }

func (d definitions) put(p *report.Pin, name string, tag bool) {
	key := defined{p.Source, name, tag}
	at := definedAt{p, p.Path, p.Line}
	if !slices.ContainsFunc(d[key], func(o definedAt) bool { return o.path == at.path && o.line == at.line }) {
		d[key] = append(d[key], at)
	}
}

// definedName is an identifier of a quotation: Is finds its tokens in what
// Hugo's highlighter makes of the text, in two groups before and behind them.
type definedName struct {
	Name  string `json:"name"`
	URL   string `json:"url"`
	Title string `json:"title"`
	Is    string `json:"is"`
}

var (
	identifier = regexp.MustCompile(`[A-Za-z_]\w*`)
	behindTag  = regexp.MustCompile(`\b(?:struct|union|enum)[ \t]+$`)
	ofMember   = regexp.MustCompile(`(?:->|\.)[ \t]*$`)
)

// in returns the identifiers of a quotation that are defined elsewhere in its
// source, in the order of their names.
func (d definitions) in(text string, p *report.Pin) []definedName {
	uses := map[defined]bool{}
	spoiled := map[defined]bool{}
	for _, m := range identifier.FindAllStringIndex(text, -1) {
		before := text[:m[0]]
		u := defined{p.Source, text[m[0]:m[1]], behindTag.MatchString(before)}
		uses[u] = true
		if ofMember.MatchString(before) {
			spoiled[u] = true
		}
	}
	var all []definedName
	for u := range uses {
		at := d[u]
		if spoiled[u] || len(at) != 1 || at[0].path == p.Path && p.Line <= at[0].line && at[0].line <= p.Last {
			continue
		}
		seen := seenAt(at[0].pin, at[0].line, at[0].line)
		n := definedName{Name: u.name, URL: cmp.Or(seen.Elixir, seen.GitHub), Title: fmt.Sprintf("defined in %s, line %d", visible(at[0].path), at[0].line)}
		n.Is = `(<span class="n[a-z]*">)` + u.name + `(</span>)`
		if u.tag {
			n.Is = `(<span class="k[a-z]*">(?:struct|union|enum)</span>(?:<span class="w">)?\s+(?:</span>)?<span class="n[a-z]*">)` + u.name + `(</span>)`
		}
		if n.URL != "" {
			all = append(all, n)
		}
	}
	slices.SortFunc(all, func(a, b definedName) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Is, b.Is)) })
	return all
}
