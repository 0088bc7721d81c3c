package notes

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// write makes the files of a notebook below a new folder, and returns it.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestLoadFiles(t *testing.T) {
	files := map[string]string{
		"README.md": "# R", "_index.md": "# I", "a/x.md": "# X", "a/.hidden.md": "# H", "a/x.c": "int x;", ".git/y.md": "# Y",
		"docs/one.md": "# 1", "docs/README.md": "# 2", "docs/two.markdown": "# 3", "docs/notes.txt": "# 4", "testdata/t.md": "# T",
	}
	for _, tt := range []struct {
		name     string
		patterns []string
		want     []string
	}{
		{"all", nil, []string{"a/x.md", "docs/one.md"}},
		{"a README that is named", []string{"README.md"}, []string{"README.md"}},
		{"a pattern", []string{"README.md", "docs/*.md"}, []string{"README.md", "docs/README.md", "docs/one.md"}},
		{"any Markdown file", []string{"docs/*"}, []string{"docs/README.md", "docs/one.md", "docs/two.markdown"}},
		{"any file that is named", []string{"docs/notes.txt"}, []string{"docs/notes.txt"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := DefaultConfig()
			c.Root = write(t, files)
			c.Notebooks = []Notebook{{Name: "n", Dir: ".", Files: tt.patterns}}
			ns, err := c.Load()
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, n := range ns {
				got = append(got, n.Rel)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestLoadErrors(t *testing.T) {
	good := map[string]string{"n/a.md": "# A"}
	for _, tt := range []struct {
		name string
		nb   Notebook
		add  map[string]string
		link string // n/l.md leads there
		want string
	}{
		{"no folder", Notebook{Name: "n", Dir: "nowhere"}, nil, "", `nowhere: notebook "n": there is no such folder; make it, or mend dir in knotes.toml`},
		{"a file", Notebook{Name: "n", Dir: "n/a.md"}, nil, "", `n/a.md: notebook "n": there is no such folder; make it, or mend dir in knotes.toml`},
		{"empty", Notebook{Name: "n", Dir: "e"}, map[string]string{"e/x.c": ""}, "", `e: notebook "n" holds no note; write one: knotes new CHAPTER/NOTE`},
		{"nothing of that name", Notebook{Name: "n", Dir: "n", Files: []string{"a.md", "b*.md"}}, nil, "", `n: notebook "n": files names "b*.md", but there is no such note; mend it in knotes.toml`},
		{"dangling link", Notebook{Name: "n", Dir: "n"}, nil, "nothing.md", "n/l.md: a note must be a regular file, this is a symbolic link; put the file itself here"},
		{"link", Notebook{Name: "n", Dir: "n"}, nil, "/etc/passwd", "n/l.md: a note must be a regular file, this is a symbolic link; put the file itself here"},
		{"a name that would forge a line", Notebook{Name: "n", Dir: "n"}, map[string]string{"n/b\n::error::c.md": "# B"}, "",
			`"n/b\n::error::c.md": the name of a note is printed as it is; give it one without control characters`},
		{"a name that speaks to the terminal", Notebook{Name: "n", Dir: "n"}, map[string]string{"n/b\x1b[31m.md": "# B"}, "",
			`"n/b\x1b[31m.md": the name of a note is printed as it is; give it one without control characters`},
		{"a name that turns its direction", Notebook{Name: "n", Dir: "n"}, map[string]string{"n/b\u202e.md": "# B"}, "",
			`"n/b\u202e.md": the name of a note is printed as it is; give it one without control characters`},
		{"two wrong notes", Notebook{Name: "n", Dir: "n"}, map[string]string{"n/b.md": "---\nx: 1\n---\n", "n/c.md": "\xff"}, "",
			"n/b.md:2:1: unknown key \"x\" in the front matter; known are title, weight, description, toolchain, root, kernel, files\nn/c.md:1:1: not UTF-8: byte 0xff; save the file as UTF-8"},
		{"toolchain", Notebook{Name: "n", Dir: "n"}, map[string]string{"n/b.md": "---\ntitle: x\ntoolchain: kernle\n---\n"}, "",
			`n/b.md:3:1: toolchain "kernle" is not in knotes.toml; did you mean "kernel"?`},
		{"files outside", Notebook{Name: "n", Dir: "n"}, map[string]string{"n/b.md": "---\nfiles: [../x]\n---\n"}, "",
			`n/b.md:2:1: files: "../x" leaves the note's folder; name a folder beside the note`},
		{"no such files", Notebook{Name: "n", Dir: "n"}, map[string]string{"n/b.md": "---\nfiles: [x]\n---\n"}, "", `n/b.md:2:1: files: there is no "x" beside the note`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := DefaultConfig()
			c.Toolchains = map[string]Toolchain{"kernel": {}}
			c.Root = write(t, good)
			for name, text := range tt.add {
				file := filepath.Join(c.Root, name)
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if tt.link != "" {
				if err := os.Symlink(tt.link, filepath.Join(c.Root, "n/l.md")); err != nil {
					t.Fatal(err)
				}
			}
			c.Notebooks = []Notebook{tt.nb}
			_, err := c.Load()
			if err == nil || err.Error() != tt.want {
				t.Errorf("error = %v, want %q", err, tt.want)
			}
		})
	}
}

// TestPrograms holds what goes into a note's container.
func TestPrograms(t *testing.T) {
	dir := write(t, map[string]string{
		"a.txt": "---\nfiles: [data, deep/er]\n---\n", "a.txtar": "record", "b.md": "", "b.txtar": "record", "c.txtar": "no record",
		"x.c": "int x;", ".hidden": "", "other/y.c": "", "data/d.bin": "d", "data/.git/config": "", "data/n.md": "", "deep/er/e": "e",
	})
	if err := os.Chmod(filepath.Join(dir, "x.c"), 0o700); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"link.c": "x.c", "passwd": "/etc/passwd", "data/host": "/etc", "data/none": "nothing"} {
		if err := os.Symlink(to, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	n, err := DefaultConfig().LoadFile(filepath.Join(dir, "a.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range n.Programs {
		got = append(got, f.Mode.String()+" "+f.Name+" "+string(f.Data))
	}
	want := []string{"-rw-r--r-- c.txtar no record", "-rwxr-xr-x x.c int x;", "-rw-r--r-- data/d.bin d", "-rw-r--r-- deep/er/e e"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if err := os.WriteFile(filepath.Join(dir, "a.txt"), []byte("---\nfiles: [data/host]\n---\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	_, err = DefaultConfig().LoadFile(filepath.Join(dir, "a.txt"))
	if err == nil || !strings.Contains(err.Error(), `a.txt:2:1: files: "data/host": `) {
		t.Errorf("a folder outside, through a link: error = %v", err)
	}
}

func TestTooManyPrograms(t *testing.T) {
	dir := write(t, map[string]string{"a.md": "# A"})
	f, err := os.Create(filepath.Join(dir, "big"))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(MaxPrograms + 1); err != nil {
		t.Fatal(err)
	}
	f.Close()
	_, err = DefaultConfig().LoadFile(filepath.Join(dir, "a.md"))
	if err == nil || !strings.Contains(err.Error(), "a.md:1:1: the files beside the note are more than 64 MiB") {
		t.Errorf("error = %v", err)
	}
}
