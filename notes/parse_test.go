package notes

import (
	"fmt"
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
		{"byte order mark", "\ufeff---\ntitle: A\n---\n", "A"},
		{"byte order mark, no front matter", "\ufeff# H\n", "H"},
		{"ended by dots", "---\ntitle: A\n...\n# H\n", "A"},
		{"dots in a rule's text are no end", "---\ntext\n\n...\n\n# H\n", "H"},
		{"a word and a colon are no front matter", "---\nNote: text\n\n```console\n$ x\n...\n```\n\n# H\n", "H"},
		{"empty front matter", "---\n---\n# H\n", "H"},
		{"comments only", "---\n# none\n---\n# H\n", "H"},
		{"null", "---\ntitle: ~\n---\n# H\n", "H"},
		{"number", "---\ntitle: 12\n---\n", "12"},
		{"several lines", "---\ntitle: |\n  a\n  b\n---\n", "a b"},
		{"blanks behind the dashes", "--- \t\ntitle: A\n---  \n", "A"},
		{"no newline at the end", "---\ntitle: A\n---", "A"},
		{"a rule alone", "---", "a"},
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
		{"unknown keys, all of them", "---\nfoo:\n  bar: 1\nwieght: 2\n---\n", "a.md:2:1: unknown key \"foo\" in the front matter; known are title, weight, description, toolchain, root, kernel, files\na.md:4:1: unknown key \"wieght\" in the front matter; did you mean \"weight\"?"},
		{"unknown key with CRLF", "---\r\ntitle: a\r\nwieght: 2\r\n---\r\n", `a.md:3:1: unknown key "wieght" in the front matter; did you mean "weight"?`},
		{"not UTF-8, in the front matter", "---\ntitle: \xe4\n---\n", "a.md:2:8: not UTF-8: byte 0xe4; save the file as UTF-8"},
		{"wrong type", "---\nweight: heavy\n---\n", "a.md:2:9: front matter: weight must be a whole number"},
		{"wrong type of a text", "---\ntitle: [a]\n---\n", "a.md:2:8: front matter: title must be a text"},
		{"wrong type of a list", "---\ntitle: a\nfiles: x\n---\n", "a.md:3:8: front matter: files must be a list of folders: [data, more]"},
		{"wrong type of a switch", "---\nroot: yes\n---\n", "a.md:2:7: front matter: root must be true or false"},
		{"too large", "---\nweight: 99999999999999999999\n---\n", "a.md:2:9: front matter: weight must be a whole number"},
		{"no YAML", "---\ntitle: [x\n---\n", "a.md:2:8: front matter is not YAML: sequence end token ']' not found; put a value with : or # or quotes in it in quotes"},
		{"a colon in a value", "---\ntitle: a: b\n---\n", "a.md:2:8: front matter is not YAML: mapping value is not allowed in this context; put a value with : or # or quotes in it in quotes"},
		{"a column behind a character of two bytes", "---\n{title: ä, weight: ö}\n---\n", "a.md:2:21: front matter: weight must be a whole number"},
		{"twice", "---\ntitle: a\ntitle: b\n---\n", `a.md:3:1: front matter: the key "title" stands twice; take one away`},
		{"no mapping", "---\njust text\n---\n", "a.md:2:1: the front matter must be lines of the form key: value; where it is none but a rule at the top of the note, write ***"},
		{"a list", "---\n- a\n---\n", "a.md:2:1: the front matter must be lines of the form key: value"},
		{"not closed", "---\ntitle: a\n# H\n", "a.md:1:1: the front matter is not closed: put a line --- behind \"title: a\" and what follows it"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse("a.md", []byte(tt.src))
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("error = %v, want it to begin with %q", err, tt.want)
			}
		})
	}
}

// FuzzParse holds that a note which can be read has a title and a body, and
// that one which cannot is wrong at a place within it.
func FuzzParse(f *testing.F) {
	for _, src := range []string{
		"---\ntitle: x\n---\n# h\n```c {#a}\nint x;\n```\n",
		"\ufeff---\r\ntitle: x\r\nweight: 1\r\n...\r\n# h\r\n",
		"---\ntitle: a: b\nfiles: [x, y]\nroot: yes\n---\n",
		"---\n{title: ä, weight: ö}\n---\n",
		"---\nfoo:\n  bar: *x\ntitle: |\n  a\n  b\n---\n",
		"---\n? [a]\n: b\n--- # x\n- c\n---\n",
		"---\ntitle: a\n",
		"h\n===\n",
	} {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		n, err := Parse("a.md", src)
		if err == nil {
			if n.Title == "" || n.Body > len(src) {
				t.Errorf("title %q, body at %d of %d", n.Title, n.Body, len(src))
			}
			return
		}
		for line := range strings.Lines(err.Error()) {
			var at, col int
			if _, err := fmt.Sscanf(line, "a.md:%d:%d: ", &at, &col); err != nil || at < 1 || col < 1 || at > strings.Count(string(src), "\n")+1 {
				t.Errorf("the place of %q, of %d lines", line, strings.Count(string(src), "\n")+1)
			}
		}
	})
}
