package names_test

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/names"
	"golang.org/x/tools/txtar"
)

// release walks over the files of a txtar archive in testdata.
func release(t testing.TB, archive string) names.Walk {
	a, err := txtar.ParseFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	return func(_ context.Context, each func(string, []byte) error, want func(string) bool) error {
		for _, f := range a.Files {
			if want(f.Name) {
				if err := each(f.Name, f.Data); err != nil {
					return err
				}
			}
		}
		return nil
	}
}

func build(t testing.TB, o names.Options, walk names.Walk) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "index")
	if _, err := names.Create(t.Context(), file, o, walk); err != nil {
		t.Fatal(err)
	}
	return file
}

func open(t testing.TB, file string) *names.Index {
	t.Helper()
	x, err := names.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { x.Close() })
	return x
}

// query reads "kind text": "field sk_buff.len", "any ip_rcv".
func query(line string) names.Query {
	kind, text, _ := strings.Cut(line, " ")
	q := names.Query{Kind: names.Kind(kind), Text: text}
	switch q.Kind {
	case "any":
		q.Kind = names.Any
	case names.Field:
		text, q.Tag = strings.CutPrefix(text, "struct ")
		if q.Type, q.Member, q.Arrow = strings.Cut(text, "->"); !q.Arrow {
			q.Type, q.Member, _ = strings.Cut(text, ".")
		}
	}
	return q
}

// Each line of testdata/find.txt is a question and its answer, as the scanner
// alone and as ctags with it have it.
func TestFind(t *testing.T) {
	lines := readLines(t, "testdata/find.txt")
	for _, plain := range []bool{true, false} {
		file := build(t, names.Options{Release: "6.0", Plain: plain}, release(t, "testdata/source.txtar"))
		x := open(t, file)
		if x.Release != "6.0" || x.Builder == "" {
			t.Errorf("the index is of release %q and by %q", x.Release, x.Builder)
		}
		for _, line := range lines {
			question, want, ok := strings.Cut(line, " => ")
			if !ok {
				t.Fatalf("%q is no question and answer", line)
			}
			a, err := x.Find(query(question))
			if err != nil {
				t.Errorf("%s: %v", question, err)
			}
			if got := answer(a); got != want {
				t.Errorf("by %s: %s => %s, want %s", x.Builder, question, got, want)
			}
		}
	}
}

func TestBrokenIndex(t *testing.T) {
	file := build(t, names.Options{Release: "6.0", Plain: true}, release(t, "testdata/source.txtar"))
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := names.Open(filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("where there is no index: %v", err)
	}
	broken := map[string][]byte{
		"empty": {}, "magic alone": whole[:16], "cut short": whole[:len(whole)-1], "longer": append(slices.Clone(whole), 0),
		"half": whole[:len(whole)/2], "another version": append([]byte("knotes names 0\n\x00"), whole[16:]...),
	}
	for at := 16; at < 60; at++ {
		b := slices.Clone(whole)
		b[at] ^= 4
		broken["byte "+string(rune('0'+at))] = b
	}
	for _, what := range slices.Sorted(maps.Keys(broken)) {
		bad := filepath.Join(t.TempDir(), "bad")
		if err := os.WriteFile(bad, broken[what], 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := names.Open(bad); !errors.Is(err, names.ErrBroken) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// A damaged block shows when it is read: no wrong answer comes of it.
func TestDamagedBlock(t *testing.T) {
	file := build(t, names.Options{Release: "6.0", Plain: true}, release(t, "testdata/source.txtar"))
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	data[len(data)-3] ^= 1 // of the last block
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	x := open(t, file)
	if _, err := x.Find(names.Query{Kind: names.Function, Text: "zzz_last"}); !errors.Is(err, names.ErrBroken) {
		t.Errorf("a name of a damaged block: %v", err)
	}
	if _, _, err := x.Nearest(names.Function, "ip_rcvv"); !errors.Is(err, names.ErrBroken) {
		t.Errorf("the nearest name over a damaged block: %v", err)
	}
}

// What fails leaves the index that was there, and nothing beside it.
func TestCreateWholeOrNotAtAll(t *testing.T) {
	file := build(t, names.Options{Release: "6.0", Plain: true}, release(t, "testdata/source.txtar"))
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	stop := errors.New("the store is gone")
	for name, walk := range map[string]names.Walk{
		"fails": func(_ context.Context, each func(string, []byte) error, want func(string) bool) error {
			want("a.c")
			each("a.c", []byte("int a;"))
			return stop
		},
	} {
		if _, err := names.Create(t.Context(), file, names.Options{Release: "6.1"}, walk); !errors.Is(err, stop) {
			t.Errorf("%s: %v", name, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := names.Create(ctx, file, names.Options{Release: "6.1"}, release(t, "testdata/source.txtar")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	after, err := os.ReadFile(file)
	if err != nil || string(after) != string(before) {
		t.Errorf("the index that was there has changed (%v)", err)
	}
	if all, err := os.ReadDir(filepath.Dir(file)); err != nil || len(all) != 1 {
		t.Errorf("%d files are left, %v", len(all), err)
	}
}

// However many read it, the same source makes the same index.
func TestSameIndexByMany(t *testing.T) {
	var first []byte
	for workers := 1; workers < 5; workers++ {
		file := build(t, names.Options{Release: "6.0", Plain: true, Workers: workers}, release(t, "testdata/source.txtar"))
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = data
		}
		if string(first) != string(data) {
			t.Errorf("%d workers make another index than one", workers)
		}
	}
}

// answer writes an answer in one line.
func answer(a names.Answer) string {
	place := func(p names.Place) string {
		if p.Line == 0 {
			return string(p.As) + " " + p.Path
		}
		return string(p.As) + " " + p.Path + ":" + strconv.Itoa(p.Line)
	}
	switch {
	case a.Found:
		return place(a.Place)
	case a.Part != "":
		return "part of " + a.Part
	case a.Nearest != "":
		return "nearest " + a.Nearest + ", " + place(a.NearPlace)
	}
	return "nothing"
}
