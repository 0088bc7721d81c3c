package enginetest

import (
	"runtime"
	"testing"
)

// blockedCalls are system calls that no note has use for, by their numbers on
// x86-64: what they reach is the kernel itself, or other containers.
var blockedCalls = []struct{ name, number string }{
	{"mount", "165"}, {"umount2", "166"}, {"pivot_root", "155"}, {"swapon", "167"}, {"reboot", "169"},
	{"init_module", "175"}, {"finit_module", "313"}, {"kexec_load", "246"}, {"add_key", "248"}, {"request_key", "249"}, {"keyctl", "250"},
	{"bpf", "321"}, {"userfaultfd", "323"}, {"perf_event_open", "298"}, {"open_by_handle_at", "304"}, {"mbind", "237"},
	{"setns", "308"}, {"open_tree", "428"}, {"fsopen", "430"}, {"mount_setattr", "442"}, {"io_uring_setup", "425"},
	{"syslog", "103"}, {"acct", "163"}, {"quotactl", "179"}, {"fanotify_init", "300"},
}

// allowedCalls are calls that debuggers need.
var allowedCalls = []struct{ name, number string }{{"ptrace", "101"}, {"process_vm_readv", "310"}}

// testBlocked makes each call with arguments that no call accepts. A refusal is
// EPERM or ENOSYS; EFAULT and EINVAL come from inside the call.
func testBlocked(t *testing.T, s *session) {
	if runtime.GOARCH != "amd64" {
		t.Log("the numbers of the system calls are those of x86-64")
		return
	}
	try := func(number string) int {
		return s.run("perl -MErrno -e 'syscall(" + number + ", -1, -1, -1, -1, -1, -1) == -1 or exit 1; exit($!{EPERM} || $!{ENOSYS} ? 0 : 2)'").Exit
	}
	for _, call := range blockedCalls {
		if exit := try(call.number); exit != 0 {
			t.Errorf("the system call %s is not blocked: exit status %d", call.name, exit)
		}
	}
	for _, call := range allowedCalls {
		if exit := try(call.number); exit != 2 {
			t.Errorf("the system call %s is blocked: exit status %d", call.name, exit)
		}
	}
	// clone with a new user namespace, and mount as programs of 32 bits call it.
	s.expect(step{command: `perl -MErrno -e 'syscall(56, 0x10000011, 0, 0, 0, 0) == -1 && $!{EPERM} && print "refused\n"'`, output: "refused\n"})
	s.expect(step{command: "cat >int80.S <<'EOF'\n" + int80 + "EOF"})
	s.expect(step{command: "gcc -nostdlib -static -o int80 int80.S && ./int80", output: "hello\n", exit: 1})
}

// int80 writes by the 32-bit door, tries to mount there, and exits with the
// negative of what mount has returned: 1, EPERM.

const int80 = `.globl _start
.text
_start:	mov $4, %eax
	mov $1, %ebx
	mov $text, %ecx
	mov $6, %edx
	int $0x80
	mov $21, %eax
	xor %ebx, %ebx
	xor %ecx, %ecx
	xor %edx, %edx
	int $0x80
	neg %eax
	mov %eax, %ebx
	mov $1, %eax
	int $0x80
.data
text:	.ascii "hello\n"
`
