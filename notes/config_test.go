package notes

import (
	"strings"
	"testing"
	"time"
)

func TestParseConfig(t *testing.T) {
	c, err := ParseConfig("knotes.toml", []byte(`
title = "T"
[[notebooks]]
name = "linux"
dir = "notes"
[limits]
time = "1m"
disk = "2MiB"
[toolchains.kernel]
packages = ["gcc"]
`))
	if err != nil {
		t.Fatal(err)
	}
	if got := time.Duration(c.Limits.Time); got != time.Minute {
		t.Errorf("time = %v", got)
	}
	if c.Limits.Disk != 2<<20 || c.Limits.Memory != 1<<30 {
		t.Errorf("disk = %d, memory = %d", c.Limits.Disk, c.Limits.Memory)
	}
	if r, ok := c.Recipe("kernel"); !ok || r.Suite != "trixie" {
		t.Errorf("toolchain kernel = %+v, %v", r, ok)
	}
}

func TestParseConfigErrors(t *testing.T) {
	for _, tt := range []struct{ name, src, want string }{
		{"unknown key", "titel = \"x\"\n", `knotes.toml:1:1: unknown key "titel"; did you mean "title"?`},
		{"unknown key in a table", "[limits]\ntme = \"1s\"\n", `knotes.toml:2:1: unknown key "limits.tme"; did you mean "limits.time"?`},
		{"unknown key, all are named", "a = 1\nb = 2\n", "knotes.toml:1:1: unknown key \"a\"; known are title, baseURL, repository, branch, notebooks, rules, toolchain, toolchains, limits, kernel\nknotes.toml:2:1: unknown key \"b\""},
		{"unknown key of another toolchain", "[toolchains.kernel]\npacakges = []\n", `knotes.toml:2:1: unknown key "toolchains.kernel.pacakges"; did you mean "toolchains.kernel.packages"?`},
		{"unknown table", "[limit]\ntime = \"1s\"\n", `knotes.toml:1:2: unknown key "limit"; did you mean "limits"?`},
		{"wrong type", "[limits]\nprocesses = \"x\"\n", "knotes.toml:2:13: limits.processes must be a whole number, this is of type string"},
		{"wrong type of a list", "[toolchain]\npackages = \"gcc\"\n", `knotes.toml:2:12: toolchain.packages must be a list such as ["a", "b"], this is of type string`},
		{"not a table", "limits = 1\n", "knotes.toml:1:10: limits must be a table, this is of type integer"},
		{"no unit of time", "\n[limits]\ntime = 5\n", `knotes.toml:2:1: time and note are at least a millisecond; write a duration such as "20s"`},
		{"no unit of size", "[limits]\nmemory = 5\n", `knotes.toml:1:1: output, memory and disk are at least a kibibyte; write a size such as "512MiB"`},
		{"no process", "[limits]\nprocesses = 0\n", "knotes.toml:1:1: processes = 0: at least one must run"},
		{"twice", "title = \"a\"\ntitle = \"b\"\n", "knotes.toml:2:1: key title is already defined"},
		{"not UTF-8", "title = \"\xff\"\n", "knotes.toml:1:"},
		{"bad pattern", "[[notebooks]]\nname = \"a\"\ndir = \"x\"\nfiles = [\"[\"]\n", `knotes.toml:1:1: notebook "a": files: "[" is no pattern; write a path such as "docs/*.md"`},
		{"bad expression", "[[rules]]\nmatch = '('\nskip = 'x'\n", "knotes.toml:2:9: error parsing regexp"},
		{"split", "[[notebooks]]\nname=\"a\"\ndir=\"x\"\nsplit=7\n", "knotes.toml:1:1: split = 7: a heading's level is 1 to 6"},
		{"name of a toolchain", "[toolchains.\"a b\"]\n", "knotes.toml:1:1: a toolchain needs a name of letters"},
		{"not TOML", "title = \n", "knotes.toml:1:"},
		{"bad size", "[limits]\nmemory = \"lots\"\n", "knotes.toml:2:"},
		{"no name", "\n[[notebooks]]\ndir = \"x\"\n", "knotes.toml:2:1: a notebook needs a name"},
		{"a name that leads out", "[[notebooks]]\nname = \"../x\"\ndir = \"x\"\n", `knotes.toml:1:1: a notebook needs a name of one word, got "../x"`},
		{"a name of two words", "[[notebooks]]\nname = \"a b\"\ndir = \"x\"\n", `knotes.toml:1:1: a notebook needs a name of one word, got "a b"`},
		{"two of a name", "[[notebooks]]\nname=\"a\"\ndir=\"x\"\n[[notebooks]]\nname=\"a\"\ndir=\"y\"\n", `knotes.toml:4:1: two notebooks are named "a"`},
		{"dir and git", "[[notebooks]]\nname=\"a\"\n", `knotes.toml:1:1: notebook "a" needs either dir or git`},
		{"image without digest", "[toolchain]\nimage = \"gcc:14\"\n", `knotes.toml:1:1: image = "gcc:14" has no digest, so it could change under the notes: write NAME@sha256:`},
		{"image that is an option", "\n[toolchains.x]\nimage = \"--x@sha256:" + strings.Repeat("0", 64) + "\"\n", "knotes.toml:2:1: image ="},
		{"package that is none", "[toolchain]\npackages = [\"gcc; id\"]\n", `knotes.toml:1:1: "gcc; id" cannot be a suite or package of Debian`},
		{"bad snapshot", "[toolchain]\nsnapshot = \"yesterday\"\n", `knotes.toml:1:1: snapshot = "yesterday" is not a time`},
		{"key of the kernel", "[kernel]\ntarbal = \"x\"\n", `knotes.toml:2:1: unknown key "kernel.tarbal"; did you mean "kernel.tarball"?`},
		{"release with a v", "\n[kernel]\nrelease = \"v6.12.107\"\n", `knotes.toml:2:1: release = "v6.12.107": write it without the v: "6.12.107"`},
		{"release that is none", "[kernel]\nrelease = \"latest\"\n", `knotes.toml:1:1: release = "latest" is no release of the kernel; write one such as "6.12.107"`},
		{"mirror that is an option", "[kernel]\ngit = \"--upload-pack=x\"\n", `knotes.toml:1:1: git = "--upload-pack=x" is no address`},
		{"hash that is none", "[kernel]\nrelease = \"6.12\"\ntarball = \"x\"\nsha256 = \"abc\"\n", `knotes.toml:1:1: sha256 = "abc" is no SHA-256`},
		{"hash of nothing", "[kernel]\nsha256 = \"" + strings.Repeat("0", 64) + "\"\n", "knotes.toml:1:1: sha256 is the hash of tarball, which is missing"},
		{"tarball of nothing", "[kernel]\ntarball = \"linux.tar.xz\"\n", "knotes.toml:1:1: tarball needs release"},
		{"URL without a hash", "[kernel]\nrelease = \"6.12\"\ntarball = \"https://example.org/linux-6.12.tar.xz\"\n", "knotes.toml:1:1: a tarball that is downloaded needs sha256"},
		{"tarball from elsewhere", "[kernel]\nrelease = \"6.12\"\ntarball = \"ftp://example.org/linux.tar.xz\"\n", `knotes.toml:1:1: tarball = "ftp://example.org/linux.tar.xz" is neither a file nor an http or https address`},
		{"repository that is no web address", "title = \"a\"\nrepository = \"git@example.org:a/b.git\"\n", `knotes.toml:2:1: repository: "git@example.org:a/b.git" is no web address of one; write such as "https://`},
		{"repository without a path", "repository = \"https://example.org/\"\n", `knotes.toml:1:1: repository: "https://example.org/" is no web address of one`},
		{"rule without reason", "[[rules]]\nmatch='x'\n", "knotes.toml:1:1: a rule needs match and skip"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ParseConfig("knotes.toml", []byte(tt.src))
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("error = %v, want it to begin with %q", err, tt.want)
			}
		})
	}
}

func FuzzParseConfig(f *testing.F) {
	f.Add([]byte("title = \"T\"\n[[notebooks]]\nname = \"n\"\ndir = \"d\"\nfiles = [\"*.md\"]\n[limits]\ntime = \"1s\"\n[toolchains.k]\npackages = []\n"))
	f.Add([]byte("[[rules]]\nmatch = '^x'\nskip = 'y'\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := ParseConfig("knotes.toml", data)
		if err == nil && (c.Limits.Time <= 0 || c.Limits.Processes <= 0) {
			t.Errorf("limits %+v", c.Limits)
		}
		if err != nil && !strings.HasPrefix(err.Error(), "knotes.toml") {
			t.Errorf("error without a place: %v", err)
		}
	})
}
