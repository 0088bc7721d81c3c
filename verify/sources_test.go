package verify

import (
	"context"
	"crypto/sha1"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/names"
	"github.com/knotes-dev/knotes/verify/report"
	"golang.org/x/tools/txtar"
)

// fakeStore holds files by "RELEASE/PATH" and "COMMIT/PATH". What it has no file
// of at all it cannot reach.
type fakeStore map[string]string

func (s fakeStore) File(_ context.Context, r kernel.Ref, path string) (*kernel.File, error) {
	at := r.Release + r.Commit + "/"
	if text, ok := s[at+path]; ok {
		return &kernel.File{Path: path, Blob: fakeBlob(text), Text: []byte(text)}, nil
	}
	for name := range s {
		if strings.HasPrefix(name, at) {
			return nil, fmt.Errorf("%v: %w: %s", r, kernel.ErrNoFile, path)
		}
	}
	if strings.HasPrefix(r.Commit, "bad") {
		return nil, fmt.Errorf("%v: %w", r, kernel.ErrNoCommit)
	}
	return nil, &kernel.Unreachable{Source: r.String(), Err: errors.New("there is no network")}
}

func (s fakeStore) Blob(ctx context.Context, r kernel.Ref, path string) (string, error) {
	f, err := s.File(ctx, r, path)
	if err != nil {
		return "", err
	}
	return f.Blob, nil
}

func (s fakeStore) Want(context.Context, kernel.Ref, []string) error { return nil }

func (s fakeStore) Resolve(_ context.Context, clone, ref string) (string, error) {
	if commit, ok := s["ref "+ref]; ok {
		return strings.TrimSpace(commit), nil
	}
	return "", &kernel.Unreachable{Source: clone, Err: errors.New("there is no network")}
}

func fakeBlob(text string) string {
	return fmt.Sprintf("%x", sha1.Sum([]byte(fmt.Sprintf("blob %d\x00%s", len(text), text))))
}

// fakeNames has some names, by kind.
type fakeNames map[string]string

func (n fakeNames) Find(q names.Query) (names.Answer, error) {
	if path, ok := n[string(q.Kind)+" "+q.Text]; ok {
		return names.Answer{Found: true, Place: names.Place{Path: path, Line: 7, As: q.Kind}}, nil
	}
	return names.Answer{Nearest: "ip_rcv", NearPlace: names.Place{Path: "net/ipv4/ip_input.c", Line: 560}}, nil
}

// sourcesTest is a test of testdata/sources: files of the source below
// "RELEASE/" or "COMMIT/", a note, and what is said of each of its claims.
type sourcesTest struct {
	store fakeStore
	note  string
	want  string
}

func readSourcesTest(t *testing.T, file string) sourcesTest {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	st := sourcesTest{store: fakeStore{}}
	for _, f := range a.Files {
		switch f.Name {
		case "note.md":
			st.note = string(f.Data)
		case "want":
			st.want = string(f.Data)
		default:
			st.store[f.Name] = string(f.Data)
		}
	}
	return st
}

// judgeSources judges a note of a notebook against source code alone.
func judgeSources(t *testing.T, note string, s *Sources) (*report.Note, *snippets.Doc) {
	t.Helper()
	doc := sourceDoc(t, note)
	p := newPlan(doc, "", newSources(context.Background(), s))
	return judgeNote(p, &observed{Key: p.key, Missing: "nothing was run"}, leastShown), doc
}

func sourceDoc(t *testing.T, note string) *snippets.Doc {
	t.Helper()
	doc, err := parseDoc(note)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// parseDoc reads a note of a notebook.
func parseDoc(text string) (*Doc, error) {
	n, err := notes.Parse("n.md", []byte(text))
	if err != nil {
		return nil, err
	}
	n.Notebook, n.Rel, n.Strict = "k", "n.md", true
	return snippets.Parse(n, nil)
}

func told(n *report.Note) string {
	var b strings.Builder
	for _, c := range n.Claims {
		fmt.Fprintf(&b, "%d:%d %s %s", c.Line, c.Col, c.Kind, c.Status)
		for _, more := range []string{c.Evidence, c.Reason, c.Remark} {
			if more != "" {
				b.WriteString(": " + more)
			}
		}
		if c.Pin != nil && c.Pin.Quoted != nil {
			fmt.Fprintf(&b, " %s", notes.FormatLines(c.Pin.Quoted))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestSources judges the notes of testdata/sources.
func TestSources(t *testing.T) {
	dir, err := os.ReadDir("testdata/sources")
	if err != nil || len(dir) == 0 {
		t.Fatal("no testdata", err)
	}
	for _, e := range dir {
		t.Run(strings.TrimSuffix(e.Name(), ".txtar"), func(t *testing.T) {
			st := readSourcesTest(t, "testdata/sources/"+e.Name())
			n, _ := judgeSources(t, st.note, &Sources{
				Store: st.store, Release: "6.12.1", Mirrors: []string{"https://mirror.example/linux"},
				Names: fakeNames{"function ip_rcv": "net/ipv4/ip_input.c"},
			})
			if *update {
				rewriteWant(t, "testdata/sources/"+e.Name(), told(n))
				return
			}
			if diff := cmp.Diff(strings.Split(st.want, "\n"), strings.Split(told(n), "\n")); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// rewriteWant puts what is said into a test's file.
func rewriteWant(t *testing.T, file, text string) {
	t.Helper()
	a, err := txtar.ParseFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range a.Files {
		if f.Name == "want" {
			a.Files[i].Data = []byte(text)
		}
	}
	if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
		t.Fatal(err)
	}
}
