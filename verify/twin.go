package verify

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// vary is what the second run of a note does otherwise: what the kernel draws
// by chance or by order of arrival, so that it must differ where it is shown.
var vary = engine.Vary{NoASLR: true, PIDs: 300, OneCPU: true, Load: true}

// Varied says in words what a second run of a note varies.
const Varied = "addresses not randomised, process ids 300 higher, one CPU with another load"

// wantsTwin tells whether a second run of a note could change what is said of
// it. A record of sessions is only ever written of two runs.
func (v *verifier) wantsTwin(p *plan, n *report.Note, old, seen *observed) bool {
	if v.Engine == nil || seen.Runs > 1 || len(p.typed().jobs) == 0 {
		return false
	}
	if v.Record {
		return true
	}
	for _, c := range n.Claims {
		if c.Status == report.Drifted || v.updatable(p, c) {
			return true
		}
	}
	return old != nil && p.firstDiffering(old, seen) != ""
}

// twin runs a note a second time and learns what of its outputs is volatile.
func (v *verifier) twin(ctx context.Context, p *plan, seen *observed) error {
	tc, err := v.toolchain(ctx, p.toolchain)
	if err != nil {
		return err
	}
	typed := p.typed()
	again, err := v.run(ctx, typed, tc, vary)
	if err != nil {
		return err
	}
	defer again.outputs.release()
	begun, againBegun := seen.Steps[0].begun, again.Steps[0].begun
	for i := range typed.jobs {
		seen.Steps[i].learn(seen.times(begun, i), again.Steps[i], again.times(againBegun, i))
	}
	seen.Runs = 2
	return v.keep(p, tc, seen)
}

// statusDiffers is step.Differs where it is not the output that differs.
const statusDiffers = "the exit status"

// learn holds what a step did against what a second run of it did.
func (s *step) learn(at window, twin step, twinAt window) {
	switch {
	case s.Stopped != "" || twin.Stopped != "":
		return
	case s.Exit != twin.Exit || s.Waiting != twin.Waiting:
		s.Differs = statusDiffers
		return
	}
	s.Mask, s.Differs = learn(string(s.Output), at, string(twin.Output), twinAt)
	for i := range s.Made {
		m := &s.Made[i]
		k := slices.IndexFunc(twin.Made, func(n made) bool { return n.Name == m.Name })
		if k < 0 {
			m.Differs = "all lines"
			continue
		}
		m.Mask, m.Differs = learn(m.Text, at, twin.Made[k].Text, twinAt)
	}
}

// learn holds a text against what a second run had in its place.
func learn(text string, at window, twin string, twinAt window) (match.Mask, string) {
	learned := match.Learn(
		match.Run{Output: text, Start: at.begin, End: at.end, MinPID: 2, MaxPID: vary.PIDs, ASLR: true},
		match.Run{Output: twin, Start: twinAt.begin, End: twinAt.end, MinPID: vary.PIDs, MaxPID: 3 * vary.PIDs})
	return learned.Mask, linesText(learned.Unstable)
}

// window is from when to when a time that an output shows is a clock's.
type window struct{ begin, end time.Time }

// times is from the beginning of a run to the end of its step i: what the steps
// before it left bears their time. Of a run that is known from a file, it is
// the day.
func (o *observed) times(begun time.Time, i int) window {
	s := o.Steps[i]
	if !s.begun.IsZero() && !begun.IsZero() {
		return window{begun.UTC(), s.begun.UTC().Add(time.Duration(s.Seconds * float64(time.Second)))}
	}
	day, err := time.Parse(time.DateOnly, o.Date)
	if err != nil {
		return window{}
	}
	return window{day, day.Add(24 * time.Hour)}
}

// linesText names the first of some ranges of lines.
func linesText(all []match.Lines) string {
	switch {
	case len(all) == 0:
		return ""
	case all[0].First >= all[0].Last:
		return fmt.Sprintf("line %d", all[0].First)
	}
	return fmt.Sprintf("lines %d to %d", all[0].First, all[0].Last)
}

// carry has what a record says is volatile stay so.
func (o *observed) carry(old *observed) {
	if old == nil || old.Key != o.Key {
		return
	}
	for i := range o.Steps {
		s := &o.Steps[i]
		before := old.step(s.ID)
		if before == nil {
			continue
		}
		if len(before.Mask) > 0 {
			learned := s.Mask
			s.Mask = match.Carry(string(before.Output), before.Mask, string(s.Output), learned)
			s.carried = slices.DeleteFunc(slices.Clone(s.Mask), func(t match.Token) bool {
				return slices.ContainsFunc(learned, func(l match.Token) bool { return samePlace(l, t) })
			})
		}
		for k := range s.Made {
			m := &s.Made[k]
			if old := before.file(m.Name); old != nil && len(old.Mask) > 0 {
				m.Mask = match.Carry(old.Text, old.Mask, m.Text, m.Mask)
			}
		}
	}
}
