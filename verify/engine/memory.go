package engine

import (
	"os"
	"strconv"
	"strings"
	"time"
)

// watchMemory stops the container when the anonymous memory that its
// processes have resident exceeds max bytes, looking twenty times a second.
// A limit on address space instead would break notes about reservations.
func watchMemory(c *container, max int64) {
	for {
		time.Sleep(50 * time.Millisecond)
		used, alive := residentTree(c.cmd.Process.Pid)
		if !alive {
			return
		}
		if used > max {
			c.stop(StopMemory)
			return
		}
	}
}

// residentTree sums RssAnon of a process and all below it, in bytes.
func residentTree(pid int) (sum int64, alive bool) {
	dir := "/proc/" + strconv.Itoa(pid)
	status, err := os.ReadFile(dir + "/status")
	if err != nil || strings.Contains(string(status), "State:\tZ") {
		return 0, false
	}
	if _, after, ok := strings.Cut(string(status), "RssAnon:"); ok {
		kb, _ := strconv.ParseInt(strings.Fields(after)[0], 10, 64)
		sum = kb << 10
	}
	tasks, _ := os.ReadDir(dir + "/task")
	for _, t := range tasks {
		children, _ := os.ReadFile(dir + "/task/" + t.Name() + "/children")
		for _, child := range strings.Fields(string(children)) {
			if n, err := strconv.Atoi(child); err == nil {
				below, _ := residentTree(n)
				sum += below
			}
		}
	}
	return sum, true
}
