package cmd

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/kernel/kerneltest"
)

// kernelProject is a project with a cache of its own, in which run runs a command.
func kernelProject(t *testing.T) (run func(args ...string) (status int, out, errs string)) {
	t.Helper()
	dir := t.TempDir()
	for d := dir; d != filepath.Dir(os.TempDir()) && d != os.TempDir(); d = filepath.Dir(d) {
		if err := os.Chmod(d, 0o755); err != nil { // else root takes the system's cache
			t.Fatal(err)
		}
	}
	t.Setenv("XDG_CACHE_HOME", dir)
	if cache, err := cacheDir(); err != nil || !strings.HasPrefix(cache, dir) {
		t.Skipf("the cache would be %s, %v", cache, err)
	}
	t.Chdir(dir)
	return func(args ...string) (int, string, string) {
		var out, errs bytes.Buffer
		status := Main(t.Context(), args, Streams{In: strings.NewReader(""), Out: &out, Err: &errs})
		return status, out.String(), errs.String()
	}
}

func configure(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile("knotes.toml", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestKernelFromFile(t *testing.T) {
	run := kernelProject(t)
	data := kerneltest.Tar(t, "6.1.9", map[string]string{"a.c": "int a;\n"})
	if err := os.Mkdir("sources", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("sources/linux.tar", data, 0o644); err != nil {
		t.Fatal(err)
	}
	config := "[kernel]\nrelease = \"6.1.9\"\ntarball = \"sources/linux.tar\"\nsha256 = \"%s\"\n"
	configure(t, fmt.Sprintf(config, strings.Repeat("0", 64)))
	if status, out, errs := run("kernel"); status != exitTool || out != "" || !strings.Contains(errs, "linux.tar is cut short or another file") {
		t.Errorf("a wrong hash: %d\n%s%s", status, out, errs)
	}
	configure(t, fmt.Sprintf(config, fmt.Sprintf("%x", sha256.Sum256(data))))
	if _, out, _ := run("doctor"); !strings.Contains(out, "missing  kernel source: linux 6.1.9 is not here yet: knotes kernel gets it") {
		t.Errorf("doctor says\n%s", out)
	}
	if err := os.Chdir("sources"); err != nil { // a tarball's path is one of the project
		t.Fatal(err)
	}
	status, out, errs := run("kernel")
	if status != exitWell || !strings.HasPrefix(out, "linux 6.1.9 is in ") || !strings.Contains(errs, "imported linux 6.1.9 in ") {
		t.Errorf("the first time: %d\n%s%s", status, out, errs)
	}
	if status, out, errs := run("kernel", "v6.1.9"); status != exitWell || !strings.HasPrefix(out, "linux 6.1.9 is in ") || errs != "" {
		t.Errorf("once more: %d\n%s%s", status, out, errs)
	}
	if _, out, _ := run("doctor"); !strings.Contains(out, "works    kernel source: linux 6.1.9 in ") {
		t.Errorf("doctor says\n%s", out)
	}
}

func TestKernelUsage(t *testing.T) {
	run := kernelProject(t)
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"kernel"}, "which release? set [kernel] release in knotes.toml, or name one"},
		{[]string{"kernel", "latest"}, `"latest" is no release of the kernel; name one such as 6.12.107`},
		{[]string{"kernel", "6.1", "6.2"}, "accepts at most 1 arg(s)"},
		{[]string{"kernel", "--list", "6.1"}, "--list lists all releases; it takes no argument"},
	} {
		if status, _, errs := run(tt.args...); status != exitUsage || !strings.Contains(errs, tt.want) {
			t.Errorf("%v: %d, %s", tt.args, status, errs)
		}
	}
	if _, out, _ := run("doctor"); !strings.Contains(out, "unset    kernel source: [kernel] release is not set in knotes.toml") {
		t.Errorf("doctor says\n%s", out)
	}
}

func TestKernelWithoutApt(t *testing.T) {
	run := kernelProject(t)
	t.Setenv("PATH", "")
	status, _, errs := run("kernel", "6.1")
	if status != exitTool || !strings.Contains(errs, "apt-get not found") || !strings.Contains(errs, "set [kernel] tarball and sha256 in knotes.toml") {
		t.Errorf("%d, %s", status, errs)
	}
}
