package engine

import (
	"embed"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
)

// The agent is a Perl script, as perl-base is in every Debian image. It is the
// first that a container gets over its standard input: eight columns with its
// length, and the script. Then it answers requests. A request or an answer is
// a line of words, then as many bytes as it names. Requests:
//
//	files N                      N bytes of tar, unpacked below /note
//	vary ASLR PIDS CPU LOAD      the fields of Vary
//	reset                        end the shell and all it started, empty what can be written
//	run FORM MS MAX N P          N bytes to be typed into the shell, P bytes of prompts; FORM is a form of typed.go
//	line MS MAX N P              N bytes to be typed into the program that waits, P bytes of prompts
//	made FILE TOTAL              what text files there are that are new or have changed
//
// MS is the time that a command may take, in milliseconds; MAX how many bytes it
// may show; prompts are separated by NUL. Answers:
//
//	ok                           to files, reset; ends made
//	varied ASLR PIDS CPU LOAD    what could be varied
//	file MODE N M                N bytes of name, M bytes of what it holds
//	data N                       N bytes that were shown
//	done KIND STATUS FRESH       ends run and line. KIND is exit (STATUS is the command's), end (of the
//	                             shell, likewise), prompt (the STATUS-th, from 0) or the name of a Stop;
//	                             FRESH is 1 if a shell was started for it and is not the first
//
// What answers may have been taken over by the code of a note, so that no
// answer is trusted to be short or well-formed.
//
//go:embed agent/*.pl
var agentFiles embed.FS

// agentScript is the agent, without its comments: it is read anew for each note.
var agentScript = sync.OnceValue(func() string {
	var script strings.Builder
	for _, name := range []string{"base", "shell", "step", "program", "files", "vary", "main"} {
		part, err := agentFiles.ReadFile("agent/" + name + ".pl")
		if err != nil {
			panic(err) // it is embedded
		}
		for line := range strings.Lines(string(part)) {
			if line = strings.TrimLeft(line, "\t"); !strings.HasPrefix(line, "#") {
				script.WriteString(line)
			}
		}
	}
	return script.String()
})

// agent is the argument of perl -e by which the agent is fetched and started. It is
// short, as the note sees it in what ps -ef says of the container.
const agent = `sub get { my $d = ""; while (length $d < $_[0]) { sysread STDIN, $d, $_[0] - length $d, length $d or exit } $d } eval get(get(8)); die $@`

// maxData is the most bytes that the agent sends at once.
const maxData = 1 << 20

// answer is a line of the agent.
type answer struct {
	verb string
	args []string
}

func (a answer) unexpected() error {
	return fmt.Errorf("the agent answered %q", a.verb+" "+strings.Join(a.args, " "))
}

// numbers returns the arguments of an answer that must be a verb with n of them.
func (a answer) numbers(verb string, n int) ([]int, error) {
	if a.verb != verb || len(a.args) != n {
		return nil, a.unexpected()
	}
	all := make([]int, n)
	for i, arg := range a.args {
		v, err := strconv.Atoi(arg)
		if err != nil || v < 0 || v > 1<<30 {
			return nil, a.unexpected()
		}
		all[i] = v
	}
	return all, nil
}

func (c *container) send(line string, data []byte) error {
	_, err := c.in.Write(append([]byte(line), data...))
	return err
}

func (c *container) receive() (answer, error) {
	line, err := c.out.ReadSlice('\n')
	if err != nil {
		return answer{}, err
	}
	words := strings.Fields(string(line))
	if len(words) == 0 {
		words = []string{""}
	}
	return answer{words[0], words[1:]}, nil
}

func (c *container) bytes(n int) ([]byte, error) {
	data := make([]byte, n)
	_, err := io.ReadFull(c.out, data)
	return data, err
}

// ask sends a request that is answered by "ok".
func (c *container) ask(line string, data []byte) error {
	if err := c.send(line, data); err != nil {
		return err
	}
	a, err := c.receive()
	if err == nil && a.verb != "ok" {
		err = a.unexpected()
	}
	return err
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
