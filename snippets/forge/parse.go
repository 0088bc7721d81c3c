package forge

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// places are where in the URL its parts stand, as byte ranges.
type places struct {
	ref, path, blob field
	extra           []field // other places that name the line, which Debian's sources have
	hash            int     // of "#", or the end of the URL
}

// field is a range of the URL; to is 0 where it has none.
type field struct{ from, to int }

func (f field) in(url string) string { return url[f.from:f.to] }

// text is a piece of a URL that is taken apart, with its place in it.
type text struct {
	s  string
	at int
}

func (t text) field() field { return field{t.at, t.at + len(t.s)} }

// from is what stands behind the first n bytes.
func (t text) from(n int) text { return text{t.s[n:], t.at + n} }

// cut parts t at the first sep, which goes.
func (t text) cut(sep string) (before, after text, ok bool) {
	i := strings.Index(t.s, sep)
	if i < 0 {
		return t, text{"", t.at + len(t.s)}, false
	}
	return text{t.s[:i], t.at}, t.from(i + len(sep)), true
}

// Parse reads a URL. It returns false for what is no address of a file of
// source code, and an error for one that can lead to no file: its text says
// what is wrong, without the URL.
func Parse(url string) (Address, bool, error) {
	a := Address{url: url}
	a.at.hash = len(url)
	scheme, rest, ok := text{url, 0}.cut("://")
	if s := strings.ToLower(scheme.s); !ok || s != "http" && s != "https" {
		return Address{}, false, nil
	}
	rest, fragment, hasFragment := rest.cut("#")
	if hasFragment {
		a.at.hash = fragment.at - 1
	}
	whole, query, _ := rest.cut("?")
	host, path, ok := whole.cut("/")
	if !ok {
		return Address{}, false, nil
	}
	a.host = strings.TrimPrefix(strings.ToLower(host.s), "www.")
	base := strings.ToLower(scheme.s) + "://" + host.s + "/"
	var wrong error
	read := a.reader(path, query)
	if read == nil {
		return Address{}, false, nil
	}
	if ok, wrong = read(&a, base, path, query); !ok {
		return Address{}, false, nil
	}
	if wrong == nil {
		wrong = checkPath(a.Path)
	}
	if wrong == nil {
		wrong = a.lines(fragment.s)
	}
	return a, true, wrong
}

// reader returns what reads the addresses of a host: a function that fills in
// the address, false where this is none.
func (a *Address) reader(path, query text) func(a *Address, base string, path, query text) (bool, error) {
	switch a.host {
	case "github.com":
		return readGitHub
	case "raw.githubusercontent.com":
		return readRawGitHub
	case "elixir.bootlin.com":
		return readElixir
	case "sources.debian.org":
		return readDebSources
	}
	switch {
	case strings.Contains(path.s, "/-/"):
		return readGitLab
	case gitwebQuery.MatchString(query.s):
		return readGitWeb
	case gitwebPath.MatchString(path.s):
		return readGitWebPath
	case cgitPath.MatchString(path.s):
		return readCGit
	}
	return nil
}

// take unescapes what stands at t.
func take(t text) (string, field, error) {
	s, err := url.PathUnescape(t.s)
	if err != nil {
		return t.s, t.field(), fmt.Errorf("%q is not percent-encoded right", t.s)
	}
	return s, t.field(), nil
}

// refAndPath reads REF/PATH.
func (a *Address) refAndPath(t text) (bool, error) {
	ref, path, ok := t.cut("/")
	if long := longRef.FindString(t.s); long != "" {
		ref, path, ok = text{strings.TrimSuffix(long, "/"), t.at}, t.from(len(long)), true
	}
	var err, pathErr error
	a.Ref, a.at.ref, err = take(ref)
	if ref.s == "" {
		return false, nil
	}
	a.Path, a.at.path, pathErr = take(path)
	switch {
	case err != nil:
		return true, err
	case !ok || path.s == "":
		return true, errNoFile
	}
	return true, pathErr
}

var (
	longRef   = regexp.MustCompile(`^refs/(?:heads|tags)/[^/]+/`)
	errNoFile = fmt.Errorf("the address names no file")
)

// checkPath finds what no file of a repository can be called.
func checkPath(path string) error {
	for _, part := range strings.Split(path, "/") {
		switch part {
		case "..", ".":
			return fmt.Errorf("the path has %q in it, so it is none of a repository; write it without", part)
		case "":
			return fmt.Errorf("the path has an empty part between its slashes")
		}
	}
	if strings.ContainsFunc(path, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return fmt.Errorf("the path has a control character")
	}
	return nil
}
