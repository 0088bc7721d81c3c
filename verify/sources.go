package verify

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets/forge"
	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/names"
	"golang.org/x/sync/errgroup"
)

// Sources is the source code that links, quotations and names are held against.
type Sources struct {
	Store   Store       // nil: nothing is asked, and the lock alone speaks
	Names   NameIndex   // nil: there is none, and the lock alone speaks
	Lock    *notes.Lock // what was found before; nil is an empty one
	Release string      // which names are held against, and quotations without a pin; "" is none
	Mirrors []string    // where commits of the kernel are looked up, beside the link's own repository

	// Patience is how long a server may take for an answer; 0 is Patience.
	Patience time.Duration

	// Kept and Now are filled in by Run, from the notes of notebooks: what the lock
	// is to hold of them, by itself where it knows them, and what was found now.
	Kept, Now *notes.Lock
}

// Patience is how long a server may take for an answer where nobody said how
// long: where it comes to nothing the lock speaks. The trees of a commit of the
// kernel are some megabytes.
const Patience = 15 * time.Second

// Store answers with files of source code. [kernel.Store] is one.
type Store interface {
	File(ctx context.Context, r kernel.Ref, path string) (*kernel.File, error)
	Blob(ctx context.Context, r kernel.Ref, path string) (string, error)
	Want(ctx context.Context, r kernel.Ref, paths []string) error
	Resolve(ctx context.Context, clone, ref string) (commit string, err error)
}

// NameIndex answers whether a release has a name. [names.Index] is one.
type NameIndex interface {
	Find(q names.Query) (names.Answer, error)
}

// origin is one state of a project's source code, and where it may be had.
type origin struct {
	name    string // in the lock: "linux@6.12.107"
	told    string // for people: "linux 6.12.107"
	release string // of the kernel
	commit  string
	refs    []kernel.Ref // asked in order
	tags    []tag        // asked then
	clone   string       // the link's own repository, which another link of the same name need not have
}

// tag is a name in a repository, for a commit that has to be asked for.
type tag struct{ clone, ref string }

// originOf is what an address is fixed to. Its commits, blobs and releases are
// the same wherever they are had from.
func originOf(a forge.Address, mirrors []string) origin {
	o := origin{name: a.Clone, told: a.Clone, clone: a.Clone}
	if a.Clone == "" {
		o.name, o.told = a.Forge+":"+a.Project, a.Project
	}
	clones := []string{a.Clone}
	if a.Linux() {
		o.name, o.told = "linux", "linux"
		clones = append(slices.Clone(mirrors), a.Clone)
	}
	clones = slices.DeleteFunc(clones, func(c string) bool { return c == "" })
	at := a.Ref
	switch {
	case a.Blob != "":
		at = "blob:" + a.Blob
		for _, c := range clones {
			o.refs = append(o.refs, kernel.Ref{Clone: c, Blob: a.Blob})
		}
	case a.RefKind() == forge.Commit:
		at = strings.ToLower(a.Ref)
		o.commit = at
		for _, c := range clones {
			o.refs = append(o.refs, kernel.Ref{Clone: c, Commit: at})
		}
	case a.Linux() && a.Release() != "":
		o = releaseOf(a.Release(), clones)
		o.clone = a.Clone
		return o
	default:
		for _, c := range clones {
			o.tags = append(o.tags, tag{c, a.Ref})
		}
	}
	o.name += "@" + at
	o.told += " at " + shortRef(at)
	return o
}

// releaseOf is a release of the kernel.
func releaseOf(release string, clones []string) origin {
	o := origin{name: "linux@" + release, told: "linux " + release, release: release, refs: []kernel.Ref{{Release: release}}}
	for _, c := range clones {
		o.tags = append(o.tags, tag{c, "v" + release})
	}
	return o
}

// commitOf is a commit of the kernel.
func commitOf(commit string, clones []string) origin {
	o := origin{name: "linux@" + commit, told: "linux at " + shortRef(commit), commit: commit}
	for _, c := range clones {
		o.refs = append(o.refs, kernel.Ref{Clone: c, Commit: commit})
	}
	return o
}

// shortRef is what of a hash a reader needs.
func shortRef(ref string) string {
	kind, hash, ok := strings.Cut(ref, ":")
	if ok {
		return kind + " " + shortRef(hash)
	}
	return ref[:min(len(ref), 12+max(0, 40-len(ref)))]
}

// errNotAsked is why a run by records alone knows nothing of a source.
var errNotAsked = errors.New("the source is not asked")

// file gets a file of an origin, from the first place that has it. What no
// place could be asked for is a [*kernel.Unreachable], or errNotAsked.
func (s *sources) file(o origin, path string) (*kernel.File, error) {
	if s.Store == nil {
		return nil, errNotAsked
	}
	var first error // the most telling
	tell := func(err error) {
		if first == nil || !isUnreachable(first) && isUnreachable(err) {
			first = err
		}
	}
	try := func(ref kernel.Ref) (f *kernel.File, err error, done bool) {
		err = s.patiently(ref.Clone, func(ctx context.Context) error {
			f, err = s.Store.File(ctx, ref, path)
			return err
		})
		switch {
		case err == nil, errors.Is(err, kernel.ErrNoFile):
			return f, err, true
		case errors.Is(err, kernel.ErrNoCommit), errors.Is(err, kernel.ErrExcluded), isUnreachable(err):
			tell(err)
			return nil, nil, false
		}
		return nil, err, true
	}
	for _, ref := range o.refs {
		if f, err, done := try(ref); done {
			return f, err
		}
	}
	for _, t := range o.tags {
		commit, err := s.resolve(t)
		if err != nil {
			tell(err)
			continue
		}
		if f, err, done := try(kernel.Ref{Clone: t.clone, Commit: commit}); done {
			return f, err
		}
	}
	if first == nil {
		first = &kernel.Unreachable{Source: o.told, Err: errors.New("its address does not tell where git can get it")}
	}
	return nil, first
}

func isUnreachable(err error) bool {
	var u *kernel.Unreachable
	return errors.As(err, &u)
}

// resolve asks a repository, once, for the commit that a tag or branch names.
func (s *sources) resolve(t tag) (string, error) {
	s.mu.Lock()
	ask, ok := s.commits[t]
	if !ok {
		ask = sync.OnceValues(func() (commit string, err error) {
			err = s.patiently(t.clone, func(ctx context.Context) error {
				commit, err = s.Store.Resolve(ctx, t.clone, t.ref)
				return err
			})
			return commit, err
		})
		s.commits[t] = ask
	}
	s.mu.Unlock()
	return ask()
}

// patiently asks a server. One that could not be asked is not asked again: each
// pin would wait as long.
func (s *sources) patiently(clone string, ask func(ctx context.Context) error) error {
	s.mu.Lock()
	down := s.down[clone]
	s.mu.Unlock()
	if down != nil {
		return down
	}
	patience := cmp.Or(s.Patience, Patience)
	ctx, stop := context.WithTimeoutCause(s.ctx, patience, fmt.Errorf("no answer within %v", patience))
	defer stop()
	err := ask(ctx)
	if clone != "" && isUnreachable(err) {
		s.mu.Lock()
		s.down[clone] = err
		s.mu.Unlock()
	}
	return err
}

// prefetch gets the files that the documents speak of, those of each source in
// one request. What cannot be had is found out when it is asked for.
func (s *sources) prefetch(docs []*Doc) {
	if s.Store == nil {
		return
	}
	origins, paths := map[string]origin{}, map[string][]string{}
	for _, doc := range docs {
		for _, c := range doc.Prose {
			if c.Link == nil || c.Link.Broken != "" || unpinned(c.Link.Address) != "" || c.Link.Address.Blob != "" {
				continue
			}
			o := originOf(c.Link.Address, s.Mirrors)
			origins[o.name] = o
			paths[o.name] = append(paths[o.name], c.Link.Address.Path)
		}
		for _, b := range doc.Blocks {
			if from, why, _ := s.quoteAttr(b.Attrs.Quote); b.Attrs.Quote != "" && why == "" {
				origins[from.name] = from.origin
				paths[from.name] = append(paths[from.name], from.path)
			}
		}
	}
	var group errgroup.Group
	group.SetLimit(4)
	for name, o := range origins {
		group.Go(func() error {
			s.want(o, paths[name])
			return nil
		})
	}
	group.Wait()
	s.warm(docs)
}

// warm asks for the pins of all documents, as many at once as there are
// processors, however few the notes are.
func (s *sources) warm(docs []*Doc) {
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	for _, doc := range docs {
		for _, c := range doc.Prose {
			if c.Link != nil && c.Link.Broken == "" && unpinned(c.Link.Address) == "" {
				group.Go(func() error {
					s.pin(c.Link)
					return nil
				})
			}
		}
	}
	group.Wait()
}

// want gets files of an origin from the first place that has it.
func (s *sources) want(o origin, paths []string) {
	for _, ref := range o.refs {
		err := s.patiently(ref.Clone, func(ctx context.Context) error {
			if ref.Release != "" {
				_, err := s.Store.Blob(ctx, ref, paths[0])
				return err
			}
			return s.Store.Want(ctx, ref, paths)
		})
		if err == nil || errors.Is(err, kernel.ErrNoFile) {
			return
		}
	}
	for _, t := range o.tags {
		commit, err := s.resolve(t)
		if err != nil {
			continue
		}
		ref := kernel.Ref{Clone: t.clone, Commit: commit}
		if s.patiently(t.clone, func(ctx context.Context) error { return s.Store.Want(ctx, ref, paths) }) == nil {
			return
		}
	}
}
