package git

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strings"
)

// Check says whether git is here and new enough for [Batch] (2.36): nil, or what
// is missing and the command that gets it.
func Check(ctx context.Context) error {
	if _, err := exec.LookPath("git"); err != nil {
		return errors.New("git not found: apt-get install git")
	}
	out, err := output(ctx, "", "version")
	if err != nil {
		return err
	}
	var major, minor int
	version := strings.TrimPrefix(strings.TrimSpace(out), "git version ")
	if _, err := fmt.Sscanf(version, "%d.%d", &major, &minor); err != nil {
		return fmt.Errorf("git says of its version %q", out)
	}
	if major < 2 || major == 2 && minor < 36 {
		return fmt.Errorf("git %s is too old for the kernel source: 2.36 is needed", version)
	}
	return nil
}
