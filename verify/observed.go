package verify

import (
	"slices"
	"strings"
	"time"
	"unsafe"

	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// observed is what a note's commands did, all of them, in order.
type observed struct {
	Key       string
	Toolchain string // identity of the toolchain's packages
	Engine    string
	Date      string // of the day on which it was run
	Runs      int    // 2 where a second run, in which things were varied, taught the masks
	Steps     []step
	Listing   *listed // nil: the programs were not listed

	Cached   bool   // from the user's cache
	Recorded bool   // from the record, without an engine
	Missing  string // why there is nothing
	Remark   string // what a reader should know of all of it

	byID    map[string]int // in Steps, of the first indexed ones
	indexed int
	outputs spill // where Steps have their outputs, if they come from a run
}

// step is what one command did.
type step struct {
	ID      string // of its job
	Exit    int    // meaningless where it waits
	Waiting bool   // a program that it started, or was typed into, waits for a line
	Stopped string // the limit that ended it, or ""
	Fresh   bool   // a new shell was started for it
	Seconds float64
	Output  []byte
	Mask    match.Mask // what of the output is volatile
	Differs string     // lines that a second run had otherwise in a way that no mask explains: "3" or "3 to 5"
	Made    []made     // text files that it left in the note's folder

	begun   time.Time  // zero if it is from a file
	carried match.Mask // what of Mask the record alone says
}

// volatile lists what is volatile in the output, for a report.
func (s *step) volatile() []report.Volatile {
	if len(s.Mask) == 0 {
		return nil
	}
	var all []report.Volatile
	lines := strings.Split(string(s.Output), "\n")
	for _, t := range s.Mask {
		v := report.Volatile{Line: t.Line, Start: t.Start, End: t.End, Cause: string(t.Cause), Kind: string(t.Kind), Twin: t.Twin, Carried: s.isCarried(t)}
		if t.Line >= 1 && t.Line <= len(lines) && t.Start >= 0 && t.Start <= t.End && t.End <= len(lines[t.Line-1]) {
			v.Text = lines[t.Line-1][t.Start:t.End]
		}
		all = append(all, v)
	}
	return all
}

// isCarried tells whether a token is volatile by the record alone.
func (s *step) isCarried(t match.Token) bool {
	return slices.ContainsFunc(s.carried, func(c match.Token) bool { return samePlace(c, t) })
}

func samePlace(a, b match.Token) bool {
	return a.Line == b.Line && a.Start == b.Start && a.End == b.End
}

// made is a text file that a step made.
type made struct {
	Name    string
	Text    string
	Mask    match.Mask // what of the text is volatile
	Differs string     // as that of a step

	used bool // a claim rests on it
}

// step returns what a job did; nil if nothing is known of it.
func (o *observed) step(id string) *step {
	if o.indexed != len(o.Steps) {
		o.byID, o.indexed = make(map[string]int, len(o.Steps)), len(o.Steps)
		for i, s := range o.Steps {
			o.byID[s.ID] = i
		}
	}
	i, ok := o.byID[id]
	if !ok {
		return nil
	}
	return &o.Steps[i]
}

// text is the output without a copy of it: it may be in a file, and is large.
// It is valid as long as the output is.
func (s *step) text() string { return unsafe.String(unsafe.SliceData(s.Output), len(s.Output)) }

// file returns a file that the step made; nil if it did not.
func (s *step) file(name string) *made {
	if i := slices.IndexFunc(s.Made, func(m made) bool { return m.Name == name }); i >= 0 {
		return &s.Made[i]
	}
	return nil
}

// keepable tells whether what was observed would be observed again. A limit
// may be hit on a busy machine only, so such a note is run anew each time; and
// so is one that printed too much to be kept.
func (o *observed) keepable() bool {
	if !o.outputs.whole() {
		return false
	}
	for _, s := range o.Steps {
		if s.Stopped != "" {
			return false
		}
	}
	return true
}

// stopReasons words the limits for a report.
var stopReasons = map[string]string{
	string(engine.StopTime):      "time: it did not end within its limit",
	string(engine.StopNote):      "note: the note's time was up",
	string(engine.StopOutput):    "output: it printed more than the limit",
	string(engine.StopMemory):    "memory: it took more than the limit",
	string(engine.StopProcesses): "processes: it started more than the limit",
	string(engine.StopDisk):      "disk: it wrote more than the limit",
	string(engine.StopGone):      "gone: the container ended under it",
	string(engine.StopQuestion):  "question: the program asks for something, but not with its prompt",
	string(engine.StopNoProgram): "no-program: the program that the line is typed into is not running",
}
