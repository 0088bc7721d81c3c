package cmd

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/report"
	"github.com/spf13/cobra"
)

// runOptions are the options of a run and what is shown while it lasts.
type runOptions struct {
	verify.Options
	progress *progress
	close    func() error // ends what asks for source code
}

// options opens the cache, and waits for the engine where it is needed.
func (f *runFlags) options(c *cobra.Command, cfg *notes.Config, docs []*snippets.Doc, found func() (engine.Engine, error)) (*runOptions, error) {
	if f.jobs < 1 {
		return nil, usagef("--jobs %d: at least one note must run", f.jobs)
	}
	if err := knownEngine(f.engine); err != nil {
		return nil, err
	}
	cache, err := cacheDir()
	if err != nil {
		return nil, err
	}
	p := newProgress(c.ErrOrStderr(), len(docs), f.quiet)
	o := &runOptions{progress: p, Options: verify.Options{
		Limits: cfg.Limits, Jobs: f.jobs, Cache: cache, NoCache: f.noCache, Now: time.Now(), Started: p.started, Done: p.done,
		Recipe: recipes(cfg),
	}}
	var store *kernel.Store
	if o.Sources, store, err = openSources(c.Context(), cfg, p.log()); err != nil {
		return nil, err
	}
	o.close = store.Close
	needed := slices.ContainsFunc(docs, verify.NeedsToolchain)
	if !needed && !slices.ContainsFunc(docs, verify.MayNeedToolchain) {
		return o, nil
	}
	switch o.Engine, err = found(); {
	case err == nil:
		o.Toolchain = toolchainOpener(cfg, cache, p.log())
	case needed:
		return nil, err
	default:
		o.Toolchain = lockedToolchains(cfg)
	}
	return o, nil
}

// lockedToolchains tells what the lock knows of toolchains, and opens none.
func lockedToolchains(cfg *notes.Config) func(context.Context, string) (verify.Toolchain, error) {
	return func(_ context.Context, name string) (verify.Toolchain, error) {
		return verify.Toolchain{Report: report.Toolchain(cfg.Lock.Toolchains[name])}, nil
	}
}

// knownEngine tells a misspelt engine, which is bad usage, from one that does
// not work here.
func knownEngine(name string) error {
	known := []string{"auto"}
	for _, e := range engine.Engines() {
		known = append(known, e.Name())
	}
	if slices.Contains(known, name) {
		return nil
	}
	return usagef("--engine %s: there is no such engine%s; known are: %s", name, notes.Nearest(name, known), strings.Join(known, ", "))
}

// recordedOptions are the options of a run in which the records speak.
func recordedOptions(cfg *notes.Config, docs []*snippets.Doc, stderr io.Writer, quiet bool) (*runOptions, error) {
	if err := cfg.Lock.Check(cfg); err != nil {
		return nil, err
	}
	p := newProgress(stderr, len(docs), quiet)
	return &runOptions{progress: p, close: func() error { return nil }, Options: verify.Options{
		Sources: lockedSources(cfg),
		Limits:  cfg.Limits, Jobs: 1, Now: time.Now(), Done: p.done, Recipe: recipes(cfg),
		Toolchain: lockedToolchains(cfg),
	}}, nil
}

// knownOptions are the options of a run in which nothing is run: of each note
// the last run here speaks, else its record.
func knownOptions(cfg *notes.Config, docs []*snippets.Doc) (*runOptions, error) {
	o, err := recordedOptions(cfg, docs, io.Discard, true)
	if err != nil {
		return nil, err
	}
	o.Cache, err = cacheDir()
	return o, err
}

// recipes says what the toolchains of the configuration are made of.
func recipes(cfg *notes.Config) func(name string) string {
	return func(name string) string {
		t, _ := cfg.Recipe(name)
		return engine.Recipe(t).Key()
	}
}

// toolchainOpener opens toolchains of the configuration, making an image at
// its first need.
func toolchainOpener(cfg *notes.Config, cache string, log io.Writer) func(context.Context, string) (verify.Toolchain, error) {
	return func(ctx context.Context, name string) (verify.Toolchain, error) {
		t, _ := cfg.Recipe(name)
		img, packages, err := engine.OpenImage(ctx, cache, engine.Recipe(t), log)
		if err != nil {
			return verify.Toolchain{}, err
		}
		return verify.Toolchain{Image: img, Report: report.Toolchain{ID: img.ID, Suite: t.Suite, Packages: packages}}, nil
	}
}
