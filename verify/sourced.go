package verify

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/report"
)

// sources is what a run asks of source code. Each question is asked once. It is
// safe for use by several goroutines.
type sources struct {
	Sources
	ctx    context.Context
	record bool // what the lock does not know is written into it

	mu      sync.Mutex
	answers map[any]func() *sourced
	commits map[tag]func() (string, error)
	down    map[string]error // servers that could not be asked, by their URL
	broken  error            // why the tool could not do its work
}

func newSources(ctx context.Context, s *Sources) *sources {
	out := &sources{ctx: ctx, answers: map[any]func() *sourced{}, commits: map[tag]func() (string, error){}, down: map[string]error{}}
	if s != nil {
		out.Sources = *s
	}
	if out.Lock == nil {
		out.Lock = &notes.Lock{}
	}
	out.Kept, out.Now = &notes.Lock{}, &notes.Lock{}
	return out
}

// question is what is asked once: what a lock keeps of it, and where else than at
// the mirrors the source may be.
type question struct {
	key   any
	clone string
}

// sourced is what source code says of a claim.
type sourced struct {
	verdict
	pin     *report.Pin
	keep    func(*notes.Lock) // puts what was found into a lock; nil if nothing was
	mend    bool              // it is for knotes pin to mend
	open    bool              // the source could not be asked
	absent  bool              // of a quotation: it does not stand there
	short   bool              // and is too short to be looked for
	lacking bool              // and the lock does not say so
	near    float64           // of a quotation: the share of it that does, if it nearly stands there
}

// ask asks a question of source code, if it was not asked before. What is kept
// of the answer is kept for the notes of notebooks.
func (j *judging) ask(key any, ask func() *sourced) *sourced {
	out := j.src.once(key, ask)
	j.collect(key, out)
	return out
}

func (j *judging) collect(key any, out *sourced) {
	if j.plan.doc.Note.Notebook != "" {
		j.src.collect(key, out)
	}
}

// once asks a question, by its key, if it was not asked before.
func (s *sources) once(key any, ask func() *sourced) *sourced {
	s.mu.Lock()
	answer, ok := s.answers[key]
	if !ok {
		answer = sync.OnceValue(ask)
		s.answers[key] = answer
	}
	s.mu.Unlock()
	return answer()
}

// collect keeps what a lock is to say of a question.
func (s *sources) collect(key any, out *sourced) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := false
	switch key := key.(type) {
	case notes.PinKey:
		var p notes.LockedPin
		if p, known = s.Lock.Pins[key]; known {
			s.Kept.SetPin(p)
		}
	case notes.QuotationKey:
		var q notes.LockedQuotation
		if q, known = s.Lock.Quotations[key]; known {
			s.Kept.SetQuotation(q)
		}
	case notes.NameKey:
		var n notes.LockedName
		if n, known = s.Lock.Names[key]; known {
			s.Kept.SetName(n)
		}
	}
	if out.keep == nil {
		return
	}
	out.keep(s.Now)
	if !known {
		out.keep(s.Kept)
	}
}

// fail keeps why the tool could not do its work, which Run returns.
func (s *sources) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.broken == nil {
		s.broken = err
	}
}

// sourced puts what source code says of a claim into the report.
func (j *judging) sourced(r *report.Claim, out *sourced) verdict {
	v := out.verdict
	if out.pin != nil {
		pin := *out.pin
		switch {
		case pin.Lock != report.LockMissing:
		case j.plan.doc.Note.Notebook == "":
			pin.Lock = report.LockNone
		case j.src.record:
			pin.Lock = report.LockCurrent
		}
		r.Pin = &pin
	}
	switch {
	case !out.open || j.src.Store != nil || out.pin != nil:
	case j.plan.doc.Note.Notebook == "":
		v.reason = "the source was not asked; run: knotes verify " + j.plan.doc.Note.File
	default:
		v.reason += "; run: knotes verify --record " + j.plan.doc.Note.File
	}
	if out.mend && v.status == report.Failed {
		v.reason += "; run: knotes pin " + j.plan.doc.Note.File
	}
	return v
}

// held holds what was found against what the lock has. differs says how they
// are not the same.
func held[T comparable](out *sourced, locked T, known bool, now T, differs func() string) *sourced {
	switch {
	case !known:
		out.pin.Lock = report.LockMissing
	case locked != now:
		out.verdict = failed("it is not as in %s: %s", notes.LockFile, differs())
		out.pin.Lock, out.mend = report.LockDiffers, true
	}
	return out
}

// byLock is the verdict where the lock alone speaks.
func byLock(out *sourced) *sourced {
	out.pin.Locked = true
	out.remark = joinRemarks(out.remark, "by "+notes.LockFile+": the source was not asked")
	return out
}

// cannot is what is said where a file cannot be had.
func (s *sources) cannot(o origin, path string, err error) *sourced {
	switch {
	case errors.Is(err, errNotAsked):
		return &sourced{verdict: unverified("it is not in %s", notes.LockFile), open: true}
	case isUnreachable(err):
		return &sourced{verdict: unverified("%v", err), open: true}
	case errors.Is(err, kernel.ErrExcluded):
		return &sourced{verdict: unverified("%v", err), open: true}
	case errors.Is(err, kernel.ErrNoFile):
		return &sourced{verdict: failed("there is no %s in %s", path, o.told)}
	case errors.Is(err, kernel.ErrNoCommit):
		return &sourced{verdict: failed("there is no %s", o.told)}
	}
	if s.ctx.Err() == nil {
		s.fail(fmt.Errorf("reading %s of %s: %w", path, o.told, err))
	}
	return &sourced{verdict: unverified("%v", err), open: true}
}
