package decode

import (
	"cmp"
	"fmt"
	"slices"
)

// Status is what the bytes say of a text.
type Status int

const (
	Unknown Status = iota // nothing that can be decided, for Verdict.Reason
	Decoded               // all that is asserted is so
	Wrong                 // something is not: see Verdict.Findings
)

func (s Status) String() string {
	return [...]string{"unknown", "decoded", "wrong"}[s]
}

// Verdict is the judgement on one block.
type Verdict struct {
	Status   Status
	Lines    int       // lines that were decoded or summed, right or wrong
	Machine  string    // x86-64, i386 or i8086, for disassembly
	Reason   string    // why Unknown
	Findings []Finding // what is wrong, by line; not empty if and only if Wrong
}

// Finding is one thing that is wrong in a block. Line and Col count from 1,
// the block's first line being 1; Col is in bytes.
type Finding struct {
	Line, Col int
	Message   string
}

func (f Finding) String() string { return fmt.Sprintf("%d:%d: %s", f.Line, f.Col, f.Message) }

// settle gives the verdict its status: wrong as soon as something is, unknown
// if nothing was decided.
func (v *Verdict) settle() {
	slices.SortStableFunc(v.Findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	switch {
	case len(v.Findings) > 0:
		v.Status, v.Reason = Wrong, ""
	case v.Reason != "" || v.Lines == 0:
		v.Status = Unknown
	default:
		v.Status = Decoded
	}
}

func (v *Verdict) wrong(line, col int, format string, args ...any) {
	v.Findings = append(v.Findings, Finding{line, col, fmt.Sprintf(format, args...)})
}

// doubt gives the first reason why a verdict cannot be Decoded.
func (v *Verdict) doubt(format string, args ...any) {
	if v.Reason == "" {
		v.Reason = fmt.Sprintf(format, args...)
	}
}
