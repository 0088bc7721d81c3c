package csource

import (
	"fmt"
	"strings"
	"testing"
)

func describe(places []Place) string {
	var all []string
	for _, p := range places {
		all = append(all, strings.TrimSuffix(fmt.Sprintf("%d %s %s", p.Line, p.Role, p.As), " "))
	}
	return strings.Join(all, ", ")
}

func TestFind(t *testing.T) {
	tests := []struct{ name, text, symbol, want string }{
		{"attribute before", "static int __init inet_init(void)\n{\n}\nfs_initcall(inet_init);", "inet_init", "1 definition function, 4 use function"},
		{"attributes", "asmlinkage __visible void __init __no_sanitize_address start_kernel(void)\n{\n}", "start_kernel", "1 definition function"},
		{"attribute with arguments before", "__printf(1, 2)\nvoid warn_on(const char *fmt, ...)\n{\n}", "warn_on", "2 definition function"},
		{"attribute in the middle", "static __printf(1, 2) void say(const char *fmt, ...)\n{\n}", "say", "1 definition function"},
		{"head on two lines", "static struct page *\nfind_page(int n)\n{\n\treturn find_page(n - 1);\n}", "find_page", "2 definition function, 4 use function"},
		{"type of such a head", "static struct page *\nfind_page(int n)\n{\n}", "page", "1 use struct"},
		{"prototype", "extern int do_it(struct file *f) __must_check;", "do_it", "1 declaration function"},
		{"prototype of two lines", "int do_it(struct file *,\n\t  int flags);", "flags", "2 declaration parameter"},
		{"parameter", "int f(struct sk_buff *skb, int (*cb)(int))\n{\n\tcb(skb->len);\n}", "cb", "1 definition parameter, 3 use function"},
		{"syscall by its bare name", "SYSCALL_DEFINE3(execve,\n\t\tconst char __user *, filename)\n{\n}", "execve", "1 definition function"},
		{"syscall by its full name", "SYSCALL_DEFINE3(execve,\n\t\tconst char __user *, filename)\n{\n}", "sys_execve", "1 definition function"},
		{"compat syscall", "COMPAT_SYSCALL_DEFINE1(time, int, x)\n{\n}", "compat_sys_time", "1 definition function"},
		{"a use of what a macro makes", "int x = sys_execve(1);", "sys_execve", "1 use function"},
		{"per cpu", "DEFINE_PER_CPU(struct rq, runqueues);", "runqueues", "1 definition variable"},
		{"per cpu, shared", "DEFINE_PER_CPU_SHARED_ALIGNED(struct rq, runqueues);", "rq", "1 use struct"},
		{"declared per cpu", "DECLARE_PER_CPU(unsigned long, process_counts);", "process_counts", "1 declaration variable"},
		{"export", "EXPORT_SYMBOL(inet_listen);", "inet_listen", "1 use"},
		{"export without ;", "EXPORT_SYMBOL(a)\nint b;", "b", "2 definition variable"},
		{"list head", "static LIST_HEAD(ptype_all);", "ptype_all", "1 definition variable"},
		{"mutex", "static DEFINE_MUTEX(lock);", "lock", "1 definition variable"},
		{"module_init", "module_init(start);", "start", "1 use"},
		{"struct", "struct x;\nstruct x {\n\tint a;\n};\nstruct x *p;", "x", "1 declaration struct, 2 definition struct, 5 use struct"},
		{"struct with attribute", "struct __packed x {\n\tint a;\n} __aligned(8);", "x", "1 definition struct"},
		{"struct with an attribute nobody knows", "struct __ec_align1 x {\n\tint a;\n};", "x", "1 definition struct"},
		{"attributes nobody knows", "static inline __must_check __some_wrap\nbool __ref_add(int i)\n{\n}", "__ref_add", "2 definition function"},
		{"struct and variable", "static struct x {\n\tint a;\n} all[3];", "all", "3 definition variable"},
		{"declarators in a row", "struct mm {\n\tunsigned long start_code, end_code, start_data, end_data;\n};", "end_data", "2 definition field"},
		{"pointer to function", "struct linux_binfmt {\n\tint (*load_binary)(struct linux_binprm *);\n};", "load_binary", "2 definition field"},
		{"with an attribute before it", "struct ops {\n\tint __must_check (*get)(int a);\n};", "get", "2 definition field"},
		{"tag that looks like an attribute", "struct s {\n\tstruct __node entry;\n};", "entry", "2 definition field"},
		{"page flag", "__PAGEFLAG(Locked, locked, PF_NO_TAIL)\nint a;", "PageLocked", "1 definition function"},
		{"its argument", "struct linux_binfmt {\n\tint (*load_binary)(struct linux_binprm *);\n};", "linux_binprm", "2 use struct"},
		{"anonymous union", "struct page {\n\tunion {\n\t\tstruct {\n\t\t\tstruct list_head lru;\n\t\t};\n\t};\n\tint _refcount;\n};", "lru", "4 definition field"},
		{"after it", "struct page {\n\tunion {\n\t\tint a;\n\t} u;\n\tint _refcount;\n};", "_refcount", "5 definition field"},
		{"named union", "struct page {\n\tunion {\n\t\tint a;\n\t} u;\n};", "u", "4 definition field"},
		{"bit-field", "struct s {\n\tu8 cloned:1,\n\t   nohdr:1;\n};", "nohdr", "3 definition field"},
		{"array of fields", "struct s {\n\tchar comm[TASK_COMM_LEN];\n};", "TASK_COMM_LEN", "2 use"},
		{"struct_group", "struct sk {\n\tstruct_group(headers,\n\t\t__u8 a;\n\t\t__be16 protocol;\n\t);\n\tint after;\n};", "protocol", "4 definition field"},
		{"after struct_group", "struct sk {\n\tstruct_group(headers,\n\t\t__u8 a;\n\t);\n\tint after;\n};", "after", "5 definition field"},
		{"bitmap", "struct s {\n\tDECLARE_BITMAP(features, 64);\n};", "features", "2 definition field"},
		{"designated initializer", "static struct ops o = {\n\t.family = PF_INET,\n\t.create = inet_create,\n};", "create", "3 use field"},
		{"its value", "static struct ops o = {\n\t.create = inet_create,\n};", "inet_create", "2 use"},
		{"macro", "#define NR_CPUS 8\nint a[NR_CPUS];\n#ifdef NR_CPUS\n#endif", "NR_CPUS", "1 definition macro, 2 use macro, 3 use macro"},
		{"macro like a function", "#define max(a, b) \\\n\t((a) > (b) ? (a) : (b))\nint x = max(1, 2);", "max", "1 definition macro, 3 use macro"},
		{"its parameter", "#define max(first, b) \\\n\t((first) > (b))", "first", "1 definition parameter, 2 use"},
		{"typedef", "typedef unsigned int gfp_t;\ngfp_t flags;", "gfp_t", "1 definition typedef, 2 use typedef"},
		{"typedef of a function", "typedef int (*initcall_t)(void);", "initcall_t", "1 definition typedef"},
		{"typedef of a struct", "typedef struct {\n\tlong counter;\n} atomic_t;", "atomic_t", "3 definition typedef"},
		{"enumerators", "enum zone_type {\n\tZONE_DMA,\n\tZONE_NORMAL = ZONE_DMA + 3,\n\t__MAX_NR_ZONES\n};", "ZONE_DMA", "2 definition enumerator, 3 use enumerator"},
		{"last enumerator", "enum zone_type {\n\tZONE_DMA,\n\t__MAX_NR_ZONES\n};", "__MAX_NR_ZONES", "3 definition enumerator"},
		{"variable with attribute behind", "static int sysctl_x __read_mostly = 3;", "sysctl_x", "1 definition variable"},
		{"with an attribute nobody knows", "static int sysctl_x __of_some_kind = 3;", "sysctl_x", "1 definition variable"},
		{"name that looks like an attribute", "static u32 __counter;\nstatic u32 *__other(void);", "__counter", "1 definition variable"},
		{"extern", "extern struct task_struct init_task;", "init_task", "1 declaration variable"},
		{"local variable", "void f(void)\n{\n\tu32 n, *m = g();\n\tm = n;\n}", "m", "3 definition variable, 4 use variable"},
		{"loop variable", "void f(void)\n{\n\tfor (int i = 0; i < 3; i++)\n\t\tg(i);\n}", "i", "3 definition variable, 4 use variable"},
		{"label", "void f(void)\n{\n\tgoto out;\nout:\n\treturn;\n}", "out", "3 use label, 4 definition label"},
		{"case", "void f(void)\n{\n\tswitch (x) {\n\tcase FOO:\n\t\treturn;\n\t}\n}", "FOO", "4 use"},
		{"field used", "void f(void)\n{\n\tp->len = q.len;\n}", "len", "3 use field"},
		{"comments and literals", "/* foo */ // foo\nchar *s = \"foo\", c = 'f';\nint foo;", "foo", "3 definition variable"},
		{"continued comment", "// one \\\nfoo\nint foo;", "foo", "3 definition variable"},
		{"include", "#include <linux/mm.h>\nint mm;", "mm", "2 definition variable"},
		{"part of a name", "int foobar, foo;", "foo", "1 definition variable"},
		{"nowhere", "int foobar;", "foo", ""},
		{"braces of an #if", "void f(void)\n{\n#ifdef A\n\tif (a) {\n#else\n\tif (b) {\n#endif\n\t\tc();\n\t}\n}\nint after(void)\n{\n}", "after", "11 definition function"},
		{"brace in one branch", "#ifdef A\nvoid f(int a)\n{\n#else\nvoid f(void)\n{\n#endif\n\tc();\n}\nint after(void)\n{\n}", "after", "10 definition function"},
		{"brace in an #if alone", "void f(void)\n{\n#ifdef A\n\tif (a) {\n#endif\n\t\tc();\n#ifdef A\n\t}\n#endif\n}\nint after;", "after", "11 definition variable"},
		{"brace that is lost", "void f(void)\n{\n\tif (a) {\n\t\tc();\n}\n\nint after(struct x *y)\n{\n}", "after", "7 definition function"},
		{"statement expression", "void f(void)\n{\n\tint a = ({ int b = 1; b; });\n\tint after;\n}", "after", "4 definition variable"},
		{"compound literal", "void f(void)\n{\n\tg(&(struct x){ .a = 1 });\n\tint after;\n}", "after", "4 definition variable"},
		{"trace event", "TRACE_EVENT(sched_switch,\n\tTP_PROTO(int a),\n\tTP_ARGS(a)\n);", "trace_sched_switch", "1 definition function"},
		{"keyword", "static int a;", "static", "1 use"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := describe(Find([]byte(test.text), test.symbol)); got != test.want {
				t.Errorf("%s in\n%s\nis %s, want %s", test.symbol, test.text, got, test.want)
			}
		})
	}
}

func TestFindIn(t *testing.T) {
	tests := []struct{ file, text, symbol, want string }{
		{"arch/x86/entry/entry_64.S", "/* entry_SYSCALL_64 */\nSYM_CODE_START(entry_SYSCALL_64)\n\tswapgs\nSYM_CODE_END(entry_SYSCALL_64)", "entry_SYSCALL_64", "2 definition function, 4 use function"},
		{"a.S", "ENTRY(memcpy)\n\tret", "memcpy", "1 definition function"},
		{"a.S", ".globl again\nagain:\n\tjmp again\n# again\n", "again", "1 declaration, 2 definition label, 3 use"},
		{"a.S", "#define FRAME 8\n\tmov $FRAME, %rax // don't", "FRAME", "1 definition macro, 2 use"},
		{"a.S", "\t.macro PUSH_REGS\n\t.endm\n\tPUSH_REGS", "PUSH_REGS", "1 definition macro, 3 use"},
		{"net/Kconfig", "config INET\n\tbool \"TCP\"\n\tdepends on NET\n", "CONFIG_INET", "1 definition config"},
		{"net/Kconfig", "menuconfig NET\n\tbool\nconfig INET\n\tdepends on NET\n# NET\n", "NET", "1 definition config, 4 use config"},
		{"mm/Makefile", "obj-$(CONFIG_SWAP) += swap.o\n", "CONFIG_SWAP", "1 use"},
		{"Documentation/x.rst", "the do_fork() of\nold, do_forked\n", "do_fork", "1 use"},
	}
	for _, test := range tests {
		if got := describe(FindIn(test.file, []byte(test.text), test.symbol)); got != test.want {
			t.Errorf("%s in %s\n%s\nis %s, want %s", test.symbol, test.file, test.text, got, test.want)
		}
	}
}

func TestNames(t *testing.T) {
	text := "struct mm {\n\tint a;\n\tunion {\n\t\tint b;\n\t};\n};\nenum e { ONE };\nSYSCALL_DEFINE0(fork)\n{\n\tint local;\n}\n#define M(x) x\n"
	var got []string
	Names([]byte(text), func(n Name) { got = append(got, fmt.Sprint(n.Line, n.In, ".", n.Text, " ", n.As)) })
	want := "1.mm struct,2mm.a field,4mm.b field,7.e enum,7e.ONE enumerator,8.fork function,8.sys_fork function"
	all := strings.Join(got, ",")
	for _, w := range strings.Split(want, ",") {
		if !strings.Contains(strings.ReplaceAll(all, " .", "."), w) {
			t.Errorf("%s is not among %s", w, all)
		}
	}
	if strings.Contains(all, "local") || strings.Contains(all, "x parameter") {
		t.Errorf("what is local is among %s", all)
	}
}

func TestExtent(t *testing.T) {
	long := "/* why */\nint f(int a)\n{\n" + strings.Repeat("\tg();\n", 40) + "}\n\n#define X \\\n\t1\n\nstruct s {\n\tint a;\n\tint b;\n};\n"
	tests := []struct {
		name              string
		line, first, last int
	}{
		{"head of a long one", 2, 2, 15},
		{"within", 20, 16, 29},
		{"its end", 44, 31, 44},
		{"macro", 46, 46, 47},
		{"its second line", 47, 46, 47},
		{"struct", 51, 49, 52},
		{"comment", 1, 1, 7},
		{"before the file", 0, 0, 0},
		{"behind the file", 53, 0, 0},
	}
	for _, test := range tests {
		if first, last := Extent([]byte(long), test.line); first != test.first || last != test.last {
			t.Errorf("%s: lines %d to %d, want %d to %d", test.name, first, last, test.first, test.last)
		}
	}
	if first, last := ExtentIn("Kconfig", []byte("a\n\nconfig X\n\tbool\n\nb\n"), 4); first != 3 || last != 4 {
		t.Errorf("paragraph: lines %d to %d, want 3 to 4", first, last)
	}
}
