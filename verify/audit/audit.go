package audit

import (
	"context"
	"errors"
	"hash/fnv"
	"math/rand/v2"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/report"
	"golang.org/x/sync/errgroup"
)

// Options says how to audit.
type Options struct {
	Verify verify.Options  // where what was observed is found; nothing is run
	Rules  []snippets.Rule // by which the notes were read
	Seed   uint64          // decides what is changed; the same seed, the same changes
	Limit  int             // wrong notes for each claim at most; 0 for DefaultLimit
	Jobs   int             // notes at once; 0 means one
}

// DefaultLimit is how many wrong notes are made for each claim.
const DefaultLimit = 40

// Run audits notes and reports in their order.
func Run(ctx context.Context, docs []*verify.Doc, o Options) (*Report, error) {
	if o.Limit == 0 {
		o.Limit = DefaultLimit
	}
	all := make([]*Note, len(docs))
	errs := make([]error, len(docs))
	var group errgroup.Group
	group.SetLimit(max(1, o.Jobs))
	for i, doc := range docs {
		group.Go(func() error {
			all[i], errs[i] = auditNote(ctx, doc, o)
			return nil
		})
	}
	group.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return newReport(all, o), nil
}

// auditor works on one note.
type auditor struct {
	Options
	known *verify.Known
	wrong int // claims that have drifted or failed as it is
	note  *Note
}

func auditNote(ctx context.Context, doc *verify.Doc, o Options) (*Note, error) {
	known, err := verify.Recall(ctx, doc, o.Verify)
	if err != nil {
		return nil, err
	}
	a := &auditor{Options: o, known: known, note: newNote(doc.Note)}
	a.note.Why = known.Missing
	a.wrong = wrongOf(known.Note)
	judged := map[string]*report.Claim{}
	for _, r := range known.Note.Claims {
		judged[r.ID] = r
	}
	for i, b := range doc.Blocks {
		for k, c := range b.Claims {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if err := a.claim(place{i, k}, c, judged[c.ID]); err != nil {
				return nil, err
			}
		}
	}
	return a.note, nil
}

// place is where a claim stands: a block's text, by which the claim's ID is
// made, may change.
type place struct{ block, claim int }

func (a *auditor) claim(at place, c *snippets.Claim, r *report.Claim) error {
	t := a.target(c, r)
	count := a.note.kind(r.Kind)
	count.Claims++
	if t.bytes > 0 {
		count.Bytes += t.bytes
		count.Asserted += t.asserted()
	}
	if r.Status != report.Verified {
		count.Unchanged++
		return nil
	}
	if t.exitOpen {
		a.note.ExitsOpen++
	}
	for _, ch := range t.changes(a.random(c), a.Limit) {
		how, err := a.judge(at, c, ch)
		if err != nil {
			return err
		}
		count.add(how)
		if how == survived {
			a.note.Survivors = append(a.note.Survivors, ch.survivor(a.note.File, c, r))
		}
	}
	return nil
}

// random is a source of its own for each claim, so that what is changed of it
// does not depend on the rest of the note.
func (a *auditor) random(c *snippets.Claim) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(a.note.File + "\x00" + c.ID))
	return rand.New(rand.NewPCG(a.Seed, h.Sum64()))
}

func wrongOf(n *report.Note) int {
	wrong := 0
	for _, c := range n.Claims {
		if c.Status == report.Drifted || c.Status == report.Failed {
			wrong++
		}
	}
	return wrong
}

// reread reads a changed source as the note that it was.
func (a *auditor) reread(source []byte) (*verify.Doc, error) {
	was := a.known.Doc.Note
	n, err := notes.Parse(was.File, source)
	if err != nil {
		return nil, err
	}
	n.Notebook, n.Rel, n.Dir, n.Strict, n.Split, n.Programs = was.Notebook, was.Rel, was.Dir, was.Strict, was.Split, was.Programs
	return snippets.Parse(n, a.Rules)
}
