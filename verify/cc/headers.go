package cc

import "strings"

// headers are those of libc and Linux whose declarations are known to
// prototypes and fragments. What the toolchain lacks is passed over.
const headers = `
	alloca argp argz arpa/ftp arpa/inet arpa/nameser assert byteswap complex crypt ctype dirent dlfcn elf endian envz
	err errno error execinfo fcntl features fenv fmtmsg fnmatch fstab fts ftw getopt glob grp gshadow iconv ifaddrs
	inttypes langinfo libgen libintl limits link locale malloc math mcheck mntent monetary mqueue net/ethernet net/if
	netdb netinet/ether netinet/in netinet/ip netinet/ip_icmp netinet/tcp netinet/udp nl_types obstack paths poll
	printf pthread pty pwd regex resolv sched search semaphore setjmp shadow signal spawn stdalign stdarg stdatomic
	stdbool stddef stdint stdio stdio_ext stdlib stdnoreturn string strings sys/acct sys/auxv sys/epoll sys/eventfd
	sys/fanotify sys/file sys/fsuid sys/inotify sys/io sys/ioctl sys/ipc sys/klog sys/mman sys/mount sys/msg sys/param
	sys/personality sys/pidfd sys/poll sys/prctl sys/procfs sys/ptrace sys/quota sys/random sys/reboot sys/resource
	sys/rseq sys/select sys/sem sys/sendfile sys/shm sys/signalfd sys/socket sys/stat sys/statfs sys/statvfs sys/swap
	sys/syscall sys/sysinfo sys/sysmacros sys/time sys/timerfd sys/times sys/timex sys/types sys/uio sys/un sys/user
	sys/utsname sys/vfs sys/wait sys/xattr syslog termios threads time uchar ucontext ulimit unistd utime utmp utmpx
	wchar wctype wordexp linux/futex linux/if_packet linux/if_tun linux/seccomp linux/filter linux/io_uring
	linux/perf_event linux/userfaultfd linux/netlink linux/rtnetlink`

// headerFile is a header that includes them all, for POSIX's view of them or
// with GNU's extensions. GNU's basename is the one of string.h.
func headerFile(gnu bool) string {
	var b strings.Builder
	if gnu {
		b.WriteString("#define _GNU_SOURCE 1\n")
	} else {
		b.WriteString("#define _XOPEN_SOURCE 700\n#define _DEFAULT_SOURCE 1\n")
	}
	for _, h := range strings.Fields(headers) {
		if gnu && h == "libgen" {
			continue
		}
		b.WriteString("#if __has_include(<" + h + ".h>)\n#include <" + h + ".h>\n#endif\n")
	}
	return b.String()
}

// gnuOnly are functions that GNU and POSIX declare in different ways, under
// one name. Either is right.
var gnuOnly = makeSet("strerror_r basename")

// variadic are functions that are documented by their calls, as if they took
// a fixed number of arguments.
var variadic = makeSet("open openat fcntl ioctl mremap semctl prctl ptrace clone syscall mq_open sem_open shmctl execl execlp execle ulimit")
