package engine

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// Recipe says what a toolchain image is made of.
type Recipe struct {
	Suite    string   // a Debian release
	Packages []string // and what is installed besides its important packages
	Snapshot string   // the archive as it was then; "" is today's
	Image    string   // instead of all that: an OCI image, by digest
}

// setup ends the recipe: /note, the user knotes, and /etc/hosts. runc gives a
// tmpfs the mode of the folder it covers, so that all may write to /note.
const setup = `mkdir -p "$1/note" && chmod 755 "$1" && chmod 1777 "$1/note" &&
echo 'knotes:x:1000:1000:knotes:/note:/bin/bash' >>"$1/etc/passwd" &&
echo 'knotes:x:1000:' >>"$1/etc/group" &&
printf '127.0.0.1 localhost knotes\n::1 localhost\n' >"$1/etc/hosts" &&
rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/* "$1"/etc/resolv.conf`

// Key identifies the recipe.
func (r Recipe) Key() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %q", r.Suite, r.Packages, r.Snapshot, r.Image, setup))
	return hex.EncodeToString(sum[:8])
}

// OpenImage returns the image of a recipe and the versions of its packages,
// making it at first need below the folder cache. Two processes that want it
// at once make it once; an interrupted one leaves nothing that is taken for an
// image. Progress is written to log.
func OpenImage(ctx context.Context, cache string, r Recipe, log io.Writer) (Image, map[string]string, error) {
	if r.Image != "" {
		return Image{ID: r.Image, Ref: r.Image}, map[string]string{}, nil
	}
	dir := filepath.Join(cache, "images", r.Key())
	if img, packages, err := readImage(dir); err == nil {
		return img, packages, nil
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return Image{}, nil, err
	}
	lock := flock.New(dir + ".lock")
	if _, err := lock.TryLockContext(ctx, 100*time.Millisecond); err != nil {
		return Image{}, nil, fmt.Errorf("waiting for the toolchain image: %w", err)
	}
	defer lock.Unlock()
	if img, packages, err := readImage(dir); err == nil {
		return img, packages, nil // made by who held the lock
	}
	if err := makeImage(ctx, dir, r, log); err != nil {
		return Image{}, nil, err
	}
	return readImage(dir)
}

// RemoveImage removes the image of a recipe, so that it is made anew.
func RemoveImage(cache string, r Recipe) error {
	return os.RemoveAll(filepath.Join(cache, "images", r.Key()))
}

func readImage(dir string) (Image, map[string]string, error) {
	data, err := os.ReadFile(filepath.Join(dir, "packages.json"))
	if err != nil {
		return Image{}, nil, err
	}
	packages := map[string]string{}
	if err := json.Unmarshal(data, &packages); err != nil {
		return Image{}, nil, err
	}
	return Image{ID: imageID(packages), Rootfs: filepath.Join(dir, "rootfs")}, packages, nil
}

// imageID is the identity of a toolchain: the hash of its packages' versions.
func imageID(packages map[string]string) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(packages)) {
		fmt.Fprintf(h, "%s=%s\n", name, packages[name])
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

func makeImage(ctx context.Context, dir string, r Recipe, log io.Writer) (err error) {
	mmdebstrap, err := exec.LookPath("mmdebstrap")
	if err != nil {
		return errors.New("the toolchain image is made with mmdebstrap, which is not here: apt-get install mmdebstrap")
	}
	clearAbandoned(dir)
	tmp, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+".new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp) // of no effect once renamed
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}
	fmt.Fprintf(log, "making the toolchain image: Debian %s with %s\n", r.Suite, strings.Join(r.Packages, " "))
	begun := time.Now()
	root := filepath.Join(tmp, "rootfs")
	args := []string{"--quiet", "--variant=important", "--include=" + strings.Join(r.Packages, ","), "--customize-hook=" + setup, r.Suite, root}
	if r.Snapshot != "" {
		args = append(args, "https://snapshot.debian.org/archive/debian/"+r.Snapshot+"/")
	}
	cmd := exec.CommandContext(ctx, mmdebstrap, args...)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("making the toolchain image: %w\n%s", err, lastLines(out.String(), 8))
	}
	packages, err := dpkgPackages(filepath.Join(root, "var/lib/dpkg/status"))
	if err != nil {
		return err
	}
	data, err := json.MarshalIndent(packages, "", "\t")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(tmp, "packages.json"), data, 0o644); err != nil {
		return err
	}
	fmt.Fprintf(log, "made it in %.0f s, %d packages\n", time.Since(begun).Seconds(), len(packages))
	return os.Rename(tmp, dir)
}

// clearAbandoned removes what interrupted runs left; the lock is held.
func clearAbandoned(dir string) {
	old, _ := filepath.Glob(dir + ".new-*")
	for _, d := range old {
		os.RemoveAll(d)
	}
}

// dpkgPackages reads names and versions of dpkg's status file.
func dpkgPackages(status string) (map[string]string, error) {
	data, err := os.ReadFile(status)
	if err != nil {
		return nil, err
	}
	packages := map[string]string{}
	name := ""
	for line := range strings.Lines(string(data)) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		switch key {
		case "Package":
			name = value
		case "Version":
			packages[name] = value
		}
	}
	return packages, nil
}

func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}
