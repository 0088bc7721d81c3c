package site

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"path"
	"regexp"
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
)

// scriptName is what the session of a note as a script is called, beside its
// first page.
const scriptName = "session.sh"

// maxScript bounds the files of a note that its script holds, in bytes; those
// beyond it are named with their addresses.
const maxScript = 1 << 20

// script is the session of a note as a script for bash: its files, and its
// commands in order, those that are not run as comments. It is "" where nothing
// would be run. Lines that are typed into a program are its standard input.
func (b *book) script(n *planned) string {
	if n.script == nil {
		text := b.writeScript(n)
		n.script = &text
	}
	return *n.script
}

func (b *book) writeScript(n *planned) string {
	var steps []*snippets.Claim
	runs := false
	for _, c := range n.Doc.Claims() {
		if c.Step != nil {
			steps = append(steps, c)
			runs = runs || notRun(c.Step) == ""
		}
	}
	if !runs {
		return ""
	}
	w := &scriptWriter{book: b, note: n}
	w.head()
	shells := segments(steps)
	w.shells = len(shells) > 1
	for i, s := range shells {
		w.segment(s, i > 0 && s[0].Step.Fresh)
	}
	return w.out.String()
}

// notRun says why a step is not run, "" if it is.
func notRun(s *snippets.Step) string {
	switch {
	case s.Skip != "":
		return "Skipped: " + s.Skip
	case s.Defect != "":
		return "Not run: " + s.Defect
	case s.Starter != nil:
		return notRun(s.Starter)
	}
	return ""
}

// segments parts steps by the shells that they are typed into.
func segments(steps []*snippets.Claim) [][]*snippets.Claim {
	var all [][]*snippets.Claim
	ended := true
	for _, c := range steps {
		s := c.Step
		if ended && s.Starter == nil || s.Fresh {
			all = append(all, nil)
			ended = false
		}
		all[len(all)-1] = append(all[len(all)-1], c)
		if s.Starter == nil && notRun(s) == "" && endsShell(s.Command) {
			ended = true
		}
	}
	return all
}

var mayEnd = regexp.MustCompile(`\b(?:exit|logout|exec)\b`)

// endsShell tells whether a command ends the shell that it is typed into.
func endsShell(command string) bool {
	if !mayEnd.MatchString(command) {
		return false
	}
	f, err := syntax.NewParser(syntax.Variant(syntax.LangBash)).Parse(strings.NewReader(command), "")
	if err != nil {
		return false
	}
	ends := false
	syntax.Walk(f, func(node syntax.Node) bool {
		switch x := node.(type) {
		case *syntax.Subshell, *syntax.CmdSubst, *syntax.ProcSubst, *syntax.FuncDecl:
			return false
		case *syntax.Stmt:
			return !x.Background && !x.Coprocess
		case *syntax.BinaryCmd:
			return x.Op == syntax.AndStmt || x.Op == syntax.OrStmt
		case *syntax.CallExpr:
			if len(x.Args) > 0 {
				name := x.Args[0].Lit()
				ends = ends || name == "exit" || name == "logout" || name == "exec" && len(x.Args) > 1
			}
		}
		return true
	})
	return ends
}

// scriptWriter writes a script.
type scriptWriter struct {
	*book
	note    *planned
	out     strings.Builder
	shells  bool   // the commands are of several, each in parentheses
	section string // whose heading was written last
}

func (w *scriptWriter) printf(format string, args ...any) { fmt.Fprintf(&w.out, format, args...) }

// comment writes lines that bash does not read, whatever stands in them.
func (w *scriptWriter) comment(text string) {
	for _, line := range strings.Split(visible(text), "\n") {
		w.printf("%s\n", strings.TrimRight("# "+line, " "))
	}
}

func (w *scriptWriter) head() {
	n := w.note
	w.printf("#!/bin/bash\n")
	w.comment("The session of the note " + n.Doc.Note.Title + ", in order.")
	w.comment(strings.TrimSuffix(w.BaseURL, "/") + "/" + n.pages[0].url)
	w.printf("#\n")
	w.comment("Usage: bash " + scriptName + " [FOLDER]\nIt works in that folder, by default in a new one below /tmp.")
	w.printf("\ncd \"${1:-$(mktemp -d)}\" || exit\n")
	w.printf("export TZ=UTC LANG=C.UTF-8 LC_ALL=C.UTF-8 TERM=dumb PAGER=cat\numask 022\nexec </dev/null\n")
	if files := n.scriptFiles(); len(files) > 0 {
		w.printf("\n# The files beside the note.\nnote_files() {\n")
		left := maxScript
		for _, f := range files {
			if left -= len(f.Data); left < 0 {
				w.comment(f.Name + " is too large for this script: " + w.fileAddress(f))
				continue
			}
			w.printf("%s", fileCommand(f))
		}
		w.printf(":\n}\nnote_files\n")
	}
}

// fileAddress is where a file of the note is published.
func (w *scriptWriter) fileAddress(f notes.File) string {
	n := w.note.Doc.Note
	return strings.TrimSuffix(w.BaseURL, "/") + "/" + w.files.urls[noteKey{n.Notebook, path.Join(path.Dir(n.Rel), f.Name)}]
}

// scriptFiles are the files that the note's commands find: those beside it, and
// those that are blocks of it.
func (n *planned) scriptFiles() []notes.File {
	files := n.Doc.Note.Programs
	known := map[string]bool{}
	for _, f := range files {
		known[f.Name] = true
	}
	for _, c := range n.Doc.Claims() {
		if c.Kind == snippets.Kind(snippets.Program) && c.Block.Attrs.File != "" && !known[c.Block.Attrs.File] {
			known[c.Block.Attrs.File] = true
			files = append(files[:len(files):len(files)], notes.File{Name: c.Block.Attrs.File, Mode: 0o644, Data: []byte(c.Text)})
		}
	}
	return files
}

// fileCommand is the command that makes a file.
func fileCommand(f notes.File) string {
	var out strings.Builder
	name := quoteWord(f.Name)
	if dir := path.Dir(f.Name); dir != "." {
		fmt.Fprintf(&out, "mkdir -p -- %s\n", quoteWord(dir))
	}
	text, decode := f.Data, "cat"
	if !plain(f.Data) {
		text, decode = lines64(f.Data), "base64 -d"
	}
	end := delimiter(string(text))
	fmt.Fprintf(&out, "%s >%s <<'%s'\n%s%s\n", decode, name, end, text, end)
	if f.Mode&0o100 != 0 {
		fmt.Fprintf(&out, "chmod +x -- %s\n", name)
	}
	return out.String()
}

// plain tells whether a file can stand in a here-document as it is.
func plain(data []byte) bool {
	return len(data) > 0 && data[len(data)-1] == '\n' && utf8.Valid(data) && bytes.IndexByte(data, 0) < 0
}

func lines64(data []byte) []byte {
	const width = 76
	var out []byte
	for text := base64.StdEncoding.EncodeToString(data); text != ""; {
		n := min(width, len(text))
		out = append(append(out, text[:n]...), '\n')
		text = text[n:]
	}
	return out
}

// delimiter is a word that is no line of a text.
func delimiter(text string) string {
	word := "END"
	for strings.Contains("\n"+text+"\n", "\n"+word+"\n") {
		word += "_"
	}
	return word
}

// quoteWord spells a word so that bash reads it as one.
func quoteWord(s string) string {
	if q, err := syntax.Quote(s, syntax.LangBash); err == nil {
		return q
	}
	return "''" // it has a zero byte, which no file name has
}

// segment writes the steps of one shell.
func (w *scriptWriter) segment(steps []*snippets.Claim, fresh bool) {
	if w.shells {
		w.printf("\n(\n")
	}
	if fresh {
		w.printf("cd \"$(mktemp -d)\" || exit\n")
		if len(w.note.scriptFiles()) > 0 {
			w.printf("note_files\n")
		}
	}
	for i := 0; i < len(steps); {
		typed := i + 1
		for typed < len(steps) && steps[typed].Step.Starter != nil {
			typed++
		}
		w.step(steps[i], steps[i+1:typed])
		i = typed
	}
	if w.shells {
		w.printf(")\n")
	}
}

// step writes a command, and what is typed into the program that it starts.
func (w *scriptWriter) step(c *snippets.Claim, typed []*snippets.Claim) {
	if s := w.note.sectionOf(c); s != w.section {
		w.section = s
		w.printf("\n")
		w.comment(strings.Join(strings.Fields(s), " "))
	}
	if why := notRun(c.Step); why != "" {
		w.comment(why)
		for _, c := range append([]*snippets.Claim{c}, typed...) {
			w.comment("    " + strings.ReplaceAll(c.Step.Command, "\n", "\n    "))
		}
		return
	}
	if len(typed) == 0 {
		w.printf("%s\n", c.Step.Command)
		return
	}
	var lines strings.Builder
	for _, t := range typed {
		if notRun(t.Step) == "" {
			lines.WriteString(t.Step.Command + "\n")
			if t.Step.Unended {
				lines.WriteString("\n")
			}
		}
	}
	end := delimiter(lines.String())
	w.printf("{\n%s\n} <<'%s'\n%s%s\n", c.Step.Command, end, lines.String(), end)
}

// sectionOf is the heading that a claim stands below.
func (n *planned) sectionOf(c *snippets.Claim) string {
	section := ""
	for _, h := range n.outline.headings {
		if h.start < c.Block.Start && h.top {
			section = h.text
		}
	}
	return section
}
