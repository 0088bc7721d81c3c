package snippets

import (
	"regexp"
	"sort"

	"github.com/yuin/goldmark/ast"
)

// sourceLink matches an address of a file of source code, whatever it is fixed
// to: GitHub and GitLab blobs, Elixir, cgit and gitweb of git.kernel.org and
// sourceware.org, and Debian's sources.
var sourceLink = regexp.MustCompile(`https?://(?:` +
	`github\.com/[\w.-]+/[\w.-]+/blob/` +
	`|[\w.-]*gitlab[\w.-]*/[\w./-]+/-/blob/` +
	`|elixir\.bootlin\.com/[\w.-]+/[\w.-]+/source/` +
	`|git\.kernel\.org/[\w./-]+\.git/(?:tree|plain)/` +
	`|sourceware\.org/git/?\?p=[\w./-]+;a=blob` +
	`|sources\.debian\.org/src/` +
	`)`)

// sections are the parts of a note between its headings, whatever their level.
type sections struct {
	starts []int // offset of each, the first is 0
	linked []bool
}

// sectionsOf finds the sections of body and which of them hold a link to source
// code, in their prose or in a block.
func sectionsOf(tree ast.Node, body []byte) sections {
	s := sections{starts: []int{0}}
	for n := tree.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() == ast.KindHeading && n.Lines().Len() > 0 {
			s.starts = append(s.starts, n.Lines().At(0).Start)
		}
	}
	for i, from := range s.starts {
		to := len(body)
		if i+1 < len(s.starts) {
			to = s.starts[i+1]
		}
		s.linked = append(s.linked, sourceLink.Match(body[from:to]))
	}
	return s
}

// linkedAt tells whether the section around an offset holds a link to source.
func (s sections) linkedAt(offset int) bool {
	return s.linked[sort.SearchInts(s.starts, offset+1)-1]
}
