package match

import "testing"

// TestNumberedThreads learns from runs whose threads came in another order. The
// numbers of the threads look like small process ids, but did not vary.
func TestNumberedThreads(t *testing.T) {
	first := "main: pid 69\nworker 0: tid 70\nworker 2: tid 72\nworker 1: tid 71\njoined\n"
	twin := "main: pid 369\nworker 0: tid 370\nworker 1: tid 371\nworker 2: tid 372\njoined\n"
	l := Learn(
		Run{Output: first, MinPID: 2, MaxPID: 300, ASLR: true},
		Run{Output: twin, MinPID: 300, MaxPID: 900},
	)
	for text, want := range map[string]bool{
		"main: pid 9\nworker 1: tid 10\nworker 0: tid 11\nworker 2: tid 12\njoined\n": true,
		"main: pid 9\nworker 0: tid 10\nworker 1: tid 11\nworker 3: tid 12\njoined\n": false,
		"main: pid 9\nworker 0: tid 10\nworker 1: tid 11\nworker 1: tid 12\njoined\n": false,
	} {
		if o := l.Mask.Compare(text, first); o.OK != want {
			t.Errorf("matches: %v, want %v (%s)\n%s", o.OK, want, o.Note, text)
		}
	}
}
