package engine

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// agentOfDefault is the agent as the toolchain has compiled it that has a gcc and
// has been made.
func agentOfDefault(t *testing.T) string {
	t.Helper()
	gccs, _ := filepath.Glob("/var/cache/knotes/images/*/rootfs/usr/bin/gcc")
	if cache, err := os.UserCacheDir(); err == nil {
		more, _ := filepath.Glob(filepath.Join(cache, "knotes/images/*/rootfs/usr/bin/gcc"))
		gccs = append(gccs, more...)
	}
	if err := (Bubblewrap{}).Check(t.Context()); err != nil || len(gccs) == 0 {
		t.Skip("no toolchain image with a gcc has been made, or none can be run: ", err)
	}
	root := strings.TrimSuffix(gccs[0], "/usr/bin/gcc")
	path, err := agentOf(t.Context(), Image{Rootfs: root}, bubblewrapRun)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// TestAgentOf compiles an agent once for an image, and in another one for an
// image that has no compiler.
func TestAgentOf(t *testing.T) {
	cache := t.TempDir()
	roots := map[string]Image{}
	for name, dir := range map[string]string{"with": "images/a", "without": "images/b", "compiler": "images/" + compiler.Key()} {
		root := filepath.Join(cache, dir, "rootfs")
		if err := os.MkdirAll(root, 0o755); err != nil {
			t.Fatal(err)
		}
		roots[name] = Image{Rootfs: root}
	}
	if err := os.WriteFile(filepath.Join(cache, "images", compiler.Key(), "packages.json"), []byte(`{"gcc":"1"}`), 0o644); err != nil {
		t.Fatal(err)
	}
	var ran atomic.Int32
	run := func(ctx context.Context, img Image, _ string, in io.Reader) (*exec.Cmd, error) {
		ran.Add(1)
		script := "cat >/dev/null; printf 'from %s' \"$0\""
		if img.Rootfs == roots["without"].Rootfs {
			script = "echo half of it; exit 1"
		}
		cmd := exec.CommandContext(ctx, "sh", "-c", script, filepath.Base(filepath.Dir(img.Rootfs)))
		cmd.Stdin = in
		return cmd, nil
	}
	for _, tt := range []struct {
		image, want string
		runs        int32 // in all
	}{{"with", "from a", 1}, {"with", "from a", 1}, {"without", "from " + compiler.Key(), 3}, {"compiler", "from " + compiler.Key(), 3}} {
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				path, err := agentOf(t.Context(), roots[tt.image], run)
				if err != nil {
					t.Error(err)
				}
				if got, _ := os.ReadFile(path); string(got) != tt.want {
					t.Errorf("%s: got %q, want %q", tt.image, got, tt.want)
				}
			})
		}
		wg.Wait()
		if n := ran.Load(); n != tt.runs {
			t.Errorf("%s: compiled %d times, want %d", tt.image, n, tt.runs)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(cache, "images/*/*.new-*")); len(left) > 0 {
		t.Errorf("%q are left", left)
	}
}

// SanitizedAgent compiles the agent for an image so that it ends, and says why,
// at the first access or operation that C leaves undefined. No warning is let
// pass.
func SanitizedAgent(t testing.TB, img Image) string {
	t.Helper()
	const script = `gcc -std=gnu11 -g -O1 -Wall -Wextra -Werror -fsanitize=address,undefined -fno-sanitize-recover=all -x c -o /tmp/agent - && cat /tmp/agent`
	// It knows nothing of an environment; what it frees is kept from use for so
	// many MB only, as there are limits of memory.
	source := append(bytes.Clone(agentSource()), "const char *__asan_default_options(void);\nconst char *__asan_default_options(void) { return \"detect_leaks=0:quarantine_size_mb=2\"; }\n"...)
	cmd, err := bubblewrapRun(context.Background(), img, script, bytes.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	var binary bytes.Buffer
	cmd.Stdout = &binary
	if _, err := output(cmd); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "agent")
	if err := os.WriteFile(path, binary.Bytes(), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

// TortureAgent sends an agent what is no request, cut off and with absurd
// numbers among such as are: it may give up, not run wild.
func TortureAgent(t *testing.T, img Image) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 60 {
		c, err := Bubblewrap{}.Start(t.Context(), Spec{Image: img, Limits: Limits{Memory: 512 << 20, Processes: 64, Disk: 8 << 20}})
		if err != nil {
			t.Fatal(err)
		}
		garbage := badRequests(random)
		inner := c.(*container)
		go io.Copy(io.Discard, inner.out)
		inner.in.Write(garbage) // it may be gone before the end of it
		inner.in.Close()
		ended := time.AfterFunc(20*time.Second, inner.kill)
		inner.cmd.Wait()
		if !ended.Stop() {
			t.Errorf("run %d: it does not end: %q", i, garbage)
		}
		if said := inner.errs.String(); strings.Contains(said, "Sanitizer") || strings.Contains(said, "runtime error") {
			t.Fatalf("run %d: %q:\n%s", i, garbage, said)
		}
		c.Close()
	}
}

// badRequests makes requests of which the last one at least is wrong.
func badRequests(r *rand.Rand) []byte {
	numbers := []string{"0", "1", "3", "70000", "-1", "1073741825", "9223372036854775807", "99999999999999999999", "x", "", "+5", "0x10"}
	verbs := []string{"file", "files", "reset", "vary", "made", "run list", "run eval", "run nosuch", "run", "line", "", "\x00", strings.Repeat("long", 2000)}
	good := []string{
		"file 420 1 2\nahi", "file 493 5 0\na/b/c", "files\n", "run list 500 1000 6 0\necho x", "made 1000 100000\n", "line 10 10 1 2\nab\x00",
		"run list 300 1000 3 6\ncat(gdb) ", "run plain 300 10 1 3\n)\x00\x00\x00", "vary 1 3 0 0\n", "run list 200 100 8 0\nsleep 99",
	}
	var b bytes.Buffer
	for range r.IntN(4) {
		b.WriteString(good[r.IntN(len(good))])
	}
	b.WriteString(verbs[r.IntN(len(verbs))])
	for range r.IntN(6) {
		fmt.Fprintf(&b, " %s", numbers[r.IntN(len(numbers))])
	}
	b.WriteByte('\n')
	for range r.IntN(300) {
		b.WriteByte(byte(r.UintN(256)))
	}
	return b.Bytes()
}
