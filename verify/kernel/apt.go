package kernel

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// errGone means that a file which the index names is not in the archive.
var errGone = errors.New("it is not in the archive")

// aptHelper downloads and unpacks as apt does; it is part of the package apt.
const aptHelper = "/usr/lib/apt/apt-helper"

// apt is apt with folders and sources of its own.
type apt struct{ dir string }

// CheckApt says whether releases can be got from Debian's archive here: nil, or
// what is missing and how to get it.
func CheckApt() error {
	if _, err := exec.LookPath("apt-get"); err != nil {
		return errors.New("apt-get not found: Debian's archive is read with it; without it set [kernel] tarball and sha256 in knotes.toml")
	}
	if _, err := os.Stat(aptHelper); err != nil {
		return fmt.Errorf("%w: it is part of the package apt", err)
	}
	if keyring() == "" {
		return errors.New("the keys of Debian's archive are not here: apt-get install debian-archive-keyring")
	}
	return nil
}

// keyring is the file with the keys of Debian's archive, or "".
func keyring() string {
	for _, name := range []string{"/usr/share/keyrings/debian-archive-keyring.gpg", "/usr/share/keyrings/debian-archive-keyring.pgp"} {
		if _, err := os.Stat(name); err == nil {
			return name
		}
	}
	return ""
}

// newApt makes the folders, and a configuration that has of the machine's own
// only how to reach other hosts. Its hooks are for its own package lists.
func newApt(ctx context.Context, dir string) (*apt, error) {
	if _, err := exec.LookPath("apt-get"); err != nil {
		return nil, CheckApt()
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	for _, d := range []string{"state/lists/partial", "cache/archives/partial"} {
		if err := os.MkdirAll(filepath.Join(dir, d), 0o755); err != nil {
			return nil, err
		}
	}
	out, err := exec.CommandContext(ctx, "apt-config", "dump", "Acquire").Output()
	if err != nil {
		return nil, fmt.Errorf("apt-config: %w", err)
	}
	var conf strings.Builder
	for line := range strings.Lines(string(out)) {
		if saysHowToReach(line) {
			conf.WriteString(line)
		}
	}
	fmt.Fprintf(&conf, `Dir::State "%[1]s/state";
Dir::State::status "/dev/null";
Dir::Cache "%[1]s/cache";
Dir::Etc::parts "/dev/null";
Dir::Etc::main "/dev/null";
Dir::Etc::sourcelist "%[1]s/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::Etc::preferences "/dev/null";
APT::Sandbox::User "%[2]s";
APT::Get::List-Cleanup "true";
Acquire::Languages "none";
`, dir, sandbox())
	return &apt{dir}, os.WriteFile(filepath.Join(dir, "apt.conf"), []byte(conf.String()), 0o644)
}

// saysHowToReach tells whether a line of apt's configuration is about proxies
// and the like.
func saysHowToReach(line string) bool {
	name, _, _ := strings.Cut(strings.TrimPrefix(line, "Acquire::"), " ")
	first, _, _ := strings.Cut(name, "::")
	return slices.Contains([]string{"http", "https", "Retries", "ForceIPv4", "ForceIPv6"}, first)
}

// sandbox is the user as whom apt downloads. Its own, _apt, may not look into a
// cache folder that is closed to others.
func sandbox() string {
	if os.Geteuid() == 0 {
		return "root"
	}
	return ""
}

// run runs a program of apt and returns what it printed.
func (a *apt) run(ctx context.Context, name string, args ...string) (string, error) {
	var out, said bytes.Buffer
	c := a.command(ctx, name, args...)
	c.Stdout, c.Stderr = &out, &said
	if err := c.Run(); err != nil {
		if ctx.Err() != nil {
			return "", context.Cause(ctx)
		}
		return "", fmt.Errorf("%s: %s", filepath.Base(name), aptSaid(out.String()+said.String(), err))
	}
	return out.String(), nil
}

func (a *apt) command(ctx context.Context, name string, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, name, args...)
	c.Env = append(os.Environ(), "APT_CONFIG="+filepath.Join(a.dir, "apt.conf"), "LC_ALL=C", "DEBIAN_FRONTEND=noninteractive")
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // with the programs that download
	c.Cancel = func() error { return syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
	c.WaitDelay = 2 * time.Second
	return c
}

// aptSaid picks the errors from what apt has printed.
func aptSaid(said string, err error) string {
	var all []string
	for line := range strings.Lines(said) {
		line = strings.TrimSpace(line)
		for _, mark := range []string{"E: ", "W: GPG error: "} {
			if why, ok := strings.CutPrefix(line, mark); ok && !slices.Contains(all, why) {
				all = append(all, why)
			}
		}
	}
	if strings.Contains(said, "NO_PUBKEY") {
		all = append(all, "for the keys: apt-get install debian-archive-keyring")
	}
	if len(all) == 0 {
		return err.Error()
	}
	return strings.Join(all, "; ")
}

// index gets the index of sources and returns the versions of linux in it.
func (a *apt) index(ctx context.Context, lines []string) ([]candidate, error) {
	if err := os.WriteFile(filepath.Join(a.dir, "sources.list"), []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		return nil, err
	}
	_, failed := a.run(ctx, "apt-get", "-q", "-o", "APT::Update::Error-Mode=any", "update") // what it has got counts: not each suite has updates
	out, err := a.run(ctx, "apt-get", "indextargets", "--format", "$(REPO_URI)\t$(FILENAME)", "Created-By: Sources")
	if err != nil {
		return nil, err
	}
	var all []candidate
	for line := range strings.Lines(out) {
		base, name, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			continue
		}
		found, err := a.read(ctx, base, name)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	if len(all) == 0 {
		return nil, failed
	}
	return all, ctx.Err()
}

// read reads an index, which apt may keep compressed.
func (a *apt) read(ctx context.Context, base, name string) ([]candidate, error) {
	c := a.command(ctx, aptHelper, "cat-file", name)
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.Start(); err != nil {
		return nil, err
	}
	found, err := readSources(bufio.NewReaderSize(out, 1<<20), base)
	io.Copy(io.Discard, out)
	return found, errors.Join(err, c.Wait())
}

// download gets a file of the archive and has apt check its hash. The error
// wraps errGone if the archive does not have it.
func (a *apt) download(ctx context.Context, f poolFile, to string) error {
	_, err := a.run(ctx, aptHelper, "download-file", f.url, to, "SHA256:"+f.sha256)
	if err != nil && strings.Contains(err.Error(), " 404 ") {
		return fmt.Errorf("%s: %w", f.url, errGone)
	}
	return err
}
