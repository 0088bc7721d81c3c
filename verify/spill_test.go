package verify

import (
	"bytes"
	"path/filepath"
	"testing"
)

// TestSpill keeps more than is held in memory and reads all of it back.
func TestSpill(t *testing.T) {
	s := spill{dir: filepath.Join(t.TempDir(), "cache")}
	defer s.release()
	var kept [][]byte
	for i := range 5 {
		out, err := s.keep(bytes.Repeat([]byte{byte('a' + i)}, maxHeld/3+i))
		if err != nil {
			t.Fatal(err)
		}
		kept = append(kept, out)
		if whole := i < 2; s.whole() != whole {
			t.Errorf("after %d outputs whole is %v", i+1, s.whole())
		}
	}
	if out, err := s.keep(nil); err != nil || len(out) > 0 {
		t.Errorf("no output: %q, %v", out, err)
	}
	s.look(maxHeld)
	for i, out := range kept {
		if want := bytes.Repeat([]byte{byte('a' + i)}, maxHeld/3+i); !bytes.Equal(out, want) {
			t.Errorf("output %d is not what was kept", i)
		}
	}
}
