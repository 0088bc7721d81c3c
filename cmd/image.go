package cmd

import (
	"fmt"
	"maps"
	"slices"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/report"
	"github.com/spf13/cobra"
)

func newImage() *cobra.Command {
	var update bool
	c := &cobra.Command{
		Use:   "image [TOOLCHAIN]",
		Short: "Make the toolchain image, or show it",
		Long: `image makes the image in which notes run, if it is not there yet, and prints its
identity and packages. It is made from Debian packages by mmdebstrap, or by a
container engine where that is missing, and kept in the user's cache. verify and
build make it by themselves at first need.

With --update it is made anew from the packages of today, and knotes.lock says
which they are.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			name := "default"
			if len(args) > 0 {
				name = args[0]
			}
			return image(c, name, update)
		},
	}
	c.Flags().BoolVar(&update, "update", false, "make it anew from the packages of today")
	return c
}

func image(c *cobra.Command, name string, update bool) error {
	cfg, err := loadConfig()
	if err != nil {
		return err
	}
	recipe, ok := cfg.Recipe(name)
	if !ok {
		return usagef("toolchain %q is not in %s", name, notes.ConfigFile)
	}
	cache, err := cacheDir()
	if err != nil {
		return err
	}
	if update {
		if err := engine.RemoveImage(cache, engine.Recipe(recipe)); err != nil {
			return err
		}
	}
	t, err := toolchainOpener(cfg, cache, c.ErrOrStderr())(c.Context(), name)
	if err != nil {
		return err
	}
	if update {
		lock, err := notes.ReadLock(cfg.Root)
		if err != nil {
			return err
		}
		if err := lockToolchains(cfg, lock, map[string]report.Toolchain{name: t.Report}); err != nil {
			return err
		}
	}
	fmt.Fprintf(c.OutOrStdout(), "toolchain %s %s %s\n", name, t.Report.Suite, t.Report.ID)
	for _, p := range slices.Sorted(maps.Keys(t.Report.Packages)) {
		fmt.Fprintf(c.OutOrStdout(), "%s %s\n", p, t.Report.Packages[p])
	}
	return nil
}
