package kernel

import (
	"fmt"
	"io/fs"
	"net/url"
	"regexp"
	"strings"
)

// Ref says which source is meant: a Release; or a Clone, an address that git can
// clone from, with a full Commit, or with the id of a Blob.
type Ref struct {
	Release string // "6.12.107"
	Clone   string
	Commit  string // 40 or 64 hexadecimal digits; the id of a tag object or a tree serves too
	Blob    string // as many digits; the path is then of no account
}

// String names the source for people.
func (r Ref) String() string {
	switch {
	case r.Release != "":
		return "linux " + r.Release
	case r.Blob != "":
		return fmt.Sprintf("%s blob %.12s", address(r.Clone), r.Blob)
	case r.Commit != "":
		return fmt.Sprintf("%s at %.12s", address(r.Clone), r.Commit)
	}
	return address(r.Clone)
}

// address is one without its password.
func address(clone string) string {
	if u, err := url.Parse(clone); err == nil {
		if _, ok := u.User.Password(); ok {
			return u.Redacted()
		}
	}
	return clone
}

var (
	release = regexp.MustCompile(`^\d+(\.\d+){1,3}(-rc\d+)?$`)
	fullID  = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
)

// IsRelease tells whether a text can be the name of a release, such as
// "6.12.107" or "6.13-rc2".
func IsRelease(name string) bool { return release.MatchString(name) }

// check refuses what no source can have.
func (r Ref) check() error {
	switch {
	case r.Release != "" && !IsRelease(r.Release):
		return fmt.Errorf("%w: %q is not the name of a release", ErrNoCommit, r.Release)
	case r.Release == "" && r.Blob == "" && !fullID.MatchString(r.Commit):
		return fmt.Errorf("%w: %q is not the full id of one", ErrNoCommit, r.Commit)
	case r.Blob != "" && !fullID.MatchString(r.Blob):
		return fmt.Errorf("%w: %q is not the full id of a blob", ErrNoFile, r.Blob)
	}
	return nil
}

// checkPath refuses paths that lead nowhere within a source.
func checkPath(path string) error {
	switch {
	case path == "" || path == ".":
		return fmt.Errorf("%w: a file's path is missing", ErrNoFile)
	case strings.HasPrefix(path, "/"):
		return fmt.Errorf("%w: %q does not begin at the top of the source", ErrNoFile, path)
	case !fs.ValidPath(path):
		return fmt.Errorf("%w: %q: a path has no \"..\", \".\" and empty names", ErrNoFile, path)
	}
	return nil
}
