package site

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/knotes-dev/knotes/notes"
)

func TestHarmless(t *testing.T) {
	for _, tt := range []struct{ name, data, want string }{
		{"files/x.c", "int x;", "files/x.c"},
		{"files/x.HTML", "<p>", "files/x.HTML.txt"},
		{"files/x.js", "", "files/x.js.txt"},
		{"files/x.svg", "<svg/>", "files/x.svg"},
		{"files/x.svg", "<svg onload = 'x'/>", "files/x.svg.txt"},
		{"files/x.svg", "<svg><SCRIPT/></svg>", "files/x.svg.txt"},
	} {
		if got := harmless(tt.name, []byte(tt.data)); got != tt.want {
			t.Errorf("harmless(%q, %q) = %q, want %q", tt.name, tt.data, got, tt.want)
		}
	}
}

// TestReadWithin: a link publishes no file but those of its notebook.
func TestReadWithin(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) {
		t.Helper()
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []string{"secret", "book/a/x.png", "book/images/y.png", "book/.git/config", "book/a/.env", "book/a/other.md"} {
		file(f)
	}
	for link, to := range map[string]string{"book/a/out": "../../secret", "book/a/in": "../images/y.png", "book/a/dir": "../images"} {
		if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(link))); err != nil {
			t.Fatal(err)
		}
	}
	n := &notes.Note{Rel: "a/note.md", Dir: filepath.Join(dir, "book", "a")}
	for rel, want := range map[string]bool{
		"a/x.png": true, "images/y.png": true, "a/in": true, "a/dir/y.png": true,
		"../secret": false, "a/out": false, "images": false, ".git/config": false, "a/.env": false, "a/other.md": false, "gone": false, "/etc/passwd": false, "": false,
	} {
		if _, got := readWithin(n, rel); got != want {
			t.Errorf("readWithin(%q) is %v, want %v", rel, got, want)
		}
	}
	top := &notes.Note{Rel: "note.md", Dir: filepath.Join(dir, "book")}
	if _, ok := readWithin(top, "images/y.png"); !ok {
		t.Error("a note in no folder does not find images/y.png")
	}
}
