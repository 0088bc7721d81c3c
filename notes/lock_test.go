package notes

import (
	"strings"
	"testing"
)

func lockText() string {
	l := &Lock{}
	for _, name := range []string{"default", "kernel"} {
		packages := map[string]string{"gcc": "14", "as": "1"}
		l.Set(name, LockedToolchain{ID: ToolchainID(packages), Suite: "trixie", Packages: packages})
	}
	return string(l.Format())
}

func TestLock(t *testing.T) {
	text := lockText()
	l, err := ParseLock("knotes.lock", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(l.Format()); got != text {
		t.Errorf("read and written again:\n%s\nwant:\n%s", got, text)
	}
	if l.Set("default", l.Toolchains["default"]) {
		t.Error("setting what is there has changed the lock")
	}
	if err := l.Check(DefaultConfig()); err != nil {
		t.Error(err)
	}
	c := DefaultConfig()
	c.Toolchain.Suite = "bookworm"
	want := `knotes.lock: the toolchain default was recorded with suite "trixie", knotes.toml has "bookworm"; run: knotes verify --record`
	if err := l.Check(c); err == nil || err.Error() != want {
		t.Errorf("error = %v, want %q", err, want)
	}
}

func TestLockErrors(t *testing.T) {
	for _, tt := range []struct{ name, old, new, want string }{
		{"conflict", "toolchain default", "<<<<<<< ours\ntoolchain default", "knotes.lock:2:1: a merge left its conflict here; take either side and run: knotes verify --record"},
		{"middle of a conflict", "toolchain kernel", "=======\ntoolchain kernel", "knotes.lock:5:1: a merge left its conflict here"},
		{"unreadable", "package default gcc 14", "package default gcc", `knotes.lock:4:1: cannot read "package default gcc"; the file is written by knotes: restore it from git`},
		{"a package is another", "package default gcc 14", "package default gcc 13", "knotes.lock:2:1: the toolchain default does not agree with its packages below; restore the file from git, or remove it and run: knotes verify --record"},
		{"a package is missing", "package kernel as 1\n", "", "knotes.lock:5:1: the toolchain kernel does not agree with its packages below"},
		{"two versions", "package default gcc 14", "package default gcc 14\npackage default gcc 15", "knotes.lock:5:1: two lines are for package default gcc, the first is line 4"},
		{"two hashes", "toolchain kernel", "toolchain default trixie sha256:0\ntoolchain kernel", "knotes.lock:5:1: two lines are for toolchain default, the first is line 2"},
		{"no toolchain", "package kernel as", "package other as", "knotes.lock:5:1: the toolchain kernel does not agree with its packages below; restore the file from git, or remove it and run: knotes verify --record\nknotes.lock: packages of the toolchain other are named, but it is not"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(lockText(), tt.old, tt.new, 1)
			_, err := ParseLock("knotes.lock", []byte(text))
			if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
				t.Errorf("error = %v, want it to begin with %q", err, tt.want)
			}
		})
	}
}

func FuzzParseLock(f *testing.F) {
	f.Add([]byte(lockText()))
	f.Add([]byte("package a b c\n"))
	f.Add(sourceLock().Format())
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := ParseLock("knotes.lock", data)
		if err != nil {
			return
		}
		back, err := ParseLock("knotes.lock", l.Format())
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		if string(back.Format()) != string(l.Format()) {
			t.Errorf("read and written again: %q, was %q", back.Format(), l.Format())
		}
	})
}
