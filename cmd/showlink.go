package cmd

import (
	"fmt"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/snippets/forge"
)

// link tells what a link to source code says, and what its text names.
func (s shower) link(l *snippets.LinkRef) {
	if l == nil {
		return
	}
	s.field("link", l.Text)
	s.field("url", l.Address.String())
	if l.Broken == "" {
		s.field("leads to", target(l.Address))
	}
	names := strings.Join(l.Symbols, ", ")
	switch {
	case l.Path != "":
		names = "the file " + l.Path
	case l.Weak:
		names += ", if that stands in the file: the text is ordinary words"
	}
	s.field("names", names)
}

// refKinds words what a reference is.
var refKinds = map[forge.Kind]string{
	forge.Commit: "a commit", forge.Abbreviated: "a commit that is not written in full", forge.Release: "a release",
	forge.Branch: "a branch or a tag, which may move",
}

// target words where an address leads.
func target(a forge.Address) string {
	lines := ""
	if a.First > 0 {
		lines = span(a.First, a.Last) + " of "
	}
	at := "no version"
	if a.Ref != "" {
		at = fmt.Sprintf("%s (%s)", a.Ref, refKinds[a.RefKind()])
	}
	if a.Blob != "" {
		at += ", blob " + a.Blob
	}
	return fmt.Sprintf("%s%s, of %s at %s", lines, a.Path, a.Project, at)
}
