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
		{"not TOML", "title = \n", "knotes.toml:1:"},
		{"bad size", "[limits]\nmemory = \"lots\"\n", "knotes.toml:2:"},
		{"no name", "\n[[notebooks]]\ndir = \"x\"\n", "knotes.toml:2:1: a notebook needs a name"},
		{"two of a name", "[[notebooks]]\nname=\"a\"\ndir=\"x\"\n[[notebooks]]\nname=\"a\"\ndir=\"y\"\n", `knotes.toml:4:1: two notebooks are named "a"`},
		{"dir and git", "[[notebooks]]\nname=\"a\"\n", `knotes.toml:1:1: notebook "a" needs either dir or git`},
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

func TestLock(t *testing.T) {
	l := &Lock{}
	l.Set("default", LockedToolchain{ID: "sha256:1", Suite: "trixie", Packages: map[string]string{"gcc": "14", "as": "1"}})
	text := string(l.Format())
	back, err := ParseLock("knotes.lock", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(back.Format()); got != text {
		t.Errorf("read and written again:\n%s\nwant:\n%s", got, text)
	}
	_, err = ParseLock("knotes.lock", []byte(strings.Replace(text, "toolchain", "<<<<<<< ours\ntoolchain", 1)))
	if want := "knotes.lock:2:1: a merge left its conflict here"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("error = %v, want %q", err, want)
	}
}
