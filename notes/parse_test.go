package notes

import (
	"strings"
	"testing"
)

func TestParseTitle(t *testing.T) {
	for _, tt := range []struct{ name, src, title string }{
		{"front matter", "---\ntitle: A page\n---\n# Other\n", "A page"},
		{"first heading", "text\n\n## The `mm` field\n", "The mm field"},
		{"file name", "text only\n", "a"},
		{"a rule is no front matter", "---\n# H\n", "H"},
		{"CRLF", "---\r\ntitle: A\r\n---\r\nx\r\n", "A"},
		{"empty", "", "a"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, err := Parse("a.md", []byte(tt.src))
			if err != nil {
				t.Fatal(err)
			}
			if n.Title != tt.title {
				t.Errorf("title = %q, want %q", n.Title, tt.title)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct{ name, src, want string }{
		{"not UTF-8", "a\nb \xff\n", "a.md:2:3: not UTF-8: byte 0xff; save the file as UTF-8"},
		{"unknown key", "---\ntitle: x\ntoolchian: kernel\n---\n", `a.md:3:1: unknown key "toolchian" in the front matter; did you mean "toolchain"?`},
		{"wrong type", "---\nweight: heavy\n---\n", "a.md:2:9: front matter: "},
		{"no YAML", "---\ntitle: [x\n---\n", "a.md:2:"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse("a.md", []byte(tt.src))
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("error = %v, want it to begin with %q", err, tt.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("---\ntitle: x\n---\n# h\n```c {#a}\nint x;\n```\n"))
	f.Fuzz(func(t *testing.T, src []byte) {
		n, err := Parse("a.md", src)
		if err == nil && (n.Title == "" || n.Body > len(src)) {
			t.Errorf("title %q, body at %d of %d", n.Title, n.Body, len(src))
		}
	})
}
