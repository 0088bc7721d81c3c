package snippets

import (
	"bytes"
	"path"
	"regexp"
	"strings"
)

// ownNames are the words that a note has of its own.
type ownNames struct {
	defined map[string]bool // its programs define them, or its commands say them
	shown   map[string]bool // they stand in its programs or outputs
}

// has tells whether a name is the note's own, and so claims nothing of the
// kernel.
func (o ownNames) has(n *NameRef) bool {
	switch n.Kind {
	case nameField:
		return o.defined[n.Text] || o.defined[n.Member]
	case namePath:
		return o.defined[n.Text] || o.defined[strings.TrimSuffix(n.Text, "/")] || o.defined[path.Base(n.Text)]
	case nameConfig, nameProcFile, nameSyscall:
		return o.defined[n.Text]
	}
	return o.defined[n.Text]
}

// shows tells whether a name may be the note's own.
func (o ownNames) shows(n *NameRef) bool {
	return o.shown[n.Text] || n.Member != "" && o.shown[n.Member]
}

var (
	cIdent = regexp.MustCompile(`[A-Za-z_]\w*`)
	// ownDefined is what defines a name in C or assembly, well enough for what a
	// note holds: a function's body, a tag's, a macro, a label, a typedef, and what
	// is declared with a semicolon or a value.
	ownDefined = regexp.MustCompile(`(?m)^[A-Za-z_][\w \t*]*?\b(\w+)\s*\([^;{}()]*(?:\([^()]*\)[^;{}()]*)*\)\s*\{` +
		`|\b(?:struct|union|enum)\s+(\w+)\s*\{|^[ \t]*#[ \t]*define[ \t]+(\w+)|^(\w+):|\b\w+[ \t*]+(\w+)(?:\[[^\]]*\])*[ \t]*[;=]`)
	shellWord = regexp.MustCompile("[^\\s\"'`|&;()<>=$]+")
)

// ownNames gathers the words of the files beside a note and of its blocks.
// Quotations are of the source, and drawings are of anything.
func (p *parser) ownNames() ownNames {
	o := ownNames{map[string]bool{}, map[string]bool{}}
	for _, f := range p.doc.Note.Programs {
		for dir := f.Name; dir != "." && dir != "/"; dir = path.Dir(dir) {
			o.defined[dir], o.defined[path.Base(dir)] = true, true
		}
		if len(f.Data) < 1<<20 && bytes.IndexByte(f.Data, 0) < 0 {
			o.code(string(f.Data))
		}
	}
	for _, b := range p.doc.Blocks {
		switch b.Class {
		case Session:
			for _, c := range b.Claims {
				o.words(c.Step.Command, o.defined)
				o.words(c.Step.Output, o.shown)
			}
		case Program, Prototype, Fragment, Other:
			o.code(b.Text())
		case Excerpt, Assembly:
			o.words(b.Text(), o.shown)
		case Quotation:
			if b.Attrs.Quote == "" { // it may prove to be none
				o.words(b.Text(), o.shown)
			}
		}
	}
	return o
}

// code adds what a piece of code defines and what it uses.
func (o ownNames) code(text string) {
	for _, m := range ownDefined.FindAllStringSubmatch(text, -1) {
		for _, name := range m[1:] {
			if name != "" {
				o.defined[name] = true
			}
		}
	}
	for _, w := range cIdent.FindAllString(text, -1) {
		o.shown[w] = true
	}
}

// words adds the words of a command or an output, each also as the identifiers
// it is made of.
func (o ownNames) words(text string, to map[string]bool) {
	for _, w := range shellWord.FindAllString(text, -1) {
		to[strings.TrimRight(w, ".,:/")] = true
	}
	for _, w := range cIdent.FindAllString(text, -1) {
		to[w] = true
	}
}
