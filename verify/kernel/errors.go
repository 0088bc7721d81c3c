package kernel

import (
	"errors"
	"fmt"
)

var (
	// ErrNoCommit means that a server was asked and has no such commit, branch or tag.
	ErrNoCommit = errors.New("no such commit")
	// ErrNoFile means that the source has no file of that path, or no such blob.
	ErrNoFile = errors.New("no such file")
	// ErrExcluded means that the tarball of a release was made without that
	// path, so that what stands there is not known.
	ErrExcluded = errors.New("not in this source")
)

// Unreachable means that the source could not be asked, so that nothing can be
// said of what it holds: the server does not answer, or refuses; a release is
// not in the store; the store cannot be read.
type Unreachable struct {
	Source string // "linux 6.12.107", or "https://… at 0123456789ab"
	Err    error
}

// Error implements error.
func (u *Unreachable) Error() string {
	return fmt.Sprintf("%s: source not reachable: %v", u.Source, u.Err)
}

// Unwrap returns why.
func (u *Unreachable) Unwrap() error { return u.Err }
