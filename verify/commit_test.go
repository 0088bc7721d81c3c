package verify

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/kernel/kerneltest"
	"github.com/knotes-dev/knotes/verify/report"
)

// broken stands before a git server, and may refuse or never answer.
type broken struct{ how atomic.Value }

func (b *broken) through(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch b.how.Load() {
		case "refuses":
			http.Error(w, "go away", http.StatusForbidden)
		case "hangs":
			<-r.Context().Done()
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// TestCommits holds links and quotations against a git server in which a file has
// several versions, and then against the lock alone while the server is broken.
func TestCommits(t *testing.T) {
	repo := kerneltest.NewRepository(t)
	repo.Write("net/in.c", movedFrom)
	repo.Write("net/old.c", "int old;\n")
	first := repo.Commit("first")
	repo.Write("net/in.c", movedTo)
	repo.Move("net/old.c", "net/new.c")
	second := repo.Commit("second")
	var server broken
	server.how.Store("")
	url := repo.Serve(server.through)
	link := func(text, path, ref string, line int) string {
		return fmt.Sprintf("[`%s`](%s/tree/%s?%s#n%d)\n", text, url, path, ref, line)
	}
	note := link("rx", "net/in.c", "id="+first, 15) +
		link("rx", "net/in.c", "id="+second, 15) +
		link("old", "net/old.c", "id="+first, 1) +
		link("old", "net/old.c", "id="+second, 1) +
		link("old", "net/new.c", "id="+strings.Repeat("0", 40), 1) +
		link("rx", "net/in.c", "h=master", 18) +
		"\n# Quoted\n\n" + link("check", "net/in.c", "id="+second, 6) + "\n```c\nstatic int check(struct sk *sk)\n{\n\treturn sk->len <= LIMIT;\n}\n```\n" +
		"\n# Quoted of another version\n\n" + link("check", "net/in.c", "id="+first, 5) + "\n```c\nstatic int check(struct sk *sk)\n{\n\treturn sk->len <= LIMIT;\n}\n```\n"
	run := func(lock *notes.Lock) (words []string, s *Sources) {
		store := kernel.Open(t.TempDir())
		defer store.Close()
		s = &Sources{Store: store, Lock: lock, Patience: 20 * time.Second}
		if server.how.Load() == "hangs" {
			s.Patience = 200 * time.Millisecond
		}
		r, err := Run(t.Context(), []*Doc{sourceDoc(t, note)}, Options{Sources: s})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range r.Notes[0].Claims {
			word := c.Reason
			switch {
			case c.Status == report.Verified && c.Pin.Locked:
				word = "locked"
			case c.Status == report.Verified:
				word = ""
			case c.Status == report.Unverified:
				word = "not reachable"
				if !strings.Contains(c.Reason, "source not reachable") {
					word = c.Reason
				}
			}
			words = append(words, fmt.Sprintf("%d %s %s", c.Line, c.Status, strings.ReplaceAll(word, url, "URL")))
		}
		return words, s
	}
	gone, none := "there is no net/old.c in URL at "+second[:12], "there is no URL at 000000000000"
	differs := "`<=` differs from the source, which has `<` at net/in.c:7: return sk->len < LIMIT;"
	moves := "the link is to master, of which the lines move; run: knotes pin n.md"
	got, s := run(nil)
	want := []string{"1 verified ", "2 failed `rx` is at 18, the link says 15; run: knotes pin n.md", "3 verified ", "4 failed " + gone, "5 failed " + none, "6 failed " + moves,
		"10 verified ", "13 verified ", "21 verified ", "26 failed " + differs}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	lock := &notes.Lock{}
	s.Relock(lock, true, false)
	for _, how := range []string{"refuses", "hangs"} {
		server.how.Store(how)
		got, _ := run(lock)
		want := []string{"1 verified locked", "2 unverified not reachable", "3 verified locked", "4 unverified not reachable", "5 unverified not reachable", "6 failed " + moves,
			"10 verified locked", "13 verified locked", "21 verified locked", "24 unverified not reachable"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the server %s: -want +got:\n%s", how, diff)
		}
	}
}
