package csource

import (
	"strings"
	"testing"
)

func BenchmarkLex(b *testing.B) {
	text := []byte(strings.Repeat(origin, 500))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Lex(text)
	}
}

// BenchmarkFind finds a name in a file of a common size, 50 kB.
func BenchmarkFind(b *testing.B) {
	text := []byte(strings.Repeat(origin, 30))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Find(text, "queue_wait")
	}
}

func BenchmarkQuote(b *testing.B) {
	text := []byte(strings.Repeat(strings.Repeat("#define NAME value\n", 20)+"static int other(int a)\n{\n\treturn a + 1;\n}\n", 100) + origin)
	for name, quoted := range map[string]string{
		"found":   "int __sched queue_wait(struct queue *q, struct waiter *w, long timeout)\n{\n\t...\n\tspin_lock(&q->lock);\n\t...\n\treturn ret;\n}",
		"near":    "int __sched queue_wait(struct queue *q, struct waiter *w, long timeout)\n{\n\t...\n\tspin_lock(&q->lock);\n\t...\n\treturn 0;\n}",
		"neither": "static int queue_check(struct queue *queue)\n{\n\tassert(queue);\n\treturn queue->state == DEAD ? -1 : 0;\n}",
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Quote([]byte(quoted), text)
			}
		})
	}
}

// BenchmarkQuoteLarge is of a file of 20 MB.
func BenchmarkQuoteLarge(b *testing.B) {
	text := []byte(strings.Repeat(origin, 13000) + "int last_one(struct queue *q)\n{\n\treturn q->used;\n}\n")
	for name, quoted := range map[string]string{
		"found": "int last_one(struct queue *q)\n{\n\treturn q->used;\n}",
		"near":  "int last_one(struct queue *q)\n{\n\treturn q->users;\n}",
		"all":   string(text),
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Quote([]byte(quoted), text)
			}
		})
	}
}
