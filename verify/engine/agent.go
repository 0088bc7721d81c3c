package engine

import (
	"bytes"
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
)

// The agent is a program in C, without anything but itself in it: an interpreter
// would take longer to start than all else in a container. It is compiled once
// for each image, by the image's own compiler in a container, and kept beside it.
//
//go:embed agent/agent.h agent/*.c
var agentFiles embed.FS

// agentParts are its files, in the order in which they make one.
var agentParts = []string{
	"agent.h", "buf.c", "frames.c", "proc.c", "limits.c", "terminal.c", "shell.c", "mark.c", "step.c", "program.c", "files.c", "vary.c", "main.c",
}

// agentSource is the agent as one file, in which errors name the single ones.
var agentSource = sync.OnceValue(func() []byte {
	var b bytes.Buffer
	for _, name := range agentParts {
		part, err := agentFiles.ReadFile("agent/" + name)
		if err != nil {
			panic(err) // it is embedded
		}
		fmt.Fprintf(&b, "#line 1 %q\n", name)
		b.Write(bytes.Replace(part, []byte("#include \"agent.h\"\n"), []byte("\n"), 1))
	}
	return b.Bytes()
})

// compileAgent is run in an image: C goes in, an executable comes out.
const compileAgent = `gcc -std=gnu11 -O2 -static -s -x c -o /tmp/agent - && cat /tmp/agent`

// agentName identifies the agent and the way in which it is compiled.
var agentName = sync.OnceValue(func() string {
	sum := sha256.Sum256(append(agentSource(), compileAgent...))
	return "agent-" + hex.EncodeToString(sum[:8])
})

// compiler is the image in which the agent is compiled for those that have no
// compiler, or not all that it takes.
var compiler = Recipe{Suite: "trixie", Packages: []string{"gcc", "libc6-dev"}}

// runner runs a shell script in a container of an image, which may write to /tmp
// and nowhere else.
type runner func(ctx context.Context, img Image, script string, in io.Reader) (*exec.Cmd, error)

// agentOf returns the executable of the agent for an image, compiling it at first
// need.
func agentOf(ctx context.Context, img Image, run runner) (string, error) {
	if img.Agent != "" {
		return img.Agent, nil
	}
	dir := filepath.Dir(img.Rootfs)
	path := filepath.Join(dir, agentName())
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	lock := flock.New(dir + ".lock")
	if _, err := lock.TryLockContext(ctx, 100*time.Millisecond); err != nil {
		return "", err
	}
	defer lock.Unlock()
	if _, err := os.Stat(path); err == nil {
		return path, nil // compiled by who held the lock
	}
	err := keepAgent(ctx, img, path, run)
	cache := filepath.Dir(filepath.Dir(dir))
	if err == nil || ctx.Err() != nil || dir == imageDir(cache, compiler) {
		return path, err
	}
	if err2 := takeAgent(ctx, cache, path, run); err2 != nil {
		return "", errors.Join(err, err2)
	}
	return path, nil
}

// takeAgent puts the agent that the compiler's image has at path.
func takeAgent(ctx context.Context, cache, path string, run runner) error {
	other, _, err := OpenImage(ctx, cache, compiler, io.Discard)
	if err != nil {
		return err
	}
	agent, err := agentOf(ctx, other, run)
	if err != nil {
		return err
	}
	return os.Link(agent, path)
}

// keepAgent compiles the agent and puts it at path, whole or not at all.
func keepAgent(ctx context.Context, img Image, path string, run runner) error {
	cmd, err := run(ctx, img, compileAgent, bytes.NewReader(agentSource()))
	if err != nil {
		return err
	}
	var binary bytes.Buffer
	cmd.Stdout = &binary
	if _, err := output(cmd); err != nil {
		return fmt.Errorf("compiling what types the commands in a container: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), agentName()+".new-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // of no effect once renamed
	_, err = f.Write(binary.Bytes())
	if err := errors.Join(err, f.Chmod(0o755), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
