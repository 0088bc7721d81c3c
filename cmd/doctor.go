package cmd

import (
	"fmt"
	"os/exec"

	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/spf13/cobra"
)

func newDoctor() *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "Say what works on this machine, and how to get what does not",
		Long: `doctor tries each engine and what the toolchain image is made with, a line each.
One engine is enough. It exits with 3 if nothing can run notes here.`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return doctor(c) },
	}
}

func doctor(c *cobra.Command) error {
	w := c.OutOrStdout()
	working := 0
	for _, e := range engine.Engines() {
		if err := e.Check(c.Context()); err != nil {
			fmt.Fprintf(w, "missing  %s: %v\n", e.Name(), err)
			continue
		}
		working++
		fmt.Fprintf(w, "works    %s\n", e.Name())
	}
	if path, err := exec.LookPath("mmdebstrap"); err == nil {
		fmt.Fprintf(w, "works    mmdebstrap: %s\n", path)
	} else {
		fmt.Fprintln(w, "missing  mmdebstrap: not found: apt-get install mmdebstrap")
	}
	if cache, err := cacheDir(); err == nil {
		fmt.Fprintf(w, "cache    %s\n", cache)
	}
	if working == 0 {
		return fmt.Errorf("no engine works here: %w", engine.ErrUnavailable)
	}
	return nil
}
