package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"strings"
)

// mmdebstrap makes an image from Debian packages. An ordinary user needs a range
// of user ids for that.
type mmdebstrap struct{}

// Name implements [ImageMaker].
func (mmdebstrap) Name() string { return "mmdebstrap" }

// Check implements [ImageMaker].
func (mmdebstrap) Check(ctx context.Context) error {
	if _, err := exec.LookPath("mmdebstrap"); err != nil {
		return errors.New("mmdebstrap not found: apt-get install mmdebstrap")
	}
	if os.Geteuid() == 0 {
		return nil
	}
	if _, err := exec.LookPath("newuidmap"); err != nil {
		return errors.New("an ordinary user needs newuidmap: apt-get install uidmap")
	}
	u, err := user.Current()
	if err != nil {
		return err
	}
	for file, option := range map[string]string{"/etc/subuid": "--add-subuids", "/etc/subgid": "--add-subgids"} {
		data, _ := os.ReadFile(file)
		if err := checkSubIDs(string(data), file, option, u); err != nil {
			return err
		}
	}
	if out, err := exec.CommandContext(ctx, "mmdebstrap", "--unshare-helper", "true").CombinedOutput(); err != nil {
		return fmt.Errorf("it cannot make a user namespace: %s: sysctl kernel.unprivileged_userns_clone=1", lastLines(string(out), 1))
	}
	return nil
}

// checkSubIDs looks for a user's range in the text of /etc/subuid or /etc/subgid:
// lines of NAME:START:COUNT. Its error names the command that adds one, behind
// the ranges of others.
func checkSubIDs(text, file, option string, u *user.User) error {
	const count = 65536
	start := 100_000
	for line := range strings.Lines(text) {
		f := strings.Split(strings.TrimSpace(line), ":")
		if len(f) != 3 {
			continue
		}
		first, err1 := strconv.Atoi(f[1])
		n, err2 := strconv.Atoi(f[2])
		if err1 != nil || err2 != nil {
			continue
		}
		if (f[0] == u.Username || f[0] == u.Uid) && n >= count {
			return nil
		}
		start = max(start, first+n)
	}
	return fmt.Errorf("an ordinary user needs a range in %s: usermod %s %d-%d %s", file, option, start, start+count-1, u.Username)
}

// fill implements [ImageMaker].
func (mmdebstrap) fill(ctx context.Context, r Recipe, root string) error {
	target := root
	if os.Geteuid() != 0 {
		target = "-" // a tar: files of other users could not be removed again
	}
	args := []string{"--quiet", "--variant=important", "--format=directory", "--include=" + strings.Join(r.Packages, ","), "--customize-hook=" + setup, r.Suite, target}
	if target == "-" {
		args[2] = "--format=tar"
	}
	if r.Snapshot != "" {
		args = append(args, snapshotMirror(r))
	}
	cmd := exec.CommandContext(ctx, "mmdebstrap", args...)
	if target == "-" {
		return unpack(ctx, cmd, root)
	}
	_, err := output(cmd)
	return err
}

// snapshotMirror is where the archive is kept as it was then.
func snapshotMirror(r Recipe) string {
	return "http://snapshot.debian.org/archive/debian/" + r.Snapshot + "/"
}
