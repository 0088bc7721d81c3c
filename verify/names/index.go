package names

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"sort"
	"strings"
	"sync"
	"syscall"
)

// Index holds the names of a release. It is safe for concurrent use until it is
// closed.
type Index struct {
	Release string
	Builder string // what built it: "Universal Ctags 5.9.0"

	data   []byte
	unmap  func() error
	count  int
	paths  []byte
	hashes []byte
	table  []byte
	blocks []byte

	starts func() []int // where each path begins, found out when one is asked for
}

// Open maps the index in a file. Where there is none it returns what os.Open
// does; where it is broken, an error that wraps [ErrBroken].
func Open(file string) (*Index, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() < int64(headSize) || int64(int(info.Size())) != info.Size() {
		return nil, fmt.Errorf("%s: %w", file, ErrBroken)
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(info.Size()), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	x, err := read(data)
	if err != nil {
		syscall.Munmap(data)
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	x.unmap = func() error { return syscall.Munmap(data) }
	return x, nil
}

// Close gives the memory back.
func (x *Index) Close() error {
	if x.unmap == nil {
		return nil
	}
	unmap := x.unmap
	x.unmap, x.data, x.blocks, x.table, x.paths = nil, nil, nil, nil, nil
	return unmap()
}

// Len is how many names of any kind there are.
func (x *Index) Len() int { return x.count }

// read checks the front of an index.
func read(data []byte) (*Index, error) {
	rest, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok || len(data) < headSize {
		return nil, ErrBroken
	}
	var n [7]uint32
	for i := range n {
		n[i] = binary.LittleEndian.Uint32(rest[4*i:])
	}
	h := head{n[0], n[1], n[2], n[3], n[4], n[5], n[6]}
	front := uint64(headSize) + uint64(h.text) + uint64(h.paths) + 4*uint64(h.hashes) + 8*uint64(h.blocks)
	if front+uint64(h.body) != uint64(len(data)) || uint64(h.count) > uint64(h.blocks)*blockSize {
		return nil, ErrBroken
	}
	sum := crc32.Checksum(data[:headSize-4], castagnoli)
	if crc32.Update(sum, castagnoli, data[headSize:front]) != h.sum {
		return nil, ErrBroken
	}
	text := data[headSize:][:h.text]
	release, builder, _ := cut(text)
	x := &Index{Release: string(release), Builder: string(builder), data: data, count: int(h.count)}
	x.paths = data[headSize+len(text):][:h.paths]
	x.hashes = data[headSize+len(text)+len(x.paths):][:4*h.hashes]
	x.table = data[front-8*uint64(h.blocks) : front]
	x.blocks = data[front:]
	x.starts = sync.OnceValue(x.findPaths)
	return x, nil
}

func (x *Index) findPaths() []int {
	starts, at := []int{}, 0
	for at < len(x.paths) {
		starts = append(starts, at)
		n := bytes.IndexByte(x.paths[at:], 0)
		if n < 0 {
			break
		}
		at += n + 1
	}
	return starts
}

func (x *Index) path(n int64) (string, error) {
	starts := x.starts()
	if n < 0 || n >= int64(len(starts)) {
		return "", ErrBroken
	}
	text, _, _ := cut(x.paths[starts[n]:])
	return string(text), nil
}

func (x *Index) blockCount() int { return len(x.table) / 8 }

// block returns the bytes of block i, checked.
func (x *Index) block(i int) ([]byte, error) {
	b, err := x.blockAt(i)
	if err != nil {
		return nil, err
	}
	if crc32.Checksum(b, castagnoli) != binary.LittleEndian.Uint32(x.table[8*i+4:]) {
		return nil, ErrBroken
	}
	return b, nil
}

// blockAt is block, unchecked.
func (x *Index) blockAt(i int) ([]byte, error) {
	from, to := binary.LittleEndian.Uint32(x.table[8*i:]), uint32(len(x.blocks))
	if i+1 < x.blockCount() {
		to = binary.LittleEndian.Uint32(x.table[8*(i+1):])
	}
	if from > to || uint64(to) > uint64(len(x.blocks)) {
		return nil, ErrBroken
	}
	return x.blocks[from:to], nil
}

// first is the first name of block i; nil if it cannot be read.
func (x *Index) first(i int) []byte {
	b, err := x.blockAt(i)
	if err != nil {
		return nil
	}
	c := cursor{rest: b}
	if !c.next() {
		return nil
	}
	return c.suffix
}

// cursor reads the records of a block one after another.
type cursor struct {
	rest   []byte
	shared int    // bytes that the record's name shares with the one before
	suffix []byte // the rest of it
	code   byte   // its kind
	path   int64
	line   int64
	broken bool
}

func (c *cursor) next() bool {
	if len(c.rest) == 0 {
		return false
	}
	shared, n := c.number()
	c.shared = int(shared)
	if c.broken || shared > maxName || n > maxName || n >= uint64(len(c.rest)) {
		c.broken = true
		return false
	}
	c.suffix, c.code, c.rest = c.rest[:n], c.rest[n], c.rest[n+1:]
	path, a := binary.Varint(c.rest)
	line, b := binary.Varint(c.rest[max(0, a):])
	if a <= 0 || b <= 0 {
		c.broken = true
		return false
	}
	c.rest = c.rest[a+b:]
	if path != 0 {
		c.line = 0
	}
	c.path += path
	c.line += line
	return true
}

// number reads the two numbers before a suffix.
func (c *cursor) number() (shared, n uint64) {
	if len(c.rest) > 1 && c.rest[0] < 0x80 && c.rest[1] < 0x80 {
		shared, n, c.rest = uint64(c.rest[0]), uint64(c.rest[1]), c.rest[2:]
		return shared, n
	}
	shared, a := binary.Uvarint(c.rest)
	n, b := binary.Uvarint(c.rest[max(0, a):])
	if a <= 0 || b <= 0 {
		c.broken = true
		return 0, 0
	}
	c.rest = c.rest[a+b:]
	return shared, n
}

// Lookup finds where the index has a name of a kind. Only kinds that Place.As
// may have are looked up.
func (x *Index) Lookup(kind Kind, name string) (Place, bool, error) {
	places, err := x.places(name, string(codes[kind]))
	return places[kind], places[kind].As != "", err
}

// blockBefore is the block in which a name begins, if it is there, or the first
// behind it.
func (x *Index) blockBefore(name []byte) int {
	i := sort.Search(x.blockCount(), func(i int) bool { return bytes.Compare(x.first(i), name) >= 0 })
	return max(0, i-1)
}

// from calls f for each name from one on, until f returns false. The name is
// f's for the time of the call.
func (x *Index) from(name []byte, f func(name []byte, c *cursor) (more bool, err error)) error {
	var at []byte
	for i := x.blockBefore(name); i < x.blockCount(); i++ {
		b, err := x.block(i)
		if err != nil {
			return err
		}
		c := cursor{rest: b}
		for at = at[:0]; c.next(); {
			if c.shared > len(at) {
				return ErrBroken
			}
			at = append(at[:c.shared], c.suffix...)
			if bytes.Compare(at, name) < 0 {
				continue
			}
			if more, err := f(at, &c); err != nil || !more {
				return err
			}
		}
		if c.broken {
			return ErrBroken
		}
	}
	return nil
}

// places finds a name as each of the kinds whose codes are given.
func (x *Index) places(name, wanted string) (map[Kind]Place, error) {
	found := map[Kind]Place{}
	err := x.from([]byte(name), func(at []byte, c *cursor) (bool, error) {
		if string(at) != name {
			return false, nil
		}
		if strings.IndexByte(wanted, c.code) < 0 {
			return true, nil
		}
		place, err := x.place(name, c.code, c.path, c.line)
		found[place.As] = place
		return true, err
	})
	return found, err
}

// place is where a name stands that was read from a block.
func (x *Index) place(name string, code byte, path, line int64) (Place, error) {
	text, err := x.path(path)
	if kinds[code] == Folder {
		text = name
	}
	return Place{text, int(line), kinds[code]}, err
}

// isRegister tells whether a list of registers defines a macro, but for one in
// thousands of names that no list has.
func (x *Index) isRegister(name string) bool {
	want, n := crc32.Checksum([]byte(name), castagnoli), len(x.hashes)/4
	at := func(i int) uint32 { return binary.LittleEndian.Uint32(x.hashes[4*i:]) }
	i := sort.Search(n, func(i int) bool { return at(i) >= want })
	return i < n && at(i) == want
}
