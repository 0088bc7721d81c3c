package cc

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// outcome is what one attempt came to.
type outcome struct {
	ran      bool
	ok       bool // exit status 0
	odd      bool // though gcc 14 would have refused it
	messages []message
	text     string // all that was printed
}

// message is one line of gcc's.
type message struct {
	file string // "block", "known", "context", "scaffold" or a header
	kind string // error, fatal error, warning or note
	Diagnostic
}

// untyped is an error to gcc 14, and no option makes it one to those before.
const untyped = "parameter names (without types) in function declaration"

var messageLine = regexp.MustCompile(`^(.+?):(\d+):(?:(\d+):)? (fatal error|error|warning|note): (.*)$`)

// readOutput parts the output of a command by attempts.
func readOutput(nonce, output string) map[string]*outcome {
	out := map[string]*outcome{}
	var now *outcome
	for text := range strings.Lines(output) {
		text = strings.TrimRight(text, "\r\n")
		if rest, ok := strings.CutPrefix(text, nonce+" "); ok {
			if status, ok := strings.CutPrefix(rest, "= "); ok && now != nil {
				now.ran, now.ok = true, status == "0" && !now.odd
				now = nil
			} else {
				now = &outcome{}
				out[rest] = now
			}
			continue
		}
		if now == nil {
			continue
		}
		now.text += text + "\n"
		if m := messageLine.FindStringSubmatch(text); m != nil {
			d := Diagnostic{Message: m[5]}
			d.Line, _ = strconv.Atoi(m[2])
			d.Col, _ = strconv.Atoi(m[3])
			kind := m[4]
			if strings.HasPrefix(d.Message, untyped) {
				kind, now.odd = "error", true
			}
			now.messages = append(now.messages, message{m[1], kind, d})
		}
	}
	return out
}

// errors are the errors in a file.
func (o *outcome) errors(file string) []message {
	var all []message
	for _, m := range o.messages {
		if m.file == file && (m.kind == "error" || m.kind == "fatal error") {
			all = append(all, m)
		}
	}
	return all
}

// warnings are those about a block.
func (o *outcome) warnings() []Diagnostic {
	var all []Diagnostic
	for _, m := range o.messages {
		if m.file == "block" && m.kind == "warning" {
			all = append(all, m.Diagnostic)
		}
	}
	return all
}

// context tells messages that speak of a name which is not known here from
// those that speak of what is written.
var contextual = regexp.MustCompile(`undeclared|unknown type name|implicit declaration|has incomplete type|incomplete typedef|invalid use of undefined type|storage size of|No such file|has no member|incomplete element type|invalid application of`)

// first is the first error about a block, those about names it lacks before
// others.
func (o *outcome) first() (message, bool) {
	all := append(o.errors("block"), o.errors("known")...)
	for _, m := range all {
		if contextual.MatchString(m.Message) {
			return m, true
		}
	}
	if len(all) > 0 {
		return all[0], true
	}
	return message{}, false
}

// falls are what is printed where the toolchain did not get to judge.
var falls = []string{"gcc: command not found", "internal compiler error", "terminated program cc1", "No space left on device", "out of memory", "annot allocate memory", "cannot execute"}

func (o *outcome) fell() bool {
	return !o.ok && slices.ContainsFunc(falls, func(f string) bool { return strings.Contains(o.text, f) && !strings.Contains(o.text, "block:") })
}

// broken is the error for output that no command of ours prints.
func broken(output string) error {
	output = strings.TrimSpace(output)
	if len(output) > 200 {
		output = "..." + output[len(output)-200:]
	}
	return fmt.Errorf("gcc did not compile the blocks: %q", output)
}
