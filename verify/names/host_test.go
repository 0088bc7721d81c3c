package names_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/knotes-dev/knotes/verify/kernel/kerneltest"
	"github.com/knotes-dev/knotes/verify/names"
)

// source walks over the newest release in the user's store.
func source(t testing.TB) names.Walk {
	t.Helper()
	store, release := kerneltest.Store(t)
	return func(ctx context.Context, each func(string, []byte) error, want func(string) bool) error {
		return store.Walk(ctx, release, each, want)
	}
}

// built are the indexes of the real source that this process has built, by
// whether without ctags.
var built = map[bool]string{}

var builtDir = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "knotes-names-") })

func TestMain(m *testing.M) {
	code := m.Run()
	if len(built) > 0 {
		if dir, err := builtDir(); err == nil {
			os.RemoveAll(dir)
		}
	}
	os.Exit(code)
}

// realFile is the file of an index of a real release.
func realFile(t testing.TB, plain bool) string {
	t.Helper()
	if testing.Short() {
		t.Skip("it takes half a minute")
	}
	walk := source(t)
	if built[plain] == "" {
		dir, err := builtDir()
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, fmt.Sprint("plain-", plain))
		if _, err := names.Create(t.Context(), file, names.Options{Release: "6.12", Plain: plain}, walk); err != nil {
			t.Fatal(err)
		}
		built[plain] = file
	}
	return built[plain]
}

// realIndexes are the index by the scanner alone and, where that is installed,
// the one by ctags with it.
func realIndexes(t testing.TB) []*names.Index {
	t.Helper()
	all := []*names.Index{open(t, realFile(t, true))}
	if x := open(t, realFile(t, false)); x.Builder != all[0].Builder {
		all = append(all, x)
	}
	return all
}

// readLines are the lines of a file that hold something, without comments.
func readLines(t testing.TB, file string) (lines []string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		t.Fatalf("%s is empty", file)
	}
	return lines
}
