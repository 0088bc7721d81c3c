package engine

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
)

// nobody is the uid that the host's root drops to before bubblewrap starts:
// root that is mapped into a user namespace may write to /proc/sys.
const nobody = 65534

// Bubblewrap runs containers by bwrap: namespaces without a daemon, started
// in milliseconds.
type Bubblewrap struct {
	NoCgroups bool // hold containers to their limits as where there are no control groups
}

// Name implements [Engine].
func (Bubblewrap) Name() string { return "bubblewrap" }

// Check implements [Engine].
func (Bubblewrap) Check(ctx context.Context) error {
	path, err := exec.LookPath("bwrap")
	if err != nil {
		return fmt.Errorf("%w: bwrap not found: apt-get install bubblewrap", ErrUnavailable)
	}
	cmd := exec.CommandContext(ctx, path, "--unshare-all", "--unshare-user", "--disable-userns", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "true")
	unprivileged(cmd)
	out, err := cmd.CombinedOutput()
	switch {
	case bytes.Contains(out, []byte("nknown option")):
		return fmt.Errorf("%w: bwrap is older than 0.8: apt-get install bubblewrap, of Debian 12 or later", ErrUnavailable)
	case err != nil:
		return fmt.Errorf("%w: bwrap cannot make namespaces here: %s: allow user namespaces: sysctl kernel.unprivileged_userns_clone=1 (and kernel.apparmor_restrict_unprivileged_userns=0)", ErrUnavailable, firstLine(out))
	}
	return nil
}

// Start implements [Engine].
func (b Bubblewrap) Start(ctx context.Context, spec Spec) (Container, error) {
	filter, err := seccompProgram()
	if err != nil {
		return nil, err
	}
	// Arguments on the command line could be read by the container.
	args, err := dataFile([]byte(strings.Join(bubblewrapArgs(spec), "\x00") + "\x00"))
	if err != nil {
		return nil, err
	}
	defer args.Close()
	seccomp, err := dataFile(filter)
	if err != nil {
		return nil, err
	}
	defer seccomp.Close()
	path, err := agentOf(ctx, spec.Image, bubblewrapRun)
	if err != nil {
		return nil, err
	}
	agent, err := os.Open(path) // and handed on: it need not be anywhere in the container
	if err != nil {
		return nil, err
	}
	defer agent.Close()
	k, bound := b.newKeeper(spec.Limits)
	cmd := exec.Command("bwrap", "--args", "3", "/proc/self/fd/5", strconv.Itoa(bound))
	cmd.ExtraFiles = []*os.File{args, seccomp, agent}
	counters := k.counters()
	for _, f := range counters {
		defer f.Close()
		cmd.Args = append(cmd.Args, strconv.Itoa(3+len(cmd.ExtraFiles)))
		cmd.ExtraFiles = append(cmd.ExtraFiles, f)
	}
	cmd.Env = []string{}
	unprivileged(cmd)
	return start(ctx, starting{cmd: cmd, spec: spec, keeper: k, told: len(counters) > 0, kill: func() { cmd.Process.Kill() }})
}

// bubblewrapRun is a [runner].
func bubblewrapRun(ctx context.Context, img Image, script string, in io.Reader) (*exec.Cmd, error) {
	cmd := exec.CommandContext(ctx, "bwrap", "--unshare-all", "--die-with-parent", "--ro-bind", img.Rootfs, "/", "--proc", "/proc", "--dev", "/dev",
		"--tmpfs", "/tmp", "--clearenv", "--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin", "sh", "-c", script)
	cmd.Stdin = in
	unprivileged(cmd)
	return cmd, nil
}

// newKeeper returns what holds a container to its limits of memory and
// processes, and the bound on processes that the shell must set for itself
// (0: none): a control group where one can be had.
func (b Bubblewrap) newKeeper(l Limits) (k keeper, bound int) {
	if place, err := findCgroupPlace(); err == nil && !b.NoCgroups {
		if g, err := newCgroup(place, l); err == nil {
			return g, 0
		}
	}
	return &watchdog{limits: l}, l.Processes
}

func bubblewrapArgs(spec Spec) []string {
	uid := "1000"
	if spec.Root {
		uid = "0"
	}
	args := []string{
		"--unshare-all", "--unshare-user", "--die-with-parent", "--as-pid-1", "--new-session", "--hostname", "knotes", "--uid", uid, "--gid", uid,
		"--ro-bind", spec.Image.Rootfs, "/",
		"--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys",
		"--dev", "/dev", "--remount-ro", "/dev", "--chdir", "/note", "--clearenv", "--setenv", "PATH", "/usr/local/bin:/usr/bin:/bin", "--seccomp", "4",
	}
	for _, dir := range writableDirs {
		if spec.Limits.Disk > 0 {
			args = append(args, "--size", strconv.FormatInt(spec.Limits.Disk, 10))
		}
		args = append(args, "--tmpfs", dir)
	}
	if spec.Root {
		args = append(args, "--cap-add", "CAP_NET_RAW")
	} else {
		// It puts the code into a user namespace below the one that owns the
		// network, in which CAP_NET_RAW would be worth nothing.
		args = append(args, "--disable-userns")
	}
	return args
}

func unprivileged(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	if os.Geteuid() == 0 {
		cmd.SysProcAttr.Credential = &syscall.Credential{Uid: nobody, Gid: nobody}
	}
}
