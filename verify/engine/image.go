package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
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
	Snapshot string   // the archive as it was then, as 20261101T000000Z; "" is today's
	Image    string   // instead of all that: an OCI image, by digest
}

// String is what the image is made of.
func (r Recipe) String() string {
	if r.Image != "" {
		return r.Image
	}
	return "Debian " + r.Suite + " with " + strings.Join(r.Packages, " ")
}

// Key identifies the recipe.
func (r Recipe) Key() string {
	if r.Image != "" {
		sum := sha256.Sum256(fmt.Appendf(nil, "%q %d", r.Image, layVersion))
		return hex.EncodeToString(sum[:8])
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q %q %q %q", r.Suite, r.Packages, r.Snapshot, r.Image, setup))
	return hex.EncodeToString(sum[:8])
}

// OpenImage returns the image of a recipe and the versions of its packages,
// making it at first need below the folder cache. Two processes that want it
// at once make it once; an interrupted one leaves nothing that is taken for an
// image. Progress is written to log.
func OpenImage(ctx context.Context, cache string, r Recipe, log io.Writer) (Image, map[string]string, error) {
	return openImage(ctx, cache, r, log, findMaker)
}

func openImage(ctx context.Context, cache string, r Recipe, log io.Writer, find func(context.Context, Recipe) (ImageMaker, error)) (Image, map[string]string, error) {
	dir := imageDir(cache, r)
	if img, packages, err := readImage(dir, r); err == nil {
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
	if img, packages, err := readImage(dir, r); err == nil {
		return img, packages, nil // made by who held the lock
	}
	m, err := find(ctx, r)
	if err != nil {
		return Image{}, nil, err
	}
	if err := makeImage(ctx, m, dir, r, log); err != nil {
		return Image{}, nil, err
	}
	return readImage(dir, r)
}

// FindImage returns the image of a recipe and the versions of its packages if it
// has been made, else an error that wraps fs.ErrNotExist.
func FindImage(cache string, r Recipe) (Image, map[string]string, error) {
	return readImage(imageDir(cache, r), r)
}

// RemoveImage removes the image of a recipe, so that it is made anew.
func RemoveImage(cache string, r Recipe) error {
	return os.RemoveAll(imageDir(cache, r))
}

func imageDir(cache string, r Recipe) string { return filepath.Join(cache, "images", r.Key()) }

func readImage(dir string, r Recipe) (Image, map[string]string, error) {
	data, err := os.ReadFile(filepath.Join(dir, "packages.json"))
	if err != nil {
		return Image{}, nil, err
	}
	packages := map[string]string{}
	if err := json.Unmarshal(data, &packages); err != nil {
		return Image{}, nil, err
	}
	return Image{ID: imageID(packages, r), Rootfs: filepath.Join(dir, "rootfs")}, packages, nil
}

// imageID is the identity of a toolchain: the hash of its packages' versions.
// Of an image without Debian packages it is the digest.
func imageID(packages map[string]string, r Recipe) string {
	if len(packages) == 0 {
		_, digest, _ := strings.Cut(r.Image, "@")
		return digest
	}
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(packages)) {
		fmt.Fprintf(h, "%s=%s\n", name, packages[name])
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// makeImage makes the image of a recipe in a folder beside dir, and moves it
// there once it is whole. The lock of dir is held.
func makeImage(ctx context.Context, m ImageMaker, dir string, r Recipe, log io.Writer) error {
	clearAbandoned(dir)
	tmp, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+".new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp) // of no effect once renamed
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}
	fmt.Fprintf(log, "making the toolchain image with %s: %s\n", m.Name(), r)
	begun := time.Now()
	root := filepath.Join(tmp, "rootfs")
	if err := m.fill(ctx, r, root); err != nil {
		return fmt.Errorf("making the toolchain image with %s: %w", m.Name(), err)
	}
	packages, err := dpkgPackages(root)
	if err != nil && !(r.Image != "" && errors.Is(err, fs.ErrNotExist)) {
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
	if err := os.RemoveAll(dir); err != nil { // one that could not be read
		return err
	}
	return os.Rename(tmp, dir)
}

// clearAbandoned removes what interrupted runs left; the lock is held.
func clearAbandoned(dir string) {
	old, _ := filepath.Glob(dir + ".new-*")
	for _, d := range old {
		os.RemoveAll(d)
	}
}

// dpkgPackages reads names and versions from dpkg's status file below root.
func dpkgPackages(root string) (map[string]string, error) {
	packages := map[string]string{}
	f, err := os.OpenInRoot(root, "var/lib/dpkg/status")
	if err != nil {
		return packages, err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return packages, err
	}
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
