package verify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/cc"
	"github.com/knotes-dev/knotes/verify/decode"
	"github.com/knotes-dev/knotes/verify/listing"
)

// session names the way commands are run. It changes when the same commands
// could be observed to do something else, so that all records are stale.
const session = "knotes session 3"

// plan is what has to be run to judge a note.
type plan struct {
	doc       *Doc
	src       *sources // source code, which says what of the C is the author's own
	toolchain string
	key       string // a hash of all that decides what would be observed
	files     []notes.File
	jobs      []job
	defects   map[string]string           // claim ID: what is wrong without running it
	parts     map[*snippets.Claim]*source // blocks that quote a part of a file, and where

	c        []*snippets.Claim // whose blocks are compiled
	cBlocks  []cc.Block
	assembly []*snippets.Claim // whose blocks are decoded
	listings []decode.Listing

	programs   []listing.Program // that have assembly
	listing    *job              // that lists it; nil if there is none
	listingKey string            // a hash of that job
	lists      bool              // it is run, behind all others
}

// NeedsToolchain tells whether a note has anything to run.
func NeedsToolchain(doc *Doc) bool {
	return slices.ContainsFunc(doc.Claims(), func(c *snippets.Claim) bool {
		if c.Step != nil {
			return c.Step.Skip == "" && c.Step.Defect == ""
		}
		_, isC := cClasses[snippets.Class(c.Kind)]
		return (isC || c.Kind == snippets.Kind(snippets.Assembly)) && c.Block.Attrs.Skip == ""
	})
}

// MayNeedToolchain tells whether a note has C that is compiled if it is not
// quoted from source code to which it links.
func MayNeedToolchain(doc *Doc) bool { return slices.ContainsFunc(doc.Claims(), bySection) }

// bySection tells whether a claim is of C that may be quoted from what its
// section links to.
func bySection(c *snippets.Claim) bool {
	return c.Kind == snippets.Kind(snippets.Quotation) && c.Block.Attrs.Quote == "" && c.Block.Attrs.Skip == ""
}

func newPlan(doc *Doc, recipe string, src *sources) *plan {
	if src == nil {
		src = newSources(context.Background(), nil)
	}
	p := &plan{
		doc: doc, src: src, toolchain: doc.Note.Meta.Toolchain, files: doc.Note.Programs,
		defects: map[string]string{}, parts: map[*snippets.Claim]*source{},
	}
	if p.toolchain == "" {
		p.toolchain = "default"
	}
	p.restoreClasses()
	p.addFiles()
	p.addSteps()
	p.addCompile()
	p.addDecode()
	p.addListing()
	p.key = p.hash(recipe)
	return p
}

// restoreClasses takes back what an earlier judgement took blocks for, so that
// what is run, and the key of it, does not depend on what was observed.
func (p *plan) restoreClasses() {
	for _, b := range p.doc.Blocks {
		b.Restore()
	}
}

// addFiles puts the blocks that are files in their place. A block that names
// a file which stands beside the note must equal it, or quote a part of it.
func (p *plan) addFiles() {
	for _, c := range p.doc.Claims() {
		if c.Kind != snippets.Kind(snippets.Program) || c.Block.Attrs.File == "" {
			continue
		}
		name := c.Block.Attrs.File
		if f := p.file(name); f == nil {
			p.files = append(p.files, notes.File{Name: name, Mode: 0o644, Data: []byte(c.Text)})
		} else if !sameText(c.Text, string(f.Data)) {
			p.addPart(c, f)
		}
	}
}

// addPart takes a block for a quotation of a part of a file.
func (p *plan) addPart(c *snippets.Claim, f *notes.File) {
	place, wrong := cc.Find(string(f.Data), c.Text)
	if wrong != nil {
		p.defects[c.ID] = fmt.Sprintf("the block is neither the file %s beside the note nor a part of it: line %d of the block: %s", f.Name, wrong.Line, wrong.Message)
		return
	}
	p.parts[c] = &source{file: f.Name, line: place.First, last: place.Last}
}

func (p *plan) file(name string) *notes.File {
	for i := range p.files {
		if p.files[i].Name == name {
			return &p.files[i]
		}
	}
	return nil
}

// sameText tells whether two texts are the same, line ends and blank lines at
// the end aside.
func sameText(a, b string) bool {
	norm := func(s string) string {
		return strings.TrimRight(strings.ReplaceAll(s, "\r\n", "\n"), "\n")
	}
	return norm(a) == norm(b)
}

func (p *plan) hash(recipe string) string {
	h := sha256.New()
	add := func(words ...string) { writeWords(h, words) }
	add(session, recipe, p.toolchain, fmt.Sprint(p.doc.Note.Meta.Root))
	for _, f := range p.files {
		add("file", f.Name, f.Mode.String(), string(f.Data))
	}
	for _, j := range p.jobs {
		add("job", j.id, j.command, fmt.Sprint(j.reset, j.input, j.look), strings.Join(j.prompts, "\x00"))
		if len(j.answers) > 0 {
			add(j.answers...)
		}
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// writeWords writes words so that no two lists of them hash alike.
func writeWords(h hash.Hash, words []string) {
	for _, w := range words {
		fmt.Fprintf(h, "%d ", len(w))
		io.WriteString(h, w)
	}
}

// recordFile is where the note's record stands.
func (p *plan) recordFile() string {
	name := filepath.Base(p.doc.Note.File)
	return filepath.Join(p.doc.Note.Dir, strings.TrimSuffix(name, filepath.Ext(name))+".txtar")
}
