package names

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// ctagsKinds is what of Universal Ctags' kinds is kept, of C and of assembly.
var ctagsKinds = map[string]Kind{
	"function": Function, "struct": Struct, "union": Union, "enum": Enum, "member": Field,
	"typedef": Typedef, "macro": Macro, "enumerator": Enumerator, "variable": Variable, "externvar": Variable,
	"define": Macro,
}

// ctags is a process of Universal Ctags that reads one file after another.
type ctags struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Scanner
	err bytes.Buffer
}

// findCtags returns the path of Universal Ctags and what it calls itself; ""
// where there is none that can read from a pipe.
func findCtags(ctx context.Context) (path, version string) {
	for _, name := range []string{"ctags-universal", "universal-ctags", "ctags"} {
		path, err := exec.LookPath(name)
		if err != nil {
			continue
		}
		features, err := exec.CommandContext(ctx, path, "--list-features").Output()
		if err != nil || !strings.Contains(string(features), "interactive") {
			continue
		}
		out, err := exec.CommandContext(ctx, path, "--version").Output()
		if first, _, _ := strings.Cut(string(out), ","); err == nil && strings.HasPrefix(first, "Universal Ctags") {
			return path, first
		}
	}
	return "", ""
}

func startCtags(ctx context.Context, path string) (*ctags, error) {
	c := &ctags{cmd: exec.CommandContext(ctx, path, "--options=NONE", "--_interactive", "--languages=C,Asm", "--map-C=+.h", "--map-C++=-.h",
		"--kinds-C=fgmstuvx", "--kinds-Asm=d", "--fields={name}{line}{kind}{scope}{scopeKind}", "--output-format=json")}
	c.cmd.Stderr = &c.err
	c.cmd.Env = append(os.Environ(), "LC_ALL=C.UTF-8")
	var err error
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	c.out = bufio.NewScanner(out)
	c.out.Buffer(make([]byte, 1<<16), 1<<24)
	if !c.out.Scan() {
		return nil, c.failed("says nothing")
	}
	return c, nil
}

func (c *ctags) failed(what string) error {
	c.close()
	if msg := strings.TrimSpace(c.err.String()); msg != "" {
		what += ": " + msg
	}
	return fmt.Errorf("ctags %s", what)
}

func (c *ctags) close() {
	c.in.Close()
	c.cmd.Process.Kill()
	c.cmd.Wait()
}

// read has ctags read the file of a scan, and keeps what it tells.
func (c *ctags) read(s *scan) error {
	go func() { // it may answer before it has read all
		fmt.Fprintf(c.in, `{"command":"generate-tags","filename":%q,"size":%d}`+"\n", s.path, len(s.text))
		c.in.Write(s.text)
	}()
	for c.out.Scan() {
		line := c.out.Bytes()
		switch {
		case bytes.HasPrefix(line, []byte(`{"_type": "tag"`)):
			s.tag(line)
		case bytes.HasPrefix(line, []byte(`{"_type": "completed"`)):
			return nil
		case bytes.HasPrefix(line, []byte(`{"_type": "error"`)):
			return c.failed("cannot read " + s.path + ": " + string(line))
		}
	}
	return c.failed("ended at " + s.path)
}

// tag keeps one of ctags' lines. Its form is fixed and a name has nothing to
// escape, so the lines, of which there are millions, are not parsed as JSON.
func (s *scan) tag(line []byte) {
	name, kind := jsonText(line, "name"), ctagsKinds[string(jsonText(line, "kind"))]
	n, _ := strconv.ParseUint(string(jsonText(line, "line")), 10, 32)
	if kind == "" || n == 0 || bytes.HasPrefix(name, []byte("__anon")) {
		return
	}
	if kind != Field {
		defined := string(jsonText(line, "kind")) != "externvar"
		s.add(name, kind, s.rank+declaredUnless(defined), uint32(n))
		return
	}
	scope := bytes.Split(jsonText(line, "scope"), []byte("::"))
	for i := len(scope) - 1; i >= 0; i-- {
		if !bytes.HasPrefix(scope[i], []byte("__anon")) {
			s.field(string(scope[i]), name, uint32(n))
		}
	}
}

// jsonText is the value of a key of a line of JSON that escapes nothing and has
// a blank behind each colon.
func jsonText(line []byte, key string) []byte {
	at := bytes.Index(line, []byte(`"`+key+`": `))
	if at < 0 {
		return nil
	}
	rest := line[at+len(key)+4:]
	if len(rest) > 0 && rest[0] == '"' {
		rest = rest[1:]
		return rest[:max(0, bytes.IndexByte(rest, '"'))]
	}
	end := bytes.IndexAny(rest, ",}")
	return rest[:max(0, end)]
}
