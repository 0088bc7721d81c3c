package engine

import (
	"bufio"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// writableDirs are the folders of a container that can be written to, each a
// tmpfs: what they hold is memory.
var writableDirs = []string{"/note", "/tmp", "/dev/shm"}

// exceeds tells whether processes hold more than max bytes of memory: what
// they have resident, and what their files in memory hold. A shared page is in
// the figures of each process that maps it and in those of its file, so it is
// counted exactly, which takes longer, only where those would exceed.
func exceeds(pids []int, max int64) bool {
	var anon, shared int64
	for _, pid := range pids {
		a, s := resident(pid)
		anon, shared = anon+a, shared+s
	}
	files, nameless := filesHeld(pids)
	if anon+shared+files <= max {
		return false
	}
	shared = 0
	for _, pid := range pids {
		shared += sharedWithoutFile(pid, nameless)
	}
	return anon+shared+files > max
}

// resident reads how much anonymous and how much shared memory a process has
// resident, in bytes.
func resident(pid int) (anon, shared int64) {
	status, _ := os.ReadFile(procDir(pid) + "/status")
	return kilobytes(string(status), "RssAnon:"), kilobytes(string(status), "RssShmem:")
}

func kilobytes(text, field string) int64 {
	_, after, ok := strings.Cut(text, field)
	if !ok {
		return 0
	}
	n, _ := strconv.ParseInt(strings.Fields(after)[0], 10, 64)
	return n << 10
}

// filesHeld sums what the files hold that live in memory: those of the
// folders, and those without a name that a process has open; it returns the
// inode numbers of the latter too.
func filesHeld(pids []int) (sum int64, nameless map[uint64]bool) {
	mounts := map[uint64]bool{}
	nameless = map[uint64]bool{}
	for _, pid := range pids {
		for _, dir := range writableDirs {
			sum += tmpfsHeld(procDir(pid)+"/root"+dir, mounts)
		}
		fds, _ := os.ReadDir(procDir(pid) + "/fd")
		for _, fd := range fds {
			sum += memfdHeld(procDir(pid)+"/fd/"+fd.Name(), nameless)
		}
	}
	return sum, nameless
}

// tmpfsHeld is what the tmpfs at dir holds, 0 if it is in seen or none.
func tmpfsHeld(dir string, seen map[uint64]bool) int64 {
	var st unix.Stat_t
	var fs unix.Statfs_t
	if unix.Stat(dir, &st) != nil || seen[st.Dev] || unix.Statfs(dir, &fs) != nil || fs.Type != unix.TMPFS_MAGIC {
		return 0
	}
	seen[st.Dev] = true
	return int64(fs.Blocks-fs.Bfree) * fs.Bsize
}

// memfdHeld is what a memory file of no name holds that is open as fd.
func memfdHeld(fd string, seen map[uint64]bool) int64 {
	name, err := os.Readlink(fd)
	var st unix.Stat_t
	if err != nil || !strings.HasPrefix(name, "/memfd:") || unix.Stat(fd, &st) != nil || seen[st.Ino] {
		return 0
	}
	seen[st.Ino] = true
	return st.Blocks * 512
}

// sharedWithoutFile sums a process's share of the shared memory that filesHeld
// did not count, in bytes; counted are inode numbers of files without a name.
func sharedWithoutFile(pid int, counted map[uint64]bool) int64 {
	f, err := os.Open(procDir(pid) + "/smaps")
	if err != nil {
		return 0
	}
	defer f.Close()
	var sum int64
	missing := false
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "Pss:") {
			if missing {
				sum += kilobytes(line, "Pss:")
			}
		} else if fields := strings.Fields(line); len(fields) > 5 && strings.Contains(fields[0], "-") {
			inode, _ := strconv.ParseUint(fields[4], 10, 64)
			missing = withoutFile(fields[5]+" "+strings.Join(fields[6:], " ")) && !counted[inode]
		} else if len(fields) == 5 {
			missing = false // private and without a name
		}
	}
	return sum
}

// withoutFile tells from the name of a mapping whether it is shared memory that
// is in no folder.
func withoutFile(name string) bool {
	return strings.HasPrefix(name, "/dev/zero (deleted)") || strings.HasPrefix(name, "/SYSV") || strings.HasPrefix(name, "/memfd:")
}

// numbers parses numbers with blanks between them; others are left out.
func numbers(s string) []int {
	var ns []int
	for _, f := range strings.Fields(s) {
		if n, err := strconv.Atoi(f); err == nil {
			ns = append(ns, n)
		}
	}
	return ns
}
