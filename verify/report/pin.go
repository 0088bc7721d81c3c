package report

import "strings"

// Pin is the source code that a link, a quotation or a name rests on.
type Pin struct {
	Source  string `json:"source"` // for people: "linux 6.12.107", "https://github.com/torvalds/linux at 4a3033ef6e6b"
	Release string `json:"release,omitempty"`
	Commit  string `json:"commit,omitempty"`
	Path    string `json:"path"`
	Blob    string `json:"blob,omitempty"` // git's hash of the file
	Line    int    `json:"line,omitempty"` // from 1; 0 for the file as a whole
	Last    int    `json:"last,omitempty"` // Line for a single one

	Symbols []Symbol `json:"symbols,omitempty"` // that the text names
	First   int      `json:"first,omitempty"`   // the line of the file with which Text begins
	Text    string   `json:"text,omitempty"`    // the lines that the site shows
	Quoted  []int    `json:"quoted,omitempty"`  // of a quotation: the source's line of each line of the block, 0 for none

	Locked bool   `json:"locked"` // knotes.lock says so: the source was not asked
	Lock   string `json:"lock"`   // one of Lock…
}

// Symbol is an identifier that stands at a pin.
type Symbol struct {
	Name string `json:"name"`
	Role string `json:"role"` // definition, declaration or use
	As   string `json:"as,omitempty"`
}

// What knotes.lock says of a claim about source code.
const (
	LockCurrent = "current" // the same
	LockMissing = "missing" // nothing
	LockDiffers = "differs" // something else
	LockNone    = "none"    // it is not asked: the note is of no notebook
)

// String words what a symbol is: "definition of function inet_init".
func (s Symbol) String() string {
	words := []string{s.Role, "of"}
	if s.As != "" {
		words = append(words, s.As)
	}
	return strings.Join(append(words, s.Name), " ")
}
