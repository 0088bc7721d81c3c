package names

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"path"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// Walk reads a release. It asks want for the path of each file, slash-separated
// from the root, and hands each one that is wanted to each, which may keep the
// text and returns an error to stop. Both are called from one goroutine at a
// time.
type Walk func(ctx context.Context, each func(path string, text []byte) error, want func(path string) bool) error

// Options of a build.
type Options struct {
	Release string    // "6.12.107"
	Plain   bool      // do without Universal Ctags, even where it is installed
	Log     io.Writer // what there is to say of the build; nil for nothing
	Workers int       // 0: as many as there are processors
}

// Wanted tells whether a file of a release holds names.
func Wanted(file string) bool {
	base := path.Base(file)
	switch path.Ext(base) {
	case ".c", ".h", ".S":
		return true
	case ".rst", ".txt":
		return false
	}
	return isKconfig(base) || isMakefile(base)
}

func isKconfig(base string) bool { return strings.HasPrefix(base, "Kconfig") }

func isMakefile(base string) bool {
	return strings.HasPrefix(base, "Makefile") || base == "Kbuild" || strings.HasPrefix(base, "Kbuild.")
}

// builder collects the names of a release.
type builder struct {
	ctags   string // its path; "" for none
	version string
	log     io.Writer

	paths   []string          // of all files, by number
	known   map[string]uint32 // their numbers
	folders map[string]bool
	store   *store
	hashes  []uint32 // of the macros of lists of registers, sorted
}

type job struct {
	path string
	file uint32
	text []byte
}

// collect reads all of a release, and sorts what it has.
func collect(ctx context.Context, o Options, walk Walk) (*builder, error) {
	b := &builder{log: o.Log, known: map[string]uint32{}, folders: map[string]bool{}, store: newStore()}
	if b.log == nil {
		b.log = io.Discard
	}
	if !o.Plain {
		b.ctags, b.version = findCtags(ctx)
	}
	if b.ctags == "" {
		b.version = "a plain scanner"
	}
	fmt.Fprintf(b.log, "indexing the names of linux %s by %s\n", o.Release, b.version)
	workers := cmp.Or(o.Workers, runtime.GOMAXPROCS(0))
	jobs := make(chan job, 16)
	g, ctx := errgroup.WithContext(ctx)
	hashes := make([][]uint32, workers)
	for i := range workers {
		g.Go(func() error { return b.work(ctx, jobs, &hashes[i]) })
	}
	g.Go(func() error {
		defer close(jobs)
		return walk(ctx, func(path string, text []byte) error {
			select {
			case jobs <- job{path, b.number(path), text}:
				return nil
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}, b.want)
	})
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("indexing names: %w", err)
	}
	b.store.sort()
	b.hashes = slices.Concat(hashes...)
	slices.Sort(b.hashes)
	b.hashes = slices.Compact(b.hashes)
	return b, nil
}

// want keeps the path of a file and of its folders as names.
func (b *builder) want(file string) bool {
	n := b.number(file)
	b.store.add([]byte(file), rec{code: codes[Path], path: n})
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if b.folders[dir] {
			break
		}
		b.folders[dir] = true
		b.store.add([]byte(dir), rec{code: codes[Folder], path: n})
	}
	return Wanted(file)
}

// number is the number of a file.
func (b *builder) number(file string) uint32 {
	if n, ok := b.known[file]; ok {
		return n
	}
	n := uint32(len(b.paths))
	b.known[file] = n
	b.paths = append(b.paths, file)
	return n
}

// work scans files until there are no more. Where ctags breaks, the scanner
// goes on alone, since it reads all that ctags reads.
func (b *builder) work(ctx context.Context, jobs <-chan job, hashes *[]uint32) error {
	var c *ctags
	if b.ctags != "" {
		var err error
		if c, err = startCtags(ctx, b.ctags); err != nil {
			fmt.Fprintf(b.log, "%v; going on without it\n", err)
		} else {
			defer func() { c.close() }()
		}
	}
	var toks []token
	for j := range jobs {
		s := &scan{store: b.store, hashes: hashes, path: j.path, file: j.file, rank: rank(j.path), text: j.text}
		toks = s.all(toks[:0])
		if ext := path.Ext(j.path); c == nil || len(ext) != 2 || isRegisters(j.path) {
			continue
		}
		if err := c.read(s); err != nil && ctx.Err() == nil {
			fmt.Fprintf(b.log, "%v; starting it again behind that\n", err)
			if c, err = startCtags(ctx, b.ctags); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}
