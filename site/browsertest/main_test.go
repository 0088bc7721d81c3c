package browsertest

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/knotes-dev/knotes/cmd"
)

// asKnotes is the environment variable that makes this test binary the knotes
// command, so that none need be linked to build the project's own site.
const asKnotes = "KNOTES_BROWSERTEST_AS_KNOTES"

// root is the top of the repository, where netlify.toml and the notebook are.
var root, _ = filepath.Abs("../..")

func TestMain(m *testing.M) {
	if os.Getenv(asKnotes) != "" {
		os.Exit(cmd.Main(context.Background(), os.Args[1:], cmd.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}))
	}
	status := m.Run()
	for _, done := range slices.Backward(atEnd.funcs) {
		done()
	}
	os.Exit(status)
}

// atEnd holds what all tests share and must be closed after the last.
var atEnd struct {
	sync.Mutex
	funcs []func()
}

func afterAll(f func()) {
	atEnd.Lock()
	defer atEnd.Unlock()
	atEnd.funcs = append(atEnd.funcs, f)
}

// need skips t where err tells that something it needs is missing, and fails
// it where KNOTES_REQUIRE names "chromium".
func need(t testing.TB, err error) {
	t.Helper()
	switch {
	case err == nil:
	case slices.Contains(strings.Split(os.Getenv("KNOTES_REQUIRE"), ","), "chromium"):
		t.Fatal(err)
	default:
		t.Skip(err)
	}
}

// program returns where a program is, or an error that says how to get it.
func program(t testing.TB, names ...string) string {
	t.Helper()
	var err error
	for _, name := range names {
		var file string
		if file, err = exec.LookPath(name); err == nil {
			return file
		}
	}
	need(t, &missing{err, "run: make browser"})
	return ""
}

// npm returns the path of a file of an npm package.
func npm(t testing.TB, file string) string {
	t.Helper()
	name, err := filepath.Abs(filepath.Join("node", "node_modules", file))
	if err == nil {
		_, err = os.Stat(name)
	}
	if err != nil {
		need(t, &missing{err, "run: make browser"})
	}
	return name
}

// missing is something that the tests need, and what to do about it.
type missing struct {
	error
	cure string
}

func (m *missing) Error() string { return m.error.Error() + "; " + m.cure }
func (m *missing) Unwrap() error { return m.error }

// chromes are the names under which the browser may be installed.
var chromes = []string{"chromium", "chromium-browser", "google-chrome", "chrome"}

// chromium returns the context of the one Chromium that all tests share, each
// with tabs of its own. It has no sandbox of its own where the user is root,
// for whom it would not start, and only ever sees pages that were built here.
func chromium(t testing.TB) context.Context {
	t.Helper()
	file := program(t, chromes...)
	shared.Do(func() { shared.ctx, shared.err = start(file) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	return shared.ctx
}

var shared struct {
	sync.Once
	ctx context.Context
	err error
}

func start(file string) (context.Context, error) {
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]),
		chromedp.ExecPath(file),
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.WSURLReadTimeout(startTime),
	)
	if os.Getuid() == 0 {
		options = append(options, chromedp.NoSandbox)
	}
	all, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, quit := chromedp.NewContext(all)
	afterAll(func() { _ = chromedp.Cancel(ctx); quit(); stop() })
	return ctx, chromedp.Do(ctx)
}
