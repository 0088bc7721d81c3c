package site

import (
	"embed"
	"io/fs"
	"strings"
)

// The plain pattern would leave out names that begin with "_", which Hugo uses.
//
//go:embed all:theme
var themeFS embed.FS

// theme copies the embedded theme. Its folder project/ holds what works
// under any theme and so belongs to the project.
func (e *emission) theme() {
	err := fs.WalkDir(themeFS, "theme", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := themeFS.ReadFile(name)
		rel := strings.TrimPrefix(name, "theme/")
		if own, ok := strings.CutPrefix(rel, "project/"); ok {
			e.file(own, data)
		} else {
			e.file("themes/knotes/"+rel, data)
		}
		return err
	})
	if e.err == nil {
		e.err = err
	}
}
