package hugo_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/site/hugo"
	"github.com/knotes-dev/knotes/site/sitetest"
)

// TestPages builds the notes of testdata/*.txtar and looks at the pages.
//
//	in/NOTEBOOK/FILE       a note, or a file beside notes
//	split/NOTEBOOK/FILE    a note with a page for each heading of level 1 and 2
//	want/PAGE              lines that must occur in the page; "! " before one: must not
//	findings               what the check of the pages finds, all of it
func TestPages(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	if len(files) == 0 {
		t.Fatal("no testdata")
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			out := filepath.Join(dir, "public")
			findings, err := site.Build(t.Context(), hugo.Build, load(t, dir, a), filepath.Join(dir, "site"), out)
			if err != nil {
				t.Fatal(err)
			}
			var found []string
			for _, f := range findings {
				found = append(found, f.String())
			}
			var want []string
			for _, f := range a.Files {
				if name, ok := strings.CutPrefix(f.Name, "want/"); ok {
					look(t, filepath.Join(out, name), lines(f.Data))
				} else if f.Name == "findings" {
					want = lines(f.Data)
				}
			}
			if !slices.Equal(found, want) {
				t.Errorf("findings:\n%s\nnot:\n%s", strings.Join(found, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// load makes a project of an archive's notes, with the files beside them below
// dir.
func load(t *testing.T, dir string, a *txtar.Archive) site.Project {
	t.Helper()
	var all []site.Note
	for _, f := range a.Files {
		kind, name, _ := strings.Cut(f.Name, "/")
		if kind != "in" && kind != "split" {
			continue
		}
		notebook, rel, _ := strings.Cut(name, "/")
		file := filepath.Join(dir, notebook, filepath.FromSlash(rel))
		if filepath.Ext(rel) != ".md" {
			write(t, file, f.Data)
			continue
		}
		n := sitetest.Note(rel, string(f.Data))
		note := n.Doc.Note
		note.Notebook, note.File, note.Dir, n.Report.Notebook = notebook, notebook+"/"+rel, filepath.Dir(file), notebook
		if kind == "split" {
			note.Split = 2
		}
		all = append(all, n)
	}
	return sitetest.Project(all...)
}

func write(t *testing.T, file string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func look(t *testing.T, page string, want []string) {
	t.Helper()
	data, err := os.ReadFile(page)
	if err != nil {
		t.Error(err)
		return
	}
	if _, body, ok := strings.Cut(string(data), "<body>"); ok && strings.Contains(body, "<script") {
		t.Errorf("%s has a script outside of its head", filepath.Base(filepath.Dir(page)))
	}
	for _, w := range want {
		absent, no := strings.CutPrefix(w, "! ")
		if no == strings.Contains(string(data), strings.TrimPrefix(w, "! ")) {
			if no {
				t.Errorf("%s has %q", filepath.Base(filepath.Dir(page)), absent)
			} else {
				t.Errorf("%s lacks %q", filepath.Base(filepath.Dir(page)), w)
			}
		}
	}
}

func lines(data []byte) []string {
	text := strings.TrimSpace(string(data))
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}
