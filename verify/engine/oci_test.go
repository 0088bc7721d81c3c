package engine

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sync/errgroup"
)

// storeScript is a container engine as far as loading an image goes: what it
// imported is a file in its folder, and a line in "log" tells of each change.
const storeScript = `#!/bin/sh
cd "$(dirname "$0")/store" || exit 1
last() { for last; do :; done; }
last "$@"
case "$1 $2" in
"image inspect") test -e "$last" ;;
"image rm") rm -f "$last"; echo "rm $last" >>log ;;
"import -") sleep 0.2; cat >"$last"; echo "import $last" >>log ;;
esac
`

// store returns an engine whose program keeps images in a folder.
func store(t *testing.T) (o *oci, folder string) {
	t.Helper()
	dir := t.TempDir()
	folder = filepath.Join(dir, "store")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(dir, "podman")
	if err := os.WriteFile(program, []byte(storeScript), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return &oci{program: "podman"}, folder
}

// rootfs makes an image of one file in a cache of its own.
func rootfs(t *testing.T) Image {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "0123456789abcdef", "rootfs")
	if err := os.MkdirAll(filepath.Join(dir, "etc"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "etc", "hosts"), []byte("127.0.0.1 localhost\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return Image{ID: "sha256:" + strings.Repeat("ab", 32), Rootfs: dir}
}

// Another user's lock in the shared folder for temporary files, or no such
// folder at all, must not keep a user from loading an image.
func TestLoadOnceWithoutASharedFolder(t *testing.T) {
	o, folder := store(t)
	img := rootfs(t)
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	var group errgroup.Group
	names := make([]string, 3)
	for i := range names {
		group.Go(func() (err error) {
			names[i], err = o.load(t.Context(), img)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	const want = "knotes:0123456789abcdef-abababababababab"
	if got := fmt.Sprint(names); got != fmt.Sprint([]string{want, want, want}) {
		t.Errorf("the image is named %s, want %s", got, want)
	}
	log, err := os.ReadFile(filepath.Join(folder, "log"))
	if err != nil {
		t.Fatal(err)
	}
	if string(log) != "import "+want+"\n" {
		t.Errorf("it was loaded other than once:\n%s", log)
	}
}

// What the program made of a stream that broke off must not be taken for the
// image by the next run.
func TestLoadLeavesNoHalf(t *testing.T) {
	o, folder := store(t)
	img := rootfs(t)
	whole := img.Rootfs
	img.Rootfs = filepath.Join(filepath.Dir(whole), "gone")
	if name, err := o.load(t.Context(), img); err == nil {
		t.Fatalf("a folder that is not there was loaded as %s", name)
	}
	if left, _ := filepath.Glob(filepath.Join(folder, "knotes*")); len(left) > 0 {
		t.Errorf("it left %v behind", left)
	}
	img.Rootfs = whole
	name, err := o.load(t.Context(), img)
	if err != nil {
		t.Fatal(err)
	}
	if data, err := os.ReadFile(filepath.Join(folder, name)); err != nil || !strings.Contains(string(data), "etc/hosts") {
		t.Errorf("%s does not hold the image: %v", name, err)
	}
}

func TestUnlimitable(t *testing.T) {
	for _, tt := range []struct{ info, want string }{
		{`{"MemoryLimit":true,"PidsLimit":true}`, ""},
		{`{"MemoryLimit":true,"PidsLimit":false}`, "processes"},
		{`{"host":{"cgroupVersion":"v1","cgroupControllers":["cpu","memory","pids"]}}`, ""},
		{`{"host":{"cgroupVersion":"v2","cgroupControllers":["cpu","pids"]}}`, "memory"},
		{`{"host":{"cgroupVersion":"v1","cgroupControllers":[]}}`, "memory and processes"},
		{`{"ServerVersion":"1"}`, ""},
	} {
		if got := unlimitable([]byte(tt.info)); got != tt.want {
			t.Errorf("of %s it cannot limit %q, want %q", tt.info, got, tt.want)
		}
	}
}

// A program that would ignore the limits of a note must not run it.
func TestCheckRefusesWithoutLimits(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	o := &oci{program: "podman"}
	for controllers, works := range map[string]bool{`"memory","pids"`: true, ``: false} {
		script := fmt.Sprintf("#!/bin/sh\necho a warning >&2\necho '{\"host\":{\"cgroupControllers\":[%s]}}'\n", controllers)
		if err := os.WriteFile(filepath.Join(dir, "podman"), []byte(script), 0o755); err != nil {
			t.Fatal(err)
		}
		err := o.Check(t.Context())
		switch {
		case works && err != nil:
			t.Errorf("with %s: %v", controllers, err)
		case !works && (!errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), "podman cannot limit memory and processes here")):
			t.Errorf("without any controller: %v", err)
		}
	}
}
