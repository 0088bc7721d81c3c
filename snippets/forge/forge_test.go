package forge

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const sha = "0123456789abcdef0123456789abcdef01234567"

var addresses = []struct {
	url  string
	want Address
	kind Kind
}{
	{"https://github.com/torvalds/linux/blob/" + sha + "/net/ipv4/af_inet.c#L1909",
		Address{Forge: GitHub, Project: "torvalds/linux", Clone: "https://github.com/torvalds/linux", Ref: sha, Path: "net/ipv4/af_inet.c", First: 1909, Last: 1909}, Commit},
	{"http://www.github.com/gregkh/linux/blame/v6.12.107/Makefile?plain=1#L3-L5",
		Address{Forge: GitHub, Project: "gregkh/linux", Clone: "https://github.com/gregkh/linux", Ref: "v6.12.107", Path: "Makefile", First: 3, Last: 5}, Release},
	{"https://github.com/torvalds/linux/blob/master/fs/exec.c#L10C3-L20C5",
		Address{Forge: GitHub, Project: "torvalds/linux", Clone: "https://github.com/torvalds/linux", Ref: "master", Path: "fs/exec.c", First: 10, Last: 20}, Branch},
	{"https://github.com/torvalds/linux/blob/0123456/fs/exec.c",
		Address{Forge: GitHub, Project: "torvalds/linux", Clone: "https://github.com/torvalds/linux", Ref: "0123456", Path: "fs/exec.c"}, Abbreviated},
	{"https://github.com/torvalds/linux/blob/refs/tags/v6.12/fs/exec.c",
		Address{Forge: GitHub, Project: "torvalds/linux", Clone: "https://github.com/torvalds/linux", Ref: "refs/tags/v6.12", Path: "fs/exec.c"}, Release},
	{"https://github.com/a/b/blob/topic%2Fone/caf%C3%A9/x%20y.c#usage",
		Address{Forge: GitHub, Project: "a/b", Clone: "https://github.com/a/b", Ref: "topic/one", Path: "café/x y.c"}, Branch},
	{"https://github.com/a/b/blob/topic/one/x.c", // where the branch ends nothing tells
		Address{Forge: GitHub, Project: "a/b", Clone: "https://github.com/a/b", Ref: "topic", Path: "one/x.c"}, Branch},
	{"https://github.com/torvalds/linux/tree/v6.12/fs/exec.c#L10",
		Address{Forge: GitHub, Project: "torvalds/linux", Clone: "https://github.com/torvalds/linux", Ref: "v6.12", Path: "fs/exec.c", First: 10, Last: 10}, Release},
	{"https://raw.githubusercontent.com/torvalds/linux/v6.12/漢/x.c",
		Address{Forge: GitHub, Project: "torvalds/linux", Clone: "https://github.com/torvalds/linux", Ref: "v6.12", Path: "漢/x.c"}, Release},
	{"https://gitlab.com/linux-kernel/sub/stable/-/blob/v6.12/kernel/fork.c?ref_type=tags#L10-20",
		Address{Forge: GitLab, Project: "linux-kernel/sub/stable", Clone: "https://gitlab.com/linux-kernel/sub/stable.git", Ref: "v6.12", Path: "kernel/fork.c", First: 10, Last: 20}, Branch},
	{"https://elixir.bootlin.com/linux/v6.12.107/source/net/ipv4/af_inet.c#L10",
		Address{Forge: Elixir, Project: "linux", Ref: "v6.12.107", Path: "net/ipv4/af_inet.c", First: 10, Last: 10}, Release},
	{"https://elixir.bootlin.com/linux/latest/source/net/ipv4/af_inet.c",
		Address{Forge: Elixir, Project: "linux", Ref: "latest", Path: "net/ipv4/af_inet.c"}, Branch},
	{"https://elixir.bootlin.com/glibc/glibc-2.41/source/csu/libc-start.c#L111",
		Address{Forge: Elixir, Project: "glibc", Ref: "glibc-2.41", Path: "csu/libc-start.c", First: 111, Last: 111}, Release},
	{"https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/fs/exec.c?h=v6.12&id=" + sha + "#n10",
		Address{Forge: CGit, Project: "pub/scm/linux/kernel/git/torvalds/linux.git", Clone: "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git", Ref: sha, Path: "fs/exec.c", First: 10, Last: 10}, Commit},
	{"https://git.kernel.org/pub/scm/linux/kernel/git/stable/linux.git/plain/fs/exec.c?h=v6.12-rc3",
		Address{Forge: CGit, Project: "pub/scm/linux/kernel/git/stable/linux.git", Clone: "https://git.kernel.org/pub/scm/linux/kernel/git/stable/linux.git", Ref: "v6.12-rc3", Path: "fs/exec.c"}, Release},
	{"http://127.0.0.1:8080/x.git/tree/a.c",
		Address{Forge: CGit, Project: "x.git", Clone: "http://127.0.0.1:8080/x.git", Path: "a.c"}, None},
	{"https://git.savannah.gnu.org/cgit/make.git/tree/src/main.c?h=4.4.1",
		Address{Forge: CGit, Project: "cgit/make.git", Clone: "https://git.savannah.gnu.org/git/make.git", Ref: "4.4.1", Path: "src/main.c"}, Branch},
	{"https://sourceware.org/git/?p=glibc.git;a=blob;f=elf/rtld.c;h=" + sha + ";hb=HEAD#l111",
		Address{Forge: GitWeb, Project: "glibc.git", Clone: "https://sourceware.org/git/glibc.git", Ref: "HEAD", Blob: sha, Path: "elf/rtld.c", First: 111, Last: 111}, Branch},
	{"https://sourceware.org/git/gitweb.cgi?p=binutils-gdb.git&a=blob&hb=" + sha + "&f=ld/a%2Bb.c",
		Address{Forge: GitWeb, Project: "binutils-gdb.git", Clone: "https://sourceware.org/git/binutils-gdb.git", Ref: sha, Path: "ld/a+b.c"}, Commit},
	{"https://sourceware.org/git/gitweb.cgi/glibc.git/blob/refs/heads/master:/elf/rtld.c#l5",
		Address{Forge: GitWeb, Project: "glibc.git", Clone: "https://sourceware.org/git/glibc.git", Ref: "refs/heads/master", Path: "elf/rtld.c", First: 5, Last: 5}, Branch},
	{"https://sources.debian.org/src/linux/6.12.107-1/net/ipv4/af_inet.c/?hl=1909#L1909",
		Address{Forge: DebSources, Project: "linux", Ref: "6.12.107-1", Path: "net/ipv4/af_inet.c", First: 1909, Last: 1909}, Release},
	{"https://sources.debian.org/src/linux/latest/Makefile/",
		Address{Forge: DebSources, Project: "linux", Ref: "latest", Path: "Makefile"}, Branch},
	{"https://sources.debian.org/src/glibc/trixie/csu/libc-start.c/",
		Address{Forge: DebSources, Project: "glibc", Ref: "trixie", Path: "csu/libc-start.c"}, Branch},
}

func TestParse(t *testing.T) {
	for _, tt := range addresses {
		got, ok, err := Parse(tt.url)
		if !ok || err != nil {
			t.Errorf("%s: %v, %v", tt.url, ok, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got, cmpopts.IgnoreUnexported(Address{})); diff != "" {
			t.Errorf("%s: -want +got:\n%s", tt.url, diff)
		}
		if got.RefKind() != tt.kind || got.String() != tt.url {
			t.Errorf("%s: reads as %s, its reference is of the kind %q, not %q", tt.url, got, got.RefKind(), tt.kind)
		}
	}
}

func TestNoAddress(t *testing.T) {
	for _, url := range []string{
		"", "#L10", "x.c#L10", "mailto:a@b", "ftp://github.com/a/b/blob/c/d", "https://github.com", "https://github.com/torvalds/linux",
		"https://github.com/torvalds/linux/tree/master/net", "https://github.com/torvalds/linux/commit/" + sha, "https://github.com/a/b/issues/1#L1",
		"https://elixir.bootlin.com/linux/v6.12/C/ident/ip_rcv", "https://elixir.bootlin.com/linux/v6.12/source",
		"https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/commit/?id=" + sha, "https://git.kernel.org/pub/scm/linux/kernel/git/torvalds/linux.git/tree/net/",
		"https://git.kernel.org/linus/" + sha, "https://sourceware.org/git/?p=glibc.git;a=commit;h=" + sha, "https://example.org/?a=blob",
		"https://sources.debian.org/src/linux/", "https://sources.debian.org/src/linux/6.12.107-1/", "https://www.kernel.org/doc/html/latest/",
		"https://gitlab.com/a/b/-/tree/main/x", "https://gitlab.com/a/b/-/merge_requests/1",
	} {
		if a, ok, err := Parse(url); ok || err != nil {
			t.Errorf("%s: %+v, %v", url, a, err)
		}
	}
}

func TestBroken(t *testing.T) {
	const blob = "https://github.com/torvalds/linux/blob/"
	for url, want := range map[string]string{
		blob + sha + "/fs/exec.c#L0":                   "no line 0",
		blob + sha + "/fs/exec.c#L20-L10":              "backwards, from 20 to 10",
		blob + sha + "/fs/exec.c#l20":                  "the form is #L10",
		blob + sha + "/fs/exec.c#L20-":                 "leads to no line",
		blob + sha + "/fs/exec.c#20":                   "leads to no line",
		blob + sha + "/fs/exec.c#L99999999999":         "no file has a line",
		blob + sha + "/fs/../exec.c":                   `".."`,
		blob + sha + "/%2e%2e/exec.c":                  `".."`,
		blob + sha + "/fs//exec.c":                     "empty part",
		blob + sha + "/fs/%zz.c":                       "percent-encoded",
		blob + sha + "/fs/a%0ab.c":                     "control character",
		blob + sha:                                     "names no file",
		blob + sha + "/":                               "names no file",
		"https://sourceware.org/git/?p=x.git;a=blob":   "names no file",
		"https://x.org/a.git/tree/b.c#L10":             "the form is #n10",
		"https://sourceware.org/a.git/blob/HEAD:/b#n1": "the form is #l10",
	} {
		_, ok, err := Parse(url)
		if !ok || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, %v; want an error with %q", url, ok, err, want)
		}
	}
}

func TestWith(t *testing.T) {
	for _, tt := range []struct {
		url, ref, path string
		first, last    int
		want           string
	}{
		{"https://github.com/torvalds/linux/blob/master/fs/exec.c?plain=1#L7", sha, "fs/exec.c", 7, 7, "https://github.com/torvalds/linux/blob/" + sha + "/fs/exec.c?plain=1#L7"},
		{"https://github.com/torvalds/linux/blob/master/fs/exec.c#L10C3-L20C5", "v6.12", "fs/a b.c", 11, 21, "https://github.com/torvalds/linux/blob/v6.12/fs/a%20b.c#L11C3-L21C5"},
		{"https://github.com/torvalds/linux/blob/master/x.c#L10-L20", "a/b", "x.c", 5, 5, "https://github.com/torvalds/linux/blob/a%2Fb/x.c#L5"},
		{"https://github.com/torvalds/linux/blob/master/x.c#L10", "master", "x.c", 0, 0, "https://github.com/torvalds/linux/blob/master/x.c"},
		{"https://gitlab.com/a/b/-/blob/main/x.c", "main", "x.c", 3, 4, "https://gitlab.com/a/b/-/blob/main/x.c#L3-4"},
		{"https://x.org/a.git/tree/b.c", sha, "b.c", 3, 4, "https://x.org/a.git/tree/b.c?h=" + sha + "#n3"},
		{"https://x.org/a.git/tree/b.c?h=main#n1", "v1/2", "b.c", 1, 1, "https://x.org/a.git/tree/b.c?h=v1/2#n1"},
		{"https://x.org/git/?p=g.git;a=blob;f=csu/s.c;h=" + sha + ";hb=HEAD#l111", "v2", "csu/a+b.c", 112, 112, "https://x.org/git/?p=g.git;a=blob;f=csu/a%2Bb.c;hb=v2#l112"},
		{"https://x.org/git/?h=" + sha + ";p=g.git;a=blob;f=s.c", "v2", "s.c", 0, 0, "https://x.org/git/?p=g.git;a=blob;f=s.c;hb=v2"},
		{"https://sources.debian.org/src/linux/6.12.107-1/Makefile/?hl=3#L3", "6.1.176-1", "Makefile", 4, 4, "https://sources.debian.org/src/linux/6.1.176-1/Makefile/?hl=4#L4"},
	} {
		a, _, err := Parse(tt.url)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.With(tt.ref, tt.path, tt.first, tt.last); got != tt.want {
			t.Errorf("%s with %s, %s, %d-%d:\n got %s\nwant %s", tt.url, tt.ref, tt.path, tt.first, tt.last, got, tt.want)
		}
	}
}

func TestReleases(t *testing.T) {
	for url, want := range map[string]string{
		"https://github.com/torvalds/linux/blob/v6.12/x.c":                                          "6.12",
		"https://github.com/someone/linux/blob/v6.12/x.c":                                           "",
		"https://github.com/torvalds/linux/blob/master/x.c":                                         "",
		"https://elixir.bootlin.com/linux/v6.12-rc1/source/x.c":                                     "6.12-rc1",
		"https://elixir.bootlin.com/musl/v1.2.5/source/x.c":                                         "",
		"https://git.kernel.org/pub/a/stable/linux.git/tree/x.c?h=v6.12.107":                        "6.12.107",
		"https://example.org/pub/a/stable/linux.git/tree/x.c?h=v6.12.107":                           "",
		"https://gitlab.com/linux-kernel/stable/-/blob/v6.12.107/x.c":                               "6.12.107",
		"https://gitlab.com/someone/stable/-/blob/v6.12.107/x.c":                                    "",
		"https://git.kernel.org/?p=linux/kernel/git/stable/linux.git;a=blob;f=x.c;hb=v6.12.107#l19": "6.12.107",
		"https://sources.debian.org/src/linux/6.12.107-1/x.c/":                                      "6.12.107",
		"https://sources.debian.org/src/linux/6.13~rc7-1~exp1/x.c/":                                 "6.13-rc7",
		"https://sources.debian.org/src/glibc/2.41-12/csu/libc-start.c/#L1":                         "",
	} {
		a, _, err := Parse(url)
		if got := a.Release(); err != nil || got != want {
			t.Errorf("%s: release %q, %v; want %q", url, got, err, want)
		}
		if want == "" {
			continue
		}
		if b, _, err := Parse(a.With(a.ReleaseRef("5.15.3"), a.Path, 0, 0)); err != nil || b.Release() != "5.15.3" {
			t.Errorf("%s moved to 5.15.3 is %s: %v", url, b, err)
		}
	}
}

func TestShown(t *testing.T) {
	for got, want := range map[string]string{
		AtGitHub("6.12.107", "fs/exec.c", 3, 5): "https://github.com/gregkh/linux/blob/v6.12.107/fs/exec.c#L3-L5",
		AtGitHub(sha, "a b/exec.c", 3, 3):       "https://github.com/torvalds/linux/blob/" + sha + "/a%20b/exec.c#L3",
		AtElixir("6.12.107", "fs/exec.c", 3, 5): "https://elixir.bootlin.com/linux/v6.12.107/source/fs/exec.c#L3-L5",
		AtElixir("6.12", "fs/exec.c", 0, 0):     "https://elixir.bootlin.com/linux/v6.12/source/fs/exec.c",
	} {
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if _, ok, err := Parse(got); !ok || err != nil {
			t.Errorf("%s: %v, %v", got, ok, err)
		}
	}
}

// FuzzParse holds that an address says again what was read of it, byte for byte
// where nothing is changed, and what it was told to say where something is.
func FuzzParse(f *testing.F) {
	for _, tt := range addresses {
		f.Add(tt.url, "v6.1", "a/b c.c", 3, 4)
		f.Add(tt.url, "top/ic+1", "x+y;&#é.c", 0, 0)
	}
	f.Fuzz(func(t *testing.T, url, ref, path string, first, last int) {
		a, ok, err := Parse(url)
		if !ok || err != nil {
			return
		}
		if got := a.With(a.Ref, a.Path, a.First, a.Last); got != url {
			t.Fatalf("%q with what it says itself is %q", url, got)
		}
		if checkPath(path) != nil || strings.ContainsAny(ref, ":\x00") || strings.HasPrefix(ref, "refs/") || ref == "" || first < 0 || last < first || last > maxLine || (first == 0) != (last == 0) {
			return
		}
		if first == 0 && strings.Contains(url, "/tree/") { // without a line it may be a folder
			return
		}
		if a.Forge == DebSources && strings.HasSuffix(path, "/") {
			return
		}
		moved := a.With(ref, path, first, last)
		b, ok, err := Parse(moved)
		if !ok || err != nil {
			t.Fatalf("%q with %q, %q, %d-%d is %q: %v, %v", url, ref, path, first, last, moved, ok, err)
		}
		if a.Forge == CGit || a.Forge == GitWeb {
			last = first
		}
		if b.Ref != ref || b.Path != path || b.First != first || b.Last != last || b.Forge != a.Forge || b.Project != a.Project || b.Clone != a.Clone {
			t.Fatalf("%q with %q, %q, %d-%d is %q, which says %+v", url, ref, path, first, last, moved, b)
		}
	})
}

// TestRoundTrip walks every address to another and back.
func TestRoundTrip(t *testing.T) {
	for _, tt := range addresses {
		a, _, _ := Parse(tt.url)
		if a.Ref == "" || a.Blob != "" {
			continue // what was added stays, what went does not come back
		}
		b, _, err := Parse(a.With("v5.15", "other/file.c", a.First+10*min(a.First, 1), a.Last+10*min(a.Last, 1)))
		if err != nil {
			t.Fatal(err)
		}
		back, _, err := Parse(b.With(a.Ref, a.Path, a.First, a.Last))
		if err != nil || back.Ref != a.Ref || back.Path != a.Path || back.First != a.First || back.Last != a.Last {
			t.Errorf("%s: there and back again is %s (%v)", tt.url, back, err)
		}
	}
}
