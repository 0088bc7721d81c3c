package engine

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
)

func TestContainerfile(t *testing.T) {
	got := containerfile(Recipe{Suite: "trixie", Packages: []string{"gcc", "make"}, Snapshot: "20261101T000000Z"})
	const want = `FROM debian:trixie-slim
RUN rm -rf /etc/apt/sources.list.d/* && echo 'deb [check-valid-until=no] http://snapshot.debian.org/archive/debian/20261101T000000Z/ trixie main' >/etc/apt/sources.list
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends '?priority(required)' '?priority(important)' gcc make && rm -rf /var/lib/apt/lists/* /var/cache/apt/*
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestCheckSubIDs(t *testing.T) {
	u := &user.User{Username: "ann", Uid: "1001"}
	for _, tt := range []struct{ text, want string }{
		{"ann:100000:65536\n", ""},
		{"# who\n1001:100000:65536\n", ""},
		{"", "an ordinary user needs a range in /etc/subuid: usermod --add-subuids 100000-165535 ann"},
		{"bob:100000:65536\nann:400000:10\n", "an ordinary user needs a range in /etc/subuid: usermod --add-subuids 400010-465545 ann"},
	} {
		err := checkSubIDs(tt.text, "/etc/subuid", "--add-subuids", u)
		if got := fmt.Sprint(err); got != tt.want && !(err == nil && tt.want == "") {
			t.Errorf("%q: got %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestLay(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("etc/passwd", "root:x:0:0::/root:/bin/sh\nubuntu:x:1000:1000::/home/ubuntu:/bin/sh\nlast:x:10000:1000::/:/bin/sh\n")
	if err := lay(dir); err != nil {
		t.Fatal(err)
	}
	got, _ := os.ReadFile(filepath.Join(dir, "etc/passwd"))
	if want := "root:x:0:0::/root:/bin/sh\nlast:x:10000:1000::/:/bin/sh\nknotes:x:1000:1000:knotes:/note:/bin/bash\n"; string(got) != want {
		t.Errorf("etc/passwd is %q, want %q", got, want)
	}
	if info, err := os.Stat(filepath.Join(dir, "note")); err != nil || info.Mode() != os.ModeDir|os.ModeSticky|0o777 {
		t.Errorf("note: %v, %v", info, err)
	}

	// A link that leads out of the image is an error, and leads to nothing.
	outside := filepath.Join(t.TempDir(), "passwd")
	evil := t.TempDir()
	os.Mkdir(filepath.Join(evil, "etc"), 0o755)
	if err := os.Symlink(outside, filepath.Join(evil, "etc/passwd")); err != nil {
		t.Fatal(err)
	}
	if err := lay(evil); err == nil {
		t.Error("a link out of the image was followed")
	}
	if _, err := os.Stat(outside); err == nil {
		t.Error("a file outside of the image was written")
	}
}

// registry serves one image, of one layer, under any name.
func registry(t *testing.T, layer []byte) (host, digest string) {
	t.Helper()
	blobs := map[string][]byte{}
	add := func(data []byte) string {
		sum := sha256.Sum256(data)
		d := "sha256:" + hex.EncodeToString(sum[:])
		blobs[d] = data
		return d
	}
	descriptor := func(media string, data []byte) map[string]any {
		return map[string]any{"mediaType": media, "size": len(data), "digest": add(data)}
	}
	marshal := func(v any) []byte {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	config := marshal(map[string]any{"architecture": "amd64", "os": "linux", "rootfs": map[string]any{"type": "layers", "diff_ids": []string{add(layer)}}})
	const media = "application/vnd.docker.distribution.manifest.v2+json"
	manifest := marshal(map[string]any{
		"schemaVersion": 2, "mediaType": media,
		"config": descriptor("application/vnd.docker.container.image.v1+json", config),
		"layers": []any{descriptor("application/vnd.docker.image.rootfs.diff.tar", layer)},
	})
	digest = add(manifest)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Docker-Distribution-API-Version", "registry/2.0")
		at := strings.LastIndex(r.URL.Path, "/")
		id := r.URL.Path[at+1:]
		data, ok := blobs[id]
		switch {
		case r.URL.Path == "/v2/":
			return
		case !ok:
			http.NotFound(w, r)
			return
		case id == digest:
			w.Header().Set("Content-Type", media)
		}
		w.Header().Set("Docker-Content-Digest", id)
		w.Header().Set("Content-Length", fmt.Sprint(len(data)))
		if r.Method != http.MethodHead {
			w.Write(data)
		}
	}))
	t.Cleanup(srv.Close)
	return strings.TrimPrefix(srv.URL, "http://"), digest
}

// TestPulledImage takes an image by digest from a registry with each container
// engine, and runs it with bubblewrap and with that engine.
func TestPulledImage(t *testing.T) {
	for _, m := range ImageMakers(true) {
		t.Run(m.Name(), func(t *testing.T) {
			o := m.(digestMaker).oci
			if err := o.Check(t.Context()); err != nil {
				t.Skip(err)
			}
			t.Run("without a shell", func(t *testing.T) { testPullUseless(t, o) })
			t.Run("small", func(t *testing.T) { testPull(t, o) })
		})
	}
}

// trust lets an engine take images from a registry without TLS; docker does so
// from this machine.
func trust(t *testing.T, host string) {
	file := filepath.Join(t.TempDir(), "registries.conf")
	if err := os.WriteFile(file, fmt.Appendf(nil, "[[registry]]\nlocation = %q\ninsecure = true\n", host), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CONTAINERS_REGISTRIES_CONF", file)
}

func testPullUseless(t *testing.T, o *oci) {
	var layer bytes.Buffer
	w := tar.NewWriter(&layer)
	w.WriteHeader(&tar.Header{Name: "bin/sh", Mode: 0o755, Typeflag: tar.TypeReg})
	w.Close()
	host, digest := registry(t, layer.Bytes())
	trust(t, host)
	r := Recipe{Image: host + "/useless@" + digest}
	defer exec.Command(o.program, "image", "rm", r.Image).Run()
	err := digestMaker{o}.fill(t.Context(), r, filepath.Join(t.TempDir(), "rootfs"))
	if want := r.Image + " has no bash, no head, no chmod, no rm: a note runs in bash"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("got %v, want %s…", err, want)
	}
}

func testPull(t *testing.T, o *oci) {
	host, digest := registry(t, smallLayer(t))
	trust(t, host)
	r := Recipe{Image: host + "/small@" + digest}
	defer exec.Command(o.program, "image", "rm", r.Image).Run()
	cache := t.TempDir()
	if err := openToAll(cache); err != nil {
		t.Fatal(err)
	}
	dir := imageDir(cache, r)
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := makeImage(t.Context(), digestMaker{o}, dir, r, os.Stderr); err != nil {
		t.Fatal(err)
	}
	img, packages, err := FindImage(cache, r)
	if err != nil {
		t.Fatal(err)
	}
	if packages["bash"] == "" || !strings.HasPrefix(img.ID, "sha256:") || img.ID == digest {
		t.Errorf("of the image is known: %v, %d packages", img.ID, len(packages))
	}
	img.Agent = agentOfDefault(t) // there is no compiler in this one
	for _, e := range []Engine{Bubblewrap{}, o} {
		if e.Check(t.Context()) != nil {
			continue
		}
		c, err := e.Start(t.Context(), Spec{Image: img})
		if err != nil {
			t.Fatal(err)
		}
		got, err := c.Run(context.Background(), Command{Text: "whoami; pwd; touch x && getent hosts knotes | grep -o knotes && grep -c knotes /etc/passwd"})
		if want := "knotes\n/note\nknotes\n1\n"; err != nil || string(got.Output) != want {
			t.Errorf("%s: got %q, %v, want %q", e.Name(), got.Output, err, want)
		}
		c.Close()
	}
	name, err := o.load(t.Context(), img)
	if err == nil {
		exec.Command(o.program, "image", "rm", "--force", name).Run()
	}
}

// TestContainerfileImage makes an image with each container engine that has
// Debian's own image already, as that takes the network.
func TestContainerfileImage(t *testing.T) {
	for _, e := range []Engine{Docker(), Podman()} {
		t.Run(e.Name(), func(t *testing.T) {
			o := e.(*oci)
			if exec.Command(o.program, "image", "inspect", "debian:trixie-slim").Run() != nil {
				t.Skipf("%s has no image debian:trixie-slim", o.program)
			}
			r := Recipe{Suite: "trixie", Packages: []string{"file"}}
			cache := t.TempDir()
			dir := imageDir(cache, r)
			if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := makeImage(t.Context(), containerfileMaker{o}, dir, r, os.Stderr); err != nil {
				t.Fatal(err)
			}
			_, packages, err := FindImage(cache, r)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"file", "bash", "perl-base", "tar", "procps"} { // the last one is "important"
				if packages[name] == "" {
					t.Errorf("there is no %s in it", name)
				}
			}
		})
	}
}

// openToAll lets the unprivileged user that root's containers run as into a
// test's folder.
func openToAll(dir string) error {
	for ; dir != os.TempDir() && dir != "/"; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			return err
		}
	}
	return nil
}

// smallLayer is what a note needs of the default toolchain, where that has been
// made.
func smallLayer(t *testing.T) []byte {
	t.Helper()
	cache, err := os.UserCacheDir()
	if os.Geteuid() == 0 {
		cache = "/var/cache"
	}
	roots, _ := filepath.Glob(filepath.Join(cache, "knotes/images/*/rootfs"))
	if err != nil || len(roots) == 0 {
		t.Skip("no toolchain image has been made; run: knotes image")
	}
	args := []string{"-c", "-C", roots[0]}
	for _, path := range []string{
		"dev/*", "note", "etc/shadow*", "etc/gshadow*", "usr/share", "usr/include", "usr/libexec", "usr/sbin", "usr/bin/*-linux-gnu-*", "usr/bin/gdb",
		"usr/lib/gcc", "usr/lib/python3*", "usr/lib/systemd", "usr/lib/udev", "usr/lib/file", "usr/lib/linux", "usr/lib/*/*.a", "usr/lib/*/*san.so*",
		"usr/lib/*/libpython*", "usr/lib/*/gconv", "usr/lib/*/systemd", "var/cache", "var/lib/dpkg/info",
	} {
		args = append(args, "--exclude=./"+path)
	}
	layer, err := exec.Command("tar", append(args, ".")...).Output()
	if err != nil {
		t.Fatal(err)
	}
	return layer
}
