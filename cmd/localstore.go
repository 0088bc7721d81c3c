package cmd

import (
	"context"
	"errors"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/names"
)

// localStore answers with the releases that are here, and asks no server.
type localStore struct{ *kernel.Store }

var errNotFetched = errors.New("nothing is fetched for show; knotes verify asks it")

// File implements [verify.Store].
func (s localStore) File(ctx context.Context, r kernel.Ref, path string) (*kernel.File, error) {
	if r.Release == "" {
		return nil, &kernel.Unreachable{Source: r.String(), Err: errNotFetched}
	}
	return s.Store.File(ctx, r, path)
}

// Want implements [verify.Store].
func (s localStore) Want(_ context.Context, r kernel.Ref, _ []string) error {
	return &kernel.Unreachable{Source: r.String(), Err: errNotFetched}
}

// Resolve implements [verify.Store].
func (s localStore) Resolve(_ context.Context, clone, _ string) (string, error) {
	return "", &kernel.Unreachable{Source: clone, Err: errNotFetched}
}

// localSources is the source code that can be asked without a server, and
// without building an index. What it returns last ends it.
func localSources(cfg *notes.Config) (*verify.Sources, func() error, error) {
	store, err := openKernel()
	if err != nil {
		return nil, nil, err
	}
	s := lockedSources(cfg)
	s.Store = localStore{store}
	if index, err := names.Open(namesFile(store, s.Release)); s.Release != "" && err == nil {
		s.Names = index
		return s, func() error { return errors.Join(index.Close(), store.Close()) }, nil
	}
	return s, store.Close, nil
}
