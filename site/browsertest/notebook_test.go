package browsertest

import (
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/site/hugo"
	"github.com/knotes-dev/knotes/site/sitetest"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// built is a site that stands in dir and is served at address.
type built struct{ dir, address string }

// sample builds the notebook of testdata, once. Nothing was run for it: the
// verdicts are made up, so that there is each of them.
func sample(t testing.TB) built {
	t.Helper()
	samples.Do(func() { samples.site = publish(t, buildSample) })
	return samples.site.must(t)
}

// own builds the project's own notebook from its records, once.
func own(t testing.TB) built {
	t.Helper()
	owns.Do(func() { owns.site = publish(t, buildOwn) })
	return owns.site.must(t)
}

// must ends a test that needs what another one could not build.
func (s built) must(t testing.TB) built {
	t.Helper()
	if s.address == "" {
		t.Fatal("the site could not be built; see the first test that failed")
	}
	return s
}

var samples, owns struct {
	sync.Once
	site built
}

// publish has a site built into a folder that stays until all tests are done,
// for the address at which it is served.
func publish(t testing.TB, build func(t testing.TB, dir, address string)) built {
	t.Helper()
	dir, err := os.MkdirTemp("", "knotes-browsertest")
	if err != nil {
		t.Fatal(err)
	}
	afterAll(func() { _ = os.RemoveAll(dir) })
	public := filepath.Join(dir, "public")
	address := serve(t, func(address string) string {
		build(t, public, address)
		return public
	})
	return built{public, address}
}

func buildOwn(t testing.TB, dir, _ string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), self, "build", "--recorded", "--out", dir)
	c.Dir, c.Env = root, append(os.Environ(), asKnotes+"=1")
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
}

func buildSample(t testing.TB, dir, address string) {
	t.Helper()
	p := sitetest.Project(sampleNotes(t)...)
	p.BaseURL = address + "/"
	found, err := site.Build(t.Context(), hugo.Build, p, dir+".project", dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		t.Error(f)
	}
}

func sampleNotes(t testing.TB) []site.Note {
	t.Helper()
	const top = "testdata/notebook"
	var all []site.Note
	err := fs.WalkDir(os.DirFS(top), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || path.Ext(name) != ".md" {
			return err
		}
		all = append(all, sampleNote(t, top, name, string(readFile(t, filepath.Join(top, name)))))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// listing is assembly of the sample's program, lines of C before instructions.
const listing = "# map.c -O0\nmain:\n6\tpushq\t%rbp\n7\tmovl\t$4, %esi\n.L2:\n8\tret\n# map.c -O2\nmain:\n6\tsubq\t$8, %rsp\n9\tret\n"

// sampleNote is one of them. A note of the top folder is of another notebook,
// and split.
func sampleNote(t testing.TB, top, name, text string) site.Note {
	t.Helper()
	n := sitetest.Note(name, text)
	if !strings.Contains(name, "/") {
		n = sitetest.Split(name, text, 2)
	}
	n.Modified = time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)
	n.Doc.Note.Dir = filepath.Join(top, path.Dir(name))
	if name == "memory/mapping.md" {
		data := readFile(t, filepath.Join(top, "memory/map.c"))
		n.Report.Listing = listing
		n.Doc.Note.Programs = []notes.File{{Name: "map.c", Mode: 0o644, Data: data}}
	}
	for i, c := range n.Doc.Claims() {
		retell(c, n.Report.Claims[i])
	}
	return n
}

// retell mends what was made up about the claims that are to show something of
// their own: a masked output, a quotation, what a program might print.
func retell(c *snippets.Claim, r *report.Claim) {
	verified := func(evidence, observed string) {
		zero := 0
		r.Status, r.Evidence, r.Exit, r.Observed, r.Reason = report.Verified, evidence, &zero, observed, ""
	}
	switch {
	case r.Kind == string(snippets.Quotation):
		verified("quoted", "")
		r.Exit = nil
	case r.Command == "cat /proc/self/maps":
		verified("masked", strings.Replace(r.Expected, "555555554000", "56432a1b0000", 1))
		r.Volatile = []report.Volatile{{Line: 1, Start: 0, End: 12, Cause: "aslr", Kind: "hexadecimal", Text: "56432a1b0000", Twin: "55a1b2c3d000"}}
	case r.Command == "./everything":
		verified("succeeded", strings.Join(hostile, "\n")+"\n")
	case r.Command == "./shown":
		verified("ran", r.Expected)
	}
}

// kinds are the pages of the sample, one of each kind.
var kinds = []struct{ name, path string }{
	{"home", "/"},
	{"chapter", "/memory/"},
	{"note", "/memory/mapping/"},
	{"plain note", "/memory/other/"},
	{"hostile outputs", "/hostile/output/"},
	{"note in parts", "/upstream/reading/"},
	{"part of a note", "/upstream/reading/one-part/"},
	{"verification", "/verification/"},
	{"programs", "/programs/"},
	{"program", "/programs/memory/map-c/"},
	{"not found", noPage},
}
