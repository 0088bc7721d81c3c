package kernel

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"github.com/knotes-dev/knotes/notes/git"
)

// maxFile is the largest file that is answered, in bytes.
const maxFile = 256 << 20

// patience is how long a server may take to answer where the context sets no
// earlier end. The trees of a Linux commit are some megabytes.
const patience = 3 * time.Minute

// Store is the kernel source that this machine has. It is safe for concurrent
// use, and several processes may use one folder.
type Store struct {
	dir string

	mu    sync.Mutex
	repos map[string]*repo // by folder
}

// File is one file of a source.
type File struct {
	Path    string
	Blob    string // git's id, hexadecimal
	Text    []byte
	Symlink bool // a symbolic link: Text is where it points
}

// Open returns the store in dir. It touches nothing until it is asked.
func Open(dir string) *Store { return &Store{dir: dir, repos: map[string]*repo{}} }

// Dir is the store's folder.
func (s *Store) Dir() string { return s.dir }

// Close ends the store's git processes. It may be used again.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, r := range s.repos {
		errs = append(errs, r.batch.Close())
	}
	return errors.Join(errs...)
}

// repo is one of the store's repositories.
type repo struct {
	*git.Bare
	batch *git.Batch
	clone string // "" for the releases

	mu    sync.Mutex
	trees map[string]map[string]git.Entry // by id, then name
	roots map[string]string               // the tree of a commit
	down  error                           // why the server could not be asked: it is not asked again
}

func (s *Store) repo(dir, clone string) *repo {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.repos[dir]
	if r == nil {
		bare := git.OpenBare(dir)
		r = &repo{Bare: bare, batch: bare.Batch(), clone: clone, trees: map[string]map[string]git.Entry{}, roots: map[string]string{}}
		s.repos[dir] = r
	}
	return r
}

func (s *Store) releases() *repo { return s.repo(filepath.Join(s.dir, "releases.git"), "") }

// remote is the partial clone of a repository; those with long ids have their own.
func (s *Store) remote(clone string, digits int) *repo {
	sum := sha256.Sum256([]byte(clone))
	name := hex.EncodeToString(sum[:10])
	if digits == 64 {
		name += "-sha256"
	}
	return s.repo(filepath.Join(s.dir, "remotes", name+".git"), clone)
}

// of is the repository in which a source is kept.
func (s *Store) of(ref Ref) *repo {
	if ref.Release != "" {
		return s.releases()
	}
	return s.remote(ref.Clone, max(len(ref.Commit), len(ref.Blob)))
}

// File returns a file of a source, getting from a server what is missing.
func (s *Store) File(ctx context.Context, ref Ref, path string) (*File, error) {
	entry, err := s.find(ctx, ref, path)
	if err != nil {
		return nil, err
	}
	r := s.of(ref)
	object, text, err := r.batch.Read(entry.ID, maxFile)
	if errors.Is(err, git.ErrMissing) {
		if err := r.fetch(ctx, ref, false, entry.ID); err != nil {
			return nil, err
		}
		object, text, err = r.batch.Read(entry.ID, maxFile)
	}
	switch {
	case err != nil:
		return nil, r.damaged(ref, err)
	case object.Type != "blob":
		return nil, fmt.Errorf("%s: %w: %s is a %s", ref, ErrNoFile, entry.ID, object.Type)
	case text == nil && object.Size > maxFile:
		return nil, &Unreachable{ref.String(), fmt.Errorf("%s has %d bytes, more than are read", path, object.Size)}
	}
	return &File{Path: path, Blob: entry.ID, Text: text, Symlink: entry.Mode == "120000"}, nil
}

// Blob returns the id of a file alone, for which no blob is fetched.
func (s *Store) Blob(ctx context.Context, ref Ref, path string) (string, error) {
	entry, err := s.find(ctx, ref, path)
	return entry.ID, err
}

// Want gets those of a source's files that the store does not have, in one
// request. Paths that the source does not have are passed over: File tells.
func (s *Store) Want(ctx context.Context, ref Ref, paths []string) error {
	r := s.of(ref)
	var missing []string
	seen := map[string]bool{}
	for _, path := range paths {
		entry, err := s.find(ctx, ref, path)
		var unreachable *Unreachable
		switch {
		case errors.As(err, &unreachable):
			return err
		case err != nil || seen[entry.ID]:
			continue
		}
		seen[entry.ID] = true
		if _, err := r.batch.Info(entry.ID); errors.Is(err, git.ErrMissing) {
			missing = append(missing, entry.ID)
		} else if err != nil {
			return r.damaged(ref, err)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return r.fetch(ctx, ref, false, missing...)
}

// Resolve asks a server which commit a branch or tag is; HEAD is its default branch.
func (s *Store) Resolve(ctx context.Context, clone, ref string) (string, error) {
	if fullID.MatchString(ref) {
		return ref, nil
	}
	r := s.remote(clone, 40)
	names := []string{"refs/tags/" + ref + "^{}", "refs/tags/" + ref, "refs/heads/" + ref, ref}
	var found map[string]string
	err := r.patiently(ctx, func(ctx context.Context) (err error) {
		found, err = git.LsRemote(ctx, clone, names...)
		return err
	})
	if err != nil {
		return "", r.unreachable(ctx, Ref{Clone: clone}, err)
	}
	for _, name := range names {
		if id := found[name]; id != "" {
			return id, nil
		}
	}
	return "", fmt.Errorf("%s: %w: there is no branch or tag %q", address(clone), ErrNoCommit, ref)
}
