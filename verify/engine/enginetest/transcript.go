package enginetest

import (
	"context"
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/knotes-dev/knotes/verify/engine"
)

// transcriptFiles are sessions as they read on the terminal. The member
// "transcript" of each is one, the others are the files beside the note.
//
// A line that begins with "$ " is a command, and lines with "> " behind it are
// its next ones; a line that begins with another of programPrompts is typed into
// the program that the last command has started. What follows is the output,
// in which "…" stands for anything; "\" at its end stands for no newline there.
// Last comes what else is not as usual: "[3]" an exit status, "[end]" the end of
// the shell, "[question]" and the like why the command was stopped, "[fresh]" that
// it began in a new shell.
//
//go:embed testdata/*.txt
var transcriptFiles embed.FS

var programPrompts = []string{"(gdb) ", ">>> ", "... ", "sqlite> ", "bash-5.2$ ", "name? ", "Quit anyway? (y or n) "}

// exchange is a command of a transcript and what must come of it.
type exchange struct {
	line    int
	prompt  string // "" for the shell
	text    string
	output  string
	remarks []string
}

func testTranscripts(t *testing.T, e engine.Engine, img engine.Image) {
	names, err := transcriptFiles.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(name.Name(), ".txt"), func(t *testing.T) {
			t.Parallel()
			data, err := transcriptFiles.ReadFile("testdata/" + name.Name())
			if err != nil {
				t.Fatal(err)
			}
			testTranscript(t, e, img, txtar.Parse(data))
		})
	}
}

func testTranscript(t *testing.T, e engine.Engine, img engine.Image, a *txtar.Archive) {
	var exchanges []exchange
	s := newSession(t, e, img, func(spec *engine.Spec) {
		for _, f := range a.Files {
			if f.Name == "transcript" {
				exchanges = parseTranscript(string(f.Data))
				continue
			}
			spec.Files = append(spec.Files, engine.File{Name: f.Name, Mode: 0o755, Data: f.Data})
		}
	})
	if len(exchanges) == 0 {
		t.Fatal("no transcript")
	}
	for i, x := range exchanges {
		cmd := engine.Command{Text: x.text, Input: x.prompt != ""}
		if cmd.Input || i+1 < len(exchanges) && exchanges[i+1].prompt != "" {
			cmd.Prompts = programPrompts
		}
		r, err := s.Run(context.Background(), cmd)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := remarks(r), x.remarks; !x.matches(string(r.Output)) || !slices.Equal(got, want) {
			t.Errorf("line %d: %s%s\n got %q %v\nwant %q %v", x.line, x.prompt, x.text, shortened(string(r.Output)), got, x.output, want)
		}
		if i+1 < len(exchanges) && exchanges[i+1].prompt != "" && r.Waiting != exchanges[i+1].prompt && !slices.Contains(exchanges[i+1].remarks, "no-program") {
			t.Fatalf("line %d: %s: waits at %q", x.line, x.text, r.Waiting)
		}
	}
}

// remarks are what a transcript says of a result behind its output.
func remarks(r engine.Result) (all []string) {
	if r.Fresh {
		all = append(all, "fresh")
	}
	if r.Stopped != "" {
		return append(all, string(r.Stopped))
	}
	if r.ShellEnd {
		all = append(all, "end")
	}
	if r.Exit != 0 {
		all = append(all, fmt.Sprint(r.Exit))
	}
	return all
}

func (x exchange) matches(output string) bool {
	pattern := wildLine.ReplaceAllString(regexp.QuoteMeta(x.output), "…")
	pattern = strings.ReplaceAll(pattern, "…", "(?s:.*)")
	return regexp.MustCompile(`\A` + pattern + `\z`).MatchString(output)
}

var wildLine = regexp.MustCompile(`(?m)^…\n`)

var remark = regexp.MustCompile(`^\[([a-z-]+|[0-9]+)\]$`)

func parseTranscript(text string) (all []exchange) {
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		prompt, typed := cutPrompt(line)
		x := &exchange{}
		if len(all) > 0 {
			x = &all[len(all)-1]
		}
		switch more, isMore := strings.CutPrefix(line, "> "); {
		case typed != nil:
			all = append(all, exchange{line: i + 1, prompt: prompt, text: *typed})
		case isMore && x.output == "" && x.prompt == "":
			x.text += "\n" + more
		case remark.MatchString(line):
			x.remarks = append(x.remarks, remark.FindStringSubmatch(line)[1])
		default:
			x.output += line + "\n"
		}
	}
	for i := range all {
		all[i].output = strings.TrimSuffix(all[i].output, "\\\n")
	}
	return all
}

// cutPrompt tells which prompt a line begins with, "" for the shell's, and
// what is typed behind it.
func cutPrompt(line string) (prompt string, typed *string) {
	if text, ok := strings.CutPrefix(line, "$ "); ok {
		return "", &text
	}
	for _, p := range programPrompts {
		if text, ok := strings.CutPrefix(line, p); ok {
			return p, &text
		}
	}
	return "", nil
}
