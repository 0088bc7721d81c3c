package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/spf13/cobra"
)

func newDoctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Say what works on this machine, and how to get what does not",
		Long: `doctor tries each engine, what the toolchain image is made with, how limits are
enforced and what kernel source is got with, and says a line of each; what is
missing ends with the command that gets it. One engine is enough, and one way of
making the image. It exits with 3 if nothing can run notes here.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			cfg, err := loadConfig()
			if err != nil {
				return err
			}
			cache, err := cacheDir()
			if err != nil {
				return err
			}
			d := &diagnosis{w: c.OutOrStdout()}
			return d.all(c.Context(), cfg, cache)
		},
	}
}

// diagnosis writes a line for each thing that it looks at.
type diagnosis struct{ w io.Writer }

func (d *diagnosis) say(state, what, detail string) {
	if detail != "" {
		detail = ": " + detail
	}
	fmt.Fprintf(d.w, "%-8s %s%s\n", state, what, detail)
}

// check says whether something works, and returns that.
func (d *diagnosis) check(what string, err error) bool {
	if err == nil {
		d.say("works", what, "")
		return true
	}
	text := strings.TrimPrefix(err.Error(), engine.ErrUnavailable.Error()+": ")
	d.say("missing", what, strings.Join(strings.Fields(text), " "))
	return false
}

func (d *diagnosis) all(ctx context.Context, cfg *notes.Config, cache string) error {
	runs, makes := false, false
	bubblewrap := false
	for i, e := range engine.Engines() {
		works := d.check(e.Name(), e.Check(ctx))
		bubblewrap = bubblewrap || i == 0 && works
		runs, makes = runs || works, makes || i > 0 && works // a container engine makes images too
	}
	makes = d.check("mmdebstrap", engine.ImageMakers(false)[0].Check(ctx)) || makes
	if bubblewrap {
		d.limits()
	}
	made := d.image(cfg, cache, makes)
	d.kernel(ctx, cfg, cache)
	d.say("cache", cache, "")
	switch {
	case !runs:
		return fmt.Errorf("nothing here can run notes: %w", engine.ErrUnavailable)
	case !made && !makes:
		return errors.New("nothing here can make the toolchain image: get mmdebstrap, docker or podman as said above")
	}
	return nil
}

// limits says how bubblewrap's are enforced; docker and podman do it themselves.
func (d *diagnosis) limits() {
	how, err := engine.Cgroups()
	if err == nil {
		d.say("works", "limits", "memory and processes by "+how)
		return
	}
	d.say("weaker", "limits", "bubblewrap's memory by a watchdog, its processes by rlimit, as "+err.Error())
}

func (d *diagnosis) image(cfg *notes.Config, cache string, makes bool) bool {
	recipe, _ := cfg.Recipe("default")
	img, packages, err := engine.FindImage(cache, engine.Recipe(recipe))
	if err == nil {
		d.say("works", "toolchain", fmt.Sprintf("%d packages in %s", len(packages), img.Rootfs))
		return true
	}
	cure := "knotes image makes it; so does the first run"
	if !makes {
		cure = "knotes image makes it once it has something to make it with"
	}
	d.say("missing", "toolchain", "its image is not made yet: "+cure)
	return false
}

// kernel says what gets the kernel source, and whether it is there.
func (d *diagnosis) kernel(ctx context.Context, cfg *notes.Config, cache string) {
	git := d.check("git", kernel.CheckGit(ctx))
	unpack := d.check("xz", kernel.CheckXz())
	get := cfg.Kernel.Tarball != "" || d.check("apt", kernel.CheckApt())
	release := cfg.Kernel.Release
	if release == "" {
		d.say("unset", "kernel source", "[kernel] release is not set in "+notes.ConfigFile+": names, and quotations without a link, are held against nothing")
		return
	}
	store := kernel.Open(filepath.Join(cache, "kernel"))
	defer store.Close()
	has, err := store.Has(ctx, release)
	switch {
	case err != nil:
		d.check("kernel source", err)
	case has:
		d.say("works", "kernel source", "linux "+release+" in "+store.Dir())
	case git && unpack && get:
		d.say("missing", "kernel source", "linux "+release+" is not here yet: knotes kernel gets it")
	default:
		d.say("missing", "kernel source", "linux "+release+" is not here yet: knotes kernel gets it once it has what is missing above")
	}
}
