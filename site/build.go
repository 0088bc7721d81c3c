package site

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"github.com/knotes-dev/knotes/site/search"
)

// Build emits p to emitDir, has it built, indexes and checks the pages and swaps
// both the project and the site in outDir into place. Findings are what is wrong with
// the pages; the site is published with them, and the caller decides what they
// mean. On an error nothing was replaced but, at most, emitDir.
//
// The project is built before it is swapped in, so that two runs at once do not
// read each other's.
func Build(ctx context.Context, build Builder, p Project, emitDir, outDir string) ([]Finding, error) {
	out, err := stage(outDir)
	if err != nil {
		return nil, err
	}
	defer out.discard()
	project, err := stage(emitDir)
	if err != nil {
		return nil, err
	}
	defer project.discard()

	b := plan(&p)
	b.search = search.Entry
	if err := write(project.path, b); err != nil {
		return nil, fmt.Errorf("emitting the site: %w", err)
	}
	if err := build(ctx, project.path, out.path); err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(out.path, Marker), []byte(markerText), 0o644); err != nil {
		return nil, err
	}
	findings, err := finish(ctx, out.path, b)
	if err != nil {
		return nil, err
	}
	if err := project.swap(); err != nil {
		return nil, err
	}
	return findings, out.swap()
}

// notSearched are the classes of what the theme adds to a note: where one is,
// and how a claim was checked.
var notSearched = []string{"about", "class", "difference", "evidence", "eyebrow", "label", "lead", "loose", "notes", "pages", "self", "toc", "window"}

// finish does what needs the built pages: their index and their check.
func finish(ctx context.Context, dir string, b *book) ([]Finding, error) {
	var findings []Finding
	var group errgroup.Group
	group.Go(func() error { return search.Write(ctx, dir, notSearched...) })
	group.Go(func() (err error) {
		findings, err = check(dir, b)
		return err
	})
	return findings, group.Wait()
}
