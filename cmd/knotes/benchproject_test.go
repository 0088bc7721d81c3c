package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/engine"
	"golang.org/x/sync/errgroup"
)

// jobs is how many notes run at once, in knotes and in the yardstick.
const jobs = "2"

// benchProject is a notebook in a folder of its own, with a cache of its own
// that has the user's toolchain images.
type benchProject struct {
	*testing.B
	dir, bin, cache string
	root            string // the toolchain image
}

// usage is what one run of a command took.
type usage struct {
	wall time.Duration
	peak int64 // bytes resident; 0 where it was not one process
}

func newBenchProject(b *testing.B) *benchProject {
	if err := (engine.Bubblewrap{}).Check(b.Context()); err != nil {
		b.Skip(err)
	}
	p := &benchProject{B: b, dir: b.TempDir(), bin: b.TempDir(), cache: b.TempDir()}
	if err := os.Chmod(filepath.Dir(p.cache), 0o755); err != nil { // bubblewrap does not run as root
		b.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	p.root = toolchainRoot(b)
	images := filepath.Dir(filepath.Dir(p.root))
	if err := os.Mkdir(filepath.Join(p.cache, "knotes"), 0o755); err != nil {
		b.Fatal(err)
	}
	for link, to := range map[string]string{
		filepath.Join(p.bin, "knotes"): self, filepath.Join(p.bin, "hugo-alone"): self, // by these names it is the command
		filepath.Join(p.cache, "knotes", "images"): images,
	} {
		if err := os.Symlink(to, link); err != nil {
			b.Fatal(err)
		}
	}
	p.file("knotes.toml", "[[notebooks]]\nname = \"n\"\ndir = \"notes\"\n")
	return p
}

// toolchainRoot finds the default toolchain where the command keeps it.
func toolchainRoot(b *testing.B) string {
	c, err := notes.FindConfig(".")
	if err != nil {
		b.Fatal(err)
	}
	key := engine.Recipe(c.Toolchain).Key()
	own, _ := os.UserCacheDir()
	for _, cache := range []string{own, "/var/cache"} {
		root := filepath.Join(cache, "knotes", "images", key, "rootfs")
		if _, err := os.Stat(root); err == nil {
			return root
		}
	}
	b.Skip("there is no toolchain image yet: knotes image")
	return ""
}

func (p *benchProject) file(name, text string) {
	p.Helper()
	file := filepath.Join(p.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		p.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		p.Fatal(err)
	}
}

// echoNotes writes notes of trivial steps.
func (p *benchProject) echoNotes(notes, steps int) {
	for i := range notes {
		var b strings.Builder
		fmt.Fprintf(&b, "# Note %d\n\n", i)
		for j := range steps {
			fmt.Fprintf(&b, "Step %d of note %d says which it is.\n\n```console\n$ echo %[1]d %d\n%[1]d %[2]d\n```\n\n", j, i)
		}
		p.file(fmt.Sprintf("notes/c/note%d.md", i), b.String())
	}
}

// compileNotes writes notes that compile a program of their own and look at
// what came out, in a folder each.
func (p *benchProject) compileNotes(notes int) {
	const steps = "gcc -c a.c|size a.o|objdump -h a.o|readelf -S a.o|nm a.o|gcc -o a a.o|objdump -d a.o|readelf -l a"
	for i := range notes {
		var b strings.Builder
		fmt.Fprintf(&b, "# Note %d\n\n", i)
		for step := range strings.SplitSeq(steps, "|") {
			fmt.Fprintf(&b, "```console\n$ %s\n```\n\n", step)
		}
		p.file(fmt.Sprintf("notes/c%d/note.md", i), b.String())
		p.file(fmt.Sprintf("notes/c%d/a.c", i), fmt.Sprintf("#include <stdio.h>\n\nint main(int argc, char **argv)\n{\n\tprintf(\"%%d %%s\\n\", argc + %d, argv[0]);\n\treturn 0;\n}\n", i))
	}
}

// knotes returns what runs the command in the project.
func (p *benchProject) knotes(args ...string) func() usage { return p.program("knotes", args...) }

func (p *benchProject) program(name string, args ...string) func() usage {
	return func() usage {
		cmd := exec.Command(filepath.Join(p.bin, name), args...)
		cmd.Dir = p.dir
		cmd.Env = append(os.Environ(), "XDG_CACHE_HOME="+p.cache)
		begun := time.Now()
		out, err := cmd.CombinedOutput()
		u := usage{wall: time.Since(begun), peak: cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss << 10}
		if err != nil && cmd.ProcessState.ExitCode() != 1 { // 1 says that there is no record yet
			p.Fatalf("%v: %v\n%s", cmd.Args, err, out)
		}
		return u
	}
}

var command = regexp.MustCompile(`(?m)^\$ (.*)$`)

// bare returns what runs the commands of each note in one bash in a container
// that start begins, as many notes at once as knotes does.
func (p *benchProject) bare(start []string) func() usage {
	files, err := filepath.Glob(filepath.Join(p.dir, "notes", "*", "*.md"))
	if err != nil || len(files) == 0 {
		p.Fatal("no notes", err)
	}
	var scripts []string
	for _, file := range files {
		scripts = append(scripts, p.script(file))
	}
	return func() usage {
		begun := time.Now()
		var group errgroup.Group
		group.SetLimit(int(jobs[0] - '0'))
		for _, script := range scripts {
			group.Go(func() error {
				cmd := exec.Command(start[0], start[1:]...)
				if os.Geteuid() == 0 && start[0] == "bwrap" {
					cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
				}
				cmd.Stdin = strings.NewReader(script)
				out, err := cmd.CombinedOutput()
				if err != nil {
					return fmt.Errorf("%v: %w\n%s", cmd.Args, err, out)
				}
				return nil
			})
		}
		if err := group.Wait(); err != nil {
			p.Fatal(err)
		}
		return usage{wall: time.Since(begun)}
	}
}

// script is a note's programs and commands as input of a shell.
func (p *benchProject) script(file string) string {
	note, err := os.ReadFile(file)
	if err != nil {
		p.Fatal(err)
	}
	var b strings.Builder
	if program, err := os.ReadFile(filepath.Join(filepath.Dir(file), "a.c")); err == nil {
		fmt.Fprintf(&b, "cat >a.c <<'END'\n%sEND\n", program)
	}
	for _, m := range command.FindAllStringSubmatch(string(note), -1) {
		b.WriteString(m[1] + "\n")
	}
	return b.String()
}

func (p *benchProject) bubblewrap() []string {
	return []string{
		"bwrap", "--unshare-all", "--die-with-parent", "--ro-bind", p.root, "/", "--proc", "/proc", "--dev", "/dev",
		"--tmpfs", "/tmp", "--tmpfs", "/note", "--chdir", "/note", "bash",
	}
}

func (p *benchProject) docker() []string {
	name, err := exec.Command("docker", "image", "ls", "--format", "{{.Repository}}:{{.Tag}}", "knotes").Output()
	image, _, _ := strings.Cut(string(name), "\n")
	if err != nil || image == "" {
		p.Fatal("docker has no toolchain image", err)
	}
	return []string{"docker", "run", "--rm", "--interactive", "--network", "none", "--tmpfs", "/note", "--workdir", "/note", image, "bash"}
}

// compare runs the yardstick and the command in turn and reports the medians.
func (p *benchProject) compare(unit string, yardstick, command func() usage) {
	var ratios, ms, mb []float64
	yardstick() // warm
	command()
	for p.Loop() {
		y, c := yardstick(), command()
		ratios = append(ratios, c.wall.Seconds()/y.wall.Seconds())
		ms = append(ms, c.wall.Seconds()*1000)
		mb = append(mb, float64(c.peak)/1e6)
	}
	p.ReportMetric(0, "ns/op") // of both together: it says nothing
	p.ReportMetric(median(ratios), unit)
	p.ReportMetric(median(ms), "ms")
	p.ReportMetric(median(mb), "MB")
}

func median(x []float64) float64 {
	slices.Sort(x)
	return x[len(x)/2]
}
