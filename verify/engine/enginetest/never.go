package enginetest

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/verify/engine"
)

// What a note's code can never do. What differs between engines, and so is not
// tried here: with docker and podman, folders of the image keep their owners
// (bubblewrap shows those that are not the note's as nobody's).
//
// What remains possible: a command may trace or feed the note's own shell, which
// runs as the same user, and so make up what later commands of the same note
// show. So may a note that defines a function named gcc; its container is its
// own, and its text is there to be read.

// testHost tries to see what is the host's: files, processes, environment.
func testHost(t *testing.T, e engine.Engine, img engine.Image) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("of the host"), 0o666); err != nil {
		t.Fatal(err)
	}
	s := newSession(t, e, img, nil)
	s.expect(step{command: "cat " + secret, output: "…No such file or directory", exit: 1})
	s.expect(step{command: "ls -A /home /root /mnt /media /srv 2>/dev/null | grep -v :", output: "…"})
	s.expect(step{command: "cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\\0' '\\n' | grep -E 'engine[.]test|root[f]s|docke[r]|podma[n]'", exit: 1})
	s.expect(step{command: "cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | grep -E '^(KNOTES|GO|XDG)'", exit: 1})
	s.expect(step{command: "kill -0 " + "$(seq 100 400) 2>/dev/null", exit: 1})
}

// testWrite looks for folders and files that can be written to.
func testWrite(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, nil)
	// In the last two, nothing can be made: they show terminals and message queues.
	s.expect(step{command: "find / -path /proc -prune -o -type d -writable -print 2>/dev/null | grep -vx '/dev/pts\\|/dev/mqueue' | sort", output: "/dev/shm\n/note\n/tmp\n"})
	s.expect(step{command: "find / -path /proc -prune -o -path /note -prune -o -path /dev -prune -o -type f -writable -print 2>/dev/null; true"})
	s.expect(step{command: "find /proc/sys /proc/irq /proc/bus /proc/fs /proc/sysrq-trigger -type f -writable 2>/dev/null; true"})
	s.expect(step{command: "find /dev -type b 2>/dev/null; true"})
	s.expect(step{command: "touch /dev/pts/x", output: "…touch: ", exit: 1})
}

// testPrivileges tries what only the powerful may.
func testPrivileges(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, nil)
	s.expect(step{command: "grep -E '^(NoNewPrivs|CapEff|CapPrm|CapBnd|Seccomp):' /proc/self/status | grep -v Bnd", output: "…NoNewPrivs:\t1\n"})
	s.expect(step{command: "setpriv --reuid 0 true", output: "…setpriv: setresuid failed", exit: 127})
	s.expect(step{command: "su -c id </dev/null", output: "…", exit: 1})
	s.expect(step{command: "chroot / true", output: "…Operation not permitted", exit: 125})
	s.expect(step{command: "unshare -m true", output: "…unshare failed", exit: 1})
	s.expect(step{command: "unshare -Ur true", output: "…", exit: 1})
	testBlocked(t, s)
}

// testForge tries to answer in the agent's place, and shows what looks like
// the end of a command.
func testForge(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, nil)
	s.expect(step{command: `printf '\001%s 0\002after' 0123456789abcdef01234567`, output: "\x010123456789abcdef01234567 0\x02after"})
	s.expect(step{command: `printf 'data 3\nxyzdone exit 7\nok\n'`, output: "data 3\nxyzdone exit 7\nok\n"})
	s.expect(step{command: `for p in /proc/[0-9]*; do [ $p = /proc/$$ ] && continue; for fd in $p/fd/[012]; do case $(readlink $fd) in pipe:*|socket:*) echo $fd; printf 'done exit 7\n' >$fd; esac; done; done 2>/dev/null`})
	s.expect(step{command: "env | grep -E '^(PS1|PS2)='", exit: 1})
	// The agent and the first process: no descriptor, memory or environment.
	s.expect(step{command: `for p in 1 $PPID; do for f in fd/0 fd/1 environ; do cat /proc/$p/$f; done; : >/proc/$p/fd/1; : >/proc/$p/mem; done 2>&1 | grep -vc 'Permission denied$'`, output: "0\n", exit: 1})
	s.expect(step{command: "strace -p $PPID", output: "…Operation not permitted", exit: 1})
	s.expect(step{command: "timeout 5 gdb -nx -batch -p $PPID 2>&1 | grep -c 'Operation not permitted\\|ptrace:'", output: "…"})
	s.expect(step{command: "for t in /dev/pts/[0-9]*; do echo to the terminal >$t; done", output: "…to the terminal\n"})
	s.expect(step{command: "echo mine", output: "mine\n"})
}

// testHang tries to keep a command, or the note, from ending.
func testHang(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, nil)
	s.expect(step{command: "sleep 81 & exec 9>&1; (trap '' HUP TERM INT; exec sleep 82) & disown -a", output: "…"})
	s.expect(step{command: "yes >/dev/full & wait; sleep 83 | sleep 84 &", output: "…"})
	s.expect(step{command: "echo on", output: "…on\n"})
	r, err := s.Run(context.Background(), engine.Command{Text: "kill -STOP $$", Time: 300 * time.Millisecond})
	if err != nil || r.Stopped != engine.StopTime {
		t.Errorf("a stopped shell: got %+v, %v", r, err)
	}
	r, err = s.Run(context.Background(), engine.Command{Text: "trap '' HUP TERM INT QUIT; while :; do :; done", Time: 300 * time.Millisecond})
	if err != nil || r.Stopped != engine.StopTime {
		t.Errorf("a deaf shell: got %+v, %v", r, err)
	}
	s.expect(step{command: "echo on", output: "on\n"})
}

// testReach tries every way to a network that is in the image.
func testReach(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, nil)
	s.expect(step{command: "timeout 5 bash -c 'echo >/dev/tcp/1.1.1.1/80'", output: "…Network is unreachable", exit: 1})
	s.expect(step{command: "timeout 5 bash -c 'echo >/dev/udp/1.1.1.1/53'", output: "…Network is unreachable", exit: 1})
	s.expect(step{command: "timeout 5 getent hosts deb.debian.org", exit: 2})
	s.expect(step{command: "ip -brief link | awk '$1 != \"lo\" && $1 !~ /^(tunl|sit|ip6tnl|gre|erspan|ip_vti|ip6_vti)/'"})
	s.expect(step{command: `perl -MSocket -e 'socket(my $s, PF_INET, SOCK_RAW, 1) or exit 1'`, exit: 1})
	s.expect(step{command: `perl -MSocket -e 'socket(my $s, 40, SOCK_STREAM, 0) or print "$!\n"'`, output: "Address family not supported by protocol\n"})
	// Abstract sockets belong to the network namespace too.
	s.expect(step{command: "tail -n +2 /proc/net/unix"})
	if r := s.run("find / -type s 2>/dev/null"); strings.Contains(string(r.Output), "/") {
		t.Errorf("sockets: %s", r.Output)
	}
}
