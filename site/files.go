package site

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
)

// maxFile bounds the files that are published with a note, bytes.
const maxFile = 4 << 20

// files are what is published beside the pages: the programs of notes, and
// what their links and images lead to.
type files struct {
	urls map[noteKey]string
	data map[string][]byte // by path below static/
}

func newFiles() *files { return &files{map[noteKey]string{}, map[string][]byte{}} }

// addNote publishes the programs of a note: the files beside it, and those
// that are only written in its blocks.
func (f *files) addNote(doc *snippets.Doc) {
	n := doc.Note
	for _, p := range n.Programs {
		f.add(n, path.Join(path.Dir(n.Rel), p.Name), p.Data)
	}
	for _, b := range doc.Blocks {
		if b.Attrs.File != "" {
			f.add(n, path.Join(path.Dir(n.Rel), b.Attrs.File), []byte(b.Text()))
		}
	}
}

func (f *files) add(n *notes.Note, rel string, data []byte) {
	key := noteKey{n.Notebook, rel}
	if f.urls[key] != "" || len(data) > maxFile || !fs.ValidPath(rel) {
		return
	}
	notebook := n.Notebook
	if notebook == "" {
		notebook = "notes"
	}
	name := harmless(path.Join("files", slug(notebook), rel), data)
	f.urls[key] = (&url.URL{Path: name}).EscapedPath()
	f.data[name] = data
}

// find returns the URL of a file of n's notebook. One that is not beside a
// note, such as images/x.png, is published once a note leads to it.
func (f *files) find(n *notes.Note, rel string) string {
	key := noteKey{n.Notebook, rel}
	if f.urls[key] == "" {
		if data, ok := readWithin(n, rel); ok {
			f.add(n, rel, data)
		}
	}
	return f.urls[key]
}

// readWithin reads a regular file of the notebook's folder; what is hidden, or
// reached through a symbolic link that leaves the folder, is none.
func readWithin(n *notes.Note, rel string) ([]byte, bool) {
	if n.Dir == "" || !fs.ValidPath(rel) || strings.HasPrefix(rel, ".") || strings.Contains(rel, "/.") || path.Ext(rel) == ".md" {
		return nil, false
	}
	folder := strings.TrimSuffix(filepath.Join(n.Dir, "x"), filepath.FromSlash(path.Join("/", path.Dir(n.Rel), "x")))
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, false
	}
	defer root.Close()
	info, err := root.Stat(filepath.FromSlash(rel))
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxFile {
		return nil, false
	}
	data, err := root.ReadFile(filepath.FromSlash(rel))
	return data, err == nil
}

var (
	scripted = regexp.MustCompile(`(?i)<script|\bon[a-z]+\s*=|javascript:|<foreignobject`)
	executed = []string{".html", ".htm", ".xhtml", ".xht", ".xml", ".xsl", ".xslt", ".js", ".mjs", ".css", ".wasm", ".pdf", ".shtml", ".php", ".svgz", ".mht", ".mhtml"}
)

// harmless names a file so that no browser runs it, or shows it as a page of
// the site: such a file is published as plain text.
func harmless(name string, data []byte) string {
	ext := strings.ToLower(path.Ext(name))
	if slices.Contains(executed, ext) || ext == ".svg" && scripted.Match(data) {
		return name + ".txt"
	}
	return name
}
