package cmd

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/report"
)

// TestReportOverwrites wants a report to replace what was there, through a
// link too, and nothing else to be left in the folder.
func TestReportOverwrites(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "r.json"), filepath.Join(dir, "link.json")
	if err := os.WriteFile(file, make([]byte, 1<<20), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("r.json", link); err != nil {
		t.Fatal(err)
	}
	r := &report.Report{Schema: report.Schema}
	if err := (reportOutput{"json", link}).write(io.Discard, r, report.Options{}); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode()&os.ModeSymlink == 0 || data[0] != '{' || len(data) > 1000 || len(left) != 2 {
		t.Errorf("link %v, %d bytes, folder %v", info.Mode(), len(data), left)
	}
}

func TestInRepository(t *testing.T) {
	top := t.TempDir()
	project := filepath.Join(top, "a", "b")
	if err := os.MkdirAll(project, 0o755); err != nil {
		t.Fatal(err)
	}
	if place := inRepository(&notes.Config{Root: project}); place != nil {
		t.Skip("the folder for temporary files is in a repository")
	}
	if err := os.WriteFile(filepath.Join(top, ".git"), []byte("gitdir: elsewhere\n"), 0o644); err != nil { // as in a worktree
		t.Fatal(err)
	}
	place := inRepository(&notes.Config{Root: project})
	for file, want := range map[string]string{
		"notes/n.md":                     "a/b/notes/n.md",
		filepath.Join(top, "README.md"):  "README.md",
		"/elsewhere/n.md":                "/elsewhere/n.md",
		filepath.Join(project, "..x.md"): "a/b/..x.md",
	} {
		if got := place(file); got != want {
			t.Errorf("%s is %s, want %s", file, got, want)
		}
	}
}
