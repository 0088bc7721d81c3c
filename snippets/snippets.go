package snippets

import (
	"time"

	"github.com/knotes-dev/knotes/notes"
)

// Class is what a fenced block was taken for.
type Class string

// The classes of a fenced block.
const (
	Session   Class = "session"
	Excerpt   Class = "excerpt"
	Program   Class = "program"
	Prototype Class = "prototype"
	Fragment  Class = "fragment"
	Quotation Class = "quotation"
	Assembly  Class = "assembly"
	Other     Class = "other"
	Text      Class = "text"
)

// Kind is the kind of a claim. A block that makes one claim as a whole makes
// one of its class's kind; a session makes a Command claim a step.
type Kind string

// The kinds of claims that are not named for a block's class.
const (
	Command Kind = "command"
	Link    Kind = "link"
	Name    Kind = "name"
)

// Doc is what one note claims: its fenced blocks in order, and through them
// its claims.
type Doc struct {
	Note   *notes.Note
	Blocks []*Block
	Prose  []*Claim // links and names in the order of the note, those within blocks too

	rules    []Rule // by which it was read
	sections sections
}

// Claims returns the claims of all blocks and of the prose, in the order of the
// note.
func (d *Doc) Claims() []*Claim {
	var all []*Claim
	prose := d.Prose
	for _, b := range d.Blocks {
		for _, c := range b.Claims {
			n := 0
			for n < len(prose) && prose[n].Pos.Before(c.Pos) {
				n++
			}
			all = append(append(all, prose[:n]...), c)
			prose = prose[n:]
		}
	}
	return append(all, prose...)
}

// Block is one fenced code block.
type Block struct {
	Pos    notes.Pos // of the opening fence
	Lang   string    // first word of the info string, lower case; "" without one
	Attrs  Attrs
	Class  Class
	Lines  []Line // content, without the fences
	Claims []*Claim
	Links  []*Claim // to source code, that stand in it; they are in Doc.Prose

	Start, Stop int // byte range in the note of the whole block, fences included, whole lines

	read  Class  // as which it was read, before Reclassify
	whole *Claim // what it claims as a whole, if it does; nil for a session
}

// Reclassify gives a block another class, when what was observed shows what it
// is: a listing that claims nothing may prove to be an excerpt. The claim's ID
// stays. A session stays one.
func (b *Block) Reclassify(class Class) {
	if b.whole == nil || class == Session {
		return
	}
	b.Class, b.whole.Kind, b.Claims = class, Kind(class), []*Claim{b.whole}
	if class == Text {
		b.Claims = nil
	}
}

// Restore takes back what Reclassify did.
func (b *Block) Restore() {
	if b.whole != nil && b.Class != b.read {
		b.Reclassify(b.read)
	}
}

// Settle gives a block another class for good: Restore keeps it.
func (b *Block) Settle(class Class) {
	b.Reclassify(class)
	b.read = b.Class
}

// Text returns the content of the block, each line ended by a newline.
func (b *Block) Text() string { return joinLines(b.Lines) }

// Line is a line of a block, without its end.
type Line struct {
	Text string
	Pos  notes.Pos // of its first byte, behind the indentation of the fence
}

// Attrs is what an info string says in braces.
type Attrs struct {
	ID      string
	Skip    string
	Run     bool
	Exit    *int
	Timeout time.Duration // 0: the limit of knotes.toml
	Fresh   bool
	Prompt  string
	Setup   bool
	File    string
	Quote   string
}

// Claim is something a note says that can be true or false.
type Claim struct {
	ID    string
	Kind  Kind
	Pos   notes.Pos
	Block *Block   // in which it stands; nil for a link or name in prose
	Step  *Step    // of a Command claim, else nil
	Link  *LinkRef // of a Link claim, else nil
	Name  *NameRef // of a Name claim, else nil
	Text  string   // of the others: what is claimed, the block's text

	at int // of links and names: offset in the source
}

// NameRef is a name of the kernel's in prose. Claim.Text is it as a reader sees
// it, with parentheses and the like.
type NameRef struct {
	Kind string // by its form: function, syscall, struct, union, enum, field, config, procfile, path; "" for whatever it may be
	Text string // the name alone: "ip_rcv" of `ip_rcv()`, "sk_buff" of `struct sk_buff`; of a field with its type, "skb->len"

	Type, Member string // of a field
	Tag          bool   // the text says that Type is a struct or union
	Arrow        bool   // an arrow stands before the field: Type is a variable rather

	// Weak tells that it may be no name of the kernel's: it says nothing unless the
	// release has it.
	Weak bool
}

// Step is one command of a session with the output the note shows.
type Step struct {
	Prompt  string // as written, blanks included; "" for a command without one
	Command string // lines joined by newlines, without prompts and without the leading "> "
	Output  string // expected, each line ended by a newline

	// Half-open ranges in Block.Lines of the command and of the output below
	// it (a line "[N]" that is the exit status counts as output).
	CommandFrom, CommandTo int
	OutputFrom, OutputTo   int

	Exit   *int   // the exit status the note states, by [N] or exit=N
	ExitBy string // what stated it: "[N]", "exit=", or ""
	Skip   string // why it is not run; "" if it is
	Silent bool   // its block shows no output at all, or it leaves a program: success is all it claims
	Fresh  bool   // a new shell and directory start before it
	Limit  time.Duration
	Defect string // what is wrong with the command as text; a finding, never run

	// Program is the prompt, without blanks, of the program that a shell step
	// starts, or that a step is typed into: "(gdb)". A step that is typed into a
	// program has a Starter, the shell step that started it; More is what the
	// program may ask with for the rest of what is not complete (Open tells that it
	// does so behind this step), Asks what it may
	// ask with for a confirmation, and Answers what the note shows to be typed
	// then, in order. Unended tells that the note leaves out the empty line by
	// which it is complete.
	Program string
	Starter *Step
	More    string
	Open    bool
	Asks    []string
	Answers []string
	Unended bool
}

func joinLines(lines []Line) string {
	n := 0
	for _, l := range lines {
		n += len(l.Text) + 1
	}
	b := make([]byte, 0, n)
	for _, l := range lines {
		b = append(append(b, l.Text...), '\n')
	}
	return string(b)
}
