package match

// Kind says how a volatile token reads, and so what may stand in its place.
type Kind string

// The kinds of volatile tokens.
const (
	Hexadecimal Kind = "hexadecimal" // hexadecimal digits, behind 0x or not: an address, a hash
	Decimal     Kind = "decimal"     // a number, with or without sign and fraction
	Time        Kind = "time"        // a date, a time of day, or both, in one of the usual layouts
	Duration    Kind = "duration"    // 0m0.003s
	UUID        Kind = "uuid"        // five groups of hexadecimal digits
	Name        Kind = "name"        // letters and digits drawn by chance, as mktemp does; its width is fixed
	Line        Kind = "line"        // a whole line, volatile in its place, not in its text
)

// Cause says why a token is volatile.
type Cause string

// The causes that can be told from what was varied.
const (
	ASLR   Cause = "ASLR"         // an address, where the kernel places things at random
	PID    Cause = "PID"          // a process id of its run
	Clock  Cause = "clock"        // a time or a duration
	Order  Cause = "thread order" // which thread or process came first
	Chance Cause = "chance"       // none of the above: it differed
)

// Token is a volatile piece of an observed output.
type Token struct {
	Line       int // from 1
	Start, End int // bytes of that line, half open
	Kind       Kind
	Cause      Cause

	// Same is a number shared by the tokens of an output that were equal in
	// every run, from 1 in order of appearance; 0 for a token that has no equal.
	Same int

	// Twin is the text another run had in this place, for people to read:
	// nothing is decided by it.
	Twin string
}

// Mask holds the volatile tokens of one observed output, by line, then start.
// Apart from tokens of kind Line, which span the line they stand on, they do
// not overlap. A nil mask hides nothing. Tokens that do not lie within the
// output they are used on are ignored.
type Mask []Token

// Lines is a range of lines, both from 1, both included. Last is First-1 where
// it stands for a place between two lines.
type Lines struct{ First, Last int }
