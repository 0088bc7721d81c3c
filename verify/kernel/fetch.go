package kernel

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
	"github.com/knotes-dev/knotes/notes/git"
)

// fetch gets objects from the repository's server: commits, with their trees, or blobs.
func (r *repo) fetch(ctx context.Context, ref Ref, commits bool, ids ...string) error {
	if r.clone == "" {
		return r.damaged(ref, fmt.Errorf("%w: %s", git.ErrMissing, ids[0]))
	}
	err := r.patiently(ctx, func(ctx context.Context) error { return r.fetchLocked(ctx, commits, ids) })
	switch {
	case err == nil:
		return nil
	case !errors.Is(err, git.ErrNotThere):
		return r.unreachable(ctx, ref, err)
	case commits:
		return fmt.Errorf("%s: %w: the server does not have it", ref, ErrNoCommit)
	}
	return fmt.Errorf("%s: %w: the server does not have the blob", ref, ErrNoFile)
}

// fetchLocked fetches while no other process changes the repository. What
// another has fetched meanwhile is not fetched again.
func (r *repo) fetchLocked(ctx context.Context, commits bool, ids []string) error {
	unlock, err := lock(ctx, r.Dir())
	if err != nil {
		return err
	}
	defer unlock()
	if err := r.Init(ctx, len(ids[0])); err != nil {
		return err
	}
	var missing []string
	for _, id := range ids {
		if _, err := r.batch.Info(id); errors.Is(err, git.ErrMissing) {
			missing = append(missing, id)
		} else if err != nil {
			return err
		}
	}
	if len(missing) == 0 {
		return nil
	}
	r.Sweep()
	return r.Fetch(ctx, r.clone, commits, missing...)
}

// lock keeps other processes, and other stores of this one, from changing what
// is at path until the function it returns is called.
func lock(ctx context.Context, path string) (func(), error) {
	if err := makeParent(path); err != nil {
		return nil, err
	}
	l := flock.New(path + ".lock")
	if ok, err := l.TryLockContext(ctx, 50*time.Millisecond); err != nil || !ok {
		return nil, fmt.Errorf("waiting for %s: %w", l.Path(), err)
	}
	return func() { l.Unlock() }, nil
}

// errPatience is why a server that takes too long is given up.
var errPatience = fmt.Errorf("no answer within %s", patience)

// patiently does something that takes a server's answer. One that could not be
// asked is not asked again by this store: each pin would wait as long.
func (r *repo) patiently(ctx context.Context, do func(context.Context) error) error {
	r.mu.Lock()
	down := r.down
	r.mu.Unlock()
	if down != nil {
		return down
	}
	within, stop := context.WithTimeoutCause(ctx, patience, errPatience)
	defer stop()
	err := do(within)
	if err != nil && ctx.Err() == nil && !errors.Is(err, git.ErrNotThere) {
		r.mu.Lock()
		r.down = err
		r.mu.Unlock()
	}
	return err
}

// unreachable is the outcome of a server that could not be asked.
func (r *repo) unreachable(ctx context.Context, ref Ref, err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("no answer in time: %w", err)
	}
	return &Unreachable{ref.String(), err}
}

// damaged is the outcome of a store that cannot be read.
func (r *repo) damaged(ref Ref, err error) error {
	return &Unreachable{ref.String(), fmt.Errorf("%s cannot be read: %w; if it is damaged, remove it: it is made again", r.Dir(), err)}
}

// makeParent makes the folder in which path is to stand.
func makeParent(path string) error { return os.MkdirAll(filepath.Dir(path), 0o755) }
