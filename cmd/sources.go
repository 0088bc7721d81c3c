package cmd

import (
	"context"
	"io"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/report"
)

// lockedSources is the source code of a run in which the lock alone speaks.
func lockedSources(cfg *notes.Config) *verify.Sources {
	s := &verify.Sources{Lock: cfg.Lock, Release: cfg.Kernel.Release}
	if cfg.Kernel.Git != "" {
		s.Mirrors = []string{cfg.Kernel.Git}
	}
	return s
}

// openSources is the source code of a run that asks the store in the user's
// cache, and through it git servers. The store is to be closed.
func openSources(ctx context.Context, cfg *notes.Config, log io.Writer) (*verify.Sources, *kernel.Store, error) {
	store, err := openKernel()
	if err != nil {
		return nil, nil, err
	}
	s := lockedSources(cfg)
	s.Store = store
	s.Names = newReleaseNames(ctx, store, s.Release, log)
	return s, store, nil
}

// longPatience is how long a server may take where something is written by what
// it answers.
const longPatience = 2 * time.Minute

// lockRecorded writes into the lock what has been recorded: the toolchains with
// which records have been written, and those it does not know, and what was
// found in source code. A record that nothing observed has changed stays as it
// is and so names the toolchain of its time; the lock names that of the newest.
// Whole tells that all notes of the notebooks have been verified.
func lockRecorded(cfg *notes.Config, r *report.Report, s *verify.Sources, whole bool) error {
	lock, err := notes.ReadLock(cfg.Root)
	if err != nil {
		return err
	}
	was := string(lock.Format())
	for _, n := range r.Notes {
		t, ran := r.Environment.Toolchains[n.Toolchain]
		if _, known := lock.Toolchains[n.Toolchain]; ran && (n.RecordWritten || !known) {
			lock.Set(n.Toolchain, notes.LockedToolchain(t))
		}
	}
	if s != nil {
		s.Relock(lock, whole, false)
	}
	return writeLock(cfg, lock, was)
}

// writeLock writes a lock that is not as it was. A file outside of any project
// has none.
func writeLock(cfg *notes.Config, lock *notes.Lock, was string) error {
	if cfg.Root == "" || string(lock.Format()) == was {
		return nil
	}
	return lock.Write(cfg.Root)
}
