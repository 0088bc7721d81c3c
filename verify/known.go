package verify

import (
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/knotes-dev/knotes/verify/report"
)

// known is what is known of a note without running it: what its last run here
// did, which the last verdict on it was about, else what its record says.
func (v *verifier) known(p *plan, tc Toolchain) (*observed, error) {
	seen := v.lastRun(p)
	if seen == nil {
		return p.fromRecord(tc)
	}
	if locked := tc.Report.ID; locked != "" && locked != seen.Toolchain {
		seen.Remark = "run with the toolchain " + short(seen.Toolchain) + ", not the one in knotes.lock"
	}
	return seen, nil
}

// lastRun is the newest of what the cache keeps of a note as it stands,
// whatever the toolchain it was run in; nil if it keeps nothing.
func (v *verifier) lastRun(p *plan) *observed {
	if v.Cache == "" || v.NoCache {
		return nil
	}
	files, _ := filepath.Glob(filepath.Join(v.Cache, "observed", "*", strings.TrimPrefix(p.key, "sha256:")+".txtar"))
	var newest *observed
	var when time.Time
	for _, file := range files {
		info, err := os.Stat(file)
		if err != nil || newest != nil && !info.ModTime().After(when) {
			continue
		}
		if seen, _ := readRecord(file); seen != nil && seen.Key == p.key && seen.of(p) {
			newest, when = seen, info.ModTime()
			newest.Cached = true
		}
	}
	return newest
}

// told is what a report says of the runs that were observed.
func (o *observed) told() report.Seen {
	if len(o.Steps) == 0 {
		return report.Seen{}
	}
	s := report.Seen{From: report.FromRun, Date: o.Date, Engine: o.Engine, Toolchain: o.Toolchain, Runs: o.Runs}
	switch {
	case o.Recorded:
		s.From = report.FromRecord
	case o.Cached:
		s.From = report.FromCache
	}
	if o.Runs > 1 {
		s.Varied = Varied
	}
	return s
}
