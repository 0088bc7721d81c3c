package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/spf13/cobra"
)

func newKernel() *cobra.Command {
	var list bool
	c := &cobra.Command{
		Use:   "kernel [RELEASE]",
		Short: "Get the kernel source of a release",
		Long: `kernel brings the source of a release of the kernel into the user's cache, if it is
not there yet: that of [kernel] release in knotes.toml, or the one named. Links,
quotations and names are held against it.

It is Debian's pristine upstream tarball, got with apt-get, which needs no root
for that; or the file or URL that [kernel] tarball names. Its hash is checked, and
it is kept as a git repository of about 350 MB. Debian's archive holds current
versions only: --list says which releases can be had, and which are here.`,
		Example: "  knotes kernel\n  knotes kernel --list\n  knotes kernel 6.12.95",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := loadConfig()
			if err != nil {
				return err
			}
			store, err := openKernel()
			if err != nil {
				return err
			}
			defer store.Close()
			if list {
				return listKernels(c, cfg, store, args)
			}
			return getKernel(c, cfg, store, args)
		},
	}
	c.Flags().BoolVar(&list, "list", false, "list the releases that are here and those that can be had")
	return c
}

// openKernel opens the store of kernel source in the user's cache.
func openKernel() (*kernel.Store, error) {
	cache, err := cacheDir()
	if err != nil {
		return nil, err
	}
	return kernel.Open(filepath.Join(cache, "kernel")), nil
}

func getKernel(c *cobra.Command, cfg *notes.Config, store *kernel.Store, args []string) error {
	release := cfg.Kernel.Release
	if len(args) > 0 {
		release = strings.TrimPrefix(args[0], "v")
	}
	switch {
	case release == "":
		return usagef("which release? set [kernel] release in %s, or name one: knotes kernel RELEASE; knotes kernel --list says which can be had", notes.ConfigFile)
	case !kernel.IsRelease(release):
		return usagef("%q is no release of the kernel; name one such as 6.12.107", args[0])
	}
	if err := store.Import(c.Context(), release, kernelSource(cfg, release), c.ErrOrStderr()); err != nil {
		return err
	}
	index, err := openNames(c.Context(), store, release, c.ErrOrStderr())
	if err != nil {
		return err
	}
	defer index.Close()
	fmt.Fprintf(c.OutOrStdout(), "linux %s is in %s, with %d names, indexed by %s\n", release, store.Dir(), index.Len(), index.Builder)
	return nil
}

// kernelSource is where a release comes from: [kernel] tarball for the project's
// own, Debian's archive for any other.
func kernelSource(cfg *notes.Config, release string) kernel.Source {
	k := cfg.Kernel
	if k.Tarball == "" || release != k.Release {
		return debianOf(cfg)
	}
	at := k.Tarball
	if !kernel.IsURL(at) && !strings.HasPrefix(at, "file://") && !filepath.IsAbs(at) {
		at = filepath.Join(cfg.Root, filepath.FromSlash(at))
	}
	return kernel.Named(at, k.SHA256)
}

// debianOf is Debian's archive, in which the suite of the toolchain is looked
// into first.
func debianOf(cfg *notes.Config) kernel.Debian {
	suites := []string{cfg.Toolchain.Suite}
	for _, s := range kernel.Suites() {
		if s != cfg.Toolchain.Suite {
			suites = append(suites, s)
		}
	}
	return kernel.Debian{Suites: suites}
}

// listKernels prints a line for each release: those that are here first.
func listKernels(c *cobra.Command, cfg *notes.Config, store *kernel.Store, args []string) error {
	if len(args) > 0 {
		return usagef("--list lists all releases; it takes no argument")
	}
	here, err := store.Releases(c.Context())
	if err != nil {
		return err
	}
	for _, r := range here {
		fmt.Fprintf(c.OutOrStdout(), "%-12s here\n", r)
	}
	can, err := archived(c.Context(), cfg, c.ErrOrStderr())
	if err != nil {
		return fmt.Errorf("what can be had from Debian's archive is not known: %w", err)
	}
	for _, r := range can {
		if !slices.Contains(here, r) {
			fmt.Fprintf(c.OutOrStdout(), "%-12s can be had\n", r)
		}
	}
	return nil
}

// archived lists what Debian's archive has today.
func archived(ctx context.Context, cfg *notes.Config, log io.Writer) (_ []string, err error) {
	dir, err := os.MkdirTemp("", "knotes-kernel-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	return debianOf(cfg).Releases(ctx, dir, log)
}
