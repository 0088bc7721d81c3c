package csource

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// origin is what the quotations of the tests are from.
const origin = `/* SPDX-License-Identifier: none */
#include <linux/queue.h>

#define QUEUE_SHIFT	4
#define QUEUE_LEN	(1 << QUEUE_SHIFT)
#define queue_full(q)	\
	((q)->used >= QUEUE_LEN)

/* One that waits. */
struct waiter {
	struct list_head	list;	/* of the queue */
	struct task_struct	*task;
	union {
		unsigned long	key;
		void		*data;
	};
#ifdef CONFIG_QUEUE_STATS
	u64			since;
#endif
	int			prio;
	unsigned int		woken:1;
};

enum queue_state { QUEUE_IDLE, QUEUE_BUSY = 3, QUEUE_DEAD };

static int queue_check(struct queue *q, int flags)
{
	if (!q || (flags & QUEUE_DEAD))
		return -EINVAL;
	return 0;
}

/**
 * queue_wait - waits
 */
int __sched queue_wait(struct queue *q, struct waiter *w, long timeout)
{
	int ret;

	ret = queue_check(q, w->prio);
	if (ret)
		return ret;

	spin_lock(&q->lock);
	for (;;) {
		if (!list_empty(&q->list)) {
			w->prio = 0;
			break;
		}
		if (signal_pending(current)) {
			ret = -EINTR;
			break;
		}
	}
	spin_unlock(&q->lock);
	return ret;
}
EXPORT_SYMBOL(queue_wait);

void queue_wake(struct queue *q)
{
	wake_up_all(&q->head);
	trace_queue("%s: %d\n", __func__, q->used);
	return_unused(q);
}
`

func TestQuoteFound(t *testing.T) {
	tests := []struct {
		name, quoted string
		lines        []int // of the quotation, where they matter
	}{
		{"as it stands", "static int queue_check(struct queue *q, int flags)\n{\n\tif (!q || (flags & QUEUE_DEAD))\n\t\treturn -EINVAL;\n\treturn 0;\n}", []int{26, 27, 28, 29, 30, 31}},
		{"reflowed", "static int\nqueue_check(struct queue *q,\n            int flags) {\n  if (!q || (flags&QUEUE_DEAD)) return -EINVAL;\n  return 0; }", []int{26, 26, 26, 28, 30}},
		{"with remarks", "/* first */\nstatic int queue_check(struct queue *q, /* what */ int flags) // so\n", []int{0, 26}},
		{"statements", "ret = queue_check(q, w->prio);\nif (ret)\n\treturn ret;\n", []int{40, 41, 42}},
		{"dots for lines", "int __sched queue_wait(struct queue *q, struct waiter *w, long timeout)\n{\n\t...\n\tspin_lock(&q->lock);\n\t...\n\treturn ret;\n}", []int{36, 37, 0, 44, 0, 56, 57}},
		{"one dot for lines", "int __sched queue_wait(struct queue *q, struct waiter *w, long timeout)\n{\n\t…\n\tspin_lock(&q->lock);", nil},
		{"dots in a comment", "int __sched queue_wait(struct queue *q, struct waiter *w, long timeout)\n{\n\t/* ... */\n\tspin_lock(&q->lock);", nil},
		{"dots with a word", "int ret;\n/* ... checks ... */\nspin_lock(&q->lock);", nil},
		{"dots in brackets", "int ret;\n[...]\nspin_lock(&q->lock);", []int{38, 0, 44}},
		{"dots for a loop's head", "int __sched queue_wait(struct queue *q, struct waiter *w, long timeout)\n{\n...\n\tif (signal_pending(current)) {\n...\n\t}\n...\n}", nil},
		{"dots for arguments", "int __sched queue_wait(struct queue *q, ...)\n{", nil},
		{"dots for the body", "static int queue_check(struct queue *q, int flags) { ... }", nil},
		{"dots at both ends", "...\nspin_unlock(&q->lock);\n...", nil},
		{"many dots", "int ret;\n.....\nspin_lock(&q->lock);", nil},
		{"a head that ends in ;", "static int queue_check(struct queue *q, int flags);\n", []int{26}},
		{"heads in a row", "static int queue_check(struct queue *q, int flags);\nvoid queue_wake(struct queue *q);\n", []int{26, 60}},
		{"struct", "struct waiter {\n\tstruct list_head list;\n\tstruct task_struct *task;\n\tunion {\n\t\tunsigned long key;\n\t\tvoid *data;\n\t};\n#ifdef CONFIG_QUEUE_STATS\n\tu64 since;\n#endif\n\tint prio;\n\tunsigned int woken:1;\n};", nil},
		{"struct in part", "struct waiter {\n\tstruct task_struct *task;\n\tint prio;\n};", []int{10, 12, 20, 22}},
		{"struct, first member", "struct waiter {\n\tstruct list_head list;\n};", nil},
		{"struct, last member", "struct waiter {\n\tunsigned int woken:1;\n};", nil},
		{"struct, in a union", "struct waiter {\n\tunion {\n\t\tvoid *data;\n\t};\n\tint prio;\n};", []int{10, 13, 15, 16, 20, 22}},
		{"struct, without #ifdef", "struct waiter {\n\tu64 since;\n\tint prio;\n};", nil},
		{"struct with dots", "struct waiter {\n\t...\n\tint prio;\n\t...\n};", nil},
		{"struct not closed", "struct waiter {\n\tstruct task_struct *task;\n\tint prio;", nil},
		{"macros", "#define QUEUE_SHIFT 4\n#define queue_full(q) ((q)->used >= QUEUE_LEN)\n", []int{4, 6}},
		{"a macro", "#define QUEUE_LEN (1 << QUEUE_SHIFT)", nil},
		{"continued otherwise", "#define queue_full(q) \\\n ((q)->used \\\n >= QUEUE_LEN)", []int{6, 7, 7}},
		{"definitions in order", "#define QUEUE_SHIFT 4\n\nstatic int queue_check(struct queue *q, int flags)\n{\n\t...\n}\n\nEXPORT_SYMBOL(queue_wait);", nil},
		{"enum with dots", "enum queue_state { QUEUE_IDLE, ... };", nil},
		{"whole file", origin, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			q := Quote([]byte(test.quoted), []byte(origin))
			if !q.Found {
				t.Fatalf("not found, near %+v", q.Near)
			}
			if q.Matched != q.Total || len(q.Lines) != countLines([]byte(test.quoted)) {
				t.Errorf("%d of %d tokens, %d lines", q.Matched, q.Total, len(q.Lines))
			}
			if test.lines != nil && !slices.Equal(q.Lines, test.lines) {
				t.Errorf("lines %v, want %v", q.Lines, test.lines)
			}
		})
	}
}

func TestQuoteNear(t *testing.T) {
	tests := []struct {
		name, quoted, want string // quoted line:col token, source line token
	}{
		{"constant", "#define QUEUE_SHIFT 5", "1:21 5, 4 4"},
		{"constant in a function", "	int ret;\n	ret = queue_check(q, w->prio);\n	if (ret)\n		return ret + 1;", "4:14 +, 42 ;"},
		{"operator", "static int queue_check(struct queue *q, int flags)\n{\n\tif (!q && (flags & QUEUE_DEAD))\n\t\treturn -EINVAL;\n\treturn 0;\n}", "3:9 &&, 28 ||"},
		{"dropped !", "static int queue_check(struct queue *q, int flags)\n{\n\tif (q || (flags & QUEUE_DEAD))\n\t\treturn -EINVAL;", "3:6 q, 28 !"},
		{"added !", "\tret = queue_check(q, w->prio);\n\tif (!ret)\n\t\treturn ret;", "2:6 !, 41 ret"},
		{"other error", "\tif (!q || (flags & QUEUE_DEAD))\n\t\treturn -ENOMEM;\n\treturn 0;", "2:11 ENOMEM, 29 EINVAL"},
		{"swapped arguments", "int __sched queue_wait(struct waiter *w, struct queue *q, long timeout)\n{\n\tint ret;\n\n\tret = queue_check(q, w->prio);", "1:31 waiter, 36 queue"},
		{"statement left out", "\tint ret;\n\n\tret = queue_check(q, w->prio);\n\n\tspin_lock(&q->lock);\n\tfor (;;) {", "5:2 spin_lock, 41 if"},
		{"statement added", "\tint ret;\n\n\tret = queue_check(q, w->prio);\n\tw->prio++;\n\tif (ret)\n\t\treturn ret;", "4:2 w, 41 if"},
		{"reordered fields", "struct waiter {\n\tint prio;\n\tstruct task_struct *task;\n\tunsigned int woken:1;\n};", ""},
		{"renamed field", "struct waiter {\n\tstruct list_head list;\n\tstruct task_struct *owner;\n\tint prio;\n};", "3:22 owner, 12 task"},
		{"type of a field", "struct waiter {\n\tstruct list_head list;\n\tstruct task_struct *task;\n\tlong prio;\n};", ""},
		{"width of a field", "struct waiter {\n\tint prio;\n\tunsigned int woken:2;\n};", "3:21 2, 21 1"},
		{"renamed function", "static int queue_checks(struct queue *q, int flags)\n{\n\tif (!q || (flags & QUEUE_DEAD))", "1:12 queue_checks, 26 queue_check"},
		{"type it returns", "long __sched queue_wait(struct queue *q, struct waiter *w, long timeout)\n{\n\tint ret;", "1:1 long, 36 int"},
		{"head that ends in ;", "static int queue_check(struct queue *q, long flags);", "1:41 long, 26 int"},
		{"other literal", "\twake_up_all(&q->head);\n\ttrace_queue(\"%d: %d\\n\", __func__, q->used);", `2:14 "%d: %d\n", 63 "%s: %d\n"`},
		{"behind dots", "int __sched queue_wait(struct queue *q, struct waiter *w, long timeout)\n{\n\t...\n\tspin_lock(&q->lock);\n\t...\n\treturn 0;\n}", "6:9 0, 56 ret"},
		{"dots that would leave the function", "static int queue_check(struct queue *q, int flags)\n{\n\t...\n\tspin_unlock(&q->lock);\n}", ""},
		{"enumerator left out", "enum queue_state { QUEUE_IDLE, QUEUE_DEAD };", ""},
		{"members of two", "struct waiter {\n\tstruct task_struct *task;\n\twake_up_all(&q->head);\n};", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			q := Quote([]byte(test.quoted), []byte(origin))
			if q.Found {
				t.Fatalf("found, at %v", q.Lines)
			}
			if test.want == "" {
				return
			}
			if q.Near == nil {
				t.Fatal("not near")
			}
			n := q.Near
			if got := fmt.Sprintf("%d:%d %s, %d %s", n.QuotedLine, n.QuotedCol, n.Quoted, n.SourceLine, n.Source); got != test.want {
				t.Errorf("they part at %s, want %s", got, test.want)
			}
			if line := strings.Split(origin, "\n")[n.SourceLine-1]; n.Text != line {
				t.Errorf("line %q, want %q", n.Text, line)
			}
			if q.Matched > q.Total || q.Matched == 0 {
				t.Errorf("%d of %d tokens", q.Matched, q.Total)
			}
		})
	}
}

func TestQuoteNeither(t *testing.T) {
	tests := []struct {
		name, quoted string
		short        bool
	}{
		{"nothing", "", true},
		{"a brace", "}", true},
		{"no name", "return 0; } } else { }", true},
		{"dots", "...\n...\n", true},
		{"a short statement", "return ret;", true},
		{"an author's own use", "struct waiter w;\nqueue_wait(&my_queue, &w, HZ);\nif (w.woken)\n\tprintf(\"woken\\n\");", false},
		{"a program", "#include <stdio.h>\n\nint main(void)\n{\n\tprintf(\"hello\\n\");\n\treturn 0;\n}", false},
		{"an expansion", "((waiters)->used >= (1 << 4))", false},
		{"an expansion with more", "if ((q)->used >= QUEUE_LEN + 1)", false},
		{"a rewrite", "static int queue_check(struct queue *queue)\n{\n\tassert(queue);\n\treturn queue->state == DEAD ? -1 : 0;\n}", false},
		{"a list of his own", "struct waiter {\n\tstruct waiter *next;\n\tpthread_t thread;\n\tint number;\n\tchar *name;\n};", false},
		{"a like statement", "spin_lock(&other->lock);\nother->count++;\nspin_unlock(&other->lock);", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			q := Quote([]byte(test.quoted), []byte(origin))
			if q.Found || q.Near != nil || q.Short != test.short {
				t.Errorf("found %v, short %v, near %+v", q.Found, q.Short, q.Near)
			}
		})
	}
}

func TestQuoteInConditions(t *testing.T) {
	source := "int f(int a)\n{\n#ifdef A\n\tif (a) {\n#else\n\tif (!a) {\n#endif\n\t\tg(a);\n\t}\n\treturn h(a);\n}\n\nint k(void)\n{\n\treturn h(1);\n}\n"
	for _, quoted := range []string{source, "int f(int a)\n{\n...\n\treturn h(a);\n}\n\nint k(void)\n{\n\treturn h(1);\n}\n", "int f(int a);\nint k(void)\n{\n"} {
		if q := Quote([]byte(quoted), []byte(source)); !q.Found {
			t.Errorf("not found, near %+v:\n%s", q.Near, quoted)
		}
	}
	if q := Quote([]byte("int f(int a)\n{\n...\n\treturn h(1);\n}\n"), []byte(source)); q.Found {
		t.Error("dots went on into the next function")
	}
}

func TestQuoteRanges(t *testing.T) {
	source := "int f(int c)\n{\n\tswitch (c) {\n\tcase LOW ... HIGH:\n\t\treturn g(c);\n\t}\n}\nint a[9] = { [0 ... 8] = 1 };\n"
	for quoted, found := range map[string]bool{
		"switch (c) {\ncase LOW ... HIGH:\n\treturn g(c);": true,
		"switch (c) {\ncase LOW ... :\n\treturn g(c);":     false,
		"int a[9] = { [0 ... 8] = 1 };":                    true,
		"int a[9] = { [0 ... ] = 1 };":                     false,
		"int a[9] = { ... };":                              true,
	} {
		if q := Quote([]byte(quoted), []byte(source)); q.Found != found {
			t.Errorf("found is %v:\n%s", q.Found, quoted)
		}
	}
}

func TestQuoteAssembly(t *testing.T) {
	source := "SYM_CODE_START(entry)\n\tswapgs\n\t/* tss.sp2 is scratch space. */\n\tmovq\t%rsp, PER_CPU_VAR(tss + 8)\n\tjmp\t1b\nSYM_CODE_END(entry)\n"
	if q := Quote([]byte("SYM_CODE_START(entry)\n  swapgs\n  movq %rsp, PER_CPU_VAR(tss + 8)\n"), []byte(source)); !q.Found || !slices.Equal(q.Lines, []int{1, 2, 4}) {
		t.Errorf("%+v", q)
	}
	if q := Quote([]byte("SYM_CODE_START(entry)\n  swapgs\n  movq %rsp, PER_CPU_VAR(tss + 16)\n"), []byte(source)); q.Near == nil || q.Near.Quoted != "16" {
		t.Errorf("%+v", q)
	}
}

// However a text is made, the work ends.
func TestQuoteHostile(t *testing.T) {
	texts := map[string]string{
		"one token":     strings.Repeat("x ", 500_000),
		"two tokens":    strings.Repeat("a b ", 200_000),
		"open brackets": strings.Repeat("f({[", 100_000),
		"dots":          strings.Repeat("x; ... ", 5_000),
		"statements":    strings.Repeat("x;", 200_000),
		"branches":      strings.Repeat("#if x\n{\n", 50_000),
		"members":       "struct a {" + strings.Repeat("int a;", 30_000),
		"and one more":  "struct a {" + strings.Repeat("int a;", 30_000) + "int b;}",
		"a long token":  strings.Repeat("y", 10_000_000),
	}
	for name, quoted := range texts {
		for other, source := range texts {
			q := Quote([]byte(quoted), []byte(source))
			if name == other && name != "dots" && name != "a long token" && !q.Found {
				t.Errorf("%s is not found in itself", name)
			}
			if q.Found && q.Near != nil {
				t.Errorf("%s in %s is both found and near", name, other)
			}
		}
	}
}
