package kernel

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/knotes-dev/knotes/notes/git"
)

// find returns the entry of a file, reading trees from the top.
func (s *Store) find(ctx context.Context, ref Ref, path string) (git.Entry, error) {
	if err := ref.check(); err != nil {
		return git.Entry{}, err
	}
	if ref.Blob != "" {
		return git.Entry{Mode: "100644", ID: ref.Blob, Path: path}, nil
	}
	if err := checkPath(path); err != nil {
		return git.Entry{}, fmt.Errorf("%s: %w", ref, err)
	}
	r := s.of(ref)
	tree, err := r.root(ctx, ref)
	if err != nil {
		return git.Entry{}, err
	}
	entry, err := r.walk(ref, tree, path)
	if errors.Is(err, ErrNoFile) && ref.Release != "" && r.excludes(ref.Release, path) {
		err = fmt.Errorf("%s: %w: Debian's tarball leaves %s out", ref, ErrExcluded, path)
	}
	return entry, err
}

// walk goes down from a tree to a file.
func (r *repo) walk(ref Ref, tree, path string) (git.Entry, error) {
	names := strings.Split(path, "/")
	for i, name := range names {
		entries, err := r.tree(tree)
		if err != nil {
			return git.Entry{}, r.damaged(ref, err)
		}
		entry, ok := entries[name]
		here := strings.Join(names[:i+1], "/")
		last := i == len(names)-1
		why := ""
		switch {
		case !ok && last:
			why = path
		case !ok:
			why = fmt.Sprintf("%s: there is no folder %s", path, here)
		case entry.Mode == "160000":
			why = here + " is another repository (a submodule)"
		case entry.Mode == "120000" && !last:
			why = here + " is a symbolic link; name the file where it is"
		case entry.Mode == "40000" && last:
			why = path + " is a folder"
		case entry.Mode != "40000" && !last:
			why = here + " is a file"
		case last:
			entry.Path = path
			return entry, nil
		}
		if why != "" {
			return git.Entry{}, fmt.Errorf("%s: %w: %s", ref, ErrNoFile, why)
		}
		tree = entry.ID
	}
	panic("unreachable: a path has a last name")
}

// root is the tree of a release or commit, which is fetched where it is missing.
func (r *repo) root(ctx context.Context, ref Ref) (string, error) {
	name := ref.Commit
	if ref.Release != "" {
		name = releaseRef(ref.Release)
	}
	r.mu.Lock()
	tree := r.roots[name]
	r.mu.Unlock()
	if tree != "" {
		return tree, nil
	}
	tree, err := r.peel(name)
	if errors.Is(err, git.ErrMissing) {
		if err := r.miss(ctx, ref); err != nil {
			return "", err
		}
		tree, err = r.peel(name)
	}
	switch {
	case errors.Is(err, ErrNoCommit):
		return "", fmt.Errorf("%s: %w", ref, err)
	case err != nil:
		return "", r.damaged(ref, err)
	}
	r.mu.Lock()
	r.roots[name] = tree
	r.mu.Unlock()
	return tree, nil
}

// miss gets the commit of a source that is not in the store.
func (r *repo) miss(ctx context.Context, ref Ref) error {
	if ref.Release != "" {
		return &Unreachable{ref.String(), fmt.Errorf("release %s is not in the kernel store; run: knotes kernel %s", ref.Release, ref.Release)}
	}
	return r.fetch(ctx, ref, true, ref.Commit)
}

// peel follows a ref, tag or commit to its tree.
func (r *repo) peel(name string) (string, error) {
	for range 8 { // tags of tags
		o, data, err := r.batch.Read(name, maxFile)
		if err != nil {
			return "", err
		}
		switch o.Type {
		case "tree":
			return o.ID, nil
		case "commit":
			return header(data, "tree"), nil
		case "tag":
			name = header(data, "object")
		default:
			return "", fmt.Errorf("%w: %s is a %s", ErrNoCommit, o.ID, o.Type)
		}
	}
	return "", fmt.Errorf("%w: %s is a tag of tags without end", ErrNoCommit, name)
}

// header returns the value of a line of a commit or tag that begins with name.
func header(object []byte, name string) string {
	for line := range strings.Lines(string(object)) {
		if value, ok := strings.CutPrefix(line, name+" "); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// tree returns what stands in a tree, by name.
func (r *repo) tree(id string) (map[string]git.Entry, error) {
	r.mu.Lock()
	entries, ok := r.trees[id]
	r.mu.Unlock()
	if ok {
		return entries, nil
	}
	o, data, err := r.batch.Read(id, maxFile)
	if err != nil {
		return nil, err
	}
	if o.Type != "tree" {
		return nil, fmt.Errorf("%s is a %s, not a tree", id, o.Type)
	}
	if entries, err = readTree(data, len(id)/2); err != nil {
		return nil, fmt.Errorf("tree %s: %w", id, err)
	}
	r.mu.Lock()
	r.trees[id] = entries
	r.mu.Unlock()
	return entries, nil
}

// readTree reads git's form of a tree: "MODE NAME", NUL, and an id of that many bytes.
func readTree(data []byte, size int) (map[string]git.Entry, error) {
	entries := map[string]git.Entry{}
	for len(data) > 0 {
		head, rest, ok := bytes.Cut(data, []byte{0})
		mode, name, both := strings.Cut(string(head), " ")
		if !ok || !both || len(rest) < size {
			return nil, errors.New("it cannot be read")
		}
		entries[name] = git.Entry{Mode: mode, ID: hex.EncodeToString(rest[:size]), Path: name}
		data = rest[size:]
	}
	return entries, nil
}
