package verify

import (
	"maps"

	"github.com/knotes-dev/knotes/notes"
)

// Relock puts into a lock what it has to hold of source code after a run: what
// it does not know, and, if the run was of whole notebooks, no more than what
// their notes have. What it says otherwise than was found stays; with mend it is
// put right too.
func (s *Sources) Relock(lock *notes.Lock, whole, mend bool) {
	if s.Kept == nil {
		return
	}
	if whole {
		lock.Pins, lock.Quotations, lock.Names = nil, nil, nil
	}
	add := func(from *notes.Lock) {
		lock.Pins = merged(lock.Pins, from.Pins)
		lock.Quotations = merged(lock.Quotations, from.Quotations)
		lock.Names = merged(lock.Names, from.Names)
	}
	add(s.Kept)
	if mend {
		add(s.Now)
	}
}

// merged is a map with the entries of another, which count more.
func merged[K comparable, V any](into, from map[K]V) map[K]V {
	if into == nil {
		return maps.Clone(from)
	}
	maps.Copy(into, from)
	return into
}
