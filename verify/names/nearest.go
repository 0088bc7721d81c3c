package names

import (
	"bytes"
	"sort"
	"strings"
)

// Nearest is the name of a kind that differs least from another, and where it
// stands: by at most three letters that are wrong, missing, too many or swapped
// with their neighbour, fewer for a short name. It is "" if there is none.
func (x *Index) Nearest(kind Kind, name string) (string, Place, error) {
	most := tolerance(name)
	if kind == Any { // it need not be a name of the kernel's at all
		most = min(most, 1+len(name)/12)
	}
	near, err := x.nearest(proposals(kind), name, most)
	if err != nil || near.name == "" {
		return "", Place{}, err
	}
	place, err := x.placeOf(near)
	return near.name, place, err
}

// tolerance is by how many letters a name may differ from the one that was
// meant.
func tolerance(name string) int {
	switch n := len(name); {
	case n < 3:
		return 0
	case n < 6:
		return 1
	case n < 10:
		return 2
	}
	return 3
}

type near struct {
	name string
	code byte
	path int64
	line int64
}

func (x *Index) placeOf(n near) (Place, error) { return x.place(n.name, n.code, n.path, n.line) }

// nearest tries the smallest distance alone at first, since the work grows with
// the distance and one letter is what is wrong most often.
func (x *Index) nearest(codes, name string, most int) (near, error) {
	if len(name) > maxName || most == 0 {
		return near{}, nil
	}
	s := search{x: x, name: name, most: 1, codes: codes}
	err := s.run()
	if err == nil && s.best.name == "" && most > 1 {
		s = search{x: x, name: name, most: most, codes: codes}
		err = s.run()
	}
	return s.best, err
}

// search walks over the sorted names as over a tree: as long as names begin
// alike, so do their rows of the table of distances, and once no end can bring
// a beginning near enough, all names that begin so are passed over.
type search struct {
	x     *Index
	name  string
	most  int
	codes string

	key  []byte
	rows [maxName + 1][]uint8 // by how many bytes of the name they are of
	dead int                  // keys that share as many bytes with this one are too far; 0 for none

	best      near
	bestScore int
}

func (s *search) run() error {
	for j := range s.row(0) {
		s.rows[0][j] = uint8(min(j, s.most+1))
	}
	for i := 0; i < s.x.blockCount(); {
		b, err := s.x.block(i)
		if err != nil {
			return err
		}
		c := cursor{rest: b}
		s.dead, s.key = 0, s.key[:0] // a block begins with a whole key
		for c.next() {
			if s.dead > 0 && c.shared >= s.dead {
				continue
			}
			if c.shared > len(s.key) || c.shared+len(c.suffix) > maxName {
				return ErrBroken
			}
			s.visit(&c)
		}
		if c.broken {
			return ErrBroken
		}
		i = s.skip(i + 1)
	}
	return nil
}

// skip passes over blocks in which all keys begin as one that is too far.
func (s *search) skip(i int) int {
	n := s.x.blockCount()
	if s.dead == 0 || i >= n-1 {
		return i
	}
	dead := s.key[:s.dead]
	if !bytes.HasPrefix(s.x.first(i), dead) || !bytes.HasPrefix(s.x.first(i+1), dead) {
		return i
	}
	// The last of these blocks may hold others behind them.
	return i + sort.Search(n-i-1, func(k int) bool { return !bytes.HasPrefix(s.x.first(i+k+1), dead) })
}

func (s *search) row(d int) []uint8 {
	if s.rows[d] == nil {
		s.rows[d] = make([]uint8, len(s.name)+1)
	}
	return s.rows[d]
}

// visit measures the key that a cursor is at.
func (s *search) visit(c *cursor) {
	s.key = append(s.key[:c.shared], c.suffix...)
	s.dead = 0
	end := len(s.key)
	for d := c.shared; d < end; d++ {
		if s.extend(d) {
			s.dead = d + 1
			return
		}
	}
	if end < 1 {
		return
	}
	distance := int(s.row(end)[len(s.name)])
	at := strings.IndexByte(s.codes, c.code)
	if distance == 0 || distance > s.most || at < 0 {
		return
	}
	if score := 1000*distance + s.score(at, c); s.best.name == "" || score < s.bestScore {
		s.best, s.bestScore = near{string(s.key), c.code, c.path, c.line}, score
	}
}

// score orders names that are as near as each other, the best first.
func (s *search) score(at int, c *cursor) int {
	score := at
	if path, err := s.x.path(c.path); err == nil {
		score += 4 * int(rank(path))
	}
	if len(s.name) > 0 && s.key[0] != s.name[0] {
		score += 10
	}
	return score
}

// extend fills in the row behind the first d+1 bytes of the key, and tells
// whether nothing that begins so can be near enough. Only the cells that are at
// most that many places off can be.
func (s *search) extend(d int) (dead bool) {
	row, above := s.row(d+1), s.row(d)
	far := uint8(s.most + 1)
	c := s.key[d]
	from, to := max(1, d+1-s.most), min(len(s.name), d+1+s.most)
	row[0] = min(uint8(min(d+1, 255)), far)
	if from > 1 && from <= len(s.name)+1 {
		row[from-1] = far
	}
	least, before := far, far
	if from == 1 {
		least = row[0]
	}
	for j := from; j <= to; j++ {
		v := far
		up := far
		if j < d+1+s.most || j == 0 { // above has it
			up = above[j]
		}
		if s.name[j-1] == c {
			v = above[j-1]
		} else {
			v = min(above[j-1], up, row[j-1]) + 1
		}
		if d > 0 && j > 1 && s.name[j-2] == c && s.name[j-1] == s.key[d-1] {
			v = min(v, s.rows[d-1][j-2]+1)
		}
		v = min(v, far)
		row[j] = v
		least = min(least, v)
		before = min(before, above[j-1])
	}
	if d+1 >= sureBy && d+1 < len(s.name) && least > 1 && before > 0 {
		return true
	}
	return least > uint8(s.most) && before >= uint8(s.most)
}

// A name's first letters are seldom wrong, and to think them all to be would
// mean to look at half of the names: of as many at most one may differ.
const sureBy = 4
