// Package hugo builds a Hugo project with Hugo as a library. It is the only
// package that imports Hugo, and knows one door of it: commands.Execute.
package hugo

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"
	"sync"

	"github.com/gohugoio/hugo/commands"
)

// Hugo sets loggers of the whole process and reads its environment: one build
// at a time.
var mu sync.Mutex

// Build builds the project in projectDir into outDir. It prints nothing, uses
// no network and no cache of the user's, and neither HUGO_* variables nor
// anything else outside of projectDir changes the result. Hugo cannot be
// interrupted: a cancelled ctx is seen before and after.
func Build(ctx context.Context, projectDir, outDir string) error {
	mu.Lock()
	defer mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	cache, err := os.MkdirTemp("", "knotes-hugo-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(cache)
	defer withoutHugoEnv()()
	defer log.SetOutput(log.Writer())

	err = commands.Execute([]string{
		"build",
		"--source", projectDir,
		"--destination", outDir,
		"--cacheDir", cache,
		"--environment", "production",
		"--noBuildLock",
		"--quiet",
	})
	if err != nil {
		return fmt.Errorf("hugo: %s", strings.ReplaceAll(err.Error(), projectDir+string(os.PathSeparator), ""))
	}
	return ctx.Err()
}

// withoutHugoEnv takes all that Hugo would read as configuration out of the
// environment and returns what puts it back.
func withoutHugoEnv() func() {
	saved := map[string]string{}
	for _, kv := range os.Environ() {
		if k, v, ok := strings.Cut(kv, "="); ok && strings.HasPrefix(k, "HUGO") {
			saved[k] = v
			os.Unsetenv(k)
		}
	}
	return func() {
		for k, v := range saved {
			os.Setenv(k, v)
		}
	}
}
