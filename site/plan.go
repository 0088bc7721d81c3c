package site

import (
	"path"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/listing"
	"github.com/knotes-dev/knotes/verify/report"
)

// book is a project in which each note has its place on the site.
type book struct {
	*Project
	chapters []*chapter
	notes    []*planned // in the order of reading
	pages    []*page    // in the order of reading
	byRel    map[noteKey]*planned
	byDir    map[noteKey]*chapter // by the folder that a chapter is
	folders  map[noteKey]bool     // that hold notes, at any depth
	files    *files
	search   string               // where an index will be, below the site; "" if none will
	programs map[noteKey]*program // that have a page, by their paths
	defs     definitions          // in the source that the notes quote, once collected
}

// noteKey names a note or folder of a notebook by its path there.
type noteKey struct{ notebook, rel string }

type chapter struct {
	dir, title, desc string
	weight           int
	own              bool     // of the site's own notebook
	index            *planned // the note that is the chapter's page, if there is one
	notes            []*planned
}

// all returns the chapter's notes, its index first.
func (c *chapter) all() []*planned {
	if c.index == nil {
		return c.notes
	}
	return append([]*planned{c.index}, c.notes...)
}

// planned is a note with its place on the site.
type planned struct {
	Note
	outline  *outline
	claims   map[string]*report.Claim
	chapter  *chapter
	pages    []*page
	anchors  map[string]string        // heading id in the file as a whole: "url#id"
	hash     string                   // see pinTitle
	script   *string                  // its session, once written
	assembly []listing.Listing        // of its programs, once read
	pins     map[*snippets.Claim]bool // links that show their status where they stand, once chosen
}

// plan gives each note its chapter and pages.
func plan(p *Project) *book {
	b := &book{Project: p, byRel: map[noteKey]*planned{}, byDir: map[noteKey]*chapter{}, folders: map[noteKey]bool{}, files: newFiles(), programs: map[noteKey]*program{}}
	taken := names{"verification": true, "files": true, "programs": true, badgeFile: true, reportFile: true, "css": true, "js": true, "search": true}
	for _, n := range p.Notes {
		c, name := b.chapterOf(n.Doc.Note, taken)
		pl := newPlanned(n, c)
		b.know(pl)
		if isIndex(name) && c.index == nil {
			pl.makeIndex()
			continue
		}
		c.notes = append(c.notes, pl)
		pl.paginate(taken, name)
	}
	b.order()
	for _, c := range b.chapters {
		for _, n := range c.all() {
			n.indexHeadings()
			b.notes = append(b.notes, n)
			b.pages = append(b.pages, n.pages...)
			b.files.addNote(n.Doc)
			b.addPrograms(n, taken)
		}
	}
	return b
}

// know makes a note and its folders known to links.
func (b *book) know(n *planned) {
	nn := n.Doc.Note
	b.byRel[noteKey{nn.Notebook, nn.Rel}] = n
	for dir := path.Dir(nn.Rel); dir != "."; dir = path.Dir(dir) {
		b.folders[noteKey{nn.Notebook, dir}] = true
	}
}

func newPlanned(n Note, c *chapter) *planned {
	pl := &planned{Note: n, chapter: c, outline: outlineOf(n.Doc.Note), claims: map[string]*report.Claim{}, anchors: map[string]string{}}
	if n.Report != nil {
		for _, rc := range n.Report.Claims {
			pl.claims[rc.ID] = rc
		}
	}
	return pl
}

// chapterOf returns the chapter of a note, made if need be, and the path of
// the note in it. A folder of the site's own notebook is a chapter; another
// notebook is one as a whole, and so are the notes that stand in no folder.
func (b *book) chapterOf(n *notes.Note, taken names) (*chapter, string) {
	own := n.Notebook == b.Notes[0].Doc.Note.Notebook
	title, dir, name := n.Notebook, "", n.Rel
	if folder, rest, ok := strings.Cut(n.Rel, "/"); ok && own {
		title, dir, name = folder, folder, rest
	}
	if title == "" {
		title = "notes"
	}
	key := noteKey{n.Notebook, dir}
	c := b.byDir[key]
	if c == nil {
		c = &chapter{dir: taken.take("", slug(title)), title: chapterTitle(title), own: own}
		b.byDir[key] = c
		b.chapters = append(b.chapters, c)
	}
	return c, name
}

// isIndex tells whether a note is the page of the folder it stands in.
func isIndex(name string) bool { return name == "_index.md" || name == "index.md" }

// makeIndex makes a note the page of its chapter.
func (n *planned) makeIndex() {
	c, nn := n.chapter, n.Doc.Note
	c.index, c.weight, c.desc = n, nn.Meta.Weight, nn.Meta.Description
	if nn.Title != strings.TrimSuffix(path.Base(nn.Rel), ".md") { // that is what a note without a title has
		c.title = nn.Title
	}
	n.pages = []*page{newPage(n, c.title, c.desc, c.dir+"/_index.md", c.dir+"/", nn.Body, len(nn.Source))}
}

// order sorts chapters and notes as Hugo does. A chapter without a weight of
// its own has that of its lightest note.
func (b *book) order() {
	for _, c := range b.chapters {
		slices.SortStableFunc(c.notes, func(x, y *planned) int {
			m, n := x.Doc.Note, y.Doc.Note
			return compareWeight(m.Meta.Weight, n.Meta.Weight, m.Title, n.Title)
		})
		if c.weight == 0 && len(c.notes) > 0 {
			c.weight = c.notes[0].Doc.Note.Meta.Weight
		}
	}
	sort.SliceStable(b.chapters, func(i, j int) bool {
		x, y := b.chapters[i], b.chapters[j]
		if x.own != y.own {
			return x.own
		}
		return compareWeight(x.weight, y.weight, x.title, y.title) < 0
	})
}

// compareWeight orders by weight, those without last, then by title.
func compareWeight(wa, wb int, ta, tb string) int {
	switch {
	case wa == wb:
		return strings.Compare(ta, tb)
	case wb == 0 || wa != 0 && wa < wb:
		return -1
	}
	return 1
}

func chapterTitle(dir string) string {
	first, n := utf8.DecodeRuneInString(dir)
	return string(unicode.ToUpper(first)) + strings.ReplaceAll(dir[n:], "-", " ")
}
