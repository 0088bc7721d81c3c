package verify

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
)

// recipe names the way commands are run. It changes when the same commands
// could be observed to do something else, so that all records are stale.
const recipe = "knotes session 1"

// plan is what has to be run to judge a note.
type plan struct {
	doc       *Doc
	toolchain string
	key       string // a hash of all that decides what would be observed
	files     []notes.File
	jobs      []job
	defects   map[string]string // claim ID: what is wrong without running it
}

// job is one command typed for a claim.
type job struct {
	claim   *snippets.Claim
	command string
	limit   time.Duration
	reset   bool // in a new shell and folder
}

// NeedsToolchain tells whether a note has anything to run.
func NeedsToolchain(doc *Doc) bool { return len(planJobs(doc).jobs) > 0 }

func newPlan(doc *Doc) *plan {
	p := planJobs(doc)
	p.key = p.hash()
	return p
}

// planJobs is a plan without its key, for which all files have to be read.
func planJobs(doc *Doc) *plan {
	p := &plan{doc: doc, toolchain: doc.Note.Meta.Toolchain, files: doc.Note.Programs, defects: map[string]string{}}
	if p.toolchain == "" {
		p.toolchain = "default"
	}
	p.addFiles()
	for _, c := range doc.Claims() {
		if c.Step == nil {
			continue
		}
		switch {
		case c.Step.Defect != "":
			p.defects[c.ID] = c.Step.Defect
		case c.Step.Skip == "":
			p.jobs = append(p.jobs, job{claim: c, command: c.Step.Command, limit: c.Step.Limit, reset: c.Step.Fresh && len(p.jobs) > 0})
		}
	}
	p.addCompiles()
	return p
}

// addFiles puts the blocks that are files in their place. A block that names
// a file which stands beside the note must equal it.
func (p *plan) addFiles() {
	for _, c := range p.doc.Claims() {
		name := c.Block.Attrs.File
		if name == "" || c.Kind != snippets.Kind(snippets.Program) {
			continue
		}
		if f := p.file(name); f == nil {
			p.files = append(p.files, notes.File{Name: name, Mode: 0o644, Data: []byte(c.Text)})
		} else if why := differs(c.Text, string(f.Data)); why != "" {
			p.defects[c.ID] = fmt.Sprintf("the block is not the file %s beside the note: %s", name, why)
		}
	}
}

func (p *plan) file(name string) *notes.File {
	for i := range p.files {
		if p.files[i].Name == name {
			return &p.files[i]
		}
	}
	return nil
}

// differs says at which line two texts part, line ends aside.
func differs(block, file string) string {
	lines := func(s string) []string {
		return strings.Split(strings.TrimRight(strings.ReplaceAll(s, "\r\n", "\n"), "\n"), "\n")
	}
	b, f := lines(block), lines(file)
	for i := range min(len(b), len(f)) {
		if b[i] != f[i] {
			return fmt.Sprintf("line %d of it is %q, the file has %q", i+1, b[i], f[i])
		}
	}
	if len(b) != len(f) {
		return fmt.Sprintf("it has %d lines, the file %d", len(b), len(f))
	}
	return ""
}

// addCompiles has each program compiled, after the sessions and away from
// what they left behind.
func (p *plan) addCompiles() {
	first := true
	for _, c := range p.doc.Claims() {
		if c.Kind != snippets.Kind(snippets.Program) || c.Block.Attrs.Skip != "" || p.defects[c.ID] != "" {
			continue
		}
		p.jobs = append(p.jobs, job{claim: c, command: compile(c), limit: c.Block.Attrs.Timeout, reset: first && len(p.jobs) > 0})
		first = false
	}
}

const gcc = "gcc -Wall -Wextra -c -o /dev/null "

// CompileCommand is how a program is compiled, as a reader would type it.
func CompileCommand(c *snippets.Claim) string {
	if name := c.Block.Attrs.File; name != "" {
		return gcc + name
	}
	return gcc + "-x c - # the block on standard input"
}

func compile(c *snippets.Claim) string {
	if name := c.Block.Attrs.File; name != "" {
		return gcc + "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
	}
	sum := sha256.Sum256([]byte(c.Text))
	end := "END_" + hex.EncodeToString(sum[:8])
	return gcc + "-x c - <<'" + end + "'\n" + c.Text + end
}

func (p *plan) hash() string {
	h := sha256.New()
	add := func(words ...string) { writeWords(h, words) }
	add(recipe, p.toolchain, fmt.Sprint(p.doc.Note.Meta.Root))
	for _, f := range p.files {
		add("file", f.Name, f.Mode.String(), string(f.Data))
	}
	for _, j := range p.jobs {
		add("job", j.claim.ID, j.command, fmt.Sprint(j.reset))
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
