package names

import (
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"path/filepath"
	"testing"
)

// seal makes an index of blocks of any bytes that passes as whole, so that what
// reads blocks meets what a checksum would have kept from it.
func seal(paths, blocks []byte, width int) []byte {
	front := append([]byte("6.0\x00by hand"), paths...)
	h := head{text: 11, paths: uint32(len(paths)), body: uint32(len(blocks))}
	for from := 0; from < len(blocks); from += width {
		front = binary.LittleEndian.AppendUint32(front, uint32(from))
		front = binary.LittleEndian.AppendUint32(front, crc32.Checksum(blocks[from:min(from+width, len(blocks))], castagnoli))
		h.blocks++
	}
	top := h.appendTo([]byte(magic))
	h.sum = crc32.Update(crc32.Checksum(top[:len(top)-4], castagnoli), castagnoli, front)
	return append(append(h.appendTo([]byte(magic)), front...), blocks...)
}

// Whatever the blocks of an index hold, it answers, or says that it is broken.
func FuzzBlocks(f *testing.F) {
	f.Add([]byte("a.c\x00b.c\x00"), []byte("\x00\x06ip_rcvf\x00\x02\x06\x07_finishf\x00\x02"), 64, "ip_rcvv")
	f.Add([]byte("a.c\x00"), []byte("\x00\x01ai\x00\x00\x09\x01bi\x00\x00"), 5, "ab")
	f.Add([]byte(""), []byte("\x00\x01ai\x00\x00"), 100, "a")
	f.Add([]byte("x"), []byte("\x00\x02a.F\x00\x00\x02\x01bF\x00\x00\xff\xff\xff\xff\xff\xff\xff\xff\x7f"), 100, "a")
	f.Fuzz(func(t *testing.T, paths, blocks []byte, width int, name string) {
		if width < 1 {
			width = 1 - width%100
		}
		x, err := read(seal(paths, blocks, max(width, 1)))
		if err != nil {
			t.Fatalf("an index with right checksums: %v", err)
		}
		for _, kind := range []Kind{Any, Function, Struct, Path, Folder, ProcFile, Field} {
			if _, err := x.Find(Query{Kind: kind, Text: name, Type: name, Member: name}); err != nil && !errors.Is(err, ErrBroken) {
				t.Fatal(err)
			}
		}
	})
}

// However the file of an index is damaged, it is never read past its end.
func FuzzRead(f *testing.F) {
	f.Add(seal([]byte("a.c\x00"), []byte("\x00\x06ip_rcvf\x00\x02"), 64))
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := read(data); err != nil && !errors.Is(err, ErrBroken) {
			t.Fatal(err)
		}
	})
}

// Whatever a source holds, it is read to its end, and a macro that stands in a
// line of its own in front of it is found.
func FuzzSource(f *testing.F) {
	f.Add("struct x { int a; struct { int b; }; } y;")
	f.Add("#if 1\nint f(void) {\n#else\nint f(int a) {\n#endif\n}")
	f.Add("/* \" ' */ char *s = \"\\\"\"; #define A(x) x \\\n y")
	f.Add("enum { A, B = (1, 2), }; typedef int (*f)(int); DEVICE_ATTR(a, b); proc_create(\"%d%\", 1);")
	f.Fuzz(func(t *testing.T, text string) {
		walk := func(_ context.Context, each func(string, []byte) error, want func(string) bool) error {
			for _, file := range []string{"a.c", "b.S", "Kconfig"} {
				want(file)
				if err := each(file, []byte("#define first_of_all 1\n"+text)); err != nil {
					return err
				}
			}
			return nil
		}
		file := filepath.Join(t.TempDir(), "index")
		if _, err := Create(t.Context(), file, Options{Plain: true, Workers: 1}, walk); err != nil {
			t.Fatal(err)
		}
		x, err := Open(file)
		if err != nil {
			t.Fatal(err)
		}
		defer x.Close()
		if _, ok, err := x.Lookup(Macro, "first_of_all"); !ok || err != nil {
			t.Errorf("the macro is not found (%v)", err)
		}
	})
}
