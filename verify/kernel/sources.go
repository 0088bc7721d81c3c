package kernel

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// candidate is a version of linux that an index names.
type candidate struct {
	release   string
	tarball   poolFile
	packaging poolFile
}

// poolFile is a file of the archive.
type poolFile struct {
	url, name, sha256 string
	size              int64
}

// readSources finds the versions of the source package linux in an index of
// sources: paragraphs of "Field: value", with more of a value on lines that
// begin with a blank. base is the address of the archive.
func readSources(r *bufio.Reader, base string) ([]candidate, error) {
	var all []candidate
	fields := map[string]string{}
	name, ours := "", false
	for {
		line, err := r.ReadString('\n')
		if err != nil && err != io.EOF {
			return nil, err
		}
		text := strings.TrimRight(line, "\r\n")
		switch {
		case text == "":
			if c, ok := candidateOf(fields, base); ours && ok {
				all = append(all, c)
			}
			if err == io.EOF {
				return all, nil
			}
			clear(fields)
			name, ours = "", false
		case strings.HasPrefix(text, "Package: "):
			ours = text == "Package: linux"
			name = ""
		case text[0] == ' ' || text[0] == '\t':
			if ours && name != "" {
				fields[name] += "\n" + text
			}
		case ours:
			name, text, _ = strings.Cut(text, ":")
			fields[name] = strings.TrimSpace(text)
		}
	}
}

// candidateOf reads Version, Directory and Checksums-Sha256: lines of a hash, a
// size and a name.
func candidateOf(fields map[string]string, base string) (candidate, bool) {
	c := candidate{release: releaseOf(fields["Version"])}
	for line := range strings.Lines(fields["Checksums-Sha256"]) {
		f := strings.Fields(line)
		if len(f) != 3 {
			continue
		}
		size, _ := strconv.ParseInt(f[1], 10, 64)
		name := path.Base(f[2])
		file := poolFile{url: strings.TrimSuffix(base, "/") + "/" + fields["Directory"] + "/" + name, name: name, sha256: f[0], size: size}
		switch {
		case strings.Contains(name, ".orig.tar.") && !strings.HasSuffix(name, ".asc"):
			c.tarball = file
		case strings.Contains(name, ".debian.tar."):
			c.packaging = file
		}
	}
	return c, IsRelease(c.release) && c.tarball.url != ""
}

// releaseOf is the kernel's release of a package version: "6.12.107" of
// "6.12.107-1~bpo13+1", "6.13-rc2" of "6.13~rc2-1~exp1".
func releaseOf(version string) string {
	if _, rest, ok := strings.Cut(version, ":"); ok {
		version = rest // an epoch
	}
	if at := strings.LastIndexByte(version, '-'); at >= 0 {
		version = version[:at]
	}
	return strings.Replace(version, "~rc", "-rc", 1)
}

// presence is what a server says of a file.
type presence int

const (
	unknown presence = iota // it could not be asked
	present
	absent
)

// there asks whether the archive really has the file.
func (f poolFile) there(ctx context.Context) presence {
	p, _ := f.ask(ctx)
	return p
}

func (f poolFile) ask(ctx context.Context) (presence, error) {
	ctx, stop := context.WithTimeout(ctx, 20*time.Second)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodHead, f.url, nil)
	if err != nil {
		return unknown, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return unknown, err
	}
	res.Body.Close()
	switch res.StatusCode {
	case http.StatusOK:
		return present, nil
	case http.StatusNotFound, http.StatusGone:
		return absent, nil
	}
	return unknown, fmt.Errorf("%s: the server answers %s", f.url, res.Status)
}

// downloadable asks which of the versions are there, a few at a time. The error
// is of a server that could not be asked at all.
func downloadable(ctx context.Context, known []candidate) ([]string, error) {
	var mu sync.Mutex
	var releases []string
	var errs []error
	asked := map[string]bool{}
	var group errgroup.Group
	group.SetLimit(8)
	for _, c := range known {
		if asked[c.tarball.url] {
			continue
		}
		asked[c.tarball.url] = true
		group.Go(func() error {
			p, err := c.tarball.ask(ctx)
			mu.Lock()
			defer mu.Unlock()
			if p == present && !slices.Contains(releases, c.release) {
				releases = append(releases, c.release)
			}
			if err != nil {
				errs = append(errs, err)
			}
			return nil
		})
	}
	group.Wait()
	if len(releases) == 0 && len(errs) > 0 {
		return nil, errors.Join(errs[0], ctx.Err())
	}
	slices.SortFunc(releases, CompareReleases)
	return releases, nil
}
