package site

import (
	"net/url"
	"path"
	"strings"
)

// home is the URL of the first page.
const home = "./"

// schemes are those of links that a page may have.
var schemes = setOf("http https mailto ftp ftps git ssh irc ircs news tel")

// outside tells what leads to no place of the project: "elsewhere", "refused"
// if it is a script or no URL at all, else "".
func outside(dest string) string {
	u, err := url.Parse(dest)
	switch {
	case err != nil, u.Scheme != "" && !schemes[u.Scheme]:
		return "refused"
	case u.Scheme != "" || u.Host != "":
		return "elsewhere"
	}
	return ""
}

// resolve returns where a link of a note leads on the site, "" if it is to
// stay as it is.
func (b *book) resolve(dest string, from *page) string {
	n := from.note
	u, err := url.Parse(dest)
	if err != nil || outside(dest) != "" {
		return ""
	}
	if u.Path == "" {
		if u.Fragment == "" {
			return ""
		}
		return n.fragment(u.Fragment, from)
	}
	rel, ok := n.within(u.Path)
	if !ok {
		return ""
	}
	if to := b.note(n.Doc.Note.Notebook, rel); to != nil {
		if u.Fragment == "" {
			return to.pages[0].url
		}
		return to.fragment(u.Fragment, to.pages[0])
	}
	if c := b.folder(n.Doc.Note.Notebook, rel); c != nil {
		return c.dir + "/"
	}
	if rel == "." || rel == "README.md" {
		return home
	}
	return b.program(n.Doc.Note, rel)
}

// within returns the path in the notebook that a link of n leads to. A leading
// slash stands, as at a git host, for the root of the project.
func (n *planned) within(dest string) (string, bool) {
	nn := n.Doc.Note
	if !strings.HasPrefix(dest, "/") {
		return path.Join(path.Dir(nn.Rel), dest), true
	}
	root := strings.TrimSuffix(nn.File, nn.Rel)
	return strings.CutPrefix(path.Clean(dest), path.Join("/", root)+"/")
}

// note finds the note at a path, or the one that is the page of the folder
// there.
func (b *book) note(notebook, rel string) *planned {
	for _, name := range []string{rel, path.Join(rel, "_index.md"), path.Join(rel, "index.md")} {
		if n := b.byRel[noteKey{notebook, name}]; n != nil {
			return n
		}
	}
	return nil
}

// folder finds the chapter that a folder is, or is in. The README of a folder
// stands for the folder.
func (b *book) folder(notebook, rel string) *chapter {
	if path.Base(rel) == "README.md" {
		rel = path.Dir(rel)
	} else if !b.folders[noteKey{notebook, rel}] {
		return nil
	}
	top, _, _ := strings.Cut(rel, "/")
	if c := b.byDir[noteKey{notebook, top}]; c != nil {
		return c
	}
	return b.byDir[noteKey{notebook, ""}]
}

// fragment returns where "#id" of the note's file leads: to a claim, a block or
// a heading. What is nowhere stays on the page, for the check to find.
func (n *planned) fragment(id string, page *page) string {
	for _, b := range n.Doc.Blocks {
		for _, c := range b.Claims {
			if c.ID == id {
				return n.pageAt(b.Start).url + "#" + anchor(c.ID)
			}
		}
		if b.Attrs.ID == id {
			return n.pageAt(b.Start).url + "#" + blockAnchor(b)
		}
	}
	for _, c := range n.Doc.Prose {
		if c.ID == id {
			return n.pageOfLine(c.Pos.Line).url + "#" + anchor(c.ID)
		}
	}
	if a := n.anchors[id]; a != "" {
		return a
	}
	return page.url + "#" + id
}
