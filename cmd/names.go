package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/names"
)

// namesFile is where the index of a release's names is kept.
func namesFile(store *kernel.Store, release string) string {
	return filepath.Join(store.Dir(), "names", release)
}

// openNames opens the index of a release, and builds it where it is missing or
// broken and the release is in the store. Without the release there is none.
func openNames(ctx context.Context, store *kernel.Store, release string, log io.Writer) (*names.Index, error) {
	file := namesFile(store, release)
	x, err := names.Open(file)
	if err == nil || !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, names.ErrBroken) {
		return x, err
	}
	if has, err := store.Has(ctx, release); err != nil || !has {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return nil, err
	}
	lock := flock.New(file + ".lock") // two runs need not both build it
	if err := lock.Lock(); err != nil {
		return nil, err
	}
	defer lock.Unlock()
	if x, err := names.Open(file); err == nil {
		return x, nil
	}
	walk := func(ctx context.Context, each func(string, []byte) error, want func(string) bool) error {
		return store.Walk(ctx, release, each, want)
	}
	if _, err := names.Create(ctx, file, names.Options{Release: release, Log: log}, walk); err != nil {
		return nil, fmt.Errorf("indexing the names of linux %s: %w", release, err)
	}
	return names.Open(file)
}

// releaseNames is the index of a release, opened when it is first asked.
type releaseNames struct {
	open func() (*names.Index, error)
}

func newReleaseNames(ctx context.Context, store *kernel.Store, release string, log io.Writer) releaseNames {
	return releaseNames{sync.OnceValues(func() (*names.Index, error) { return openNames(ctx, store, release, log) })}
}

// Find implements [verify.NameIndex].
func (r releaseNames) Find(q names.Query) (names.Answer, error) {
	x, err := r.open()
	switch {
	case err != nil:
		return names.Answer{}, err
	case x == nil:
		return names.Answer{}, verify.ErrNoNames
	}
	return x.Find(q)
}
