package cmd

import (
	"testing"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/report"
)

// TestLockRecorded wants the lock to name what records were written with, and
// to be left alone where none was.
func TestLockRecorded(t *testing.T) {
	cfg := &notes.Config{Root: t.TempDir()}
	toolchain := func(version string) report.Toolchain {
		packages := map[string]string{"gcc": version}
		return report.Toolchain{ID: notes.ToolchainID(packages), Suite: "trixie", Packages: packages}
	}
	lock := &notes.Lock{}
	lock.Set("default", notes.LockedToolchain(toolchain("old")))
	for _, tt := range []struct {
		name                    string
		written                 bool
		wantDefault, wantKernel string
	}{
		{"nothing written", false, "old", "k"}, // the lock did not know it
		{"one written", true, "new", "k"},
	} {
		if err := lock.Write(cfg.Root); err != nil {
			t.Fatal(err)
		}
		r := &report.Report{Environment: report.Environment{Toolchains: map[string]report.Toolchain{
			"default": toolchain("new"), "kernel": toolchain("k"),
		}}}
		r.Add(&report.Note{Toolchain: "default", RecordWritten: tt.written})
		r.Add(&report.Note{Toolchain: "kernel"})
		r.Add(&report.Note{Toolchain: "nothing of it was run"})
		if err := lockRecorded(cfg, r, nil, true); err != nil {
			t.Fatal(err)
		}
		got, err := notes.ReadLock(cfg.Root)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Toolchains) != 2 || got.Toolchains["default"].Packages["gcc"] != tt.wantDefault || got.Toolchains["kernel"].Packages["gcc"] != tt.wantKernel {
			t.Errorf("%s: the lock holds %v", tt.name, got.Toolchains)
		}
	}
}
