package verify

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/report"
)

const (
	lockedNote = "[`rx()`](https://github.com/gregkh/linux/blob/v6.12.1/net/in.c#L1)\n\n```c {quote=\"net/in.c#rx\"}\nint rx(struct sk *sk)\n{\n\t...\n}\n```\n"
	lockedFile = "int rx(struct sk *sk)\n{\n\treturn 0;\n}\n\nint tx(struct sk *sk);\n"
)

// lockOf is what a lock is to hold of a note.
func lockOf(t *testing.T, note string, store Store) *notes.Lock {
	t.Helper()
	s := &Sources{Store: store, Release: "6.12.1"}
	if _, err := Run(context.Background(), []*Doc{sourceDoc(t, note)}, Options{Sources: s}); err != nil {
		t.Fatal(err)
	}
	lock := &notes.Lock{}
	s.Relock(lock, true, false)
	return lock
}

// TestLockedSources holds a note against its source with a lock, with one that
// says otherwise, and without any source.
func TestLockedSources(t *testing.T) {
	store := fakeStore{"6.12.1/net/in.c": lockedFile}
	edit := func(old, new string) *notes.Lock {
		text := string(lockOf(t, lockedNote, store).Format())
		if !strings.Contains(text, old) {
			t.Fatalf("%q is not in the lock:\n%s", old, text)
		}
		l, err := notes.ParseLock(notes.LockFile, []byte(strings.ReplaceAll(text, old, new)))
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	blob, other := fakeBlob(lockedFile), fakeBlob("other")
	for _, tt := range []struct {
		name  string
		store Store
		lock  *notes.Lock
		want  []string
	}{
		{"current", store, edit("", ""), []string{
			"link verified current: definition of function rx", "quotation verified current: from lines 1-4 of net/in.c"}},
		{"missing", store, &notes.Lock{}, []string{
			"link verified missing: definition of function rx", "quotation verified missing: from lines 1-4 of net/in.c"}},
		{"fewer lines shown", store, edit(`\n{\n\treturn 0;\n}"`, `"`), []string{
			"link verified current: definition of function rx", "quotation verified current: from lines 1-4 of net/in.c"}},
		{"another file", store, edit(blob, other), []string{
			"link failed differs: it is not as in knotes.lock: the file was " + other[:12] + ", it is " + blob[:12] + "; run: knotes pin n.md",
			"quotation failed differs: it is not as in knotes.lock: the file was " + other[:12] + ", it is " + blob[:12] + "; run: knotes pin n.md"}},
		{"another line", store, edit(`"int rx`, `"int forged`), []string{
			`link failed differs: it is not as in knotes.lock: the line was "int forged(struct sk *sk)", it is "int rx(struct sk *sk)"; run: knotes pin n.md`,
			"quotation verified current: from lines 1-4 of net/in.c"}},
		{"another role", store, edit("definition/function", "use"), []string{
			"link failed differs: it is not as in knotes.lock: rx stood there as use, it does as definition of function; run: knotes pin n.md",
			"quotation verified current: from lines 1-4 of net/in.c"}},
		{"other lines quoted", store, edit("1-2,0,4", "2-3,0,4"), []string{
			"link verified current: definition of function rx",
			"quotation failed differs: it is not as in knotes.lock: it stood at lines 2-3,0,4, it does at 1-2,0,4; run: knotes pin n.md"}},
		{"source not reachable", fakeStore{}, edit("", ""), []string{
			"link verified current locked: definition of function rx; by knotes.lock: the source was not asked",
			"quotation verified current locked: from lines 1-4 of net/in.c; by knotes.lock: the source was not asked"}},
		{"no source", nil, edit("", ""), []string{
			"link verified current locked: definition of function rx; by knotes.lock: the source was not asked",
			"quotation verified current locked: from lines 1-4 of net/in.c; by knotes.lock: the source was not asked"}},
		{"no source, no lock", nil, nil, []string{
			"link unverified: it is not in knotes.lock; run: knotes verify --record n.md",
			"quotation unverified: it is not in knotes.lock; run: knotes verify --record n.md"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			n, _ := judgeSources(t, lockedNote, &Sources{Store: tt.store, Lock: tt.lock, Release: "6.12.1"})
			if diff := cmp.Diff(tt.want, lockWords(n)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func lockWords(n *report.Note) (all []string) {
	for _, c := range n.Claims {
		line := c.Kind + " " + string(c.Status)
		if c.Pin != nil {
			line += " " + c.Pin.Lock
			if c.Pin.Locked {
				line += " locked"
			}
		}
		all = append(all, line+": "+c.Reason+c.Remark)
	}
	return all
}

// TestRelock wants a lock to gain what is new, to lose what no note has any more
// if all were seen, and never to be mended unasked.
func TestRelock(t *testing.T) {
	store := fakeStore{"6.12.1/net/in.c": lockedFile}
	two := "[`rx()`](https://github.com/gregkh/linux/blob/v6.12.1/net/in.c#L1) [`tx()`](https://github.com/gregkh/linux/blob/v6.12.1/net/in.c#L6)\n"
	run := func(note string, lock *notes.Lock, store Store, whole, mend bool) string {
		s := &Sources{Store: store, Release: "6.12.1", Lock: lock}
		if _, err := Run(context.Background(), []*Doc{sourceDoc(t, note)}, Options{Sources: s}); err != nil {
			t.Fatal(err)
		}
		s.Relock(lock, whole, mend)
		return string(lock.Format())
	}
	both := string(lockOf(t, two, store).Format())
	one := "[`rx()`](https://github.com/gregkh/linux/blob/v6.12.1/net/in.c#L1)\n"
	parse := func(text string) *notes.Lock {
		l, err := notes.ParseLock(notes.LockFile, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	if n := strings.Count(both, "\npin "); n != 2 {
		t.Fatalf("%d pins in\n%s", n, both)
	}
	if got := run(two, parse(string(lockOf(t, one, store).Format())), store, false, false); got != both {
		t.Errorf("a new pin came to\n%s", got)
	}
	if got := run(one, parse(both), store, false, false); got != both {
		t.Errorf("one note of many dropped what others may have:\n%s", got)
	}
	if got, want := run(one, parse(both), store, true, false), string(lockOf(t, one, store).Format()); got != want {
		t.Errorf("what no note has was kept:\n%s", got)
	}
	if got := run(two, parse(both), fakeStore{}, true, false); got != both {
		t.Errorf("without the source the lock came to\n%s", got)
	}
	forged := strings.Replace(both, "definition/function", "use", 1)
	if got := run(two, parse(forged), store, true, false); got != forged {
		t.Errorf("what disagrees was mended:\n%s", got)
	}
	if got := run(two, parse(forged), store, true, true); got != both {
		t.Errorf("what disagrees was not mended:\n%s", got)
	}
}

// TestNotebooksAlone wants the lock to hold nothing of files outside of the
// notebooks, and nobody to miss it.
func TestNotebooksAlone(t *testing.T) {
	doc := sourceDoc(t, lockedNote)
	doc.Note.Notebook = ""
	s := &Sources{Store: fakeStore{"6.12.1/net/in.c": lockedFile}, Release: "6.12.1"}
	r, err := Run(context.Background(), []*Doc{doc}, Options{Sources: s})
	if err != nil {
		t.Fatal(err)
	}
	if !r.Well(true) {
		t.Errorf("findings: %v", r.Findings(true))
	}
	lock := &notes.Lock{}
	s.Relock(lock, true, true)
	if len(lock.Pins)+len(lock.Quotations) > 0 {
		t.Errorf("the lock holds\n%s", lock.Format())
	}
}
