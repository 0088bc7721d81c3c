// Package names answers whether a release of the kernel has a name: a function,
// a type, a field, a macro, a variable, an option of Kconfig, a system call, a
// file of the source, an entry of /proc or /sys. It knows nothing of notes and
// of where a release's files are kept.
//
// [Create] reads all sources of a release once and writes an index, a single
// file; [Open] maps it, and [Index.Find] answers from it in microseconds, with
// the nearest name where there is none.
//
// # What is read, and by what
//
// Universal Ctags reads the C and assembly, where it is installed; a scanner of
// this package reads them in any case and adds what ctags does not see, or is
// all there is. It knows the kernel's idioms: SYSCALL_DEFINE, TRACE_EVENT, the
// DEFINE_ macros, groups of fields, SYM_FUNC_START. [Index.Builder] says which
// built it. The scanner's own lexer keeps nothing but what a definition needs,
// since it reads over a gigabyte in seconds.
//
// A name that is never defined in sight, since a macro pastes it together
// (folio_test_locked), or is local to a function, is there as an identifier if
// the kernel's own code uses it. So a name is missing only if nothing of the
// source says it.
//
// # /proc and /sys
//
// What stands below /proc and /sys is known at run time only. What is checked is
// that each component is a string, or the name of an attribute, that the source
// makes such an entry of: proc_create("meminfo"), REG("maps"), a ctl_table's
// procname, DEVICE_ATTR_RO(uevent); that they stand below one another is not. Numbers,
// PID and the like, and the names of instances (/sys/class/net/eth0) are not
// looked at.
package names
