package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"time"
)

// ErrNotThere means that a server answered, and does not have what was asked for.
var ErrNotThere = errors.New("the server does not have it")

// local prepares a command on the bare repository dir. Nothing of a user's or
// system's configuration is read, and nothing is fetched behind the caller's back.
func local(ctx context.Context, dir string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "git", append([]string{"--git-dir=" + dir, "--no-pager", "-c", "core.quotePath=false"}, args...)...)
	c.Env = append(environment("GIT_CONFIG"), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1")
	detach(c)
	return c
}

// network prepares a command that speaks to a server. Proxies, certificates and
// credentials are what the user has configured for git, but nothing is asked on
// a terminal, nor by a program that opens a window.
func network(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, "git", append([]string{"--no-pager", "-c", "core.hooksPath=" + os.DevNull}, args...)...)
	c.Env = append(environment(), "GIT_TERMINAL_PROMPT=0", "GIT_ASKPASS=", "SSH_ASKPASS_REQUIRE=never", "GCM_INTERACTIVE=never")
	detach(c)
	return c
}

// ofRepository are the variables by which git's own hooks and aliases say which
// repository is meant. Here it is always another.
var ofRepository = []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_IMPLICIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR",
	"GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_GRAFT_FILE", "GIT_SHALLOW_FILE", "GIT_NAMESPACE",
	"GIT_NO_REPLACE_OBJECTS", "GIT_REPLACE_REF_BASE", "GIT_QUARANTINE_PATH", "GIT_INTERNAL_SUPER_PREFIX"}

// environment is this process's, less what names another repository and less
// the variables that begin with a prefix.
func environment(prefixes ...string) []string {
	env := slices.DeleteFunc(os.Environ(), func(kv string) bool {
		name, _, _ := strings.Cut(kv, "=")
		return slices.Contains(ofRepository, name) || slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(name, p) })
	})
	return append(env, "LC_ALL=C", "GIT_OPTIONAL_LOCKS=0", "GIT_FLUSH=1")
}

// detach gives a command a session of its own: no terminal on which it could
// ask, and one group with all that it starts, which ends with its context, or
// with this process, be it killed.
func detach(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL}
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.WaitDelay = 2 * time.Second
}

// printed runs a command and returns what it wrote to its standard output. Its
// error holds what git said, and the context's error if that ended.
func printed(ctx context.Context, c *exec.Cmd) (string, error) {
	var out, said strings.Builder
	c.Stdout, c.Stderr = &out, &said
	if err := c.Run(); err != nil {
		return "", failure(ctx, err, said.String())
	}
	return out.String(), nil
}

// failure is the error of a command that has failed and said something.
func failure(ctx context.Context, err error, said string) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	why := reason(said)
	switch {
	case strings.Contains(said, "not our ref") || strings.Contains(said, "couldn't find remote ref"):
		return fmt.Errorf("%w: %s", ErrNotThere, why)
	case errors.Is(err, exec.ErrNotFound):
		return fmt.Errorf("%w; apt-get install git", err)
	case why != "":
		return errors.New(why)
	}
	return err
}

// reason picks from what git said the lines that say what went wrong.
func reason(said string) string {
	var all []string
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(line)
		for _, mark := range []string{"fatal: ", "error: ", "remote: "} {
			if rest, ok := strings.CutPrefix(line, mark); ok && !slices.Contains(all, rest) {
				all = append(all, rest)
			}
		}
	}
	if len(all) == 0 {
		return strings.Join(strings.Fields(said), " ")
	}
	return strings.Join(all, "; ")
}

// isBrokenPipe tells whether writing failed because the reader has ended.
func isBrokenPipe(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, os.ErrClosed)
}
