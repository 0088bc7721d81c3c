package browsertest

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestHTML has html-validate judge each page of both sites.
func TestHTML(t *testing.T) {
	t.Parallel()
	for name, site := range map[string]func(testing.TB) built{"sample": sample, "own": own} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := site(t).dir
			pages := htmlPages(t, dir)
			for _, f := range validate(t, pages) {
				t.Error(strings.TrimPrefix(f, dir))
			}
		})
	}
}

// htmlPages returns the pages below dir, but not the files that notes brought
// along.
func htmlPages(t testing.TB, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && name == filepath.Join(dir, "files") {
			return fs.SkipDir
		}
		if err == nil && filepath.Ext(name) == ".html" {
			all = append(all, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// validate returns what is wrong with HTML files, a line for each thing.
func validate(t testing.TB, files []string) []string {
	t.Helper()
	if len(files) == 0 {
		t.Fatal("there are no pages")
	}
	args := []string{npm(t, "html-validate/bin/html-validate.mjs"), "--config", "node/htmlvalidate.json", "--formatter", "json"}
	c := exec.CommandContext(t.Context(), program(t, "node"), append(args, files...)...)
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, _ := c.Output() // its status only repeats what it prints
	var judged []struct {
		FilePath string
		Messages []struct {
			RuleID, Message string
			Line, Column    int
		}
	}
	if err := json.Unmarshal(out, &judged); err != nil {
		t.Fatalf("%v: %s%s", err, out, stderr.Bytes())
	}
	var found []string
	for _, f := range judged {
		for _, m := range f.Messages {
			found = append(found, strings.Join([]string{f.FilePath, m.RuleID, m.Message, source(f.FilePath, m.Line)}, ": "))
		}
	}
	return found
}

// source is the beginning of a line of a file.
func source(file string, line int) string {
	data, _ := os.ReadFile(file)
	lines := strings.Split(string(data), "\n")
	if line < 1 || line > len(lines) {
		return ""
	}
	return lines[line-1][:min(len(lines[line-1]), 160)]
}
