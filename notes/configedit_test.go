package notes

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWithRelease(t *testing.T) {
	for _, tt := range []struct{ name, old, want string }{
		{"a value", "title = \"x\" # kept\n\n[kernel]\n# the one\n  release  = '6.1'   # here\ngit = \"u\"\n", "title = \"x\" # kept\n\n[kernel]\n# the one\n  release  = \"6.12.107\"   # here\ngit = \"u\"\n"},
		{"a table without it", "[kernel] # k\ngit = \"u\"\n[limits]\nprocesses = 3\n", "[kernel] # k\nrelease = \"6.12.107\"\ngit = \"u\"\n[limits]\nprocesses = 3\n"},
		{"no table", "title = \"x\"\n[[rules]]\nmatch = '^a'\nskip = \"b\"\n", "title = \"x\"\n[[rules]]\nmatch = '^a'\nskip = \"b\"\n\n[kernel]\nrelease = \"6.12.107\"\n"},
		{"a dotted key", "kernel.release = \"6.1\"\n", "kernel.release = \"6.12.107\"\n"},
		{"the same", "kernel.release = \"6.12.107\"\n", ""},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, ConfigFile), []byte(tt.old), 0o644); err != nil {
			t.Fatal(err)
		}
		c, err := FindConfig(dir)
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.WithRelease("6.12.107")
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: %v, the text is\n%s\nwant\n%s", tt.name, err, got, tt.want)
		}
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ConfigFile), []byte("kernel = { release = \"6.1\" }\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	c, err := FindConfig(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := `knotes.toml: [kernel] release cannot be written in its place; write release = "6.12.107" there, and run this again`
	if _, err := c.WithRelease("6.12.107"); err == nil || err.Error() != want {
		t.Errorf("an inline table: error = %v, want %q", err, want)
	}
}
