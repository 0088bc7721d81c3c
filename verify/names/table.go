package names

import (
	"bytes"
	"cmp"
	"container/heap"
	"hash/maphash"
	"iter"
	"slices"
	"sync"
)

// store collects names, each of a kind once, with its best place. It is in
// shards, so that many may add to it at once and each is sorted alone. There are
// millions of names, so it holds no pointer for each.
type store struct {
	seed   maphash.Seed
	shards [64]shard
}

type shard struct {
	mu    sync.Mutex
	names []byte // one behind the other
	recs  []rec
	slots []uint32 // of a hash of names: a record's number from 1; 0 for none
}

// rec is a name of a kind: its text in shard.names and its place.
type rec struct {
	at   uint32
	n    uint8
	code byte
	rank uint16 // lower is better
	path uint32 // number of the file, in the order of the walk
	line uint32
}

const maxName = 250 // bytes; longer ones are nobody's name

func newStore() *store {
	s := &store{seed: maphash.MakeSeed()}
	for i := range s.shards {
		s.shards[i].slots = make([]uint32, 1<<12)
	}
	return s
}

// add keeps a name, unless it is known as this kind at a better place.
func (s *store) add(name []byte, r rec) {
	if len(name) == 0 || len(name) > maxName {
		return
	}
	h := maphash.Bytes(s.seed, name)
	r.n = uint8(len(name))
	t := &s.shards[h>>58]
	t.mu.Lock()
	defer t.mu.Unlock()
	for at := h & uint64(len(t.slots)-1); ; at = (at + 1) & uint64(len(t.slots)-1) {
		if t.slots[at] == 0 {
			r.at = uint32(len(t.names))
			t.names = append(t.names, name...)
			t.recs = append(t.recs, r)
			t.slots[at] = uint32(len(t.recs))
			if len(t.recs)*3 > len(t.slots)*2 {
				t.grow(s.seed)
			}
			return
		}
		old := &t.recs[t.slots[at]-1]
		if old.n == r.n && old.code == r.code && bytes.Equal(t.name(*old), name) {
			if better(r, *old) {
				r.at = old.at
				*old = r
			}
			return
		}
	}
}

// better tells which of two places of a name is told. The order of the files
// decides in the end, so that no race does.
func better(a, b rec) bool {
	return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.path, b.path), cmp.Compare(a.line, b.line)) < 0
}

func (t *shard) grow(seed maphash.Seed) {
	t.slots = make([]uint32, 2*len(t.slots))
	mask := uint64(len(t.slots) - 1)
	for i, r := range t.recs {
		h := maphash.Bytes(seed, t.name(r)) & mask
		for t.slots[h] != 0 {
			h = (h + 1) & mask
		}
		t.slots[h] = uint32(i + 1)
	}
}

func (t *shard) name(r rec) []byte { return t.names[r.at : r.at+uint32(r.n)] }

// sort puts the names of all shards in order; then nothing can be added. Names
// that are only used are dropped where they are also defined.
func (s *store) sort() {
	var wg sync.WaitGroup
	for i := range s.shards {
		wg.Go(s.shards[i].sort)
	}
	wg.Wait()
}

func (t *shard) sort() {
	t.slots = nil
	slices.SortFunc(t.recs, func(a, b rec) int {
		return cmp.Or(bytes.Compare(t.name(a), t.name(b)), cmp.Compare(a.code, b.code))
	})
	kept := t.recs[:0]
	for from := 0; from < len(t.recs); {
		to := from + 1
		for to < len(t.recs) && bytes.Equal(t.name(t.recs[to]), t.name(t.recs[from])) {
			to++
		}
		kept = appendStrongest(kept, t.recs[from:to])
		from = to
	}
	t.recs = kept
}

// appendStrongest appends the records of one name that are definitions, or else
// those that are the next best.
func appendStrongest(to, same []rec) []rec {
	strongest := 2
	for _, r := range same {
		strongest = min(strongest, weakness(r.code))
	}
	for _, r := range same {
		if weakness(r.code) <= strongest {
			to = append(to, r)
		}
	}
	return to
}

func weakness(code byte) int {
	switch kinds[code] {
	case Text:
		return 2
	case Identifier:
		return 1
	}
	return 0
}

// all yields every name in order, after sort.
func (s *store) all() iter.Seq2[[]byte, rec] {
	return func(yield func([]byte, rec) bool) {
		var q queue
		for i := range s.shards {
			if t := &s.shards[i]; len(t.recs) > 0 {
				q = append(q, &reader{shard: t})
			}
		}
		heap.Init(&q)
		for len(q) > 0 {
			r := q[0]
			if !yield(r.name(r.recs[r.next]), r.recs[r.next]) {
				return
			}
			if r.next++; r.next == len(r.recs) {
				heap.Pop(&q)
			} else {
				heap.Fix(&q, 0)
			}
		}
	}
}

func (s *store) len() (n int) {
	for i := range s.shards {
		n += len(s.shards[i].recs)
	}
	return n
}

type reader struct {
	*shard
	next int
}

// queue is a heap of shards by their next names. All kinds of one name are in
// one shard.
type queue []*reader

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q queue) Less(i, j int) bool {
	a, b := q[i], q[j]
	return bytes.Compare(a.name(a.recs[a.next]), b.name(b.recs[b.next])) < 0
}
func (q *queue) Push(x any) { *q = append(*q, x.(*reader)) }
func (q *queue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
