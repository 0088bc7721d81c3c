package site

import (
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
)

func scriptOf(t *testing.T, src string, files ...notes.File) string {
	t.Helper()
	n, err := notes.Parse("a.md", []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	n.Rel, n.Programs = "a.md", files
	doc, err := snippets.Parse(n, nil)
	if err != nil {
		t.Fatal(err)
	}
	b := plan(&Project{BaseURL: "https://notes.example/", Notes: []Note{{Doc: doc}}})
	return b.script(b.notes[0])
}

// TestScript: shells follow each other as in the note, a fresh one in a folder of
// its own, and nothing of a title or a reason is read by bash.
func TestScript(t *testing.T) {
	const src = "# A\u202e\n\n```console\n$ x=1\n$ exit\n$ echo $x\n```\n\n```console {skip=\"a\\nreboot\"}\n$ cat <<E\n> rm -rf /\n> E\n```\n\n```console {.fresh}\n$ gdb ./a\n(gdb) print 1\n(gdb) END\n```\n"
	got := scriptOf(t, src, notes.File{Name: "a b.bin", Mode: 0o755, Data: []byte("\x00")}, notes.File{Name: "d/END", Mode: 0o644, Data: []byte("END\nEND_\n")})
	for _, want := range []string{
		"#!/bin/bash\n# The session of the note A\\u202e, in order.\n",
		"base64 -d >'a b.bin' <<'END'\nAA==\nEND\nchmod +x -- 'a b.bin'\n",
		"mkdir -p -- d\ncat >d/END <<'END__'\nEND\nEND_\nEND__\n",
		"\n(\n\n# A\\u202e\nx=1\nexit\n)\n\n(\necho $x\n",
		"#     cat <<E\n#     rm -rf /\n#     E\n)\n",
		"\n(\ncd \"$(mktemp -d)\" || exit\nnote_files\n{\ngdb ./a\n} <<'END_'\nprint 1\nEND\nEND_\n)\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("there is no %q in\n%s", want, got)
		}
	}
	if strings.Contains(got, "\nreboot") || strings.Contains(got, "\nrm") {
		t.Errorf("what is skipped is run:\n%s", got)
	}
	if got := scriptOf(t, "# A\n\n```console\n$ make menuconfig\n```\n"); got != "" && !strings.Contains(got, "make") {
		t.Errorf("nothing to run gives %q", got)
	}
	if got := scriptOf(t, "# A\n\nProse.\n"); got != "" {
		t.Errorf("no session gives %q", got)
	}
}

func TestEndsShell(t *testing.T) {
	for command, want := range map[string]bool{
		"exit": true, "exit 3": true, "true && exit": true, "if true; then exit; fi": true, "exec ls": true, "{ exit; }": true,
		"(exit 3)": false, "exec 3>x": false, "f() { exit; }": false, "echo $(exit)": false, "exit | cat": false, "exit &": false, "echo exit": false, "if": false,
	} {
		if got := endsShell(command); got != want {
			t.Errorf("%q: %v", command, got)
		}
	}
}

func TestContainerCommand(t *testing.T) {
	got := containerCommand(notes.Toolchain{Suite: "trixie", Packages: []string{"gcc", "make"}, Snapshot: "20261101T000000Z"}, true)
	const want = `docker run --rm -it --hostname knotes --security-opt seccomp=unconfined \
  -v "$PWD/session.sh:/session.sh:ro" \
  debian:trixie-slim sh -ec "
rm -rf /etc/apt/sources.list.d/*
echo 'deb [check-valid-until=no] http://snapshot.debian.org/archive/debian/20261101T000000Z/ trixie main' >/etc/apt/sources.list
apt-get update
apt-get install --yes --no-install-recommends \
  '?priority(required)' '?priority(important)' \
  gcc make
useradd --uid 1000 --home-dir /note --create-home --skel /nowhere --shell /bin/bash knotes
HOME=/note bash /session.sh /note"`
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	got = containerCommand(notes.Toolchain{Image: "docker.io/library/gcc:14@sha256:ab"}, false)
	if !strings.Contains(got, ` docker.io/library/gcc:14@sha256:ab sh -ec "`) || !strings.HasSuffix(got, `su knotes -c 'bash /session.sh /note'"`) || strings.Contains(got, "apt") {
		t.Errorf("of an image: %s", got)
	}
}
