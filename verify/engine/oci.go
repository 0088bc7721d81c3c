package engine

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// oci runs containers through the command line of a container engine, so that
// its contexts, remote hosts and credentials are in force.
type oci struct {
	program string
	install string   // what gets it
	remove  []string // arguments that end a container at once
	extra   []string // arguments of "run" of its own
	note    string   // options by which a tmpfs on /note belongs to the user UID
	flags   func() []string
}

// Docker runs containers by the docker command.
func Docker() Engine {
	return &oci{program: "docker", remove: []string{"rm", "--force"}, note: "mode=755,uid=UID,gid=UID", install: "apt-get install docker.io, and start its daemon: systemctl start docker", flags: func() []string { return nil }}
}

// Podman runs containers by the podman command.
func Podman() Engine {
	return &oci{program: "podman", extra: []string{"--read-only-tmpfs=false"}, remove: []string{"rm", "--force", "--time", "0"}, note: "mode=1777", install: "apt-get install podman", flags: sync.OnceValue(podmanFlags)}
}

// Name implements [Engine].
func (o *oci) Name() string { return o.program }

// Check implements [Engine].
func (o *oci) Check(ctx context.Context) error {
	if _, err := exec.LookPath(o.program); err != nil {
		return fmt.Errorf("%w: %s not found: %s", ErrUnavailable, o.program, o.install)
	}
	cmd := exec.CommandContext(ctx, o.program, "info", "--format", "{{json .}}")
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		said := lastLines(string(out)+errs.String(), 1)
		return fmt.Errorf("%w: %s does not answer: %s: %s", ErrUnavailable, o.program, said, o.cure(said))
	}
	if what := unlimitable(out); what != "" {
		return fmt.Errorf("%w: %s cannot limit %s here: an ordinary user's needs cgroup v2, with the controllers memory and pids: boot with systemd.unified_cgroup_hierarchy=1", ErrUnavailable, o.program, what)
	}
	return nil
}

// unlimitable says from what a program tells of itself which limits it would
// ignore, with a warning at most; "" if none. Docker has a word for each, podman
// lists the controllers that it may use.
func unlimitable(info []byte) string {
	var said struct {
		MemoryLimit, PidsLimit *bool
		Host                   *struct{ CgroupControllers []string }
	}
	if json.Unmarshal(info, &said) != nil {
		return "" // a version that says nothing of it
	}
	var what []string
	for _, l := range []struct {
		name, controller string
		docker           *bool
	}{{"memory", "memory", said.MemoryLimit}, {"processes", "pids", said.PidsLimit}} {
		if l.docker != nil && !*l.docker || said.Host != nil && !slices.Contains(said.Host.CgroupControllers, l.controller) {
			what = append(what, l.name)
		}
	}
	return strings.Join(what, " and ")
}

// cure is the command that helps against what the program said.
func (o *oci) cure(said string) string {
	for _, c := range []struct{ sign, command string }{
		{"permission denied while trying to connect", "usermod --append --groups docker USER, and log in again"},
		{"Cannot connect to the Docker daemon", "systemctl start docker, or where there is no systemd: dockerd"},
		{`"newuidmap"`, "apt-get install uidmap"},
		{"/etc/subuid", "usermod --add-subuids 100000-165535 --add-subgids 100000-165535 USER"},
	} {
		if strings.Contains(said, c.sign) {
			return strings.ReplaceAll(c.command, "USER", userName())
		}
	}
	return o.install
}

func userName() string {
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return "USER"
}

// podmanFlags are what podman needs where the machine may not raise limits:
// runc in place of crun, and limits that are there already.
func podmanFlags() []string {
	if unlimited() {
		return nil
	}
	flags := []string{"--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1000:1000"}
	if runc, err := exec.LookPath("runc"); err == nil {
		return append([]string{"--runtime", runc}, flags...)
	}
	if _, err := os.Stat("/usr/sbin/runc"); err == nil {
		return append([]string{"--runtime", "/usr/sbin/runc"}, flags...)
	}
	return flags
}

// Start implements [Engine].
func (o *oci) Start(ctx context.Context, spec Spec) (Container, error) {
	image, err := o.load(ctx, spec.Image)
	if err != nil {
		return nil, err
	}
	path, err := agentOf(ctx, spec.Image, o.run)
	if err != nil {
		return nil, err
	}
	agent, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	// What the program leaves where it is called goes with the container:
	// podman's monitor makes a file named oom there.
	dir, err := os.MkdirTemp("", "knotes-")
	if err != nil {
		return nil, err
	}
	profile := filepath.Join(dir, "seccomp.json")
	if err := os.WriteFile(profile, seccomp, 0o644); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	name := "knotes-" + strings.ToLower(rand.Text())
	args := slices.Concat([]string{"run"}, o.flags(), o.extra)
	args = append(args, o.args(spec, name, profile)...)
	args = append(args, image, "sh", "-c", receiveAgent, "sh", strconv.Itoa(len(agent)))
	cmd := exec.Command(o.program, args...)
	cmd.Dir = dir
	var once sync.Once
	remove := func() {
		once.Do(func() { exec.Command(o.program, append(slices.Clone(o.remove), name)...).Run() })
		cmd.Process.Kill()
	}
	return start(ctx, starting{cmd: cmd, spec: spec, keeper: unkept{dir}, told: true, kill: remove, agent: agent})
}

// receiveAgent puts the agent, of so many bytes, which comes first over its
// standard input, into a file, and becomes it. The file is gone before it begins.
const receiveAgent = `umask 077 && head -c "$1" >/dev/shm/agent && chmod 700 /dev/shm/agent && exec 3</dev/shm/agent && rm /dev/shm/agent && exec /proc/self/fd/3`

// run is a [runner].
func (o *oci) run(ctx context.Context, img Image, script string, in io.Reader) (*exec.Cmd, error) {
	image, err := o.load(ctx, img)
	if err != nil {
		return nil, err
	}
	args := slices.Concat([]string{"run"}, o.flags(), o.extra, []string{
		"--rm", "--interactive", "--pull", "never", "--network", "none", "--read-only", "--cap-drop", "ALL", "--tmpfs", "/tmp",
		"--entrypoint", "", "--log-driver", "none", image, "sh", "-c", script,
	})
	cmd := exec.CommandContext(ctx, o.program, args...)
	cmd.Stdin = in
	return cmd, nil
}

func (o *oci) args(spec Spec, name, profile string) []string {
	uid := "1000"
	if spec.Root {
		uid = "0"
	}
	args := []string{
		"--rm", "--interactive", "--name", name, "--label", "knotes", "--pull", "never",
		"--network", "none", "--hostname", "knotes", "--add-host", "knotes:127.0.0.1", "--user", uid + ":" + uid, "--workdir", "/note",
		"--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--security-opt", "seccomp=" + profile,
		"--ulimit", "core=0:0", "--entrypoint", "", "--log-driver", "none",
	}
	size := ""
	if spec.Limits.Disk > 0 {
		size = ",size=" + strconv.FormatInt(spec.Limits.Disk, 10)
	}
	for _, dir := range writableDirs {
		owner := "mode=1777"
		if dir == "/note" {
			owner = strings.ReplaceAll(o.note, "UID", uid)
		}
		args = append(args, "--tmpfs", dir+":rw,exec,nosuid,nodev,"+owner+size)
	}
	if m := spec.Limits.Memory; m > 0 {
		limit := strconv.FormatInt(m, 10)
		args = append(args, "--memory", limit, "--memory-swap", limit)
	}
	if p := spec.Limits.Processes; p > 0 {
		args = append(args, "--pids-limit", strconv.Itoa(p+overhead))
	}
	if spec.Root {
		args = append(args, "--cap-add", "NET_RAW")
	}
	return args
}

// load makes an image known to the engine, once, and returns its name there.
func (o *oci) load(ctx context.Context, img Image) (string, error) {
	name := "knotes:" + filepath.Base(filepath.Dir(img.Rootfs)) + "-" + strings.TrimPrefix(img.ID, "sha256:")[:16]
	if exec.CommandContext(ctx, o.program, "image", "inspect", name).Run() == nil {
		return name, nil
	}
	// The lock lies in the user's cache: in a folder that all users share, that
	// of one would keep the others out.
	lock := flock.New(filepath.Dir(img.Rootfs) + "." + o.program + ".lock")
	if _, err := lock.TryLockContext(ctx, 100*time.Millisecond); err != nil {
		return "", err
	}
	defer lock.Unlock()
	if exec.CommandContext(ctx, o.program, "image", "inspect", name).Run() == nil {
		return name, nil // loaded by who held the lock
	}
	if err := o.importRootfs(ctx, img.Rootfs, name); err != nil {
		// Of half a stream the program may have made an image all the same.
		exec.Command(o.program, "image", "rm", "--force", name).Run()
		return "", err
	}
	return name, nil
}

func (o *oci) importRootfs(ctx context.Context, rootfs, name string) error {
	args := []string{"-c", "-C", rootfs, "--exclude=./dev/*", "."}
	if os.Geteuid() != 0 { // to whom all of it belongs
		args = append(args, "--owner=0", "--group=0")
	}
	tar := exec.CommandContext(ctx, "tar", args...)
	load := exec.CommandContext(ctx, o.program, "import", "-", name)
	pipe, err := tar.StdoutPipe()
	if err != nil {
		return err
	}
	load.Stdin = pipe
	if err := tar.Start(); err != nil {
		return err
	}
	out, err := load.CombinedOutput()
	err = errors.Join(err, tar.Wait())
	if err != nil {
		return fmt.Errorf("loading the toolchain image into %s: %w: %s", o.program, err, lastLines(string(out), 2))
	}
	return nil
}
