package site

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/listing"
)

// maxProgram bounds the programs that have a page, bytes. A longer one is
// published as a file alone.
const maxProgram = 128 << 10

// program is a file of notes that has a page of its own.
type program struct {
	name     string // relative to its folder: "list.c"
	rel      string // in its notebook
	notebook string
	text     string
	lang     string   // of chroma
	chapter  *chapter // of the first note that has it
	url      string
	file     string // below content/, without its end
	users    []*planned
}

// languages of programs by the ends of their names, as chroma calls them; of
// those that it does not know, "text".
var languages = map[string]string{
	".c": "c", ".h": "c", ".cc": "c++", ".cpp": "c++", ".cxx": "c++", ".hh": "c++", ".hpp": "c++",
	".S": "gas", ".s": "gas", ".asm": "gas", ".inc": "gas", ".ld": "text", ".lds": "text", ".x": "text", ".map": "text",
	".mk": "make", ".sh": "bash", ".bash": "bash", ".py": "python", ".pl": "perl", ".awk": "awk", ".sed": "sed",
	".gdb": "text", ".gdbinit": "text", ".bt": "text", ".rs": "rust", ".go": "go", ".diff": "diff", ".patch": "diff",
}

// languageOf tells what a file is written in, "" if it is no program.
func languageOf(name string) string {
	base := path.Base(name)
	if strings.HasPrefix(base, "Makefile") || strings.HasPrefix(base, "Kbuild") || base == "makefile" || base == "GNUmakefile" {
		return "make"
	}
	return languages[path.Ext(base)]
}

// addPrograms gives the programs of a note their pages: the files beside it,
// which other notes may have too, and those that stand in its blocks.
func (b *book) addPrograms(n *planned, taken names) {
	for _, f := range n.Doc.Note.Programs {
		b.addProgram(n, f, taken)
	}
	for _, bl := range n.Doc.Blocks {
		if bl.Attrs.File != "" {
			b.addProgram(n, notes.File{Name: bl.Attrs.File, Data: []byte(bl.Text())}, taken)
		}
	}
}

func (b *book) addProgram(n *planned, f notes.File, taken names) {
	nn := n.Doc.Note
	rel := path.Join(path.Dir(nn.Rel), f.Name)
	key := noteKey{nn.Notebook, rel}
	if p := b.programs[key]; p != nil {
		if !slices.Contains(p.users, n) {
			p.users = append(p.users, n)
		}
		return
	}
	lang := languageOf(f.Name)
	if lang == "" || len(f.Data) > maxProgram || !utf8.Valid(f.Data) || bytes.IndexByte(f.Data, 0) >= 0 || b.files.urls[key] == "" {
		return
	}
	dir := "programs/" + n.chapter.dir + "/"
	file := taken.take(dir, slug(f.Name))
	b.programs[key] = &program{name: f.Name, rel: rel, notebook: nn.Notebook, text: strings.ReplaceAll(string(f.Data), "\r\n", "\n"), lang: lang,
		chapter: n.chapter, file: file, url: file + "/", users: []*planned{n}}
}

// programsOf lists the programs of a chapter by their names.
func (b *book) programsOf(c *chapter) []*program {
	var all []*program
	for _, p := range b.programs {
		if p.chapter == c {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(x, y *program) int { return strings.Compare(x.rel, y.rel) })
	return all
}

// key names the program's data file.
func (p *program) key() string { return strings.ReplaceAll(p.file, "/", "~") }

// lines counts those of the program.
func (p *program) lines() int {
	return strings.Count(strings.TrimSuffix(p.text, "\n"), "\n") + 1
}

// nameIn is what the commands of a note call the program.
func (p *program) nameIn(n *planned) string {
	dir := path.Dir(n.Doc.Note.Rel)
	if dir == "." {
		return p.rel
	}
	return strings.TrimPrefix(p.rel, dir+"/")
}

// programUse is what a note does with a program.
type programUse struct {
	Note  link       `json:"note"`
	Steps []stepLink `json:"steps"` // that name it, and blocks that show it
}

// uses lists the notes whose steps name the program, or whose blocks show it.
func (p *program) uses() []programUse {
	var all []programUse
	for _, n := range p.users {
		u := programUse{Note: link{n.pages[0].url, n.Doc.Note.Title}}
		name := p.nameIn(n)
		for _, bl := range n.Doc.Blocks {
			at := n.pageAt(bl.Start).url + "#"
			if id := blockAnchor(bl); id != "" && bl.Attrs.File == name {
				u.Steps = append(u.Steps, stepLink{at + id, ""})
			}
			for _, c := range bl.Claims {
				if c.Step != nil && snippets.Names(c.Step.Command, name) {
					u.Steps = append(u.Steps, newStepLink(n, bl, c))
				}
			}
		}
		if len(u.Steps) > 0 {
			all = append(all, u)
		}
	}
	return all
}

// listed returns the assembly of the program, and the note in whose run it was
// made: the first that has it.
func (p *program) listed() ([]listing.Listing, *planned) {
	for _, n := range p.users {
		if n.Report == nil || n.Report.Listing == "" {
			continue
		}
		all, err := n.listings()
		if err != nil {
			continue // it is of a record that nobody wrote with this tool
		}
		name := p.nameIn(n)
		own := slices.DeleteFunc(slices.Clone(all), func(l listing.Listing) bool { return l.File != name })
		if len(own) > 0 {
			return own, n
		}
	}
	return nil, nil
}

// listings reads the assembly of the note's programs, once.
func (n *planned) listings() ([]listing.Listing, error) {
	if n.assembly == nil {
		all, err := listing.Read(n.Report.Listing)
		if err != nil {
			return nil, err
		}
		n.assembly = all
	}
	return n.assembly, nil
}

// program returns the page of a file of n's notebook, and of one that has none
// the URL of the file.
func (b *book) program(n *notes.Note, rel string) string {
	if p := b.programs[noteKey{n.Notebook, rel}]; p != nil {
		return p.url
	}
	return b.files.find(n, rel)
}
