package verify

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/report"
)

// fakeEngine answers each command with what prints says of it, in the
// how-many-th container that was started.
type fakeEngine struct {
	started int
	prints  func(container int, command string) string
	made    func(container int) string // what trace.txt holds after each command; nil for no such file
	stops   string                     // a command that runs out of time
	lost    int                        // a container that ends under its first command
}

func (*fakeEngine) Name() string                { return "fake" }
func (*fakeEngine) Check(context.Context) error { return nil }

func (e *fakeEngine) Start(context.Context, engine.Spec) (engine.Container, error) {
	e.started++
	return fakeContainer{e, e.started}, nil
}

type fakeContainer struct {
	e *fakeEngine
	n int
}

func (c fakeContainer) Run(_ context.Context, cmd engine.Command) (engine.Result, error) {
	if cmd.Text == c.e.stops {
		return engine.Result{Stopped: engine.StopTime}, nil
	}
	r := engine.Result{Output: []byte(c.e.prints(c.n, cmd.Text))}
	if c.n == c.e.lost {
		r.Stopped = engine.StopGone
	}
	return r, nil
}
func (fakeContainer) Reset(context.Context) error { return nil }
func (fakeContainer) Close() error                { return nil }
func (fakeContainer) Varied() engine.Vary         { return engine.Vary{} }

func (c fakeContainer) Made(context.Context) ([]engine.File, error) {
	if c.e.made == nil {
		return nil, nil
	}
	return []engine.File{{Name: "trace.txt", Data: []byte(c.e.made(c.n))}}, nil
}

// bench is one note of a notebook and the options to verify it with.
type bench struct {
	*testing.T
	Options
	dir    string
	engine *fakeEngine
}

func newBench(t *testing.T, prints func(container int, command string) string) *bench {
	e := &fakeEngine{prints: prints}
	dir := t.TempDir()
	return &bench{t, Options{
		Engine: e, Cache: filepath.Join(dir, "cache"), Now: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC),
		Toolchain: func(context.Context, string) (Toolchain, error) {
			return Toolchain{Report: report.Toolchain{ID: "sha256:0123456789abcdef"}}, nil
		},
	}, dir, e}
}

// echo prints what follows the command's first word.
func echo(_ int, command string) string {
	_, rest, _ := strings.Cut(command, " ")
	return rest + "\n"
}

func (b *bench) verify(markdown string, record bool) (*report.Note, *report.Report) {
	b.Helper()
	n, err := notes.Parse("notes/note.md", []byte(strings.ReplaceAll(markdown, "~~~", "```")))
	if err != nil {
		b.Fatal(err)
	}
	n.Notebook, n.Dir = "n", b.dir
	doc, err := snippets.Parse(n, nil)
	if err != nil {
		b.Fatal(err)
	}
	o := b.Options
	o.Record = record
	r, err := Run(b.Context(), []*Doc{doc}, o)
	if err != nil {
		b.Fatal(err)
	}
	return r.Notes[0], r
}

func (b *bench) expect(n *report.Note, state, why string) {
	b.Helper()
	if n.Record != state || n.RecordWhy != why {
		b.Errorf("record is %s (%s), want %s (%s)", n.Record, n.RecordWhy, state, why)
	}
}

func (b *bench) record() string { return filepath.Join(b.dir, "note.txtar") }

func (b *bench) read(file string) string {
	b.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		b.Fatal(err)
	}
	return string(data)
}

func (b *bench) write(file, text string) {
	b.Helper()
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
}

const oneStep = "~~~console\n$ echo a\na\n~~~\n"

func TestRecordStates(t *testing.T) {
	b := newBench(t, echo)
	n, _ := b.verify(oneStep, false)
	b.expect(n, report.RecordMissing, "")
	n, _ = b.verify(oneStep, true)
	b.expect(n, report.RecordCurrent, "")
	if !n.RecordWritten || !strings.Contains(b.read(b.record()), "\ndate 2026-11-24\nengine fake\n") {
		t.Errorf("written: %v\n%s", n.RecordWritten, b.read(b.record()))
	}
	n, _ = b.verify(strings.ReplaceAll(oneStep, "\na", "\nb"), false)
	b.expect(n, report.RecordCurrent, "") // what the note expects is not part of it
	n, _ = b.verify("~~~console\n$ echo b\nb\n~~~\n", false)
	b.expect(n, report.RecordStale, "")
	b.write(b.record(), strings.ReplaceAll(b.read(b.record()), "| a", "| b"))
	n, _ = b.verify(oneStep, false)
	b.expect(n, report.RecordDiffers, "line 2")
	b.write(b.record(), "x")
	n, _ = b.verify(oneStep, false)
	b.expect(n, report.RecordMissing, "notes/note.txtar is not a record: it does not begin with knotes.record/1")
	n, _ = b.verify("# Nothing is run\n", false)
	b.expect(n, report.RecordCurrent, "") // the file is none of ours
	n, _ = b.verify("# Nothing is run\n", true)
	b.expect(n, report.RecordCurrent, "")
	b.read(b.record())
}

// TestRecordIsLeftAlone looks at a record which nothing observed has changed.
func TestRecordIsLeftAlone(t *testing.T) {
	b := newBench(t, echo)
	b.verify(oneStep, true)
	text := b.read(b.record())
	old := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	if err := os.Chtimes(b.record(), old, old); err != nil {
		t.Fatal(err)
	}
	b.Now, b.NoCache = b.Now.AddDate(0, 0, 1), true
	b.Options.Toolchain = func(context.Context, string) (Toolchain, error) {
		return Toolchain{Report: report.Toolchain{ID: "sha256:a2073e4"}}, nil
	}
	n, _ := b.verify(oneStep, true)
	b.expect(n, report.RecordCurrent, "")
	info, err := os.Stat(b.record())
	if err != nil {
		t.Fatal(err)
	}
	if n.RecordWritten || b.read(b.record()) != text || !info.ModTime().Equal(old) {
		t.Error("it was written")
	}
}

// TestRecordOfWhatVaries tells an output that differs in each run, where the
// note does not assert it, from one that was changed in the record. Where the
// record knows what varies, no second run is needed.
func TestRecordOfWhatVaries(t *testing.T) {
	number := func(container int, _ string) string { return fmt.Sprintln("run", container) }
	words := func(container int, _ string) string { return strings.Repeat("again and ", container) + "again\n" }
	for _, tt := range []struct {
		prints func(int, string) string
		runs   int
	}{{number, 1}, {words, 2}} {
		for _, note := range []string{"~~~console\n$ date\n~~~\n", "~~~console\n$ date\n...\n~~~\n"} {
			b := newBench(t, tt.prints)
			b.NoCache = true
			b.verify(note, true)
			n, r := b.verify(note, false)
			b.expect(n, report.RecordCurrent, "")
			if r.Summary.StepsRun != tt.runs {
				t.Errorf("%d steps run, want %d", r.Summary.StepsRun, tt.runs)
			}
			b.engine.prints = func(int, string) string { return "always this\n" }
			n, _ = b.verify(note, false)
			b.expect(n, report.RecordDiffers, "line 2")
		}
	}
}

// TestForgedOutputOfWhatVaries puts an output into the record of a step of which
// a record holds none, as it is shown by no note and is another in each run.
func TestForgedOutputOfWhatVaries(t *testing.T) {
	const note = "~~~console\n$ fortune\n~~~\n"
	b := newBench(t, func(container int, _ string) string { return strings.Repeat("again and ", container) + "again\n" })
	b.NoCache = true
	b.verify(note, true)
	text := b.read(b.record())
	forged := strings.Replace(text, "lines 0\n", "lines 1\n| forged\n", 1)
	if forged == text {
		t.Fatalf("the record holds an output:\n%s", text)
	}
	if err := os.WriteFile(b.record(), []byte(forged), 0o644); err != nil {
		t.Fatal(err)
	}
	n, _ := b.verify(note, false)
	b.expect(n, report.RecordDiffers, "line 2")
}

// TestSpentContainer has a session lose its container: what is not typed into it
// says so, and the note's C is compiled in another.
func TestSpentContainer(t *testing.T) {
	b := newBench(t, func(container int, command string) string {
		return fmt.Sprint(container, strings.Contains(command, "gcc"))
	})
	b.engine.lost = 1
	n, _ := b.verify("~~~console\n$ kill -9 -1\n$ true\n~~~\n\n~~~c\nint main(void) { return 0; }\n~~~\n", false)
	for _, c := range n.Claims[:2] {
		if c.Status != report.Failed || !strings.HasPrefix(c.Reason, "gone: ") {
			t.Errorf("%s: %s %s", c.Command, c.Status, c.Reason)
		}
	}
	if c := n.Claims[2]; c.Status == report.Failed || b.engine.started != 2 {
		t.Errorf("the program is %s: %s, in %d containers", c.Status, c.Reason, b.engine.started)
	}
}

// TestColours looks at a program that colours whatever TERM says.
func TestColours(t *testing.T) {
	b := newBench(t, func(int, string) string { return "\x1b[36mlo\x1b[0m  UNKNOWN\n" })
	n, _ := b.verify("~~~console\n$ ip -br link\nlo  UNKNOWN\n~~~\n", false)
	if c := n.Claims[0]; c.Status != report.Verified || c.Observed != "lo  UNKNOWN\n" {
		t.Errorf("%s: %q", c.Status, c.Observed)
	}
}

// TestCacheIsNotTrusted gives the cache what another note, or nobody, printed.
func TestCacheIsNotTrusted(t *testing.T) {
	b := newBench(t, echo)
	b.verify(oneStep, false)
	files, err := filepath.Glob(filepath.Join(b.Cache, "observed", "*", "*.txtar"))
	if err != nil || len(files) != 1 {
		t.Fatalf("the cache holds %v, %v", files, err)
	}
	good := b.read(files[0])
	if _, r := b.verify(oneStep, false); r.Summary.StepsCached != 1 {
		t.Error("a known outcome was not taken from the cache")
	}
	for name, text := range map[string]string{
		"of another key": strings.Replace(good, "key sha256:", "key sha256:f", 1),
		"cut short":      good[:len(good)-3],
		"of other steps": strings.ReplaceAll(good, "-- k", "-- x"),
		"of no steps":    good[:strings.Index(good, "steps")] + "steps 0\n",
		"empty":          "",
	} {
		b.write(files[0], text)
		n, r := b.verify(oneStep, false)
		if r.Summary.StepsRun != 1 || n.Claims[0].Status != report.Verified {
			t.Errorf("a cache %s was taken for what happened: %+v", name, n.Claims[0])
		}
		if b.read(files[0]) != good {
			t.Errorf("a cache %s was left so", name)
		}
	}
}

// TestRecorded lets the record speak.
func TestRecorded(t *testing.T) {
	b := newBench(t, echo)
	b.verify(oneStep, true)
	b.Engine, b.Cache = nil, ""
	n, _ := b.verify(oneStep, false)
	if c := n.Claims[0]; c.Status != report.Verified || !c.Cached || c.Remark != "" || n.Recorded != "2026-11-24" {
		t.Errorf("got %+v of %q", c, n.Recorded)
	}
	n, _ = b.verify("~~~console\n$ echo b\nb\n~~~\n", false)
	if c := n.Claims[0]; c.Status != report.Unverified || c.Exit != nil || n.Recorded != "" {
		t.Errorf("a stale record speaks: %+v of %q", c, n.Recorded)
	}
	b.Options.Toolchain = func(context.Context, string) (Toolchain, error) { return Toolchain{}, nil }
	n, _ = b.verify(oneStep, false)
	if got, want := n.Claims[0].Remark, "recorded with the toolchain sha256:0123456789ab, not the one in knotes.lock"; got != want {
		t.Errorf("remark %q, want %q", got, want)
	}
	if err := os.Remove(b.record()); err != nil {
		t.Fatal(err)
	}
	n, _ = b.verify(oneStep, false)
	if c := n.Claims[0]; c.Reason != "there is no record of it; run: knotes verify --record notes/note.md" {
		t.Errorf("reason %q", c.Reason)
	}
}

// TestUnreadableRecord is a broken tool, not a wrong note.
func TestUnreadableRecord(t *testing.T) {
	b := newBench(t, echo)
	if err := os.Mkdir(b.record(), 0o755); err != nil {
		t.Fatal(err)
	}
	n, err := notes.Parse("note.md", []byte(strings.ReplaceAll(oneStep, "~~~", "```")))
	if err != nil {
		t.Fatal(err)
	}
	n.Notebook, n.Dir = "n", b.dir
	doc, err := snippets.Parse(n, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), []*Doc{doc}, b.Options); err == nil || !strings.Contains(err.Error(), "note.txtar") {
		t.Errorf("got %v", err)
	}
}

func TestStrayRecords(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.md": "", "a.txtar": recordSchema + "\n", "gone.txtar": recordSchema + "\nbroken", "other.txtar": "-- x --\n",
		"c/gone.txtar": recordSchema + "\n", ".git/x.txtar": recordSchema + "\n", "testdata/y.txtar": recordSchema + "\n",
	} {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := StrayRecords(dir)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{filepath.Join(dir, "c/gone.txtar"), filepath.Join(dir, "gone.txtar")}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got %v, want %v", got, want)
	}
}
