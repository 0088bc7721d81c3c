package kernel

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/notes/git"
)

const tagPrefix = "refs/tags/v"

func releaseRef(release string) string { return tagPrefix + release }

// Releases lists the releases in the store, oldest version first.
func (s *Store) Releases(ctx context.Context) ([]string, error) {
	r := s.releases()
	if !r.Exists() {
		return nil, nil
	}
	refs, err := r.Refs(ctx, "refs/tags/")
	if err != nil {
		return nil, r.damaged(Ref{}, err)
	}
	var all []string
	for ref := range refs {
		if name := strings.TrimPrefix(ref, tagPrefix); IsRelease(name) {
			all = append(all, name)
		}
	}
	slices.SortFunc(all, CompareReleases)
	return all, nil
}

// Has tells whether a release is in the store.
func (s *Store) Has(ctx context.Context, release string) (bool, error) {
	all, err := s.Releases(ctx)
	return slices.Contains(all, release), err
}

// Walk calls each with every file of a release that want asks for, with its
// path and text, in git's order of paths. Symbolic links are left out.
func (s *Store) Walk(ctx context.Context, release string, each func(path string, text []byte) error, want func(path string) bool) error {
	ref := Ref{Release: release}
	r := s.releases()
	if err := ref.check(); err != nil {
		return err
	}
	tree, err := r.root(ctx, ref)
	if err != nil {
		return err
	}
	files, err := r.Files(ctx, tree)
	if err != nil {
		return r.damaged(ref, err)
	}
	files = slices.DeleteFunc(files, func(f git.Entry) bool { return !strings.HasPrefix(f.Mode, "100") || !want(f.Path) })
	if len(files) == 0 {
		return nil
	}
	ids := make([]string, len(files))
	for i, f := range files {
		ids[i] = f.ID
	}
	return r.Contents(ctx, ids, func(i int, text []byte) error { return each(files[i].Path, text) })
}

// excludes tells whether the tarball of a release was made without a path, by
// the patterns that its import has noted.
func (r *repo) excludes(release, path string) bool {
	_, data, err := r.batch.Read(releaseRef(release), maxFile)
	if err != nil {
		return false
	}
	_, message, _ := strings.Cut(string(data), "\n\n")
	for line := range strings.Lines(message) {
		pattern, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), excludedTrailer)
		if ok && covers(pattern, path) {
			return true
		}
	}
	return false
}

const excludedTrailer = "Files-Excluded: "

// CompareReleases orders releases by version: 6.9 before 6.12-rc1 before 6.12.
func CompareReleases(a, b string) int {
	x, y := versionOf(a), versionOf(b)
	return slices.Compare(x[:], y[:])
}

// versionOf is a release as numbers; one without a candidate number comes after
// all candidates.
func versionOf(release string) (v [5]int) {
	numbers, candidate, isCandidate := strings.Cut(release, "-rc")
	for i, n := range strings.Split(numbers, ".") {
		if i < 4 {
			fmt.Sscan(n, &v[i])
		}
	}
	v[4] = 1 << 30
	if isCandidate {
		fmt.Sscan(candidate, &v[4])
	}
	return v
}
