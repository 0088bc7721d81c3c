package enginetest

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/engine"
)

// Need skips a test where an engine does not work, with the reason, or fails it
// if KNOTES_REQUIRE, a list of engines with commas between them, names it.
func Need(t testing.TB, e engine.Engine) {
	t.Helper()
	if err := Works(t, e); err != nil {
		t.Skip(err)
	}
}

// Works returns why an engine does not work here, or fails the test if it is
// required to.
func Works(t testing.TB, e engine.Engine) error {
	t.Helper()
	err := e.Check(t.Context())
	if err != nil && slices.Contains(strings.Split(os.Getenv("KNOTES_REQUIRE"), ","), e.Name()) {
		t.Fatal(err)
	}
	return err
}
