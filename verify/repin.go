package verify

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/snippets/forge"
	"github.com/knotes-dev/knotes/verify/kernel"
)

// MoveKind is what becomes of a pin.
type MoveKind string

// What becomes of a pin.
const (
	Same    MoveKind = "same line" // the same lines, at the same place
	Pinned  MoveKind = "pinned"    // it was to a branch, and is to that branch's commit
	Moved   MoveKind = "moved"     // the same lines, elsewhere in the file
	Renamed MoveKind = "renamed"   // the file has another path
	Changed MoveKind = "changed"   // what it shows is not the same
	Gone    MoveKind = "gone"      // what it shows is no more
	Unsure  MoveKind = "unsure"    // it is not known where it should lead to
)

// Move is what becomes of one link.
type Move struct {
	Claim *snippets.Claim
	Kind  MoveKind
	URL   string // to which the link leads then; "" where it stays
	What  string // in words: "moved 300 to 312"
	Diff  string // of what the pin shows, unified; "" where it is the same
}

// Stays tells whether the link is left as it is though it should not.
func (m Move) Stays() bool { return m.Kind == Gone || m.Kind == Unsure }

// repinner moves pins.
type repinner struct {
	*sources
	to    string // a release; "" mends only what is wrong
	pairs map[string]*versions
}

// Repin finds what becomes of the links to source code of a note: those to a
// branch are fixed to its commit, lines that are not those of their symbols are
// put right where there is no doubt. With a release all links to the kernel are
// moved to it. Nothing is written.
func Repin(ctx context.Context, doc *Doc, s *Sources, to string) ([]Move, error) {
	r := &repinner{sources: newSources(ctx, s), to: to}
	r.prefetch([]*Doc{doc})
	var moves []Move
	for _, c := range doc.Prose {
		if c.Link == nil || c.Link.Broken != "" {
			continue
		}
		var m Move
		var ok bool
		switch {
		case to == "":
			m, ok = r.mend(c)
		case c.Link.Address.Linux():
			m, ok = r.move(c)
		}
		if ok {
			m.Claim = c
			moves = append(moves, m)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return moves, r.broken
}

// mend fixes a link to a branch, and lines that are wrong. It returns false for
// a link with which nothing is wrong.
func (r *repinner) mend(c *snippets.Claim) (Move, bool) {
	a := c.Link.Address
	ref, what := a.Ref, ""
	if unpinned(a) != "" {
		var err error
		if ref, err = r.pinnedRef(a); err != nil {
			return Move{Kind: Unsure, What: err.Error()}, true
		}
		what = fmt.Sprintf("%s is %s", orHead(a.Ref), shortRef(ref))
	}
	fixed, _, _ := forge.Parse(a.With(ref, a.Path, a.First, a.Last))
	o := originOf(fixed, r.Mirrors)
	key := pinKey(o, &snippets.LinkRef{Address: fixed, Symbols: c.Link.Symbols, Weak: c.Link.Weak})
	file, err := r.file(o, a.Path)
	if err != nil {
		return r.cannotMove(o, a.Path, err), true
	}
	_, wrong := standing(key, file)
	switch {
	case wrong == "" && what == "":
		return Move{}, false
	case wrong == "":
		return Move{Kind: Pinned, URL: fixed.String(), What: what}, true
	}
	line := 0
	if key.Line > 0 {
		line = mendedLine(key, file)
	}
	moved := key
	moved.Line, moved.Last = line, line+key.Last-key.Line
	if _, still := standing(moved, file); line == 0 || still != "" {
		m := Move{Kind: Unsure, What: joinRemarks(what, wrong)}
		if what != "" {
			m.Kind, m.URL = Pinned, fixed.String()
		}
		return m, true
	}
	what = joinRemarks(what, fmt.Sprintf("moved %s to %s", span(key.Line, key.Last), span(moved.Line, moved.Last)))
	return Move{Kind: Moved, URL: a.With(ref, a.Path, moved.Line, moved.Last), What: what}, true
}

func orHead(ref string) string {
	if ref == "" {
		return "HEAD"
	}
	return ref
}

// pinnedRef is a reference that does not move, for one that does: the commit that
// a branch is now, at a mirror where the main line cannot be asked itself; the
// release of the notebook where a forge knows releases only.
func (r *repinner) pinnedRef(a forge.Address) (string, error) {
	switch {
	case a.RefKind() == forge.Abbreviated:
		return "", fmt.Errorf("%s is the beginning of a commit's name: write it in full", a.Ref)
	case a.Forge == forge.Elixir && a.Linux() && r.Release != "":
		return "v" + r.Release, nil
	case a.Clone == "":
		return "", fmt.Errorf("%s: write a release in its place", orHead(a.Ref))
	case r.Store == nil:
		return "", errNotAsked
	}
	commit, err := r.resolve(tag{a.Clone, orHead(a.Ref)})
	for _, mirror := range r.Mirrors {
		if !isUnreachable(err) || !a.Linux() || a.Ref != "master" && a.Ref != "" && a.Ref != "HEAD" {
			break
		}
		if mirrored, mirrorErr := r.resolve(tag{mirror, orHead(a.Ref)}); mirrorErr == nil {
			return mirrored, nil
		}
	}
	return commit, err
}

// cannotMove is what becomes of a pin of which a file cannot be had.
func (r *repinner) cannotMove(o origin, path string, err error) Move {
	return Move{Kind: Unsure, What: r.cannot(o, path, err).reason}
}

// move moves a link to the kernel to another release.
func (r *repinner) move(c *snippets.Claim) (Move, bool) {
	a := c.Link.Address
	if unpinned(a) != "" {
		return r.mend(c)
	}
	from, to := originOf(a, r.Mirrors), releaseOf(r.to, r.Mirrors)
	key := pinKey(from, c.Link)
	if from.name == to.name {
		return Move{Kind: Same, What: "it is of that release already"}, true
	}
	old, err := r.file(from, a.Path)
	if err != nil {
		return r.cannotMove(from, a.Path, err), true
	}
	path := a.Path
	now, err := r.file(to, path)
	if errors.Is(err, kernel.ErrNoFile) {
		if path = r.renamed(from, a.Path); path == "" {
			return Move{Kind: Gone, What: fmt.Sprintf("there is no %s in %s", a.Path, to.told)}, true
		}
		now, err = r.file(to, path)
	}
	if err != nil {
		return r.cannotMove(to, path, err), true
	}
	m := r.versions(old, now).move(key)
	switch {
	case m.gone:
		return Move{Kind: Gone, What: m.why}, true
	case m.why != "":
		return Move{Kind: Unsure, What: m.why}, true
	}
	return r.told(a, path, m), true
}

// told words a pin that has been found in another release.
func (r *repinner) told(a forge.Address, path string, m moved) Move {
	out := Move{Kind: Same, URL: r.url(a, path, m), Diff: m.diff, What: string(Same)}
	if m.first != a.First || m.last != a.Last {
		out.Kind, out.What = Moved, fmt.Sprintf("moved %s to %s", span(a.First, a.Last), span(m.first, m.last))
	}
	if path != a.Path {
		out.Kind, out.What = Renamed, joinRemarks("the file is now "+path, out.What)
	}
	if m.diff != "" {
		out.Kind, out.What = Changed, joinRemarks(out.What, "what stands there has changed")
	}
	return out
}

// versions are two files, held against each other once.
func (r *repinner) versions(old, now *kernel.File) *versions {
	key := old.Blob + now.Blob + now.Path
	if r.pairs == nil {
		r.pairs = map[string]*versions{}
	}
	if r.pairs[key] == nil {
		r.pairs[key] = newVersions(old, now)
	}
	return r.pairs[key]
}

// history is a store that knows of renamed files.
type history interface {
	Renamed(ctx context.Context, clone, from, to, path string) (string, error)
}

// renamed is git's word for where a file went, "" where it has none.
func (r *repinner) renamed(from origin, path string) string {
	h, ok := r.Store.(history)
	if !ok || from.release == "" {
		return ""
	}
	to, err := h.Renamed(r.ctx, "", from.release, r.to, path)
	if err != nil {
		return ""
	}
	return to
}

// url is an address as it reads for the release.
func (r *repinner) url(a forge.Address, path string, m moved) string {
	ref := "v" + r.to
	if release := a.Release(); release != "" {
		ref = strings.Replace(a.Ref, release, r.to, 1)
	}
	if a.Forge == forge.GitHub && a.Project == "torvalds/linux" && strings.Count(r.to, ".") > 1 && strings.Count(a.Release(), ".") < 2 {
		return forge.AtGitHub(r.to, path, m.first, m.last) // that repository has no stable releases
	}
	return a.With(ref, path, m.first, m.last)
}
