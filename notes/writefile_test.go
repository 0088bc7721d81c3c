package notes

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestWriteFileKeepsMode(t *testing.T) {
	dir := t.TempDir()
	for _, mode := range []fs.FileMode{0o600, 0o664, 0o755} {
		file := filepath.Join(dir, mode.String())
		if err := os.WriteFile(file, []byte("old"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		expectWritten(t, file, mode)
	}
	expectWritten(t, filepath.Join(dir, "new"), 0o644)
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 4 {
		t.Errorf("%d files are in the folder: %v", len(left), err)
	}
}

func expectWritten(t *testing.T, file string, mode fs.FileMode) {
	t.Helper()
	if err := WriteFile(file, []byte("new")); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil || string(data) != "new" {
		t.Errorf("%s holds %q: %v", file, data, err)
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != mode {
		t.Errorf("%s has mode %v: %v", file, info.Mode(), err)
	}
}
