package kernel

import (
	"regexp"
	"strings"
)

// debianTarball is how Debian names the source that it has taken something out of.
var debianTarball = regexp.MustCompile(`(^|/)linux_[^/_]+\.orig\.tar\.\w+$`)

// usuallyExcluded is what Debian leaves out, for one of its tarballs that has
// come without the packaging, which would tell.
func usuallyExcluded(name string) []string {
	if !debianTarball.MatchString(name) {
		return nil
	}
	return []string{
		"Documentation/netlabel/draft-ietf-cipso-ipsecurity-01.txt",
		"arch/powerpc/platforms/8xx/micropatch.c",
		"drivers/media/usb/dvb-usb/af9005-script.h",
		"drivers/video/fbdev/nvidia",
		"drivers/video/fbdev/riva",
		"tools/testing/selftests/tc-testing/action-ebpf",
	}
}

// filesExcluded reads the patterns of Files-Excluded from the text of a
// debian/copyright, whose first paragraph may hold that field: values with
// blanks between them, over lines that begin with a blank.
func filesExcluded(copyright string) []string {
	var patterns []string
	within := false
	for line := range strings.Lines(copyright) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.TrimSpace(line) == "":
			return patterns // the paragraph ends
		case line[0] != ' ' && line[0] != '\t':
			var name string
			name, line, _ = strings.Cut(line, ":")
			within = strings.EqualFold(name, "Files-Excluded")
		}
		if within {
			patterns = append(patterns, strings.Fields(line)...)
		}
	}
	return patterns
}

// covers tells whether a pattern names a path, or a folder that it stands in.
// "*" stands for any text, slashes too, "?" for any character, and a backslash
// takes its meaning from what follows.
func covers(pattern, path string) bool {
	var expr strings.Builder
	expr.WriteString(`\A`)
	escaped := false
	for _, ch := range strings.TrimSuffix(strings.TrimPrefix(pattern, "./"), "/") {
		switch {
		case escaped:
			expr.WriteString(regexp.QuoteMeta(string(ch)))
			escaped = false
		case ch == '\\':
			escaped = true
		case ch == '*':
			expr.WriteString(`(?s:.*)`)
		case ch == '?':
			expr.WriteString(`(?s:.)`)
		default:
			expr.WriteString(regexp.QuoteMeta(string(ch)))
		}
	}
	re, err := regexp.Compile(expr.String() + `(/|\z)`)
	return err == nil && re.MatchString(path)
}
