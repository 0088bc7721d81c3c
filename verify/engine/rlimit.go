package engine

import (
	"os"
	"strings"
)

// capSysResource is the capability by which a process may raise its limits.
const capSysResource = 24

// unlimited tells whether this process may raise resource limits.
func unlimited() bool {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil || os.Geteuid() != 0 {
		return true // an ordinary user's podman asks for nothing it may not have
	}
	_, after, _ := strings.Cut(string(status), "CapEff:\t")
	var caps uint64
	for _, c := range strings.TrimSpace(strings.SplitN(after, "\n", 2)[0]) {
		caps = caps<<4 | uint64(strings.IndexRune("0123456789abcdef", c))
	}
	return caps&(1<<capSysResource) != 0
}
