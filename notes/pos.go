package notes

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Pos is a place in a file. Line and Col count from 1; Col counts bytes.
// A zero Line means the file as a whole.
type Pos struct {
	File string
	Line int
	Col  int
}

// String renders p as file:line:col, the form editors and CI understand. A file
// whose name would not show as it is stands in quotes.
func (p Pos) String() string {
	file := p.File
	if !showable(file) {
		file = strconv.Quote(file)
	}
	switch {
	case p.Line == 0:
		return file
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", file, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", file, p.Line, p.Col)
}

// Before tells whether p stands before q in the same file.
func (p Pos) Before(q Pos) bool { return p.Line < q.Line || p.Line == q.Line && p.Col < q.Col }

// showable tells whether a name can be printed as it is: a newline in it would
// forge a line of a report, an escape would speak to the terminal.
func showable(name string) bool {
	return utf8.ValidString(name) && !strings.ContainsFunc(name, func(r rune) bool {
		return !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r)
	})
}

// Error is something wrong in a file that a person wrote: a note, knotes.toml
// or knotes.lock. It is what exit status 2 stands for.
type Error struct {
	Pos Pos
	Msg string
}

func (e *Error) Error() string { return e.Pos.String() + ": " + e.Msg }

// Errorf returns an [Error] at pos.
func Errorf(pos Pos, format string, args ...any) *Error {
	return &Error{pos, fmt.Sprintf(format, args...)}
}
