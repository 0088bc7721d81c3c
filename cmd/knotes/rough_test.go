package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/cmd"
	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/report"
)

var update = flag.Bool("update", false, "rewrite testdata/rough/want.txt")

// TestRough verifies a document as they are found: with fences that do not
// match, stale outputs, commands that cannot run here, or never end. Each block
// has its line in want.txt: its place, its language, its class, and the status
// of each claim, as a careful reader would give them.
func TestRough(t *testing.T) {
	if err := (engine.Bubblewrap{}).Check(t.Context()); err != nil {
		if slices.Contains(strings.Split(os.Getenv("KNOTES_REQUIRE"), ","), "bubblewrap") {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	golden, err := filepath.Abs("testdata/rough/want.txt")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("testdata/rough")); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	before := listing(t, dir)
	var out, stderr bytes.Buffer
	status := cmd.Main(t.Context(), []string{"verify", "-q", "--no-cache", "--engine", "bubblewrap", "--report", "json", "rough.md"},
		cmd.Streams{Out: &out, Err: &stderr})
	if status != 1 {
		t.Fatalf("status %d: %s", status, &stderr)
	}
	if diff := cmp.Diff(before, listing(t, dir)); diff != "" {
		t.Errorf("the folder has changed: %s", diff)
	}
	var r report.Report
	if err := json.Unmarshal(out.Bytes(), &r); err != nil {
		t.Fatal(err)
	}
	got := blockTable(r.Notes[0])
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func blockTable(n *report.Note) string {
	statuses := map[int][]string{}
	for _, c := range n.Claims {
		s := string(c.Status)
		if c.Evidence != "" {
			s += ":" + c.Evidence
		}
		statuses[c.BlockLine] = append(statuses[c.BlockLine], s)
	}
	var b strings.Builder
	for _, block := range n.Blocks {
		line := fmt.Sprintf("%d %s %s %s", block.Line, orDash(block.Lang), block.Class, strings.Join(statuses[block.Line], " "))
		fmt.Fprintln(&b, strings.TrimSpace(line))
	}
	return b.String()
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func listing(t *testing.T, dir string) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}
