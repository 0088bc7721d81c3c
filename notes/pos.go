package notes

import "fmt"

// Pos is a place in a file. Line and Col count from 1; Col counts bytes.
// A zero Line means the file as a whole.
type Pos struct {
	File string
	Line int
	Col  int
}

// String renders p as file:line:col, the form editors and CI understand.
func (p Pos) String() string {
	switch {
	case p.Line == 0:
		return p.File
	case p.Col == 0:
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col)
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
