package kernel

import (
	"context"
	"fmt"
	"path"
	"slices"

	"github.com/knotes-dev/knotes/notes/git"
)

// maxCandidates bounds the files that are compared to find a renamed one: those
// of another server have to be fetched.
const maxCandidates = 64

// Renamed returns the path that a file has at another commit of a repository, by
// git's word, or "" where it still has its own or has none. With clone "" the two
// are releases.
//
// A file with the same content is always found. One that was changed too is
// looked for, by git's own measure, among those that are new and have its name,
// stand in its folder, or are of its kind in a folder near by.
func (s *Store) Renamed(ctx context.Context, clone, from, to, name string) (string, error) {
	old, now := Ref{Clone: clone, Commit: from}, Ref{Clone: clone, Commit: to}
	if clone == "" {
		old, now = Ref{Release: from}, Ref{Release: to}
	}
	was, err := s.find(ctx, old, name)
	if err != nil {
		return "", err
	}
	r := s.of(old)
	oldTree, err := r.root(ctx, old)
	if err != nil {
		return "", err
	}
	newTree, err := r.root(ctx, now)
	if err != nil {
		return "", err
	}
	changes, err := r.Diff(ctx, oldTree, newTree)
	if err != nil {
		return "", r.damaged(now, err)
	}
	gone := false
	var same, added []git.Entry
	for _, c := range changes {
		switch {
		case c.Status == "D" && c.From.Path == name:
			gone = true
		case c.Status == "A" && c.To.ID == was.ID:
			same = append(same, c.To)
		case c.Status == "A" && c.To.Mode != "160000":
			added = append(added, c.To)
		}
	}
	switch {
	case !gone:
		return "", nil
	case len(same) > 0:
		sortByNearness(same, name)
		return same[0].Path, nil
	}
	return s.similar(ctx, r, old, now, was, oldTree, newTree, added)
}

// similar asks git whether one of the files that were added is the one that has
// gone. Both their blobs are fetched first, in one request a side.
func (s *Store) similar(ctx context.Context, r *repo, old, now Ref, was git.Entry, oldTree, newTree string, added []git.Entry) (string, error) {
	sortByNearness(added, was.Path)
	paths := []string{was.Path}
	for _, e := range added[:min(len(added), maxCandidates)] {
		if nearness(was.Path, e.Path) > 0 {
			paths = append(paths, e.Path)
		}
	}
	if len(paths) == 1 {
		return "", nil
	}
	if err := s.Want(ctx, old, paths[:1]); err != nil {
		return "", err
	}
	if err := s.Want(ctx, now, paths[1:]); err != nil {
		return "", err
	}
	changes, err := r.Diff(ctx, oldTree, newTree, paths...)
	if err != nil {
		return "", r.damaged(now, fmt.Errorf("comparing %s: %w", was.Path, err))
	}
	for _, c := range changes {
		if c.Status == "R" && c.From.Path == was.Path {
			return c.To.Path, nil
		}
	}
	return "", nil
}

func sortByNearness(files []git.Entry, to string) {
	slices.SortStableFunc(files, func(a, b git.Entry) int { return nearness(to, b.Path) - nearness(to, a.Path) })
}

// nearness tells how likely a file was renamed to another: 0 is not at all.
func nearness(from, to string) int {
	n := 0
	if path.Base(from) == path.Base(to) {
		n += 8
	}
	if path.Ext(from) != path.Ext(to) {
		return n
	}
	switch a, b := path.Dir(from), path.Dir(to); {
	case a == b:
		n += 4
	case a == path.Dir(b), path.Dir(a) == b, path.Dir(a) == path.Dir(b):
		n += 2
	}
	return n
}
