package kernel

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/knotes-dev/knotes/notes/git"
)

// Source is where the tarball of a release comes from.
type Source interface {
	// Get brings the tarball of a release. What it downloads goes into dir,
	// which is removed afterwards; what it does is said to log.
	Get(ctx context.Context, release, dir string, log io.Writer) (Tarball, error)
}

// Tarball is the source of a release on this disk: a tar, plain or compressed
// by xz or gzip, in which all stands in one folder.
type Tarball struct {
	File     string
	SHA256   string   // of the file, hexadecimal; "" where none is known
	Excluded []string // patterns of what was left out, as in Debian's Files-Excluded
}

// Import brings a release into the store, whole or not at all, and does nothing
// if it is there. Two processes at once import it once. Until all of it is
// written nothing of it can be seen; what a killed import leaves is removed by the next.
func (s *Store) Import(ctx context.Context, release string, from Source, log io.Writer) error {
	if !IsRelease(release) {
		return fmt.Errorf("%q is not the name of a release, such as 6.12.107", release)
	}
	if ok, err := s.Has(ctx, release); ok || err != nil {
		return err
	}
	r := s.releases()
	unlock, err := lock(ctx, r.Dir())
	if err != nil {
		return err
	}
	defer unlock()
	if ok, err := s.Has(ctx, release); ok || err != nil {
		return err // imported by who held the lock
	}
	s.clearAbandoned()
	tmp, err := os.MkdirTemp(s.dir, abandoned)
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	begun := time.Now()
	tarball, err := from.Get(ctx, release, tmp, log)
	if err != nil {
		return err
	}
	if err := checkHash(ctx, tarball); err != nil {
		return err
	}
	fmt.Fprintf(log, "importing linux %s from %s\n", release, filepath.Base(tarball.File))
	n, err := r.importTarball(ctx, filepath.Join(tmp, "import.git"), release, tarball)
	if err != nil {
		return fmt.Errorf("importing linux %s: %w", release, err)
	}
	fmt.Fprintf(log, "imported linux %s in %.0f s, %s files\n", release, time.Since(begun).Seconds(), humanize.Comma(int64(n)))
	return nil
}

const abandoned = "import-*"

// clearAbandoned removes what killed imports have left; the lock is held.
func (s *Store) clearAbandoned() {
	old, _ := filepath.Glob(filepath.Join(s.dir, abandoned))
	for _, dir := range old {
		os.RemoveAll(dir)
	}
}

// checkHash holds a tarball against its hash before anything of it is used.
func checkHash(ctx context.Context, t Tarball) error {
	if t.SHA256 == "" {
		return nil
	}
	f, err := os.Open(t.File)
	if err != nil {
		return err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, reader{ctx, f}); err != nil {
		return err
	}
	if got := hex.EncodeToString(h.Sum(nil)); !strings.EqualFold(got, t.SHA256) {
		return fmt.Errorf("%s is cut short or another file: its SHA-256 is %s, not %s; nothing of it was kept", t.File, got, t.SHA256)
	}
	return nil
}

// reader ends with its context.
type reader struct {
	ctx context.Context
	r   io.Reader
}

func (r reader) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.r.Read(p)
}

// importTarball makes the release in a repository of its own at tmp, moves what
// that has to the store, and sets the tag last. It returns the number of files.
func (r *repo) importTarball(ctx context.Context, tmp, release string, t Tarball) (int, error) {
	if err := r.Init(ctx, 40); err != nil {
		return 0, err
	}
	r.Sweep()
	own := git.OpenBare(tmp)
	if err := own.Init(ctx, 40); err != nil {
		return 0, err
	}
	if err := own.Borrow(r.Bare); err != nil {
		return 0, err
	}
	n, err := feed(ctx, own, release, t)
	if err != nil {
		return 0, err
	}
	refs, err := own.Refs(ctx, "refs/tags/")
	if err != nil {
		return 0, err
	}
	commit := refs[releaseRef(release)]
	if commit == "" {
		return 0, errors.New("git fast-import has made no commit")
	}
	if err := own.Give(r.Bare); err != nil {
		return 0, err
	}
	return n, r.SetRef(ctx, releaseRef(release), commit)
}

// feed reads the tarball into a commit, and sees that it is that release's.
func feed(ctx context.Context, to *git.Bare, release string, t Tarball) (n int, err error) {
	files, err := openTar(ctx, t.File)
	if err != nil {
		return 0, err
	}
	defer files.abandon()
	first, err := files.next()
	if errors.Is(err, io.EOF) {
		err = errors.New("the tarball holds no file")
	}
	if err != nil {
		return 0, err
	}
	commit, err := to.NewCommit(ctx, releaseRef(release), first.when, describe(release, t))
	if err != nil {
		return 0, err
	}
	defer commit.Abort()
	makefile := ""
	for f := first; err == nil; f, err = files.next() {
		n++
		if f.path == "Makefile" {
			makefile, _ = f.keep() // what cannot be read is noticed below
		}
		if f.copyOf != "" {
			err = commit.Copy(f.copyOf, f.path)
		} else {
			err = commit.Add(f.mode, f.path, f.size, f.text)
		}
		if files.err != nil {
			return 0, files.broken(files.err)
		}
		if err != nil {
			return 0, err
		}
	}
	if !errors.Is(err, io.EOF) {
		return 0, err
	}
	if err := files.close(); err != nil {
		return 0, err
	}
	if err := checkMakefile(makefile, release); err != nil {
		return 0, err
	}
	return n, commit.Close()
}

// describe is the message of a release's commit, which keeps what is known of it.
func describe(release string, t Tarball) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Linux %s\n\nTarball: %s\n", release, filepath.Base(t.File))
	if t.SHA256 != "" {
		fmt.Fprintf(&b, "SHA-256: %s\n", t.SHA256)
	}
	for _, pattern := range t.Excluded {
		fmt.Fprintf(&b, "%s%s\n", excludedTrailer, pattern)
	}
	return b.String()
}

// checkMakefile sees that the kernel's own Makefile names the release.
func checkMakefile(text, release string) error {
	if text == "" {
		return errors.New("the tarball has no Makefile at its top: is it the kernel's?")
	}
	value := map[string]string{}
	for line := range strings.Lines(text) {
		name, v, ok := strings.Cut(line, "=")
		if name = strings.TrimSpace(name); ok && value[name] == "" {
			value[name] = strings.TrimSpace(v)
		}
	}
	is := value["VERSION"] + "." + value["PATCHLEVEL"]
	if sub := value["SUBLEVEL"]; sub != "" && sub != "0" {
		is += "." + sub
	}
	is += value["EXTRAVERSION"]
	if strings.TrimSuffix(release, ".0") != is {
		return fmt.Errorf("the tarball is of release %q, as its Makefile says", is)
	}
	return nil
}
