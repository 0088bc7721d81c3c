package enginetest

import "github.com/knotes-dev/knotes/verify/engine"

// transcripts are sessions that read the same on every engine.
var transcripts = []struct {
	name  string
	steps []step
}{
	{"state", []step{
		{command: "cd /tmp; x=5; f() { echo $x; }"},
		{command: "pwd; f", output: "/tmp\n5\n"},
		{command: "false", exit: 1},
		{command: "echo $?", output: "1\n"},
	}},
	{"order and bytes", []step{
		{command: "echo a; echo b >&2; echo c", output: "a\nb\nc\n"},
		{command: `printf 'no newline'`, output: "no newline"},
		{command: `printf 'a\r\nb\n'`, output: "a\r\nb\n"},
		{command: `printf '\001\002\377'`, output: "\x01\x02\xff"},
	}},
	{"as typed", []step{
		{command: "nosuch", output: "bash: nosuch: command not found\n", exit: 127},
		{command: "set -x"},
		{command: "echo hi", output: "+ echo hi\nhi\n"},
		{command: "set +x", output: "+ set +x\n"},
		{command: "cat <<'EOF'\na $x\nEOF", output: "a $x\n"},
		{command: "echo one \\\n  two # comment", output: "one two\n"},
		{command: "# only a comment"},
		{command: "echo 'it''s'; )", output: "…syntax error near unexpected token", exit: 2},
		{command: "echo after", output: "after\n"},
		{command: "echo hello! '!!'", output: "hello! !!\n"},
		{command: "cat; echo end of input", output: "end of input\n"},
		{command: "test -t 1 && test -t 2 && stty size </dev/tty", output: "32000 80\n"},
	}},
	{"environment", []step{
		{command: "env | grep -v '^_=' | sort", output: "HOME=/note\nLANG=C.UTF-8\nLC_ALL=C.UTF-8\nLOGNAME=knotes\nPAGER=cat\nPATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nPWD=/note\nSHELL=/bin/bash\nSHLVL=1\nTERM=dumb\nTZ=UTC\nUSER=knotes\n"},
		{command: "grep SigIgn /proc/self/status", output: "SigIgn:\t0000000000000000\n"},
		{command: "yes | head -1; echo ${PIPESTATUS[0]}", output: "y\n141\n"},
		{command: "id -u; hostname; umask; ulimit -c; pwd", output: "1000\nknotes\n0022\n0\n/note\n"},
	}},
	{"the shell ends", []step{
		{command: "x=1"},
		{command: "exit 3", output: "exit\n", exit: 3},
		{command: "echo [$x]; pwd", output: "[]\n/note\n"},
		{command: "set -e"},
		{command: "false", exit: 1},
		{command: "echo again", output: "again\n"},
		{command: "exec true"},
		{command: "echo again", output: "again\n"},
		{command: "kill -9 $$", exit: 137},
		{command: "echo again", output: "again\n"},
	}},
	{"a flood", []step{
		{command: "yes", output: "…y\ny\n", stopped: engine.StopOutput},
		{command: "echo after", output: "after\n"},
	}},
	{"a held terminal", []step{
		{command: "(trap '' HUP; sleep 50 & ) ; exit 0", output: "exit\n"},
		{command: "echo after", output: "after\n"},
	}},
	{"everything killed", []step{
		{command: "perl -e 'kill 9, grep { $_ != $$ } map { m{(\\d+)} } glob \"/proc/[0-9]*\"; kill 9, -1'; sleep 5", output: "…", stopped: engine.StopGone},
		{command: "echo after", output: "", stopped: engine.StopGone},
	}},
	{"confinement", []step{
		{command: "touch /x /usr/x /etc/x", output: "…Read-only file system", exit: 1},
		{command: "touch /note/x /tmp/x /dev/shm/x"},
		{command: "touch /dev/x", output: "…", exit: 1},
		{command: "echo 1 >/proc/sys/kernel/pid_max", output: "…bash: /proc/sys/kernel/pid_max: ", exit: 1},
		{command: "unshare -U true", output: "…unshare failed", exit: 1},
		{command: "mount -t tmpfs none /tmp", output: "…", exit: 32},
		{command: "grep NoNewPrivs /proc/self/status; grep CapEff /proc/self/status", output: "NoNewPrivs:\t1\nCapEff:\t0000000000000000\n"},
		{command: "cat /proc/1/environ", output: "cat: /proc/1/environ: Permission denied\n", exit: 1},
		{command: "ps -e --no-headers | wc -l | awk '{ exit $1 > 8 }'"},
		{command: "timeout 2 bash -c 'echo >/dev/tcp/1.1.1.1/80'", output: "…Network is unreachable", exit: 1},
		{command: "ip -brief link | awk '$1 != \"lo\"'"},
	}},
	{"debuggers", []step{
		{command: "setarch -R true"},
		{command: "strace -e trace=none true", output: "+++ exited with 0 +++\n"},
		{command: "gdb -nx -batch -ex run /bin/true 2>&1 | grep -c 'exited normally'", output: "1\n"},
	}},
}
