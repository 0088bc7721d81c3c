package match

import "testing"

// TestPIDs holds different processes apart, whatever their ids are in the text.
func TestPIDs(t *testing.T) {
	first := Run{Output: "main 21\nworker 0: 22\nworker 1: 23\n", MinPID: 2, MaxPID: 300}
	twin := Run{Output: "main 321\nworker 0: 322\nworker 1: 323\n", MinPID: 300, MaxPID: 900}
	m := Learn(first, twin).Mask
	for text, ok := range map[string]bool{
		"main 900\nworker 0: 901\nworker 1: 902\n": true,
		"main 900\nworker 0: 901\nworker 1: 901\n": false,
		"main 900\nworker 0: 900\nworker 1: 901\n": false,
		"main 900\n...\nworker 1: 902\n":           true,
		"main 900\n...\nworker 1: 900\n":           false,
	} {
		if got := m.Compare(text, first.Output); got.OK != ok {
			t.Errorf("%q: %v, want %v", text, got.OK, ok)
		}
		if again := m.Rewrite(text, first.Output); !m.Compare(again, first.Output).OK {
			t.Errorf("%q is rewritten as %q, which does not match", text, again)
		}
	}
}
