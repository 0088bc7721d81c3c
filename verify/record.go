package verify

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// recordState is what a note's record was found to be.
type recordState struct {
	State string // one of report.Record…
	Why   string // what is broken in it, stale or different
	Wrote bool   // it has been written
}

// readOld reads the note's record, if it is to be looked at. A broken one is
// as good as none, and named.
func (v *verifier) readOld(p *plan) (old *observed, broken string, err error) {
	if p.doc.Note.Notebook == "" && !v.Record {
		return nil, "", nil
	}
	old, err = readRecord(p.recordFile())
	switch {
	case errors.Is(err, errRecord):
		return nil, p.broken(err), nil
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return nil, "", err
	case old != nil && old.Key == p.key && !old.of(p):
		return nil, p.broken(errOtherSteps), nil
	}
	return old, "", nil
}

// compareRecord holds the note's record against what was observed, and writes
// it where that was asked for and something differs.
func (v *verifier) compareRecord(p *plan, old *observed, broken string, seen *observed) (recordState, error) {
	if p.doc.Note.Notebook == "" && !v.Record {
		return recordState{State: report.RecordNone}, nil
	}
	if len(p.jobs) == 0 {
		return v.leftOver(p, p.recordFile())
	}
	s := recordState{State: report.RecordCurrent}
	switch {
	case old == nil:
		s = recordState{State: report.RecordMissing, Why: broken}
	case old.Key != p.key:
		s.State = report.RecordStale
	case !seen.Recorded && seen.Missing == "":
		if where := p.firstDiffering(old, seen); where != "" {
			s = recordState{State: report.RecordDiffers, Why: where}
		} else if what := listingDiffers(old, seen); what != "" {
			s = recordState{State: report.RecordDiffers, Why: what}
		}
	}
	lacks := old != nil && old.Listing == nil && seen.Listing != nil
	if s.State == report.RecordCurrent && !lacks || !v.Record || v.Engine == nil {
		return s, nil
	}
	next := seen.forRecord(p, old)
	if s.State == report.RecordCurrent && old.Toolchain == seen.Toolchain { // it lacks the listing alone
		next = old.listing(next)
	}
	return recordState{State: report.RecordCurrent, Wrote: true}, writeRecord(p.recordFile(), next)
}

// listing is a record as it was, with the listing of a newer one, and the times
// of steps that it does not have.
func (o *observed) listing(next *observed) *observed {
	r := *o
	r.Steps = slices.Clone(o.Steps)
	for i := range r.Steps {
		r.Steps[i].Seconds = next.Steps[i].Seconds
	}
	r.Listing = next.Listing
	return &r
}

var errOtherSteps = errors.New("it does not hold the steps of the note")

func (p *plan) broken(err error) string {
	name := strings.TrimSuffix(p.doc.Note.File, path.Ext(p.doc.Note.File)) + ".txtar"
	return fmt.Sprintf("%s is %v", name, err)
}

// leftOver is the state of the record of a note of which nothing is run: there
// should be none. Another's file of such a name is let be.
func (v *verifier) leftOver(p *plan, file string) (recordState, error) {
	state := report.RecordCurrent
	if p.doc.Note.Notebook == "" {
		state = report.RecordNone
	}
	if !isRecord(file) {
		return recordState{State: state}, nil
	}
	if !v.Record {
		return recordState{State: report.RecordStale, Why: "nothing of the note is run"}, nil
	}
	return recordState{State: state}, os.Remove(file)
}

// of tells whether it holds the steps of a plan, all and none else.
func (o *observed) of(p *plan) bool {
	return slices.EqualFunc(o.Steps, p.jobs, func(s step, j job) bool { return s.ID == j.id })
}

// forRecord is what of an observation is kept beside a note: not the outputs that
// are loose, and of the files that its steps made those that a claim rests on. A
// step keeps the time that the old record has, so that this alone changes none.
func (o *observed) forRecord(p *plan, old *observed) *observed {
	r := *o
	r.Steps = slices.Clone(o.Steps)
	for i := range r.Steps {
		if p.jobs[i].loose(&r.Steps[i]) {
			r.Steps[i].Output, r.Steps[i].Mask = nil, nil
		}
		if old != nil {
			if was := old.step(r.Steps[i].ID); was != nil && was.Seconds > 0 {
				r.Steps[i].Seconds = was.Seconds
			}
		}
		r.Steps[i].Made = slices.DeleteFunc(slices.Clone(o.Steps[i].Made), func(m made) bool { return !m.used })
	}
	return &r
}

// firstDiffering says of which job a record tells otherwise than was observed,
// "" if of none.
func (p *plan) firstDiffering(old, seen *observed) string {
	if old.Key != p.key {
		return ""
	}
	for i, j := range p.jobs {
		if j.differing(&old.Steps[i], &seen.Steps[i], seen.Runs > 1) {
			if j.claim == nil {
				return "the " + j.id
			}
			return fmt.Sprintf("line %d", j.claim.Pos.Line)
		}
	}
	return ""
}

// differing tells whether two observations of a job are not the same, volatile
// tokens aside. An output that the note does not assert, by a wildcard or by
// showing none, stands on the site all the same; only where a second run had it
// otherwise too, and no mask explains that, it may be another each time.
func (j job) differing(x, y *step, twinned bool) bool {
	if x.Exit != y.Exit || x.Stopped != y.Stopped || x.Waiting != y.Waiting || !sameMade(x.Made, y.Made, twinned) {
		return true
	}
	if j.loose(x) {
		return len(x.Output) > 0 || !twinned || !j.loose(y)
	}
	if bytes.Equal(x.Output, y.Output) || match.Alike(string(x.Output), x.Mask, string(y.Output), y.Mask) {
		return false
	}
	return !(twinned && y.Differs != "" && j.fits(x) && j.fits(y))
}

// loose tells whether a step's output is neither shown by its note nor the same
// in two runs. A record does not hold it: nobody could tell it from a forged one.
func (j job) loose(s *step) bool {
	return j.claim != nil && j.claim.Step.Silent && s.Differs != ""
}

// fits tells whether what a step did is all right with what its note shows.
func (j job) fits(s *step) bool {
	if j.claim == nil {
		return false
	}
	return j.claim.Step.Silent || s.Mask.Compare(j.claim.Step.Output, string(s.Output)).OK
}

// sameMade tells whether the files of a record are as they were, volatile
// tokens aside. Of one that a second run had otherwise beyond any mask, what
// claims rest on was found in it anew.
func sameMade(recorded, seen []made, twinned bool) bool {
	for _, r := range recorded {
		i := slices.IndexFunc(seen, func(m made) bool { return m.Name == r.Name })
		if i < 0 {
			return false
		}
		s := &seen[i]
		if s.Text != r.Text && !match.Alike(r.Text, r.Mask, s.Text, s.Mask) && !(twinned && s.Differs != "" && s.used) {
			return false
		}
	}
	return true
}

// fromRecord is what the record says of a note where no engine is at hand.
func (p *plan) fromRecord(tc Toolchain) (*observed, error) {
	cure := "; run: knotes verify --record " + p.doc.Note.File
	seen, err := readRecord(p.recordFile())
	switch {
	case errors.Is(err, fs.ErrNotExist) && p.doc.Note.Notebook == "":
		return &observed{Missing: "no run of it as it now stands is kept; run: knotes verify " + p.doc.Note.File}, nil
	case errors.Is(err, fs.ErrNotExist):
		return &observed{Missing: "there is no record of it" + cure}, nil
	case errors.Is(err, errRecord):
		return &observed{Missing: "its record is broken: " + p.broken(err) + cure}, nil
	case err != nil:
		return nil, err
	case seen.Key != p.key:
		return &observed{Missing: "its record is stale" + cure}, nil
	case !seen.of(p):
		return &observed{Missing: "its record is broken: " + p.broken(errOtherSteps) + cure}, nil
	}
	seen.Recorded = true
	if seen.Toolchain != tc.Report.ID {
		seen.Remark = "recorded with the toolchain " + short(seen.Toolchain) + ", not the one in knotes.lock"
	}
	return seen, nil
}

// short is what of a hash a reader needs.
func short(id string) string { return id[:min(len(id), len("sha256:")+12)] }

// StrayRecords lists the records below a folder beside which no note stands.
func StrayRecords(dir string) ([]string, error) {
	var strays []string
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != dir && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return fs.SkipDir
		case d.Type().IsRegular() && filepath.Ext(file) == ".txtar":
			_, err := os.Stat(strings.TrimSuffix(file, ".txtar") + ".md")
			if errors.Is(err, fs.ErrNotExist) && isRecord(file) {
				strays = append(strays, file)
			}
		}
		return nil
	})
	return strays, err
}

// isRecord tells whether a file is a record by how it begins, broken or not.
func isRecord(file string) bool {
	f, err := os.Open(file)
	if err != nil {
		return false
	}
	defer f.Close()
	begin := make([]byte, len(recordSchema))
	n, _ := f.Read(begin)
	return string(begin[:n]) == recordSchema
}

// cacheFile is where the user's cache keeps what was observed under a key in
// a toolchain.
func (v *verifier) cacheFile(key, toolchain string) string {
	if v.Cache == "" {
		return ""
	}
	bare := func(id string) string { return strings.TrimPrefix(id, "sha256:") }
	t := bare(toolchain)
	return filepath.Join(v.Cache, "observed", t[:min(16, len(t))], bare(key)+".txtar")
}
