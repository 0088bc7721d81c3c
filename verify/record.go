package verify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// recordState is what a note's record was found to be.
type recordState struct {
	State string // one of report.Record…
	Why   string // what is broken in it, stale or different
	Wrote bool   // it has been written
}

// compareRecord holds the note's record against what was observed, and writes
// it where that was asked for and something differs.
func (v *verifier) compareRecord(ctx context.Context, p *plan, seen *observed, res *Result) (recordState, error) {
	if p.doc.Note.Notebook == "" && !v.Record {
		return recordState{State: report.RecordNone}, nil
	}
	file := p.recordFile()
	old, err := readRecord(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, errRecord) {
		return recordState{}, err
	}
	if len(p.jobs) == 0 {
		return v.leftOver(p, file)
	}
	var s recordState
	switch {
	case errors.Is(err, errRecord):
		s = recordState{State: report.RecordMissing, Why: p.broken(err)}
	case old == nil:
		s.State = report.RecordMissing
	case old.Key != p.key:
		s.State = report.RecordStale
	case !old.of(p):
		s = recordState{State: report.RecordMissing, Why: p.broken(errOtherSteps)}
	case v.Engine == nil:
		s.State = report.RecordCurrent
	default:
		c, err := v.differing(ctx, p, old, seen, res)
		if err != nil {
			return s, err
		}
		if s.State = report.RecordCurrent; c != nil {
			s = recordState{State: report.RecordDiffers, Why: "line " + fmt.Sprint(c.Pos.Line)}
		}
	}
	if s.State == report.RecordCurrent || !v.Record || v.Engine == nil {
		return s, nil
	}
	return recordState{State: report.RecordCurrent, Wrote: true}, writeRecord(file, seen)
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
	return slices.EqualFunc(o.Steps, p.jobs, func(s step, j job) bool { return s.ID == j.claim.ID })
}

// differing returns the first claim of which a record tells otherwise than was
// observed, nil if there is none. An output that the note does not assert, by a
// wildcard or by showing none, stands on the site all the same; so where only
// such outputs differ, the note is run once more, and those that differ again
// are taken for what varies from run to run.
func (v *verifier) differing(ctx context.Context, p *plan, old, seen *observed, res *Result) (*snippets.Claim, error) {
	var again *observed
	for i, j := range p.jobs {
		x, y := old.Steps[i], seen.Steps[i]
		if x.Exit != y.Exit || x.Stopped != y.Stopped {
			return j.claim, nil
		}
		if bytes.Equal(x.Output, y.Output) {
			continue
		}
		if !fits(j.claim, x.Output) || !fits(j.claim, y.Output) {
			return j.claim, nil
		}
		if again == nil {
			tc, err := v.toolchain(ctx, p.toolchain)
			if err != nil {
				return nil, err
			}
			if again, err = v.run(ctx, p, tc); err != nil {
				return nil, err
			}
			defer again.outputs.release()
			res.Run += len(p.jobs)
		}
		if bytes.Equal(y.Output, again.Steps[i].Output) {
			return j.claim, nil
		}
	}
	return nil, nil
}

// fits tells whether an output is all right with what a note shows.
func fits(c *snippets.Claim, output []byte) bool {
	return c.Step == nil || c.Step.Silent || match.Compare(c.Step.Output, string(output)).OK
}

// fromRecord is what the record says of a note where no engine is at hand.
func (p *plan) fromRecord(tc Toolchain) (*observed, error) {
	cure := "; run: knotes verify --record " + p.doc.Note.File
	seen, err := readRecord(p.recordFile())
	switch {
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
