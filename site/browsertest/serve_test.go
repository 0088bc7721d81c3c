package browsertest

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// header is one [[headers]] of netlify.toml: what is sent with the paths that
// match a pattern.
type header struct {
	For    string
	Values map[string]string
}

// netlifyHeaders reads the headers with which the site is published.
func netlifyHeaders(t testing.TB) []header {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(root, "netlify.toml"))
	if err != nil {
		t.Fatal(err)
	}
	var config struct{ Headers []header }
	if err := toml.Unmarshal(data, &config); err != nil {
		t.Fatal(err)
	}
	if len(config.Headers) == 0 {
		t.Fatal("netlify.toml sets no headers")
	}
	return config.Headers
}

// matches tells whether the header is sent with a path: a "*" stands for any
// text, as Netlify has it.
func (h header) matches(path string) bool {
	pattern := strings.ReplaceAll(regexp.QuoteMeta(h.For), `\*`, `.*`)
	return regexp.MustCompile(`^` + pattern + `$`).MatchString(path)
}

func TestHeaderMatches(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		want          bool
	}{
		{"/*", "/", true}, {"/*", "/a/b.css", true},
		{"/css/*", "/css/a.css", true}, {"/css/*", "/a/css/a.css", false},
		{"/a.b", "/acb", false}, {"/feed.xml", "/feed.xml", true}, {"/feed.xml", "/feed.xmls", false},
	} {
		if got := (header{For: c.pattern}).matches(c.path); got != c.want {
			t.Errorf("%q matches %q: %v", c.pattern, c.path, got)
		}
	}
}

// serve publishes the folder that dir returns, as Netlify would, until t ends,
// and returns its address without a slash at the end. Since a site may need to
// know where it stands, the server is there before the site is.
func serve(t testing.TB, dir func(address string) string) string {
	t.Helper()
	headers := netlifyHeaders(t)
	var site string
	files := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range headers {
			if h.matches(r.URL.Path) {
				for k, v := range h.Values {
					w.Header().Set(k, v)
				}
			}
		}
		name := filepath.Join(site, filepath.FromSlash(r.URL.Path))
		if info, err := os.Stat(name); err == nil && (!info.IsDir() || isFile(filepath.Join(name, "index.html"))) {
			http.FileServer(http.Dir(site)).ServeHTTP(w, r)
			return
		}
		notFound(w, site)
	})
	s := httptest.NewUnstartedServer(files)
	s.Start()
	afterAll(s.Close)
	site = dir(s.URL)
	return s.URL
}

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}

func notFound(w http.ResponseWriter, site string) {
	page, err := os.ReadFile(filepath.Join(site, "404.html"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	_, _ = bytes.NewReader(page).WriteTo(w)
}

// sameHost tells whether a URL is of the server at address, or of no host.
func sameHost(address, ref string) bool {
	u, err := url.Parse(ref)
	return err == nil && (u.Scheme == "data" || u.Scheme == "about" || u.Scheme == "blob" || strings.HasPrefix(ref, address+"/"))
}
