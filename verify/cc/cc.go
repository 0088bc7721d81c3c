package cc

import "fmt"

// Class is what a block of C is taken for.
type Class int

const (
	Program   Class = iota // a complete translation unit
	Prototype              // declarations of library functions
	Fragment               // anything else: declarations, statements
)

// Block is C of a note. Blocks come in the order of the note, since later
// ones may need what earlier ones define.
type Block struct {
	Class Class
	Text  string
	Flags []string // of a Program: how the note itself compiles it, see Flags
}

// Status is what compiling says of a block.
type Status int

const (
	Unknown  Status = iota // nothing was proven, for Verdict.Message
	Compiled               // without an error
	Wrong                  // Verdict.Message says why
)

func (s Status) String() string {
	return [...]string{"unknown", "compiled", "wrong"}[s]
}

// Verdict is the judgement on one block. Line and Col count from 1 within the
// block, Col in bytes; they are 0 where the message is of the block as a whole.
type Verdict struct {
	Status    Status
	Line, Col int
	Message   string // why Wrong or Unknown
	Scaffold  string // what a fragment was compiled in: "at file scope", "in a function", …
	Warnings  []Diagnostic
}

// Diagnostic is a message of gcc about a block.
type Diagnostic struct {
	Line, Col int
	Message   string
}

func (d Diagnostic) String() string { return fmt.Sprintf("%d:%d: %s", d.Line, d.Col, d.Message) }
