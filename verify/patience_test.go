package verify

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/report"
)

// silentStore is a server that never answers.
type silentStore struct {
	fakeStore
	asked *atomic.Int32
}

func (s silentStore) File(ctx context.Context, r kernel.Ref, path string) (*kernel.File, error) {
	if r.Release != "" {
		return s.fakeStore.File(ctx, r, path)
	}
	s.asked.Add(1)
	<-ctx.Done()
	return nil, &kernel.Unreachable{Source: r.String(), Err: context.Cause(ctx)}
}

func (s silentStore) Want(ctx context.Context, r kernel.Ref, paths []string) error {
	_, err := s.File(ctx, r, paths[0])
	return err
}

// TestPatience wants a server that does not answer to be given up, once for all
// that would be asked of it, and the rest to be judged.
func TestPatience(t *testing.T) {
	var asked atomic.Int32
	store := silentStore{fakeStore{"6.12.1/net/in.c": lockedFile}, &asked}
	at := func(ref, symbol string) string {
		return "[`" + symbol + "`](https://git.example.org/linux/-/blob/" + ref + "/net/in.c#L1)\n"
	}
	note := "[`rx`](https://github.com/gregkh/linux/blob/v6.12.1/net/in.c#L1)\n" +
		at("0123456789012345678901234567890123456789", "rx") + at("1123456789012345678901234567890123456789", "rx") + at("0123456789012345678901234567890123456789", "tx")
	s := &Sources{Store: store, Release: "6.12.1", Patience: 20 * time.Millisecond}
	r, err := Run(t.Context(), []*Doc{sourceDoc(t, note)}, Options{Sources: s})
	if err != nil {
		t.Fatal(err)
	}
	claims := r.Notes[0].Claims
	if claims[0].Status != report.Verified {
		t.Errorf("of the release: %s %s", claims[0].Status, claims[0].Reason)
	}
	for _, c := range claims[1:] {
		if c.Status != report.Unverified || !strings.Contains(c.Reason, "source not reachable: no answer within 20ms") {
			t.Errorf("line %d: %s %s", c.Line, c.Status, c.Reason)
		}
	}
	if asked := asked.Load(); asked > 2 { // both may have been asked when the first was given up
		t.Errorf("the server was asked %d times", asked)
	}
}

// forks has commits by the repository that they are in.
type forks struct{ fakeStore }

func (s forks) File(ctx context.Context, r kernel.Ref, path string) (*kernel.File, error) {
	if !strings.HasSuffix(r.Clone, "gregkh/linux") {
		return nil, fmt.Errorf("%v: %w", r, kernel.ErrNoCommit)
	}
	return s.fakeStore.File(ctx, r, path)
}

// TestForks wants a commit to be looked up where its link says, though another
// link to the same commit names a repository that does not have it.
func TestForks(t *testing.T) {
	const commit = "0123456789012345678901234567890123456789"
	store := forks{fakeStore{commit + "/net/in.c": lockedFile}}
	note := "[`rx`](https://github.com/torvalds/linux/blob/" + commit + "/net/in.c#L1) [`rx`](https://github.com/gregkh/linux/blob/" + commit + "/net/in.c#L1)\n"
	n, _ := judgeSources(t, note, &Sources{Store: store})
	if n.Claims[0].Status != report.Failed || n.Claims[1].Status != report.Verified {
		t.Errorf("torvalds: %s %s, gregkh: %s %s", n.Claims[0].Status, n.Claims[0].Reason, n.Claims[1].Status, n.Claims[1].Reason)
	}
}
