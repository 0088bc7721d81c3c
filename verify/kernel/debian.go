package kernel

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/dustin/go-humanize"
)

// Debian is the archive of Debian, read with apt: its pristine upstream tarballs
// of the source package linux. apt has a folder of its own for it, with a list of
// sources of its own, so it works on any machine that has apt-get, without root,
// and changes nothing there. The archive's signature is checked by Debian's keys.
type Debian struct {
	Suites []string // in which a release is looked for, in this order; none: those of today

	mirror, security string // other addresses, for tests
	unsigned         bool
}

// Suites are the releases of Debian whose kernels are looked for by default.
func Suites() []string { return []string{"trixie", "sid", "bookworm"} }

// Get implements [Source].
func (d Debian) Get(ctx context.Context, release, dir string, log io.Writer) (Tarball, error) {
	known, err := d.search(ctx, dir, log, func(c candidate) bool { return c.release == release })
	if err != nil {
		return Tarball{}, err
	}
	tried := map[string]bool{}
	for _, c := range known {
		if c.release != release || tried[c.tarball.url] {
			continue
		}
		tried[c.tarball.url] = true
		if c.tarball.there(ctx) == absent {
			continue
		}
		t, err := d.download(ctx, c, dir, log)
		if err == nil || !errors.Is(err, errGone) {
			return t, err
		}
	}
	return Tarball{}, gone(ctx, release, len(tried) > 0, known)
}

// Releases lists what the archive's index names and what of it can really be
// downloaded, oldest first: an index may name versions that are gone.
func (d Debian) Releases(ctx context.Context, dir string, log io.Writer) ([]string, error) {
	known, err := d.search(ctx, dir, log, func(candidate) bool { return false })
	if err != nil {
		return nil, err
	}
	return downloadable(ctx, known)
}

// search reads the index of one suite after the other, until one has a version
// that is wanted and there.
func (d Debian) search(ctx context.Context, dir string, log io.Writer, wanted func(candidate) bool) ([]candidate, error) {
	a, err := newApt(ctx, filepath.Join(dir, "apt"))
	if err != nil {
		return nil, err
	}
	suites := d.Suites
	if len(suites) == 0 {
		suites = Suites()
	}
	var all []candidate
	var errs []error
	for _, suite := range suites {
		fmt.Fprintf(log, "reading the index of Debian %s\n", suite)
		found, err := a.index(ctx, d.lines(suite))
		if err != nil {
			errs = append(errs, fmt.Errorf("the index of Debian %s: %w", suite, err))
			continue
		}
		all = append(all, found...)
		for _, c := range found {
			if wanted(c) && c.tarball.there(ctx) != absent {
				return all, nil
			}
		}
	}
	if len(all) == 0 && len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	return all, ctx.Err()
}

// lines are those of a list of sources for a suite, with its updates.
func (d Debian) lines(suite string) []string {
	mirror := cmp.Or(d.mirror, "http://deb.debian.org/debian")
	security := cmp.Or(d.security, "http://deb.debian.org/debian-security")
	option := ""
	if key := keyring(); d.unsigned {
		option = "[trusted=yes] "
	} else if key != "" {
		option = "[signed-by=" + key + "] "
	}
	lines := []string{"deb-src " + option + mirror + " " + suite + " main"}
	if !slices.Contains([]string{"sid", "unstable", "testing", "experimental"}, suite) && !d.unsigned {
		for _, more := range []string{"-updates", "-backports"} {
			lines = append(lines, "deb-src "+option+mirror+" "+suite+more+" main")
		}
		lines = append(lines, "deb-src "+option+security+" "+suite+"-security main")
	}
	return lines
}

// download gets the tarball, and the packaging for what was left out of it.
func (d Debian) download(ctx context.Context, c candidate, dir string, log io.Writer) (Tarball, error) {
	a, err := newApt(ctx, filepath.Join(dir, "apt"))
	if err != nil {
		return Tarball{}, err
	}
	fmt.Fprintf(log, "getting %s, %s, from Debian's archive\n", c.tarball.name, humanize.Bytes(uint64(c.tarball.size)))
	to := filepath.Join(dir, c.tarball.name)
	if err := a.download(ctx, c.tarball, to); err != nil {
		return Tarball{}, err
	}
	t := Tarball{File: to, SHA256: c.tarball.sha256, Excluded: usuallyExcluded(to)}
	packaging := filepath.Join(dir, c.packaging.name)
	if c.packaging.url != "" && a.download(ctx, c.packaging, packaging) == nil {
		if text, err := copyrightOf(ctx, packaging); err == nil {
			t.Excluded = filesExcluded(text)
		}
	}
	return t, ctx.Err()
}

// copyrightOf reads debian/copyright from a tar of the packaging.
func copyrightOf(ctx context.Context, name string) (string, error) {
	files, err := openTar(ctx, name)
	if err != nil {
		return "", err
	}
	defer files.abandon()
	for {
		f, err := files.next()
		if err != nil {
			return "", err
		}
		if f.path == "copyright" {
			return f.keep()
		}
	}
}

// gone says that a release cannot be had, which can, and what to do.
func gone(ctx context.Context, release string, indexed bool, known []candidate) error {
	var b strings.Builder
	if indexed {
		fmt.Fprintf(&b, "linux %s is gone from Debian's archive, which keeps current versions only, though its index still names it", release)
	} else {
		fmt.Fprintf(&b, "linux %s is not in Debian's archive, which keeps current versions only", release)
	}
	switch can, err := downloadable(ctx, known); {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		fmt.Fprintf(&b, "; which others are there could not be asked (%v)", err)
	case len(can) == 0:
		b.WriteString("; nor is any other")
	default:
		fmt.Fprintf(&b, "; what can be had today (knotes kernel --list says all): %s", strings.Join(akin(release, can), ", "))
	}
	fmt.Fprintf(&b, ". Set [kernel] release in knotes.toml to one that can be had, or [kernel] tarball to a file or URL of linux-%s.tar.xz, and sha256 to its hash. "+
		"What knotes.lock keeps of %s holds without its source: knotes verify --recorded, knotes build --recorded", release, release)
	return errors.New(b.String())
}

// akin are the releases of the same series; where there is none, the newest of
// each series.
func akin(release string, can []string) []string {
	var same, newest []string
	v := versionOf(release)
	for i, r := range can {
		w := versionOf(r)
		if slices.Equal(w[:2], v[:2]) {
			same = append(same, r)
		}
		if i+1 == len(can) {
			newest = append(newest, r)
		} else if next := versionOf(can[i+1]); !slices.Equal(w[:2], next[:2]) {
			newest = append(newest, r)
		}
	}
	if len(same) > 0 {
		return same[max(0, len(same)-8):]
	}
	return newest
}
