package site_test

import (
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/site/sitetest"
)

var update = flag.Bool("update", false, "rewrite the expected part of testdata/*.txtar")

// TestEmit holds what is emitted for the notes of testdata/*.txtar, in/*.md,
// against the members below out/.
func TestEmit(t *testing.T) {
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
			var ns []site.Note
			want := map[string]string{}
			fresh := &txtar.Archive{Comment: a.Comment}
			for _, f := range a.Files {
				if name, ok := strings.CutPrefix(f.Name, "in/"); ok {
					fresh.Files = append(fresh.Files, f)
					ns = append(ns, sitetest.Note(name, string(f.Data)))
				} else if name, ok := strings.CutPrefix(f.Name, "split/"); ok {
					fresh.Files = append(fresh.Files, f)
					ns = append(ns, sitetest.Split(name, string(f.Data), 2))
				} else {
					want[f.Name] = string(f.Data)
				}
			}
			dir := filepath.Join(t.TempDir(), "site")
			if err := site.Emit(dir, sitetest.Project(ns...)); err != nil {
				t.Fatal(err)
			}
			root := filepath.Join(dir, "content")
			filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return err
				}
				data, err := os.ReadFile(name)
				rel, _ := filepath.Rel(root, name)
				member := "out/" + filepath.ToSlash(rel)
				fresh.Files = append(fresh.Files, txtar.File{Name: member, Data: data})
				if !*update && want[member] != string(data) {
					t.Errorf("%s is\n%s\nnot\n%s", member, data, want[member])
				}
				delete(want, member)
				return err
			})
			if *update {
				if err := os.WriteFile(file, txtar.Format(fresh), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			for name := range want {
				t.Errorf("%s was not emitted", name)
			}
		})
	}
}
