package engine

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// What the agent is asked and what it answers, over its standard input and
// output: a request or an answer is a line of words, then as many bytes as it
// names. Requests are answered in their order, and may be sent ahead:
//
//	file MODE N M                N bytes of name, M bytes of what it holds: a file below /note; not answered
//	files                        they are all there
//	vary ASLR PIDS CPU LOAD      the fields of Vary
//	reset                        end the shell and all it started, empty what can be written
//	run FORM MS MAX N P          N bytes to be typed into the shell, P bytes of prompts; FORM is a form of typed.go
//	line MS MAX N P              N bytes to be typed into the program that waits, P bytes of prompts
//	made FILE TOTAL              what text files there are that are new or have changed
//
// MS is the time that a command may take, in milliseconds; MAX how many bytes it
// may show; prompts are separated by NUL. Answers:
//
//	ready                        before the first request
//	ok                           to files, reset; ends made
//	varied ASLR PIDS CPU LOAD    what could be varied
//	file MODE N M                N bytes of name, M bytes of what it holds
//	data N                       N bytes that were shown
//	done KIND STATUS FRESH US    ends run and line. KIND is exit (STATUS is the command's), end (of the
//	                             shell, likewise), prompt (the STATUS-th, from 0) or the name of a Stop;
//	                             FRESH is 1 if a shell was started for it and is not the first; US is
//	                             how many microseconds it took
//
// What answers may have been taken over by the code of a note, so that no
// answer is trusted to be short or well-formed.

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
	return c.await("ok")
}

// await reads an answer that must be a word.
func (c *container) await(word string) error {
	a, err := c.receive()
	if err == nil && a.verb != word {
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
