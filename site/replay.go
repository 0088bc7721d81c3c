package site

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/knotes-dev/knotes/notes"
)

// replayData is how a reader does what a note does.
type replayData struct {
	Script  string `json:"script"`  // URL of the note's session
	Fetch   string `json:"fetch"`   // the command that downloads it
	Command string `json:"command"` // that runs it in a container as it was checked in, "" where its recipe is not known
	File    string `json:"file"`    // the note in its repository
}

// replay returns how to do what a note does; nil where it does nothing.
func (b *book) replay(n *planned) *replayData {
	if b.script(n) == "" {
		return nil
	}
	r := &replayData{Script: n.pages[0].url + scriptName, File: n.Doc.Note.File}
	r.Fetch = "curl -fO " + quoteWord(strings.TrimSuffix(b.BaseURL, "/")+"/"+r.Script)
	name := cmp.Or(n.Doc.Note.Meta.Toolchain, "default")
	if recipe, ok := b.Recipes[name]; ok {
		r.Command = containerCommand(recipe, n.Doc.Note.Meta.Root)
	}
	return r
}

// containerCommand runs the script in a container that is made as the toolchain
// is: by the same user, of the same packages. What a debugger asks of the kernel
// is allowed, which Docker forbids by default.
func containerCommand(t notes.Toolchain, root bool) string {
	const options = "docker run --rm -it --hostname knotes --security-opt seccomp=unconfined \\\n  -v \"$PWD/" + scriptName + ":/" + scriptName + ":ro\" \\\n "
	run := "su knotes -c 'bash /" + scriptName + " /note'"
	if root {
		run = "HOME=/note bash /" + scriptName + " /note"
	}
	user := "useradd --uid 1000 --home-dir /note --create-home --skel /nowhere --shell /bin/bash knotes"
	if t.Image != "" {
		return fmt.Sprintf("%s %s sh -ec \"\n%s\n%s\"", options, quoteWord(t.Image), user, run)
	}
	var lines []string
	if t.Snapshot != "" {
		lines = append(lines, "rm -rf /etc/apt/sources.list.d/*",
			fmt.Sprintf("echo 'deb [check-valid-until=no] http://snapshot.debian.org/archive/debian/%s/ %s main' >/etc/apt/sources.list", t.Snapshot, t.Suite))
	}
	lines = append(lines, "apt-get update",
		"apt-get install --yes --no-install-recommends \\\n  '?priority(required)' '?priority(important)' \\\n  "+strings.Join(t.Packages, " "), user, run)
	return fmt.Sprintf("%s debian:%s-slim sh -ec \"\n%s\"", options, t.Suite, strings.Join(lines, "\n"))
}
