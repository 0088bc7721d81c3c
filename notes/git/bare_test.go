package git_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/notes/git"
	"github.com/knotes-dev/knotes/verify/kernel/kerneltest"
)

func newBare(t *testing.T) *git.Bare {
	t.Helper()
	if err := git.Check(t.Context()); err != nil {
		t.Skip(err)
	}
	b := git.OpenBare(filepath.Join(t.TempDir(), "a b", "x.git"))
	if b.Exists() {
		t.Error("it is there before it is made")
	}
	for range 2 {
		if err := b.Init(t.Context(), 40); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// add makes a commit of files, texts by name, and returns its id.
func add(t *testing.T, b *git.Bare, tag string, files ...string) string {
	t.Helper()
	c, err := b.NewCommit(t.Context(), "refs/tags/"+tag, time.Unix(1_700_000_000, 0), "a message\nof two lines\n")
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(files); i += 2 {
		if err := c.Add("100644", files[i], int64(len(files[i+1])), strings.NewReader(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	refs, err := b.Refs(t.Context(), "refs/tags/")
	if err != nil {
		t.Fatal(err)
	}
	return refs["refs/tags/"+tag]
}

func TestBatch(t *testing.T) {
	b := newBare(t)
	batch := b.Batch()
	defer batch.Close()
	commit := add(t, b, "one", "a.c", "int a;\n", "empty", "", "d/two words.c", "int b;")
	files, err := b.Files(t.Context(), commit)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range files {
		o, data, err := batch.Read(f.ID, 100)
		if err != nil || o.Type != "blob" || o.Size != int64(len(data)) || o.ID != f.ID {
			t.Errorf("%s: %+v, %q, %v", f.Path, o, data, err)
		}
		got[f.Path] = string(data)
	}
	if diff := cmp.Diff(map[string]string{"a.c": "int a;\n", "empty": "", "d/two words.c": "int b;"}, got); diff != "" {
		t.Error(diff)
	}
	if o, data, err := batch.Read(files[0].ID, 3); err != nil || data != nil || o.Size != 7 {
		t.Errorf("more than the limit: %+v, %q, %v", o, data, err)
	}
	for _, name := range []string{"", "none", strings.Repeat("0", 40), "a\nb", "HEAD:x y"} {
		if _, _, err := batch.Read(name, 100); !errors.Is(err, git.ErrMissing) {
			t.Errorf("%q: %v", name, err)
		}
	}
	later := add(t, b, "two", "b.c", "int later;\n")
	if o, err := batch.Info(later); err != nil || o.Type != "commit" {
		t.Errorf("what came later: %+v, %v", o, err)
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for _, f := range files {
				if _, data, err := batch.Read(f.ID, 100); err != nil || string(data) != got[f.Path] {
					t.Errorf("%s: %q, %v", f.Path, data, err)
				}
			}
		})
	}
	group.Wait()
	batch.Close()
	if _, err := batch.Info(later); err != nil {
		t.Errorf("after Close: %v", err)
	}
}

func TestContents(t *testing.T) {
	b := newBare(t)
	commit := add(t, b, "one", "a", "1\n", "b", "", "c", "333")
	files, err := b.Files(t.Context(), commit)
	if err != nil {
		t.Fatal(err)
	}
	var ids, got []string
	for _, f := range files {
		ids = append(ids, f.ID)
	}
	err = b.Contents(t.Context(), ids, func(i int, data []byte) error {
		got = append(got, files[i].Path+"="+string(data))
		return nil
	})
	if diff := cmp.Diff([]string{"a=1\n", "b=", "c=333"}, got); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if err := b.Contents(t.Context(), []string{strings.Repeat("1", 40)}, nil); !errors.Is(err, git.ErrMissing) {
		t.Errorf("a blob that is not there: %v", err)
	}
	if err := git.OpenBare(t.TempDir()).Contents(t.Context(), ids, nil); err == nil {
		t.Error("no repository was read")
	}
}

// TestCommitGivenUp: nothing is seen of a commit that was not closed.
func TestCommitGivenUp(t *testing.T) {
	b := newBare(t)
	ctx, stop := context.WithCancel(t.Context())
	for _, end := range []func(*git.Commit) error{
		func(c *git.Commit) error { return errors.Join(c.Abort(), errors.New("given up")) },
		func(c *git.Commit) error { return c.Add("100644", "short", 100, strings.NewReader("short")) },
		func(c *git.Commit) error { return errors.Join(c.Copy("none", "x"), c.Close()) },
		func(c *git.Commit) error {
			stop()
			for {
				if err := c.Add("100644", "x", 1<<20, bytes.NewReader(make([]byte, 1<<20))); err != nil {
					return err
				}
			}
		},
	} {
		c, err := b.NewCommit(ctx, "refs/tags/x", time.Now(), "m")
		if err != nil {
			t.Fatal(err)
		}
		if err := c.Add("100644", "a.c", 6, strings.NewReader("int a;")); err != nil {
			t.Fatal(err)
		}
		if err := end(c); err == nil {
			t.Error("no error")
		}
		c.Abort()
	}
	refs, err := b.Refs(t.Context(), "refs/")
	if len(refs) > 0 || err != nil {
		t.Errorf("%v, %v", refs, err)
	}
}

// TestFetch: the address is nowhere in the repository, which does not know that
// it is partial.
func TestFetch(t *testing.T) {
	r := kerneltest.NewRepository(t)
	r.Write("a.c", "int a;\n")
	r.Write("b.c", "int b;\n")
	commit := r.Commit("one")
	url := r.Serve(nil)
	b := newBare(t)
	config, err := os.ReadFile(filepath.Join(b.Dir(), "config"))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Fetch(t.Context(), url, true, commit); err != nil {
		t.Fatal(err)
	}
	batch := b.Batch()
	defer batch.Close()
	blob := r.Git("rev-parse", "HEAD:a.c")
	if _, err := batch.Info(blob); !errors.Is(err, git.ErrMissing) {
		t.Errorf("a blob came with its commit: %v", err)
	}
	if err := b.Fetch(t.Context(), url, false, blob); err != nil {
		t.Fatal(err)
	}
	if _, data, err := batch.Read(blob, 100); string(data) != "int a;\n" || err != nil {
		t.Errorf("%q, %v", data, err)
	}
	if err := b.Fetch(t.Context(), url, true, strings.Repeat("1", 40)); !errors.Is(err, git.ErrNotThere) {
		t.Errorf("a commit that is not there: %v", err)
	}
	refs, err := b.Refs(t.Context(), "refs/")
	if diff := cmp.Diff(map[string]string{git.CommitRef(commit): commit}, refs); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if after, err := os.ReadFile(filepath.Join(b.Dir(), "config")); err != nil || string(after) != string(config) {
		t.Errorf("the configuration was\n%s\nand is\n%s\n%v", config, after, err)
	}
}

// TestForeignEnvironment: neither a hook's variables nor a user's configuration
// lead to another repository, or change what comes out.
func TestForeignEnvironment(t *testing.T) {
	r := kerneltest.NewRepository(t)
	r.Write("ü.c", "int a;\n")
	commit := r.Commit("one")
	url := r.Serve(func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
			if _, password, _ := q.BasicAuth(); password != "known" {
				w.Header().Set("WWW-Authenticate", `Basic realm="x"`)
				w.WriteHeader(http.StatusUnauthorized)
				return
			}
			next.ServeHTTP(w, q)
		})
	})
	config := filepath.Join(t.TempDir(), "config")
	const text = `[core]
	quotePath = true
	hooksPath = /nowhere
[transfer]
	fsckObjects = true
[fetch]
	prune = true
[log]
	showSignature = true
[credential]
	helper = "!f() { echo username=u; echo password=known; }; f"
`
	if err := os.WriteFile(config, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	b := newBare(t)
	t.Setenv("GIT_CONFIG_GLOBAL", config)
	t.Setenv("GIT_DIR", filepath.Join(r.Dir, ".git"))
	t.Setenv("GIT_INDEX_FILE", "/nowhere")
	t.Setenv("GIT_OBJECT_DIRECTORY", "/nowhere")
	if err := b.Fetch(t.Context(), url, true, commit); err != nil {
		t.Fatal(err)
	}
	files, err := b.Files(t.Context(), commit)
	if err != nil || len(files) != 1 || files[0].Path != "ü.c" {
		t.Errorf("%+v, %v", files, err)
	}
	refs, err := git.LsRemote(t.Context(), url, "refs/heads/*")
	if diff := cmp.Diff(map[string]string{"refs/heads/master": commit}, refs); diff != "" || err != nil {
		t.Error(diff, err)
	}
	t.Setenv("GIT_CONFIG_GLOBAL", os.DevNull)
	if _, err := git.LsRemote(t.Context(), url); err == nil || !strings.Contains(err.Error(), "terminal prompts disabled") {
		t.Errorf("without credentials: %v", err)
	}
}

func TestDiff(t *testing.T) {
	b := newBare(t)
	body := strings.Repeat("a line\n", 20)
	one := add(t, b, "one", "gone", "x", "old name", body, "same", "s", "changed", "1")
	two := add(t, b, "two", "new", "y", "new name", body+"more\n", "same", "s", "changed", "2")
	summary := func(changes []git.Change, err error) (all []string) {
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range changes {
			all = append(all, c.Status+" "+c.From.Path+" > "+c.To.Path)
		}
		return all
	}
	if diff := cmp.Diff([]string{"M changed > changed", "D gone > ", "A  > new", "A  > new name", "D old name > "}, summary(b.Diff(t.Context(), one, two))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"A  > new", "R old name > new name"}, summary(b.Diff(t.Context(), one, two, "old name", "new name", "new"))); diff != "" {
		t.Error(diff)
	}
	if _, err := b.Diff(t.Context(), one, strings.Repeat("1", 40)); err == nil {
		t.Error("a tree that is not there was compared")
	}
}

func TestLongIDs(t *testing.T) {
	r := kerneltest.NewRepository(t)
	os.RemoveAll(filepath.Join(r.Dir, ".git"))
	r.Git("init", "--quiet", "--object-format=sha256", "--initial-branch=master")
	r.Git("config", "uploadpack.allowFilter", "true")
	r.Write("a.c", "int a;\n")
	commit := r.Commit("one")
	b := git.OpenBare(filepath.Join(t.TempDir(), "x.git"))
	if err := b.Init(t.Context(), len(commit)); err != nil {
		t.Fatal(err)
	}
	if err := b.Fetch(t.Context(), r.Serve(nil), true, commit); err != nil {
		t.Fatal(err)
	}
	if files, err := b.Files(t.Context(), commit); err != nil || len(files) != 1 || len(files[0].ID) != 64 {
		t.Errorf("%+v, %v", files, err)
	}
}
