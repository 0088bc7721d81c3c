package audit

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/engine"
)

// host runs each command by itself, in a folder of this machine. In a second
// run TWIN is 1, by which a note's output can be volatile.
type host struct{ t testing.TB }

func (host) Name() string                  { return "host" }
func (host) Check(context.Context) error   { return nil }
func (h host) twin(v engine.Vary) []string { return append(os.Environ(), "LC_ALL=C", twinOf(v)) }

func twinOf(v engine.Vary) string {
	if v == (engine.Vary{}) {
		return "TWIN=0"
	}
	return "TWIN=1"
}

func (h host) Start(_ context.Context, spec engine.Spec) (engine.Container, error) {
	c := &container{dir: h.t.TempDir(), env: h.twin(spec.Vary), vary: spec.Vary}
	for _, f := range spec.Files {
		if err := os.WriteFile(filepath.Join(c.dir, f.Name), f.Data, 0o644); err != nil {
			return nil, err
		}
	}
	return c, nil
}

type container struct {
	dir  string
	env  []string
	vary engine.Vary
}

func (c *container) Run(ctx context.Context, cmd engine.Command) (engine.Result, error) {
	run := exec.CommandContext(ctx, "bash", "-c", cmd.Text)
	run.Dir, run.Env = c.dir, c.env
	out, err := run.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return engine.Result{}, err
	}
	return engine.Result{Output: out, Exit: run.ProcessState.ExitCode(), Duration: time.Millisecond}, nil
}

func (c *container) Reset(context.Context) error                 { return nil }
func (c *container) Made(context.Context) ([]engine.File, error) { return nil, nil }
func (c *container) Varied() engine.Vary                         { return c.vary }
func (c *container) Close() error                                { return nil }

// recorded is a note, its fences written as ~~~, with its record beside it.
func recorded(t testing.TB, markdown string, programs ...notes.File) (*verify.Doc, verify.Options) {
	t.Helper()
	n, err := notes.Parse("note.md", []byte(strings.ReplaceAll(markdown, "~~~", "```")))
	if err != nil {
		t.Fatal(err)
	}
	n.Notebook, n.Rel, n.Dir, n.Programs = "test", "note.md", t.TempDir(), programs
	doc, err := snippets.Parse(n, nil)
	if err != nil {
		t.Fatal(err)
	}
	o := verify.Options{Engine: host{t}, Record: true, Now: time.Now(), Toolchain: func(context.Context, string) (verify.Toolchain, error) {
		return verify.Toolchain{}, nil
	}}
	if _, err := verify.Run(t.Context(), []*verify.Doc{doc}, o); err != nil {
		t.Fatal(err)
	}
	again, err := snippets.Parse(n, nil) // as it was before anything was known of it
	if err != nil {
		t.Fatal(err)
	}
	o.Engine, o.Record = nil, false
	return again, o
}
