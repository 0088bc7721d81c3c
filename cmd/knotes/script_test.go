package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// commands are what the scripts can do besides testscript's own.
var commands = map[string]func(ts *testscript.TestScript, neg bool, args []string){
	"status":   statusCommand,
	"tree":     treeCommand,
	"replace":  replaceCommand,
	"newcache": newCacheCommand,
}

// statusCommand runs a command, which must end with an exit status:
//
//	status N COMMAND ARGS...
func statusCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit, ok := err.(*exec.ExitError); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

// treeCommand writes into a file what the working tree holds, but for what is
// made anew by each build: names, times and hashes.
//
//	tree FILE
func treeCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: tree file")
	}
	root, out := ts.MkAbs("."), ts.MkAbs(args[0])
	var b bytes.Buffer
	ts.Check(filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, file)
		if rel == ".knotes" || rel == "public" || rel == ".tmp" {
			return fs.SkipDir
		}
		if d.IsDir() || strings.HasPrefix(rel, "before") || strings.HasPrefix(rel, "after") {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(file)
		fmt.Fprintf(&b, "%s %v %v %x\n", rel, info.Mode(), info.ModTime(), sha256.Sum256(data))
		return err
	}))
	ts.Check(os.WriteFile(out, b.Bytes(), 0o644))
}

// replaceCommand replaces all of a string in a file.
//
//	replace OLD NEW FILE
func replaceCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: replace old new file")
	}
	data := ts.ReadFile(args[2])
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.ReplaceAll(data, args[0], args[1])), 0o644))
}

// newCacheCommand gives the script a cache of its own, which is empty, and whose
// folders everybody may pass, so that root uses it too.
//
//	newcache
func newCacheCommand(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: newcache")
	}
	dir, err := os.MkdirTemp("", "knotes-cache-*")
	ts.Check(err)
	ts.Defer(func() { os.RemoveAll(dir) })
	ts.Check(os.Chmod(dir, 0o755))
	ts.Setenv("XDG_CACHE_HOME", dir)
}
