// Package forge reads the web addresses of files of source code: what a link
// says of the repository, the version, the file and the lines it leads to, and
// how it reads with another version or other lines. It asks nobody.
//
// # Forms
//
//	github      github.com/OWNER/REPO/{blob,blame,raw}/REF/PATH#L10-L20, raw.githubusercontent.com/OWNER/REPO/REF/PATH
//	gitlab      HOST/GROUP/…/REPO/-/{blob,blame,raw}/REF/PATH#L10-20, on any host
//	elixir      elixir.bootlin.com/PROJECT/REF/source/PATH#L10
//	cgit        HOST/…/REPO.git/{tree,plain,blame}/PATH?h=REF&id=REF#n10, on any host; id= counts before h=
//	gitweb      HOST/…?p=REPO.git;a=blob;f=PATH;h=BLOB;hb=REF#l10, parted by ; or &, and HOST/…/REPO.git/blob/REF:/PATH#l10
//	debsources  sources.debian.org/src/PACKAGE/VERSION/PATH/#L10
//
// Folders, commits, lists of identifiers and whole repositories are no files of
// source code. Where a reference and a path follow each other, as at GitHub,
// nothing tells where one ends whose name has a slash: the reference is then
// the first segment, or, where it begins with refs/heads/ or refs/tags/, the
// third. A slash of a reference that is written as %2F is of the reference.
package forge

import (
	"regexp"
	"strings"
)

// The forges whose addresses are known.
const (
	GitHub     = "github"
	GitLab     = "gitlab"
	Elixir     = "elixir"
	CGit       = "cgit"
	GitWeb     = "gitweb"
	DebSources = "debsources"
)

// Address is what a URL says of a file of source code.
type Address struct {
	Forge   string // one of the constants
	Project string // what is meant: "torvalds/linux", "linux", "pub/scm/linux/kernel/git/stable/linux.git", "glibc.git"
	Clone   string // URL from which git can clone it, "" where the address does not tell
	Ref     string // commit, tag, branch or version, unescaped; "" where the URL has none
	Blob    string // id of the file's blob, in full, where the URL fixes it
	Path    string // unescaped, parted by slashes: "net/ipv4/af_inet.c"

	// Lines from 1, both of them the file's; 0, 0 where the URL names none. Last
	// is First for a single line.
	First, Last int

	url  string
	host string
	at   places
}

// String is the URL as it was read.
func (a Address) String() string { return a.url }

// Kind is what a reference is, as far as its form tells.
type Kind string

// The kinds of references. Commits and releases are always the same source, a
// branch is another one tomorrow.
const (
	Commit      Kind = "commit"      // its full id
	Abbreviated Kind = "abbreviated" // the beginning of a commit's id
	Release     Kind = "release"     // of the kernel, or a version of another project where the forge has versions only
	Branch      Kind = "branch"      // anything else: a branch, HEAD, latest
	None        Kind = ""
)

var (
	fullID  = regexp.MustCompile(`^(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})$`)
	shortID = regexp.MustCompile(`^[0-9a-fA-F]{7,63}$`)

	kernelTag     = regexp.MustCompile(`^(?:refs/tags/)?v?(\d+\.\d+(?:\.\d+){0,2}(?:-rc\d+)?)$`)
	debianVersion = regexp.MustCompile(`^(?:\d+:)?(\d[\w.+~]*?)(?:[~+]dfsg[\w.+~]*)?(?:-[\w.+~]+)?$`)
)

// RefKind tells what the reference is.
func (a Address) RefKind() Kind {
	moves := a.Ref == "latest" || a.Ref == "HEAD" || a.Ref == "master" || a.Ref == "main"
	switch {
	case a.Ref == "":
		return None
	case fullID.MatchString(a.Ref):
		return Commit
	case moves:
		return Branch
	case a.Release() != "", a.Forge == Elixir:
		return Release
	case a.Forge == DebSources:
		if debianVersion.MatchString(a.Ref) {
			return Release
		}
		return Branch // the name of a suite
	case shortID.MatchString(a.Ref):
		return Abbreviated
	}
	return Branch
}

// Pinned tells whether the address leads to the same text for ever: it has a
// full commit or blob id, or a release.
func (a Address) Pinned() bool {
	kind := a.RefKind()
	return a.Blob != "" || kind == Commit || kind == Release
}

// Linux tells whether the project is the Linux kernel, in a repository whose
// release tags are those of kernel.org.
func (a Address) Linux() bool {
	switch a.Forge {
	case GitHub:
		return a.Project == "torvalds/linux" || a.Project == "gregkh/linux"
	case Elixir, DebSources:
		return a.Project == "linux"
	case GitLab:
		return a.host == "gitlab.com" && (a.Project == "linux-kernel/stable" || a.Project == "linux-kernel/linux")
	case CGit, GitWeb:
		return a.host == "git.kernel.org" && (strings.HasSuffix(a.Project, "/linux.git") || strings.HasSuffix(a.Project, "/linux-stable.git"))
	}
	return false
}

// Release is the release of the kernel that the reference names, as
// "6.12.107", else "".
func (a Address) Release() string {
	if !a.Linux() {
		return ""
	}
	form := kernelTag
	if a.Forge == DebSources {
		form = debianVersion
	}
	if m := form.FindStringSubmatch(a.Ref); m != nil {
		return strings.Replace(m[1], "~rc", "-rc", 1)
	}
	return ""
}

// ReleaseRef is how the forge of the address spells a release of the kernel.
// Of Debian's sources it is the first version that was made of it.
func (a Address) ReleaseRef(release string) string {
	if a.Forge == DebSources {
		return strings.Replace(release, "-rc", "~rc", 1) + "-1"
	}
	return "v" + release
}
