package kernel

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/dustin/go-humanize"
)

// Named returns the source that an address in a configuration means: a URL, for
// which the hash must be known, or a file.
func Named(address, sha256 string) Source {
	if IsURL(address) {
		return download{address, sha256}
	}
	return file{strings.TrimPrefix(address, "file://"), sha256}
}

// IsURL tells whether an address is fetched by HTTP.
func IsURL(address string) bool {
	return strings.HasPrefix(address, "http://") || strings.HasPrefix(address, "https://")
}

// file is a tarball that is on this disk.
type file struct{ name, sha256 string }

// Get implements [Source].
func (f file) Get(context.Context, string, string, io.Writer) (Tarball, error) {
	return Tarball{File: f.name, SHA256: f.sha256, Excluded: usuallyExcluded(f.name)}, nil
}

// download is a tarball that is somewhere else.
type download struct{ url, sha256 string }

// Get implements [Source].
func (d download) Get(ctx context.Context, release, dir string, log io.Writer) (Tarball, error) {
	if d.sha256 == "" {
		return Tarball{}, fmt.Errorf("%s: what is downloaded needs its SHA-256", d.url)
	}
	u, err := url.Parse(d.url)
	if err != nil {
		return Tarball{}, err
	}
	name := path.Base(u.Path)
	if name == "." || name == "/" {
		name = "linux.tar"
	}
	to := filepath.Join(dir, name)
	if err := get(ctx, d.url, to, log); err != nil {
		return Tarball{}, fmt.Errorf("%s: %w", u.Redacted(), err)
	}
	return Tarball{File: to, SHA256: d.sha256, Excluded: usuallyExcluded(name)}, nil
}

// get downloads a URL into a new file.
func get(ctx context.Context, address, to string, log io.Writer) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return errors.Unwrap(err) // without the address, which may hold a password
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("the server answers %s", res.Status)
	}
	size := ""
	if res.ContentLength > 0 {
		size = ", " + humanize.Bytes(uint64(res.ContentLength))
	}
	fmt.Fprintf(log, "getting %s%s, from %s\n", filepath.Base(to), size, req.URL.Host)
	f, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, res.Body)
	return errors.Join(err, f.Close())
}
