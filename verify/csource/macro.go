package csource

import (
	"bytes"
	"regexp"
)

// paste is how a macro makes a name of its argument.
type paste struct{ prefix, suffix string }

// definer is a macro that declares something.
type definer struct {
	arg    int // of the name, from 0
	as     string
	role   Role
	pastes []paste // other names that it makes; the bare one always answers
}

var (
	// numbered are families of macros whose names end in a count.
	numbered = regexp.MustCompile(`^((?:__)?(?:COMPAT_)?SYSCALL(?:32)?_DEFINE|BPF_CALL_)[0-6x]$`)
	syscalls = []paste{{"sys_", ""}, {"__x64_sys_", ""}, {"__ia32_sys_", ""}, {"__arm64_sys_", ""}, {"__se_sys_", ""}, {"__do_sys_", ""}}
	compats  = []paste{{"compat_sys_", ""}, {"__ia32_compat_sys_", ""}, {"__x64_compat_sys_", ""}, {"__arm64_compat_sys_", ""}}
)

// definers by name. Of those that are not here, DEFINE_x and DECLARE_x have
// the name as their first argument; see definerOf.
var definers = func() map[string]definer {
	all := map[string]definer{}
	add := func(names string, d definer) {
		for name := range wordSet(names) {
			all[name] = d
		}
	}
	add(`LIST_HEAD HLIST_HEAD LLIST_HEAD HLIST_BL_HEAD RADIX_TREE ATOMIC_NOTIFIER_HEAD BLOCKING_NOTIFIER_HEAD RAW_NOTIFIER_HEAD SRCU_NOTIFIER_HEAD
		DECLARE_WAIT_QUEUE_HEAD DECLARE_WAIT_QUEUE_HEAD_ONSTACK DECLARE_SWAIT_QUEUE_HEAD DECLARE_WORK DECLARE_DELAYED_WORK
		DECLARE_DEFERRABLE_WORK DECLARE_RWSEM DECLARE_COMPLETION DECLARE_COMPLETION_ONSTACK DECLARE_TASKLET DECLARE_TASKLET_OLD DECLARE_BITMAP
		DECLARE_HASHTABLE DECLARE_KFIFO DECLARE_KFIFO_PTR DECLARE_WAITQUEUE DECLARE_TASKLET_DISABLED DECLARE_FAULT_ATTR DECLARE_STATIC_KEY_BOOT`, definer{as: "variable", role: Definition})
	add("DECLARE_FLEX_ARRAY __DECLARE_FLEX_ARRAY", definer{arg: 1, as: "variable", role: Definition})
	add(`DEFINE_PER_CPU DEFINE_PER_CPU_SECTION DEFINE_PER_CPU_FIRST DEFINE_PER_CPU_SHARED_ALIGNED DEFINE_PER_CPU_ALIGNED
		DEFINE_PER_CPU_PAGE_ALIGNED DEFINE_PER_CPU_READ_MOSTLY DEFINE_PER_CPU_DECRYPTED DEFINE_PER_CPU_CACHE_HOT DEFINE_EARLY_PER_CPU
		DEFINE_EARLY_PER_CPU_READ_MOSTLY`, definer{arg: 1, as: "variable", role: Definition})
	add(`DECLARE_PER_CPU DECLARE_PER_CPU_SECTION DECLARE_PER_CPU_FIRST DECLARE_PER_CPU_SHARED_ALIGNED DECLARE_PER_CPU_ALIGNED
		DECLARE_PER_CPU_PAGE_ALIGNED DECLARE_PER_CPU_READ_MOSTLY DECLARE_PER_CPU_DECRYPTED DECLARE_PER_CPU_CACHE_HOT DECLARE_EARLY_PER_CPU
		DECLARE_EARLY_PER_CPU_READ_MOSTLY`, definer{arg: 1, as: "variable", role: Declaration})
	add("DEVICE_ATTR DEVICE_ATTR_RW DEVICE_ATTR_RO DEVICE_ATTR_WO DEVICE_ATTR_ADMIN_RW DEVICE_ATTR_ADMIN_RO",
		definer{as: "variable", role: Definition, pastes: []paste{{"dev_attr_", ""}}})
	add("DEFINE_SHOW_ATTRIBUTE DEFINE_SHOW_STORE_ATTRIBUTE DEFINE_SEQ_ATTRIBUTE", definer{as: "variable", role: Definition, pastes: []paste{{"", "_fops"}}})
	add("TRACE_EVENT TRACE_EVENT_FN TRACE_EVENT_CONDITION TRACE_EVENT_FN_COND DECLARE_TRACE", definer{as: "function", role: Definition, pastes: []paste{{"trace_", ""}}})
	add("DEFINE_EVENT DEFINE_EVENT_FN DEFINE_EVENT_PRINT DEFINE_EVENT_CONDITION", definer{arg: 1, as: "function", role: Definition, pastes: []paste{{"trace_", ""}}})
	add("DEFINE_STATIC_KEY_FALSE DEFINE_STATIC_KEY_TRUE DEFINE_STATIC_KEY_FALSE_RO DEFINE_STATIC_KEY_TRUE_RO", definer{as: "variable", role: Definition})
	add("DEFINE_STATIC_KEY_MAYBE", definer{arg: 1, as: "variable", role: Definition})
	add("DEFINE_STATIC_CALL DEFINE_STATIC_CALL_NULL DEFINE_STATIC_CALL_RET0", definer{as: "variable", role: Definition})
	add("PAGEFLAG __PAGEFLAG TESTPAGEFLAG PAGEFLAG_FALSE TESTPAGEFLAG_FALSE", definer{as: "function", role: Definition,
		pastes: []paste{{"Page", ""}, {"SetPage", ""}, {"ClearPage", ""}}})
	add("DEFINE_GUARD DEFINE_FREE DEFINE_CLASS DEFINE_LOCK_GUARD_0 DEFINE_LOCK_GUARD_1", definer{as: "macro", role: Definition})
	add("DECLARE_EVENT_CLASS", definer{as: "macro", role: Definition})
	return all
}()

// definerOf gives what a macro declares. With body, a function's body follows
// it, so that a macro nobody knows defines its first argument.
func definerOf(name []byte, body bool) (definer, bool) {
	if d, ok := definers[string(name)]; ok {
		return d, true
	}
	if m := numbered.FindSubmatch(name); m != nil {
		d := definer{as: "function", role: Definition, pastes: syscalls}
		if bytes.Contains(name, []byte("COMPAT")) {
			d.pastes = compats
		} else if bytes.HasPrefix(name, []byte("BPF")) {
			d.pastes = nil
		}
		return d, true
	}
	as := "variable"
	if body {
		as = "function"
	}
	switch {
	case bytes.HasPrefix(name, []byte("DEFINE_")), bytes.HasPrefix(name, []byte("__DEFINE_")):
		return definer{as: as, role: Definition}, true
	case bytes.HasPrefix(name, []byte("DECLARE_")):
		return definer{as: as, role: Declaration}, true
	case body && isUpper(name):
		return definer{as: as, role: Definition}, true
	}
	return definer{}, false
}

func isUpper(name []byte) bool { return bytes.Equal(name, bytes.ToUpper(name)) }

// byMacro reports what a macro declares. It gives false if there is none: the
// statement is to be read as a declaration.
func (w *walker) byMacro(stmt []int32, body bool) bool {
	p := 0
	for p < len(stmt) && (w.kind(stmt[p]) == Keyword && (isStorage(w.name(stmt[p])) || w.is(stmt[p], "const")) || w.isAttribute(stmt[p])) {
		if p = w.skipAttributes(stmt, p); p < len(stmt) && w.kind(stmt[p]) == Keyword {
			p++
		}
	}
	if p+2 >= len(stmt) || w.kind(stmt[p]) != Ident || w.byteOf(stmt[p+1]) != '(' {
		return false
	}
	end := w.after(stmt, p+1)
	d, ok := definerOf(w.name(stmt[p]), body)
	if !ok {
		// What is no declaration can only be a macro's use; what has a body
		// without a type is a function of old.
		return !body && end == len(stmt) && w.scope.kind != block
	}
	if d.as == "variable" && w.scope.kind == members {
		d.as = "field"
	}
	w.argument(stmt[p+2:end-1], d)
	return true
}

// argument reports the argument that has the name.
func (w *walker) argument(args []int32, d definer) {
	depth, arg := 0, 0
	for p, i := range args {
		switch c := w.byteOf(i); {
		case c == '(' || c == '[':
			depth++
		case c == ')' || c == ']':
			depth--
		case c == ',' && depth == 0:
			arg++
		case arg == d.arg && depth == 0 && w.kind(i) == Ident && (p == 0 || w.byteOf(args[p-1]) == ','):
			if w.wants != nil && !w.wants(int(i)) {
				return
			}
			w.found(int(i), d.role, d.as, nil)
			for n := range d.pastes {
				w.found(int(i), d.role, d.as, &d.pastes[n])
			}
			return
		}
	}
}
