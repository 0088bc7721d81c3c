package kernel

import (
	"archive/tar"
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tarText makes a tar of names and texts in turn.
func tarText(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := 0; i+1 < len(files); i += 2 {
		if err := w.WriteHeader(&tar.Header{Name: files[i], Mode: 0o644, Size: int64(len(files[i+1]))}); err != nil {
			t.Fatal(err)
		}
		w.Write([]byte(files[i+1]))
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFilesExcluded(t *testing.T) {
	for text, want := range map[string][]string{
		"Format: x\nFiles-Excluded: a/b.txt\n c/d e\nComment:\n f\n\nFiles-Excluded: no\n": {"a/b.txt", "c/d", "e"},
		"Files-Excluded:\n a\r\n b\r\n": {"a", "b"},
		"files-excluded: a":             {"a"},
		"Files: *\n":                    nil,
		"":                              nil,
	} {
		if diff := cmp.Diff(want, filesExcluded(text)); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}

func TestCovers(t *testing.T) {
	for _, tt := range []struct {
		pattern, path string
		want          bool
	}{
		{"drivers/video/fbdev/nvidia", "drivers/video/fbdev/nvidia/nv_hw.c", true},
		{"drivers/video/fbdev/nvidia", "drivers/video/fbdev/nvidia", true},
		{"drivers/video/fbdev/nvidia/", "drivers/video/fbdev/nvidia/nv_hw.c", true},
		{"drivers/video/fbdev/nvidia", "drivers/video/fbdev/nvidia.c", false},
		{"drivers/video/fbdev/nvidia", "x/drivers/video/fbdev/nvidia", false},
		{"*.bin", "firmware/a/b.bin", true},
		{"a/*.txt", "a/b/c.txt", true},
		{"a?c", "abc", true},
		{"a?c", "ac", false},
		{`a\*c`, "a*c", true},
		{`a\*c`, "abc", false},
		{"a.c", "abc", false},
		{"./a", "a", true},
	} {
		if got := covers(tt.pattern, tt.path); got != tt.want {
			t.Errorf("%q covers %q: %v", tt.pattern, tt.path, got)
		}
	}
}

func TestCompareReleases(t *testing.T) {
	want := []string{"5.19", "6.1", "6.1.4", "6.9.12", "6.12-rc2", "6.12-rc10", "6.12", "6.12.7", "6.12.107", "10.0"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, CompareReleases)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, r := range want {
		if !IsRelease(r) {
			t.Errorf("%s is no release", r)
		}
	}
	for _, r := range []string{"", "6", "v6.1", "6.1.", "latest", "6.1-rc", "6.1\n", "6.1.2.3.4", "-6.1"} {
		if IsRelease(r) {
			t.Errorf("%q is a release", r)
		}
	}
}

func TestReleaseOf(t *testing.T) {
	for version, want := range map[string]string{
		"6.12.107-1": "6.12.107", "6.16.3-1~bpo13+1": "6.16.3", "6.13~rc2-1~exp1": "6.13-rc2", "1:6.1-2": "6.1", "7.0": "7.0", "": "",
	} {
		if got := releaseOf(version); got != want {
			t.Errorf("%s: %s, want %s", version, got, want)
		}
	}
}

func TestAkin(t *testing.T) {
	can := []string{"6.1.4", "6.1.8", "6.12.8", "6.12.9", "7.0"}
	if diff := cmp.Diff([]string{"6.12.8", "6.12.9"}, akin("6.12.100", can)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"6.1.8", "6.12.9", "7.0"}, akin("5.4", can)); diff != "" {
		t.Error(diff)
	}
}

func TestCheckMakefile(t *testing.T) {
	const rest = "EXTRAVERSION =\nVERSION = 9\n"
	for _, tt := range []struct{ text, release, want string }{
		{"# x\nVERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 107\n" + rest, "6.12.107", ""},
		{"VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\n" + rest, "6.12", ""},
		{"VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 0\n" + rest, "6.12.0", ""},
		{"VERSION = 6\nPATCHLEVEL = 13\nSUBLEVEL = 0\nEXTRAVERSION = -rc2\n", "6.13-rc2", ""},
		{"VERSION = 6\nPATCHLEVEL = 12\nSUBLEVEL = 1\n" + rest, "6.12", `is of release "6.12.1"`},
		{"all:\n\ttrue\n", "6.12", `is of release "."`},
		{"", "6.12", "no Makefile"},
	} {
		err := checkMakefile(tt.text, tt.release)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: %v, want %q", tt.release, err, tt.want)
		}
	}
}

func TestReadTree(t *testing.T) {
	for _, data := range []string{"100644 a", "100644 a\x00short", "noblank\x00aaaaaaaaaaaaaaaaaaaa"} {
		if _, err := readTree([]byte(data), 20); err == nil {
			t.Errorf("%q was read", data)
		}
	}
}

func TestErrorsAreApart(t *testing.T) {
	err := error(&Unreachable{"linux 6.1", ErrExcluded})
	if !errors.Is(err, ErrExcluded) || err.Error() != "linux 6.1: source not reachable: not in this source" {
		t.Error(err)
	}
}
