package enginetest

import (
	"testing"

	"github.com/knotes-dev/knotes/verify/engine"
)

// testMemory takes too much memory of each kind. That the kernel took a child
// of the shell alone is told by the same name as the end of the container.
func testMemory(t *testing.T, e engine.Engine, img engine.Image) {
	for name, command := range map[string]string{
		"anonymous":    "perl -e 'my $x = qq(x) x (1 << 30); sleep 5'",
		"by a child":   "bash -c 'perl -e \"my \\$x = qq(x) x (1 << 30); sleep 5\"; echo on'",
		"many":         "for i in 1 2 3 4 5 6 7 8; do perl -e 'my $x = qq(x) x (64 << 20); sleep 2' & done; wait",
		"shared":       "./fill shared",
		"System V":     "./fill sysv",
		"without name": "./fill memfd",
		"files":        "head -c 200M /dev/zero >/dev/shm/a; head -c 200M /dev/zero >/tmp/b; sleep 5",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSession(t, e, img, func(spec *engine.Spec) {
				spec.Limits.Disk = 1 << 30
				spec.Files = []engine.File{{Name: "fill.c", Mode: 0o644, Data: []byte(fillC)}}
			})
			s.expect(step{command: "gcc -o fill fill.c"})
			s.expect(step{command: command, output: "…", stopped: engine.StopMemory})
		})
	}
}

// fillC fills 512 MiB of memory that is not anonymous, and keeps it.
const fillC = `#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/shm.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	size_t size = 512 << 20;
	if (!strcmp(argv[1], "shared")) {
		memset(mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0), 1, size);
	} else if (!strcmp(argv[1], "sysv")) {
		memset(shmat(shmget(IPC_PRIVATE, size, 0600), NULL, 0), 1, size);
	} else {
		int fd = memfd_create("fill", 0);
		static char chunk[1 << 20];
		for (size_t n = 0; n < size; n += sizeof chunk)
			if (write(fd, chunk, sizeof chunk) < 0)
				return 1;
	}
	sleep(5);
	return 0;
}
`

// testReserve takes much address space, of which little is touched: no limit.
func testReserve(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, func(spec *engine.Spec) {
		spec.Files = []engine.File{{Name: "r.c", Mode: 0o644, Data: []byte("#include <sys/mman.h>\nint main(void) { return mmap(0, 1L << 40, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) == MAP_FAILED; }\n")}}
	})
	s.expect(step{command: "gcc -o r r.c && ./r"})
}

// testProcesses takes too many processes, at once and without end.
func testProcesses(t *testing.T, e engine.Engine, img engine.Image) {
	for name, command := range map[string]string{
		"many":    "perl -e 'for (1 .. 200) { defined(my $p = fork) or sleep(2), die qq(fork: $!\\n); $p or sleep(5), exit }'",
		"bomb":    "bomb() { bomb | bomb & }; bomb; sleep 2; true",
		"quiet":   "perl -e 'for (1 .. 200) { defined(my $p = fork) or sleep(2), exit 0; $p or sleep(5), exit }'",
		"threads": "./threads",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSession(t, e, img, func(spec *engine.Spec) {
				spec.Files = []engine.File{{Name: "threads.c", Mode: 0o644, Data: []byte(threadsC)}}
			})
			s.expect(step{command: "gcc -o threads threads.c"})
			s.expect(step{command: command, output: "…", stopped: engine.StopProcesses})
		})
	}
}

// threadsC starts threads until it may not.
const threadsC = `#include <pthread.h>
#include <unistd.h>

static void *rest(void *p) { sleep(10); return p; }

int main(void)
{
	pthread_t t;
	for (int i = 0; i < 200; i++)
		if (pthread_create(&t, 0, rest, 0)) {
			sleep(2);
			return 1;
		}
	return 0;
}
`

func testDisk(t *testing.T, e engine.Engine, img engine.Image) {
	s := newSession(t, e, img, nil)
	for _, dir := range []string{"/note", "/tmp", "/dev/shm"} {
		s.expect(step{command: "head -c 20M /dev/zero >" + dir + "/fill", output: "…No space left on device", exit: 1, stopped: engine.StopDisk})
	}
}
