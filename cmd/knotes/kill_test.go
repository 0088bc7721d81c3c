package main

import (
	"bytes"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/engine/enginetest"
)

// TestKill kills knotes at a hundred random moments and looks at what is left:
// the record and the site are whole, of the old note or of the new.
func TestKill(t *testing.T) {
	enginetest.Need(t, engine.Bubblewrap{})
	p := newKillProject(t)
	record := filepath.Join(p.dir, "notes", "a", "note.txtar")
	site := filepath.Join(p.dir, "public")
	records, sites := map[string]bool{}, map[string]bool{}
	for _, version := range []string{"one", "two"} {
		p.write(version)
		p.run("verify", "-q", "--record").mustRun()
		p.run("build", "-q").mustRun()
		records[read(t, record)], sites[snapshot(t, site)] = true, true
	}
	if len(records) != 2 || len(sites) != 2 {
		t.Fatalf("%d records and %d sites of two notes", len(records), len(sites))
	}
	for i := range 100 {
		p.write([]string{"one", "two"}[i%2])
		args, longest := []string{"verify", "-q", "--record", "--no-cache"}, 120
		if i%4 > 1 {
			args, longest = []string{"build", "-q"}, 300
		}
		p.run(args...).killAfter(time.Duration(rand.IntN(longest)) * time.Millisecond)
		if got := read(t, record); !records[got] {
			t.Fatalf("after a kill of %v the record is\n%s", args, got)
		}
		if !sites[snapshot(t, site)] {
			t.Fatalf("after a kill of %v the site is neither the old nor the new", args)
		}
	}
	p.write("one")
	p.run("verify", "-q", "--record").mustRun()
	p.run("build", "-q").mustRun()
	if left, _ := filepath.Glob(filepath.Join(p.dir, "notes", "a", ".knotes-*")); len(left) > 3 {
		t.Errorf("killed runs left %d temporary files", len(left))
	}
}

type killProject struct {
	*testing.T
	dir, program string
}

func newKillProject(t *testing.T) *killProject {
	p := &killProject{t, t.TempDir(), filepath.Join(t.TempDir(), "knotes")}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, p.program); err != nil { // by this name it is the command
		t.Fatal(err)
	}
	p.file("knotes.toml", "[[notebooks]]\nname = \"n\"\ndir = \"notes\"\n")
	return p
}

func (p *killProject) write(version string) {
	p.file("notes/a/note.md", "# Note\n\n```console\n$ echo "+version+"\n"+version+"\n$ seq 20000 | md5sum\n...\n```\n")
}

func (p *killProject) file(name, text string) {
	p.Helper()
	file := filepath.Join(p.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		p.Fatal(err)
	}
}

type killRun struct {
	*testing.T
	cmd *exec.Cmd
	out bytes.Buffer
}

func (p *killProject) run(args ...string) *killRun {
	r := &killRun{T: p.T, cmd: exec.Command(p.program, args...)}
	r.cmd.Dir = p.dir
	r.cmd.Stdout, r.cmd.Stderr = &r.out, &r.out
	r.cmd.WaitDelay = time.Second
	return r
}

func (r *killRun) mustRun() {
	r.Helper()
	if err := r.cmd.Run(); err != nil {
		r.Fatalf("%v: %v\n%s", r.cmd.Args, err, r.out.String())
	}
}

func (r *killRun) killAfter(d time.Duration) {
	r.Helper()
	if err := r.cmd.Start(); err != nil {
		r.Fatal(err)
	}
	timer := time.AfterFunc(d, func() { r.cmd.Process.Kill() })
	defer timer.Stop()
	r.cmd.Wait() // killed, or done before
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// snapshot is the names of a site's files and the note's page, in which the
// seconds that a step took are no part.
func snapshot(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(p string, _ fs.DirEntry, err error) error {
		b.WriteString(strings.TrimPrefix(p, dir) + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	page := read(t, filepath.Join(dir, "a", "note", "index.html"))
	for _, version := range []string{"one", "two"} {
		if strings.Contains(page, "<kbd>echo "+version+"</kbd>") && strings.HasSuffix(strings.TrimSpace(page), "</html>") {
			b.WriteString(version)
		}
	}
	return b.String()
}
