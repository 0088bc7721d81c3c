package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"knotes": main})
}

// TestScripts runs testdata/script/*.txtar. The condition [bubblewrap] holds
// where the engine works; where KNOTES_REQUIRE names it, it must.
func TestScripts(t *testing.T) {
	works := engine.Bubblewrap{}.Check(t.Context())
	if works != nil && slices.Contains(strings.Split(os.Getenv("KNOTES_REQUIRE"), ","), "bubblewrap") {
		t.Fatal(works)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(e *testscript.Env) error {
			e.Setenv("XDG_CACHE_HOME", cache) // the toolchain image is there
			return nil
		},
		Condition: func(cond string) (bool, error) { return cond == "bubblewrap" && works == nil, nil },
	})
}
