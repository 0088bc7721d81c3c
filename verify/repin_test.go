package verify

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/snippets"
)

// movedFrom and movedTo are a file in two releases.
const movedFrom = `#include <linux/net.h>

#define LIMIT 10

static int check(struct sk *sk)
{
	return sk->len < LIMIT;
}

static int unused(int a)
{
	return a + 1;
}

int rx(struct sk *sk)
{
	if (!check(sk))
		return -EINVAL;
	return hook(sk, 0);
}

int tx(struct sk *sk)
{
	if (!check(sk))
		return -EINVAL;
	return hook(sk, 1);
}
`

const movedTo = `#include <linux/net.h>
#include <linux/more.h>

#define LIMIT 10

static int check(struct sk *sk)
{
	return sk->len <= LIMIT;
}

int tx(struct sk *sk)
{
	if (!check(sk))
		return -EINVAL;
	return hook(sk, 1);
}

int rx(struct sk *sk)
{
	if (!check(sk))
		return -EINVAL;
	return hook(sk, 0);
}
`

const repinNote = "[LIMIT](https://github.com/gregkh/linux/blob/v6.12.1/net/in.c#L3)\n" +
	"[`check()`](https://elixir.bootlin.com/linux/v6.12.1/source/net/in.c#L5)\n" +
	"[`rx`](https://github.com/gregkh/linux/blob/v6.12.1/net/in.c#L15-L20 \"title\")\n" +
	"[`hook`](https://github.com/gregkh/linux/blob/v6.12.1/net/in.c#L26)\n" +
	"[`unused`](https://github.com/gregkh/linux/blob/v6.12.1/net/in.c#L10)\n" +
	"[here](https://github.com/gregkh/linux/blob/v6.12.1/net/in.c)\n" +
	"[`old`](https://github.com/gregkh/linux/blob/v6.12.1/net/old.c#L1)\n" +
	"[`old`](https://github.com/gregkh/linux/blob/v6.12.1/net/gone.c#L1)\n" +
	"[`rx`](https://github.com/gregkh/linux/blob/v6.12.1/net/in.c#L16)\n" +
	"```c\n/* [`tx`](https://elixir.bootlin.com/linux/v6.12.1/source/net/in.c#L22) */\n```\n" +
	"[other](https://sourceware.org/git/?p=glibc.git;a=blob;f=x.c;hb=0123456789012345678901234567890123456789#l3)\n"

// historyStore knows what became of a file.
type historyStore struct{ fakeStore }

func (historyStore) Renamed(_ context.Context, _, _, _, path string) (string, error) {
	return map[string]string{"net/old.c": "net/new.c", "net/new.c": "net/old.c"}[path], nil
}

func repinStore() Store {
	return historyStore{fakeStore{
		"6.12.1/net/in.c": movedFrom, "6.13.2/net/in.c": movedTo,
		"6.12.1/net/old.c": "int old;\n", "6.13.2/net/new.c": "int old;\n", "6.12.1/net/gone.c": "int old;\n",
	}}
}

func movesOf(t *testing.T, doc *snippets.Doc, s *Sources, to string) (told []string, urls map[*snippets.Claim]string) {
	t.Helper()
	moves, err := Repin(context.Background(), doc, s, to)
	if err != nil {
		t.Fatal(err)
	}
	urls = map[*snippets.Claim]string{}
	for _, m := range moves {
		line := fmt.Sprintf("%d %s: %s", m.Claim.Pos.Line, m.Kind, m.What)
		if m.Diff != "" {
			line += "\n" + m.Diff
		}
		told = append(told, line)
		if m.URL != "" {
			urls[m.Claim] = m.URL
		}
	}
	return told, urls
}

// TestRepinThereAndBack moves a note to another release and back.
func TestRepinThereAndBack(t *testing.T) {
	doc, s := sourceDoc(t, repinNote), &Sources{Store: repinStore(), Release: "6.12.1"}
	told, urls := movesOf(t, doc, s, "6.13.2")
	want := []string{
		"1 moved: moved 3 to 4",
		"2 changed: moved 5 to 6; what stands there has changed\n" +
			"--- in.c\n+++ in.c\n@@ -1,4 +1,4 @@\n static int check(struct sk *sk)\n {\n-\treturn sk->len < LIMIT;\n+\treturn sk->len <= LIMIT;\n }\n",
		"3 moved: moved 15-20 to 18-23",
		"4 moved: moved 26 to 15",
		"5 gone: `unused` does not stand in net/in.c any more",
		"6 same line: same line",
		"7 renamed: the file is now net/new.c; same line",
		"8 gone: there is no net/gone.c in linux 6.13.2",
		"9 unsure: `rx` is at 15, the link says 16",
		"11 moved: moved 22 to 11",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	there, err := doc.Reread(doc.Relink(urls))
	if err != nil {
		t.Fatal(err)
	}
	if string(there.Note.Source) == repinNote {
		t.Error("nothing was written")
	}
	for _, line := range []int{5, 8, 9, 13} {
		if now := strings.Split(string(there.Note.Source), "\n")[line-1]; now != strings.Split(repinNote, "\n")[line-1] {
			t.Errorf("line %d is now %s", line, now)
		}
	}
	_, urls = movesOf(t, there, s, "6.12.1")
	if back := string(there.Relink(urls)); back != repinNote {
		t.Errorf("there and back again:\n%s", cmp.Diff(repinNote, back))
	}
}

// TestRepinBranches fixes links to branches, and lines that are wrong.
func TestRepinBranches(t *testing.T) {
	const commit = "0123456789012345678901234567890123456789"
	store := fakeStore{"ref master": commit, commit + "/net/in.c": movedTo, "6.12.1/net/in.c": movedFrom}
	note := "[`rx`](https://github.com/torvalds/linux/blob/master/net/in.c#L15)\n" +
		"[`LIMIT`](https://github.com/torvalds/linux/blob/master/net/in.c#L4)\n" +
		"[`hook`](https://github.com/torvalds/linux/blob/master/net/in.c#L1)\n" +
		"[`hook`](https://github.com/torvalds/linux/blob/topic/net/in.c#L1)\n" +
		"[`rx`](https://elixir.bootlin.com/linux/latest/source/net/in.c#L15)\n" +
		"[`rx`](https://elixir.bootlin.com/linux/v6.12.1/source/net/in.c#L15)\n" +
		"[`rx`](https://elixir.bootlin.com/linux/v6.12.1/source/net/in.c#L30)\n" +
		"[`rx`](https://github.com/torvalds/linux/blob/0123456789/net/in.c#L15)\n" +
		"[`check`](https://elixir.bootlin.com/linux/v6.12.1/source/net/in.c#L22)\n"
	doc := sourceDoc(t, note)
	told, urls := movesOf(t, doc, &Sources{Store: store, Release: "6.12.1"}, "")
	want := []string{
		"1 moved: master is 012345678901; moved 15 to 18",
		"2 pinned: master is 012345678901",
		"3 pinned: master is 012345678901; `hook` is at 15 and 1 more, the link says 1",
		"4 unsure: https://github.com/torvalds/linux: source not reachable: there is no network",
		"5 pinned: latest is v6.12.1",
		"7 moved: moved 30 to 15",
		"8 unsure: 0123456789 is the beginning of a commit's name: write it in full",
		"9 unsure: `check` is at 24 (defined at 5) and 1 more, the link says 22",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	lines := strings.Split(string(doc.Relink(urls)), "\n")
	for i, want := range []string{
		"[`rx`](https://github.com/torvalds/linux/blob/" + commit + "/net/in.c#L18)",
		"[`LIMIT`](https://github.com/torvalds/linux/blob/" + commit + "/net/in.c#L4)",
		"[`hook`](https://github.com/torvalds/linux/blob/" + commit + "/net/in.c#L1)",
		"[`hook`](https://github.com/torvalds/linux/blob/topic/net/in.c#L1)",
		"[`rx`](https://elixir.bootlin.com/linux/v6.12.1/source/net/in.c#L15)",
	} {
		if lines[i] != want {
			t.Errorf("line %d is %s, want %s", i+1, lines[i], want)
		}
	}
}
