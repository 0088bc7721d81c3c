package engine

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseCgroups(t *testing.T) {
	const v1 = "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755\n" +
		"35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n" +
		"36 31 0:33 / /sys/fs/cgroup/pids rw,relatime shared:9 - cgroup cgroup rw,pids\n" +
		"40 31 0:37 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n"
	for _, tt := range []struct {
		name, mountinfo, cgroup string
		want                    cgroupPaths
	}{
		{"version 2", "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n", "0::/user.slice/user-1000.slice/session-2.scope\n",
			cgroupPaths{"": {"/sys/fs/cgroup", "/sys/fs/cgroup/user.slice/user-1000.slice/session-2.scope"}}},
		{"version 1", v1, "8:pids:/\n4:memory:/a/b\n0::/\n",
			cgroupPaths{"": {"/sys/fs/cgroup/unified", "/sys/fs/cgroup/unified"}, "memory": {"/sys/fs/cgroup/memory", "/sys/fs/cgroup/memory/a/b"}, "pids": {"/sys/fs/cgroup/pids", "/sys/fs/cgroup/pids"}}},
		{"two controllers at one place", "35 31 0:32 / /cg rw - cgroup cgroup rw,cpu,memory,pids\n", "4:cpu,memory,pids:/a\n",
			cgroupPaths{"memory": {"/cg", "/cg/a"}, "pids": {"/cg", "/cg/a"}}},
		{"a container sees its own part", "30 23 0:26 /docker/x /sys/fs/cgroup ro - cgroup2 cgroup ro\n", "0::/docker/x/y\n",
			cgroupPaths{"": {"/sys/fs/cgroup", "/sys/fs/cgroup/y"}}},
		{"and what is not in it", "30 23 0:26 /docker/x /sys/fs/cgroup ro - cgroup2 cgroup ro\n", "0::/elsewhere\n",
			cgroupPaths{"": {"/sys/fs/cgroup", "/sys/fs/cgroup"}}},
		{"nothing", "1 1 0:1 / / rw - ext4 /dev/sda rw\n", "", cgroupPaths{}},
	} {
		if diff := cmp.Diff(tt.want, parseCgroups(tt.mountinfo, tt.cgroup), cmp.AllowUnexported(cgroupPath{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// fakeUnified makes folders that look like a unified hierarchy; each is given
// what its children may have.
func fakeUnified(t *testing.T, dirs map[string]string) (mount string) {
	t.Helper()
	mount = t.TempDir()
	for dir, control := range dirs {
		path := filepath.Join(mount, dir)
		for name, text := range map[string]string{"cgroup.controllers": "cpu memory pids", "cgroup.subtree_control": control, "cgroup.procs": ""} {
			if err := errors.Join(os.MkdirAll(path, 0o755), os.WriteFile(filepath.Join(path, name), []byte(text), 0o644)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return mount
}

func TestUnifiedPlace(t *testing.T) {
	mount := fakeUnified(t, map[string]string{".": "memory pids", "user": "cpu memory pids", "user/app": "memory pids", "user/app/run.scope": ""})
	at := cgroupPaths{"": {mount, filepath.Join(mount, "user/app/run.scope")}}
	got, err := at.unifiedPlace()
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(mount, "user/app"); got.memory != want {
		t.Errorf("got %s, want %s", got.memory, want)
	}
	g, err := newCgroup(got, Limits{Memory: 1 << 20, Processes: 10})
	if g != nil || !errors.Is(err, fs.ErrNotExist) { // the kernel would have made the files
		t.Errorf("got %v, %v in a folder that is no control group", g, err)
	}
	if _, err := (cgroupPaths{}).unifiedPlace(); err == nil {
		t.Error("a place is found where nothing is mounted")
	}
}

// places skips a test where no control group can be had. Where limits are
// version 1's, groups without limits may still be had of version 2.
func places(t *testing.T) []cgroupPlace {
	t.Helper()
	p, err := findCgroupPlace()
	if err != nil {
		t.Skip(err)
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		t.Fatal(err)
	}
	if at, ok := parseCgroups(string(mounts), "0::/\n")[""]; ok && !p.unified && writable(at.own) {
		return []cgroupPlace{p, {unified: true, memory: at.own, processes: at.own}}
	}
	return []cgroupPlace{p}
}

func TestCgroupHoldsFromBirth(t *testing.T) {
	for _, p := range places(t) {
		t.Run(p.String(), func(t *testing.T) { testBirth(t, p) })
	}
}

func testBirth(t *testing.T, p cgroupPlace) {
	g, err := newCgroup(p, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer g.close()
	cmd := exec.Command("cat", "/proc/self/cgroup")
	var out strings.Builder
	cmd.Stdout = &out
	if err := errors.Join(g.start(cmd), cmd.Wait()); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), filepath.Base(g.memory())); n != len(p.parents()) {
		t.Errorf("of %d groups the process was born in %d:\n%s", len(p.parents()), n, out.String())
	}
	own, err := os.ReadFile("/proc/thread-self/cgroup")
	if err != nil || strings.Contains(string(own), cgroupPrefix) {
		t.Errorf("this thread has stayed in the group: %v\n%s", err, own)
	}
	if hit := g.hit(); hit != "" {
		t.Errorf("hit %q", hit)
	}
}

func TestSweep(t *testing.T) {
	for _, p := range places(t) {
		t.Run(p.String(), func(t *testing.T) { testSweep(t, p) })
	}
}

func testSweep(t *testing.T, p cgroupPlace) {
	held, err := newCgroup(p, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	defer held.close()
	left, err := newCgroup(p, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(context.Background(), "sleep", strconv.Itoa(1000))
	if err := left.start(cmd); err != nil {
		t.Fatal(err)
	}
	for _, dir := range left.dirs {
		dir.Close() // as the kernel does when a run is killed
	}
	p.sweep()
	if err := cmd.Wait(); err == nil {
		t.Error("the process in the abandoned group has ended by itself")
	}
	for _, dir := range left.dirs {
		if _, err := os.Stat(dir.Name()); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s is left: %v", dir.Name(), err)
		}
	}
	if _, err := os.Stat(held.memory()); err != nil {
		t.Errorf("a group in use was removed: %v", err)
	}
}
