package main

import (
	"context"
	"log"
	"os"
	"path/filepath"
	"testing"

	"github.com/knotes-dev/knotes/site/hugo"
	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/engine/enginetest"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"knotes": main, "hugo-alone": hugoAlone})
}

// hugoAlone builds the project in its first argument into its second: what a
// build is measured against.
func hugoAlone() {
	if err := hugo.Build(context.Background(), os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

// TestScripts runs testdata/script/*.txtar. The condition [bubblewrap] holds
// where the engine works; where KNOTES_REQUIRE names it, it must.
func TestScripts(t *testing.T) {
	works := enginetest.Works(t, engine.Bubblewrap{})
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(e *testscript.Env) error {
			e.Setenv("XDG_CACHE_HOME", cache)                        // the toolchain image is there
			e.Setenv("GIT_ALLOW_PROTOCOL", "file")                   // no source code is asked for elsewhere
			e.Setenv("BIN", filepath.SplitList(e.Getenv("PATH"))[0]) // holds nothing but this binary
			return nil
		},
		Cmds:      commands,
		Condition: func(cond string) (bool, error) { return cond == "bubblewrap" && works == nil, nil },
	})
}
