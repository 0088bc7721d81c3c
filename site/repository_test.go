package site

import (
	"net/url"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/notes"
)

func TestSource(t *testing.T) {
	own := &notes.Note{Notebook: "linux", File: "notes/content/a b.md", Rel: "a b.md"}
	pulled := &notes.Note{Notebook: "upstream", File: "upstream/docs/x.md", Rel: "docs/x.md"}
	for _, tt := range []struct {
		name    string
		project Project
		note    *notes.Note
		want    string
	}{
		{"github", Project{Repository: "https://github.com/o/r/", Branch: "main"}, own, "https://github.com/o/r/edit/main/notes/content/a%20b.md"},
		{"gitlab", Project{Repository: "https://gitlab.com/g/h/r", Branch: "b"}, own, "https://gitlab.com/g/h/r/-/edit/b/notes/content/a%20b.md"},
		{"forgejo", Project{Repository: "https://codeberg.org/o/r", Branch: "b"}, own, "https://codeberg.org/o/r/_edit/b/notes/content/a%20b.md"},
		{"another host", Project{Repository: "https://git.example.org/o/r.git", Branch: "b"}, own, "https://git.example.org/o/r/edit/b/notes/content/a%20b.md"},
		{"none", Project{Branch: "main"}, own, ""},
		{"outside of the project", Project{Repository: "https://github.com/o/r", Branch: "main"}, &notes.Note{File: "../x.md", Rel: "x.md"}, ""},
		{"pulled", Project{Repository: "https://github.com/o/r", Branch: "main", Origins: []Origin{{Notebook: "upstream", URL: "https://github.com/u/v.git", Commit: "c0ffee"}}},
			pulled, "https://github.com/u/v/blob/c0ffee/docs/x.md"},
		{"pulled from an unknown host", Project{Repository: "https://github.com/o/r", Branch: "main", Origins: []Origin{{Notebook: "upstream", URL: "https://git.kernel.org/v.git", Commit: "c0ffee"}}}, pulled, ""},
		{"pulled from a folder", Project{Repository: "https://github.com/o/r", Branch: "main", Origins: []Origin{{Notebook: "upstream", URL: "/srv/v.git", Commit: "c0ffee"}}}, pulled, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := &book{Project: &tt.project}
			if got := b.repositoryOf(tt.note).source(tt.note); got != tt.want {
				t.Errorf("source = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestReportDifference(t *testing.T) {
	r := repository{address: "https://github.com/o/r", ref: "main", forms: gitHub}
	d := &pageData{File: "a.md", Date: "2026-11-20", Tool: toolchain{Brief: "gcc 14"}}
	c := &claimData{ID: "k1", Line: 7, Kind: "command", Word: "ran", Command: "cat x & y #z"}
	u, err := url.Parse(r.difference(d, c, "```\n"+strings.Repeat("é", maxShown)))
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if got, want := q.Get("title"), "a.md, line 7: cat x & y #z"; got != want {
		t.Errorf("title %q, want %q", got, want)
	}
	body := q.Get("body")
	for _, want := range []string{"- Note: a.md, line 7\n", "- Claim: k1 (command), shown as ran\n", "- Toolchain: gcc 14\n", "- Checked: 2026-11-20\n",
		"```\ncat x & y #z\n```\n", "\n````\n```\né", "é…\n````\n"} {
		if !strings.Contains(body, want) {
			t.Errorf("the issue lacks %q:\n%s", want, body)
		}
	}
	if len(u.String()) > 8000 {
		t.Errorf("the address has %d bytes, more than a forge takes", len(u.String()))
	}
	if got := (repository{}).difference(d, c, "x"); got != "" {
		t.Errorf("without a repository: %q", got)
	}
}
