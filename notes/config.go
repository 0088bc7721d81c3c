package notes

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/dustin/go-humanize"
)

// ConfigFile is the name of the file at the root of a project.
const ConfigFile = "knotes.toml"

// Config is what knotes.toml says, defaults filled in.
type Config struct {
	Root string `toml:"-"` // the project's folder on disk; "" without a knotes.toml
	Lock *Lock  `toml:"-"` // its knotes.lock, where that has been read

	Title      string               `toml:"title"`
	BaseURL    string               `toml:"baseURL"`
	Repository string               `toml:"repository"` // its web address; "": pages do not link to it
	Branch     string               `toml:"branch"`     // that its pages are edited on
	Notebooks  []Notebook           `toml:"notebooks"`
	Rules      []Rule               `toml:"rules"`
	Toolchain  Toolchain            `toml:"toolchain"`
	Toolchains map[string]Toolchain `toml:"toolchains"`
	Limits     Limits               `toml:"limits"`
	Kernel     Kernel               `toml:"kernel"`
}

// Notebook is one set of notes: a folder here, or a git repository.
type Notebook struct {
	Name  string   `toml:"name"`
	Dir   string   `toml:"dir"`
	Git   string   `toml:"git"`
	Ref   string   `toml:"ref"`
	Files []string `toml:"files"`
	Split int      `toml:"split"`
}

// Rule names commands that are not run, and why.
type Rule struct {
	Match Regexp `toml:"match"`
	Skip  string `toml:"skip"`
}

// Toolchain is the recipe of an image.
type Toolchain struct {
	Suite    string   `toml:"suite"`
	Packages []string `toml:"packages"`
	Snapshot string   `toml:"snapshot"`
	Image    string   `toml:"image"`
}

// Limits bounds what a note's code may take.
type Limits struct {
	Time      Duration `toml:"time"`
	Output    Size     `toml:"output"`
	Note      Duration `toml:"note"`
	Memory    Size     `toml:"memory"`
	Processes int      `toml:"processes"`
	Disk      Size     `toml:"disk"`
}

// Kernel names the kernel source that notes speak of.
type Kernel struct {
	Release string `toml:"release"`
	Git     string `toml:"git"`
	Tarball string `toml:"tarball"` // of the release: a file, relative to the project, or a URL; "" is Debian's
	SHA256  string `toml:"sha256"`  // of the tarball, hexadecimal
}

// Duration is a time.Duration written as "20s".
type Duration time.Duration

// UnmarshalText parses a duration such as "1m30s"; it must be positive.
func (d *Duration) UnmarshalText(b []byte) error {
	v, err := time.ParseDuration(string(b))
	if err == nil && v <= 0 {
		err = fmt.Errorf("%q is not a positive duration", b)
	}
	*d = Duration(v)
	return err
}

// Size is a number of bytes written as "512MiB".
type Size int64

// UnmarshalText parses a size such as "1GiB"; it must be positive.
func (s *Size) UnmarshalText(b []byte) error {
	v, err := humanize.ParseBytes(string(b))
	if err != nil || v == 0 || v > 1<<62 {
		return fmt.Errorf("%q is not a size such as \"512MiB\"", b)
	}
	*s = Size(v)
	return nil
}

// Regexp is a regular expression in Go's syntax.
type Regexp struct{ *regexp.Regexp }

// UnmarshalText compiles b.
func (r *Regexp) UnmarshalText(b []byte) error {
	re, err := regexp.Compile(string(b))
	r.Regexp = re
	return err
}

// DefaultConfig returns the configuration of a place without a knotes.toml.
func DefaultConfig() *Config {
	return &Config{
		Title:   "Notes",
		BaseURL: "/",
		Branch:  "main",
		Toolchain: Toolchain{
			Suite:    "trixie",
			Packages: []string{"gcc", "g++", "libc6-dev", "make", "binutils", "gdb", "strace", "procps", "iproute2", "file"},
		},
		Limits: Limits{
			Time: Duration(20 * time.Second), Output: 1 << 20, Note: Duration(2 * time.Minute),
			Memory: 1 << 30, Processes: 256, Disk: 512 << 20,
		},
	}
}

// FindConfig reads the knotes.toml of dir or of the nearest folder above it.
// Without one it returns the defaults, with an empty Root.
func FindConfig(dir string) (*Config, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	for d := dir; ; d = filepath.Dir(d) {
		file := filepath.Join(d, ConfigFile)
		data, err := os.ReadFile(file)
		switch {
		case err == nil:
			name := file
			if rel, err := filepath.Rel(dir, file); err == nil {
				name = filepath.ToSlash(rel)
			}
			c, err := ParseConfig(name, data)
			if err != nil {
				return nil, err
			}
			c.Root = d
			return c, nil
		case !errors.Is(err, fs.ErrNotExist):
			return nil, err
		case d == filepath.Dir(d):
			return DefaultConfig(), nil
		}
	}
}
