package names

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// An index is one file:
//
//	magic, then a header of fixed size (see head), and behind it
//	the release and the builder, as text
//	paths: their texts in sorted order, each with a zero byte behind
//	hashes of the macros of lists of registers, sorted, 4 bytes each
//	a table of blocks: of each its offset and its checksum, 8 bytes
//	the blocks: blockSize names each, in order, by name and then by kind
//
// A name is written as the number of bytes it shares with the one before it in
// its block, the rest of it, the byte of its kind and its place. All numbers are
// varints but those of the header, the hashes and the table. A block's checksum
// is looked at when the block is read, so opening reads next to nothing.
const (
	magic     = "knotes names 2\n\x00" // another number when the form changes, or what is read
	blockSize = 32
	headSize  = len(magic) + 7*4
)

type head struct {
	text   uint32 // bytes of the release, a zero byte and the builder
	paths  uint32 // bytes of the paths
	hashes uint32 // how many
	count  uint32 // names
	blocks uint32 // how many
	body   uint32 // bytes of all blocks
	sum    uint32 // of all before the blocks but this
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Create builds the index of a release and puts it in place of the named file,
// whole or not at all. It returns what built it: "Universal Ctags 5.9.0" or "a
// plain scanner".
func Create(ctx context.Context, file string, o Options, walk Walk) (builder string, err error) {
	b, err := collect(ctx, o, walk)
	if err != nil {
		return "", err
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".names-*")
	if err != nil {
		return "", err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	if err := b.write(f, o.Release); err != nil {
		return "", err
	}
	if err := f.Chmod(0o644); err != nil {
		return "", err
	}
	if err := f.Sync(); err != nil {
		return "", err
	}
	return b.version, os.Rename(f.Name(), file)
}

func (b *builder) write(w io.Writer, release string) error {
	var front, body []byte
	front = append(append(append(front, release...), 0), b.version...)
	h := head{text: uint32(len(front)), count: uint32(b.store.len()), hashes: uint32(len(b.hashes))}
	paths, number := numbered(b.paths)
	for _, p := range paths {
		front = append(append(front, p...), 0)
	}
	h.paths = uint32(len(front)) - h.text
	for _, n := range b.hashes {
		front = binary.LittleEndian.AppendUint32(front, n)
	}
	next, stop := iter.Pull2(b.store.all())
	defer stop()
	for left := b.store.len(); left > 0; left -= blockSize {
		start := len(body)
		body = appendBlock(body, next, number)
		front = binary.LittleEndian.AppendUint32(front, uint32(start))
		front = binary.LittleEndian.AppendUint32(front, crc32.Checksum(body[start:], castagnoli))
		h.blocks++
	}
	h.body = uint32(len(body))
	top := h.appendTo([]byte(magic))
	h.sum = crc32.Update(crc32.Checksum(top[:len(top)-4], castagnoli), castagnoli, front)
	out := bufio.NewWriterSize(w, 1<<20)
	out.Write(h.appendTo([]byte(magic)))
	out.Write(front)
	out.Write(body)
	return out.Flush()
}

// numbered sorts paths, and tells the new number of each old one.
func numbered(paths []string) (sorted []string, of []uint32) {
	order := make([]int, len(paths))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return strings.Compare(paths[a], paths[b]) })
	of = make([]uint32, len(paths))
	for i, n := range order {
		of[n] = uint32(i)
		sorted = append(sorted, paths[n])
	}
	return sorted, of
}

func (h head) appendTo(b []byte) []byte {
	for _, n := range []uint32{h.text, h.paths, h.hashes, h.count, h.blocks, h.body, h.sum} {
		b = binary.LittleEndian.AppendUint32(b, n)
	}
	return b
}

// appendBlock writes the records that come next. The place of each is told by
// how it differs from the one before: names that begin alike tend to stand near
// each other.
func appendBlock(b []byte, next func() ([]byte, rec, bool), number []uint32) []byte {
	var before []byte
	var path, line int64
	for range blockSize {
		name, r, ok := next()
		if !ok {
			break
		}
		shared := sharedPrefix(before, name)
		b = binary.AppendUvarint(b, uint64(shared))
		b = binary.AppendUvarint(b, uint64(len(name)-shared))
		b = append(append(b, name[shared:]...), r.code)
		p := int64(number[r.path])
		b = binary.AppendVarint(b, p-path)
		if p != path {
			line = 0
		}
		b = binary.AppendVarint(b, int64(r.line)-line)
		before, path, line = name, p, int64(r.line)
	}
	return b
}

func sharedPrefix(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// cut returns what stands before a zero byte and what stands behind it.
func cut(b []byte) (before, after []byte, ok bool) { return bytes.Cut(b, []byte{0}) }
