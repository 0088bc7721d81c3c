package verify

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/report"
	"golang.org/x/sync/errgroup"
)

// Options says how to verify.
type Options struct {
	// Engine runs the commands. Without one the records speak, or, where there
	// is a Cache, what it keeps of the last run of a note as it stands.
	Engine engine.Engine
	// Toolchain opens the named toolchain, making it if it has to. It is
	// asked once for each name, and only when a note needs it. Without an
	// engine it is asked for what the lock knows.
	Toolchain func(ctx context.Context, name string) (Toolchain, error)
	// Recipe says in a word what the named toolchain is made of. It is a part
	// of the key under which a note's observations are kept.
	Recipe func(name string) string

	// Sources is the source code that links, quotations and names are held
	// against; nil knows of none.
	Sources *Sources

	Limits  notes.Limits
	Jobs    int    // notes at once, beside as many that are being begun or ended; 0 means one
	Cache   string // folder of what was observed before; "" keeps nothing
	NoCache bool   // run everything, whatever was observed before
	Record  bool   // write records
	// Listings has the assembly of programs made, for a site. It is made for a
	// record too, and where there is one to hold it against.
	Listings bool
	Update   UpdateMode    // what becomes of notes that are not as was observed
	Started  func(*Doc)    // called when a note is begun, from any goroutine
	Done     func(*Result) // called when a note is judged, from any goroutine
	Now      time.Time
}

// Toolchain is an opened toolchain.
type Toolchain struct {
	Image  engine.Image
	Report report.Toolchain
}

// Doc is a note's claims.
type Doc = snippets.Doc

// Result is one note's outcome.
type Result struct {
	Doc  *Doc
	Note *report.Note
	Run  int // steps that were run for it
	Kept int // steps whose outcome was known
}

// Run verifies the documents and reports in their order.
func Run(ctx context.Context, docs []*Doc, o Options) (*report.Report, error) {
	start := time.Now()
	jobs := max(1, o.Jobs)
	v := &verifier{
		Options: o, share: share(docs), turns: make(turns, jobs), src: newSources(ctx, o.Sources),
		toolchains: map[string]func() (Toolchain, error){},
	}
	v.src.record = o.Record
	v.src.prefetch(docs)
	results := make([]*Result, len(docs))
	var group errgroup.Group
	group.SetLimit(2 * jobs)
	errs := make([]error, len(docs))
	for i, doc := range docs {
		group.Go(func() error {
			if errs[i] = ctx.Err(); errs[i] == nil {
				results[i], errs[i] = v.note(ctx, doc)
			}
			return nil
		})
	}
	group.Wait()
	if err := errors.Join(append(distinct(errs), v.src.broken)...); err != nil {
		return nil, err
	}
	if o.Sources != nil {
		o.Sources.Kept, o.Sources.Now = v.src.Kept, v.src.Now
	}
	r := &report.Report{Schema: report.Schema, Environment: v.environment(), Notes: []*report.Note{}}
	for _, res := range results {
		r.Add(res.Note)
		r.Summary.StepsRun += res.Run
		r.Summary.StepsCached += res.Kept
	}
	r.Summary.Seconds = time.Since(start).Seconds()
	return r, nil
}

// distinct drops repetitions: a missing engine is one trouble, not one a note.
func distinct(errs []error) []error {
	seen := map[string]bool{}
	var out []error
	for _, err := range errs {
		if err != nil && !seen[err.Error()] {
			seen[err.Error()] = true
			out = append(out, err)
		}
	}
	return out
}

type verifier struct {
	Options
	src        *sources
	share      int   // bytes of output that a report may show for a claim
	turns      turns // of the notes whose commands are run
	mu         sync.Mutex
	toolchains map[string]func() (Toolchain, error)
	opened     map[string]report.Toolchain
}

// toolchain opens a toolchain once, however many notes want it.
func (v *verifier) toolchain(ctx context.Context, name string) (Toolchain, error) {
	v.mu.Lock()
	open, ok := v.toolchains[name]
	if !ok {
		open = sync.OnceValues(func() (Toolchain, error) {
			t, err := v.Options.Toolchain(ctx, name)
			if err == nil {
				v.mu.Lock()
				defer v.mu.Unlock()
				if v.opened == nil {
					v.opened = map[string]report.Toolchain{}
				}
				v.opened[name] = t.Report
			}
			return t, err
		})
		v.toolchains[name] = open
	}
	v.mu.Unlock()
	return open()
}

func (v *verifier) environment() report.Environment {
	env := report.Environment{Engine: "none", Toolchains: map[string]report.Toolchain{}}
	if v.Engine != nil {
		env.Engine = v.Engine.Name()
	}
	for name, t := range v.opened {
		env.Toolchains[name] = t
	}
	return env
}

func (v *verifier) note(ctx context.Context, doc *Doc) (*Result, error) {
	if v.Started != nil {
		v.Started(doc)
	}
	p := newPlan(doc, v.recipe(doc), v.src)
	res := &Result{Doc: doc}
	old, broken, err := v.readOld(p)
	if err != nil {
		return nil, err
	}
	p.lists = v.wantsListing(p, old)
	seen, err := v.observe(ctx, p, res)
	if err != nil {
		return nil, err
	}
	defer seen.outputs.release()
	if res.Note, err = v.judge(ctx, p, old, seen, res); err != nil {
		return nil, err
	}
	if p, res.Note, err = v.update(p, seen, res.Note); err != nil {
		return nil, err
	}
	res.Doc = p.doc
	state, err := v.compareRecord(p, old, broken, seen)
	if err != nil {
		return nil, err
	}
	res.Note.Record, res.Note.RecordWhy, res.Note.RecordWritten = state.State, state.Why, state.Wrote
	if v.Done != nil {
		v.Done(res)
	}
	return res, nil
}

// judge judges a note, and once more where a second run of it tells more.
func (v *verifier) judge(ctx context.Context, p *plan, old, seen *observed, res *Result) (*report.Note, error) {
	seen.carry(old)
	n := judgeNote(p, seen, v.share)
	if !v.wantsTwin(p, n, old, seen) {
		return n, nil
	}
	if err := v.twin(ctx, p, seen); err != nil {
		return nil, err
	}
	res.Run += len(p.typed().jobs)
	seen.carry(old)
	return judgeNote(p, seen, v.share), nil
}

// recipe is what a note's toolchain is made of, in a word.
func (v *verifier) recipe(doc *Doc) string {
	if v.Recipe == nil {
		return ""
	}
	return v.Recipe(doc.Note.Meta.Toolchain)
}

// observe returns what the note's commands did: from the cache, from the
// engine, or, without one, from the record.
func (v *verifier) observe(ctx context.Context, p *plan, res *Result) (*observed, error) {
	if len(p.jobs) == 0 {
		return &observed{Key: p.key}, nil
	}
	tc, err := v.toolchain(ctx, p.toolchain)
	if err != nil {
		return nil, err
	}
	if v.Engine == nil {
		seen, err := v.known(p, tc)
		if err == nil {
			res.Kept = len(seen.Steps)
		}
		return seen, err
	}
	if !v.NoCache {
		cache := v.cacheFile(p.key, tc.Report.ID)
		if seen, _ := readRecord(cache); seen != nil && seen.Key == p.key && seen.of(p) && seen.Engine == v.Engine.Name() {
			res.Kept = len(p.jobs)
			seen.Cached = true
			if p.lists && !seen.has(p) {
				err = v.list(ctx, p, tc, seen)
			}
			return seen, err
		}
	}
	seen, err := v.run(ctx, p, tc, engine.Vary{})
	if err != nil {
		return nil, err
	}
	res.Run = len(p.jobs)
	return seen, v.keep(p, tc, seen)
}

// keep writes what was observed to the user's cache.
func (v *verifier) keep(p *plan, tc Toolchain, seen *observed) error {
	cache := v.cacheFile(p.key, tc.Report.ID)
	if cache == "" || !seen.keepable() {
		return nil
	}
	return writeRecord(cache, seen)
}
