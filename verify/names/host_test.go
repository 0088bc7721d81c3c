package names_test

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/knotes-dev/knotes/verify/names"
)

// folder walks over sources that lie in a folder.
func folder(root string) names.Walk {
	return func(ctx context.Context, each func(string, []byte) error, want func(string) bool) error {
		return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || !d.Type().IsRegular() {
				return err
			}
			rel, err := filepath.Rel(root, path)
			if err != nil || !want(filepath.ToSlash(rel)) {
				return err
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			return each(filepath.ToSlash(rel), text)
		})
	}
}

// source is the folder of a release's source; the test is skipped where there
// is none.
func source(t testing.TB) string {
	root := os.Getenv("KNOTES_KERNEL_SOURCE")
	if root == "" {
		t.Skip("KNOTES_KERNEL_SOURCE names no folder of a kernel's source")
	}
	return root
}
