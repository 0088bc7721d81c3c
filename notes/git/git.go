// Package git is the one place that calls git, through its command line, so
// that a repository is read as its owner's git reads it.
package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// command prepares a git command that runs in dir. What a user's configuration
// may add to the output (signatures, colours, quoted names) is switched off.
func command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	fixed := []string{"-c", "log.showSignature=false", "-c", "core.quotePath=false", "-c", "color.ui=false", "--no-pager"}
	c := exec.CommandContext(ctx, "git", append(fixed, args...)...)
	c.Dir = dir
	c.Env = append(os.Environ(), "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0")
	return c
}

// output runs a git command and returns what it printed. The error holds what
// git said.
func output(ctx context.Context, dir string, args ...string) (string, error) {
	out, err := command(ctx, dir, args...).Output()
	if err != nil {
		return "", commandError(args[0], err)
	}
	return string(out), nil
}

func commandError(name string, err error) error {
	if exit, ok := errors.AsType[*exec.ExitError](err); ok && len(exit.Stderr) > 0 {
		return fmt.Errorf("git %s: %s", name, strings.TrimSpace(string(exit.Stderr)))
	}
	return fmt.Errorf("git %s: %w", name, err)
}

// shallowCommits are the commits at which the history of a shallow clone was
// cut: to git, they changed every file there is.
func shallowCommits(ctx context.Context, dir string) (map[string]bool, error) {
	name, err := output(ctx, dir, "rev-parse", "--git-path", "shallow")
	if err != nil {
		return nil, err
	}
	file := strings.TrimSuffix(name, "\n")
	if !filepath.IsAbs(file) {
		file = filepath.Join(dir, file)
	}
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	cut := map[string]bool{}
	for _, commit := range strings.Fields(string(data)) {
		cut[commit] = true
	}
	return cut, err
}
