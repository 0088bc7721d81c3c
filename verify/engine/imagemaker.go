package engine

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// ImageMaker is a way of making the toolchain image.
type ImageMaker interface {
	// Name is the program that does it.
	Name() string
	// Check says whether it works here: nil, or what is missing and the
	// command that gets it.
	Check(ctx context.Context) error
	// fill makes the folder root, which is not there yet, with all that is in
	// the image. What it leaves elsewhere when it is interrupted is removed by
	// the next that makes the same image.
	fill(ctx context.Context, r Recipe, root string) error
}

// ImageMakers lists the ways of making an image, in the order in which they are
// tried: from packages, or (pulled) from an image that is given by its digest.
func ImageMakers(pulled bool) []ImageMaker {
	docker, podman := Docker().(*oci), Podman().(*oci)
	if pulled {
		return []ImageMaker{digestMaker{docker}, digestMaker{podman}}
	}
	return []ImageMaker{mmdebstrap{}, containerfileMaker{docker}, containerfileMaker{podman}}
}

// findMaker returns the first way that works here.
func findMaker(ctx context.Context, r Recipe) (ImageMaker, error) {
	var missing []string
	for _, m := range ImageMakers(r.Image != "") {
		err := m.Check(ctx)
		if err == nil {
			return m, nil
		}
		missing = append(missing, fmt.Sprintf("\n  %s: %s", m.Name(), strings.TrimPrefix(err.Error(), ErrUnavailable.Error()+": ")))
	}
	return nil, fmt.Errorf("there is nothing to make the toolchain image with:%s", strings.Join(missing, ""))
}

// setup ends the making from packages: /note, the user knotes, and /etc/hosts
// in the folder $1. runc gives a tmpfs the mode of the folder it covers, so that
// all may write to /note.
const setup = `mkdir -p "$1/note" && chmod 755 "$1" && chmod 1777 "$1/note" &&
echo 'knotes:x:1000:1000:knotes:/note:/bin/bash' >>"$1/etc/passwd" &&
echo 'knotes:x:1000:' >>"$1/etc/group" &&
printf '127.0.0.1 localhost knotes\n::1 localhost\n' >"$1/etc/hosts" &&
rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/* "$1"/etc/resolv.conf`

// output runs a program, made with its context, that can be interrupted, and returns what it wrote to
// its standard output. Its error holds the end of what it wrote to the other.
func output(cmd *exec.Cmd) (string, error) {
	var out, errs bytes.Buffer
	if cmd.Stdout == nil {
		cmd.Stdout = &out
	}
	cmd.Stderr = &errs
	interruptible(cmd)
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %w: %s", filepath.Base(cmd.Args[0]), err, lastLines(errs.String()+out.String(), 8))
	}
	return strings.TrimSpace(out.String()), nil
}

// interruptible lets a program clean up when its context ends.
func interruptible(cmd *exec.Cmd) {
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
}

// unpack unpacks what a program writes, a tar, into the new folder root. Devices
// are left out; for an ordinary user all of it is his own.
func unpack(ctx context.Context, from *exec.Cmd, root string) error {
	if err := os.Mkdir(root, 0o755); err != nil {
		return err
	}
	r, w, err := os.Pipe() // not a pipe of ours: tar may end long before what writes
	if err != nil {
		return err
	}
	to := exec.CommandContext(ctx, "tar", "-x", "-C", root, "--numeric-owner", "--exclude=./dev/*", "--exclude=dev/*")
	to.Stdin, from.Stdout = r, w
	done := make(chan error, 1)
	go func() {
		_, err := output(to)
		r.Close() // so that writing does not wait for a tar that has failed
		done <- err
	}()
	_, err = output(from)
	w.Close()
	if err := errors.Join(err, <-done); err != nil {
		return err
	}
	return share(root)
}

// share lets everybody write into the folders of an image that are for all. The
// tar of an ordinary user unpacks by his umask, and a container engine may give
// what it mounts on a folder the mode of the folder in the image.
func share(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, d := range []string{"tmp", "var/tmp", "note"} {
		if err := root.Chmod(d, os.ModeSticky|0o777); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
