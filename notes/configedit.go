package notes

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
)

var (
	tableHeader  = regexp.MustCompile(`^\s*\[`)
	kernelTable  = regexp.MustCompile(`^\s*\[\s*kernel\s*\]`)
	releaseKey   = regexp.MustCompile(`^(\s*release\s*=\s*)(?:"[^"\\]*"|'[^']*')`)
	releaseOfTop = regexp.MustCompile(`^(\s*kernel\s*\.\s*release\s*=\s*)(?:"[^"\\]*"|'[^']*')`)
)

// WithRelease returns the text of the project's knotes.toml with another
// [kernel] release, all other bytes as they are; nil if it is that already.
func (c *Config) WithRelease(release string) ([]byte, error) {
	if c.Kernel.Release == release {
		return nil, nil
	}
	old, err := os.ReadFile(filepath.Join(c.Root, ConfigFile))
	if err != nil {
		return nil, err
	}
	edited := withRelease(old, release)
	now, err := ParseConfig(ConfigFile, edited)
	if err == nil {
		want, _ := ParseConfig(ConfigFile, old)
		want.Kernel.Release = release
		if reflect.DeepEqual(now.comparable(), want.comparable()) {
			return edited, nil
		}
	}
	return nil, fmt.Errorf("%s: [kernel] release cannot be written in its place; write release = %q there, and run this again", ConfigFile, release)
}

// comparable is a configuration whose regular expressions compare by their text.
func (c *Config) comparable() any {
	plain := *c
	plain.Rules = nil
	return []any{plain, fmt.Sprint(c.Rules)}
}

func withRelease(text []byte, release string) []byte {
	lines := strings.SplitAfter(string(text), "\n")
	value := fmt.Sprintf("${1}%q", release)
	table, header := "", -1
	for i, l := range lines {
		switch {
		case kernelTable.MatchString(l):
			table, header = "kernel", i
		case tableHeader.MatchString(l):
			table = l
		case table == "kernel" && releaseKey.MatchString(l):
			lines[i] = releaseKey.ReplaceAllString(l, value)
			return []byte(strings.Join(lines, ""))
		case table == "" && releaseOfTop.MatchString(l):
			lines[i] = releaseOfTop.ReplaceAllString(l, value)
			return []byte(strings.Join(lines, ""))
		}
	}
	own := fmt.Sprintf("release = %q\n", release)
	if header >= 0 {
		lines[header] = strings.TrimSuffix(lines[header], "\n") + "\n" + own
		return []byte(strings.Join(lines, ""))
	}
	return append(bytes.TrimRight(bytes.Clone(text), "\n"), "\n\n[kernel]\n"+own...)
}

// WriteFile writes the project's knotes.toml, whole or not at all, and returns
// what it was.
func (c *Config) WriteFile(text []byte) (old []byte, err error) {
	file := filepath.Join(c.Root, ConfigFile)
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	if old, err = os.ReadFile(file); err != nil {
		return nil, err
	}
	return old, WriteFile(file, text)
}
