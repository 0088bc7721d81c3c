package notes

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"
)

// ParseConfig parses the text of a knotes.toml; name stands in its errors.
func ParseConfig(name string, data []byte) (*Config, error) {
	data = bytes.TrimPrefix(data, []byte(byteOrderMark))
	c := DefaultConfig()
	dec := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields()
	if err := dec.Decode(c); err != nil {
		return nil, configError(name, err)
	}
	for t, tc := range c.Toolchains {
		if tc.Suite == "" {
			tc.Suite = c.Toolchain.Suite
			c.Toolchains[t] = tc
		}
	}
	return c, c.check(name, data)
}

func configError(name string, err error) error {
	var unknown *toml.StrictMissingError
	var decode *toml.DecodeError
	switch {
	case errors.As(err, &unknown):
		var all []error
		for _, e := range unknown.Errors {
			line, col := e.Position()
			key := strings.Join(e.Key(), ".")
			all = append(all, Errorf(Pos{name, line, col}, "unknown key %q%s", key, nearestKey(e.Key())))
		}
		return errors.Join(all...)
	case errors.As(err, &decode):
		line, col := decode.Position()
		return Errorf(Pos{name, line, col}, "%s", decodeMessage(decode))
	}
	return Errorf(Pos{File: name}, "%v", err)
}

// goType finds what go-toml says about the types of this program.
var goType = regexp.MustCompile(`cannot decode TOML (\w+) into .*?(\S+)$`)

// decodeMessage says in the words of a knotes.toml what is wrong with a value.
func decodeMessage(err *toml.DecodeError) string {
	msg := strings.TrimPrefix(err.Error(), "toml: ")
	m := goType.FindStringSubmatch(msg)
	if m == nil {
		return msg
	}
	want, ok := map[string]string{
		"string": `a text in quotes`, "int": "a whole number", "[]string": `a list such as ["a", "b"]`,
		"notes.Duration": `a duration such as "20s"`, "notes.Size": `a size such as "512MiB"`, "notes.Regexp": "a regular expression in quotes",
	}[m[2]]
	if !ok {
		want = "a table"
	}
	return fmt.Sprintf("%s must be %s, this is of type %s", strings.Join(err.Key(), "."), want, m[1])
}

// nearestKey names the key that may stand where key stands and is nearest to
// it.
func nearestKey(key []string) string {
	tables := map[string][]string{
		"":          {"title", "baseURL", "repository", "branch", "notebooks", "rules", "toolchain", "toolchains", "limits", "kernel"},
		"notebooks": {"name", "dir", "git", "ref", "files", "split"},
		"rules":     {"match", "skip"},
		"toolchain": {"suite", "packages", "snapshot", "image"},
		"limits":    {"time", "output", "note", "memory", "processes", "disk"},
		"kernel":    {"release", "git", "tarball", "sha256"},
	}
	tables["toolchains"] = tables["toolchain"]
	last := len(key) - 1
	if last == 0 {
		return NearestOf(key[0], tables[""])
	}
	known := tables[key[0]]
	if best := nearest(key[last], known); best != "" {
		return fmt.Sprintf("; did you mean %q?", strings.Join(key[:last], ".")+"."+best)
	}
	return NearestOf(key[last], known)
}

// check finds what is wrong beyond syntax. TOML values carry no position
// once decoded, so the line is that of the table which holds the value.
func (c *Config) check(name string, data []byte) error {
	var errs []error
	at := func(table string, nth int, format string, args ...any) {
		errs = append(errs, Errorf(Pos{File: name, Line: tableLine(data, table, nth), Col: 1}, format, args...))
	}
	if why := wrongRepository(c.Repository); why != "" {
		at("repository", 0, "%s", why)
	}
	seen := map[string]bool{}
	for i, nb := range c.Notebooks {
		switch bad := badPattern(nb.Files); {
		case !notebookName.MatchString(nb.Name):
			at("[[notebooks]]", i, "a notebook needs a name of one word, got %q", nb.Name)
		case seen[nb.Name]:
			at("[[notebooks]]", i, "two notebooks are named %q", nb.Name)
		case (nb.Dir == "") == (nb.Git == ""):
			at("[[notebooks]]", i, "notebook %q needs either dir or git", nb.Name)
		case bad != "":
			at("[[notebooks]]", i, "notebook %q: files: %q is no pattern; write a path such as \"docs/*.md\"", nb.Name, bad)
		case nb.Split < 0 || nb.Split > 6:
			at("[[notebooks]]", i, "split = %d: a heading's level is 1 to 6 (0: one page a note)", nb.Split)
		}
		seen[nb.Name] = true
	}
	for i, r := range c.Rules {
		if r.Match.Regexp == nil || strings.TrimSpace(r.Skip) == "" {
			at("[[rules]]", i, "a rule needs match and skip, the reason")
		}
	}
	if _, ok := c.Toolchains["default"]; ok {
		at("[toolchains.default]", 0, "the default toolchain is the table [toolchain]")
	}
	if why := c.Toolchain.wrong(); why != "" {
		at("[toolchain]", 0, "%s", why)
	}
	for t, tc := range c.Toolchains {
		if why := tc.wrong(); why != "" {
			at("[toolchains."+t+"]", 0, "%s", why)
		}
		if !toolchainName.MatchString(t) {
			at("[toolchains.", 0, "a toolchain needs a name of letters, digits, - and _, got %q", t)
		}
	}
	if why := c.Limits.wrong(); why != "" {
		at("[limits]", 0, "%s", why)
	}
	if why := c.Kernel.wrong(); why != "" {
		at("[kernel]", 0, "%s", why)
	}
	return errors.Join(errs...)
}

var (
	kernelRelease = regexp.MustCompile(`^\d+(\.\d+){1,3}(-rc\d+)?$`)
	sha256Sum     = regexp.MustCompile(`^[0-9A-Fa-f]{64}$`)
	// notebookName keeps a name fit for a folder.
	notebookName = regexp.MustCompile(`^[\pL\pN_][\pL\pN._-]*$`)
	// toolchainName keeps a name fit for a word of knotes.lock.
	toolchainName = regexp.MustCompile(`^[\w.-]+$`)
)

// wrong says which limit nothing could run within, or "". A bare number in
// place of "20s" or "1MiB" counts nanoseconds or bytes.
func (l Limits) wrong() string {
	switch {
	case time.Duration(min(l.Time, l.Note)) < time.Millisecond:
		return `time and note are at least a millisecond; write a duration such as "20s"`
	case min(l.Output, l.Memory, l.Disk) < 1<<10:
		return `output, memory and disk are at least a kibibyte; write a size such as "512MiB"`
	case l.Processes < 1:
		return fmt.Sprintf("processes = %d: at least one must run", l.Processes)
	}
	return ""
}

// wrong says what no kernel source can be got by, or "".
func (k Kernel) wrong() string {
	remote := strings.HasPrefix(k.Tarball, "http://") || strings.HasPrefix(k.Tarball, "https://")
	switch {
	case strings.HasPrefix(k.Release, "v") && kernelRelease.MatchString(k.Release[1:]):
		return fmt.Sprintf("release = %q: write it without the v: %q", k.Release, k.Release[1:])
	case k.Release != "" && !kernelRelease.MatchString(k.Release):
		return fmt.Sprintf("release = %q is no release of the kernel; write one such as \"6.12.107\"", k.Release)
	case strings.HasPrefix(k.Git, "-") || strings.ContainsAny(k.Git, "\n\x00"):
		return fmt.Sprintf("git = %q is no address that git could clone from", k.Git)
	case k.SHA256 != "" && !sha256Sum.MatchString(k.SHA256):
		return fmt.Sprintf("sha256 = %q is no SHA-256: 64 hexadecimal digits, as sha256sum prints them", k.SHA256)
	case k.SHA256 != "" && k.Tarball == "":
		return "sha256 is the hash of tarball, which is missing"
	case k.Tarball != "" && k.Release == "":
		return "tarball needs release, which it is of"
	case remote && k.SHA256 == "":
		return "a tarball that is downloaded needs sha256, its hash, as sha256sum prints it"
	case !remote && strings.Contains(k.Tarball, "://") && !strings.HasPrefix(k.Tarball, "file:///"):
		return fmt.Sprintf("tarball = %q is neither a file nor an http or https address", k.Tarball)
	}
	return ""
}

// wrongRepository says why a text is no web address of a repository, or "".
func wrongRepository(address string) string {
	u, err := url.Parse(address)
	if address == "" || err == nil && u.User == nil && u.Scheme == "https" && u.Host != "" && strings.Trim(u.Path, "/") != "" && u.RawQuery == "" && u.Fragment == "" {
		return ""
	}
	return fmt.Sprintf("repository: %q is no web address of one; write such as \"https://github.com/owner/name\"", address)
}

// badPattern returns the first of the patterns that cannot be one, or "".
func badPattern(patterns []string) string {
	for _, p := range patterns {
		if _, err := path.Match(p, ""); err != nil || p == "" || path.IsAbs(p) {
			return cmp.Or(p, " ")
		}
	}
	return ""
}

// tableLine is the line of the nth table of that header, from 0.
func tableLine(data []byte, header string, nth int) int {
	for i, line := range strings.Split(string(data), "\n") {
		if strings.HasPrefix(strings.TrimSpace(line), header) {
			if nth == 0 {
				return i + 1
			}
			nth--
		}
	}
	return 1
}
