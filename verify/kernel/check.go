package kernel

import (
	"context"
	"errors"
	"os/exec"

	"github.com/knotes-dev/knotes/notes/git"
)

// CheckGit says whether git is here and new enough: nil, or what to do.
func CheckGit(ctx context.Context) error { return git.Check(ctx) }

// CheckXz says whether tarballs compressed by xz can be read here: nil, or what to do.
func CheckXz() error {
	if _, err := exec.LookPath("xz"); err != nil {
		return errors.New("xz not found: apt-get install xz-utils")
	}
	return nil
}
