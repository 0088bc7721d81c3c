package verify

import (
	"fmt"
	"os"
	"syscall"
)

// What a note prints is kept in memory up to this many bytes; what goes beyond
// it stands in a file. A note that printed more is not kept in the cache.
const maxHeld = 8 << 20

// spill keeps the outputs of one note: the first in memory, the others in a
// file without a name that is mapped, so that there is no more of them in
// memory than is being looked at.
type spill struct {
	dir  string // of the file; "" is the system's for temporary files
	held int    // bytes in memory
	size int64
	file *os.File
	maps [][]byte

	looked int // bytes, since the kernel was told that nobody looks
}

// keep takes over an output and returns it. What it returns is valid until
// release.
func (s *spill) keep(output []byte) ([]byte, error) {
	if len(output) == 0 || s.held+len(output) <= maxHeld {
		s.held += len(output)
		return output, nil
	}
	if s.file == nil {
		if err := s.open(); err != nil {
			return nil, err
		}
	}
	if _, err := s.file.WriteAt(output, s.size); err != nil {
		return nil, fmt.Errorf("keeping what a note printed: %w", err)
	}
	kept, err := syscall.Mmap(int(s.file.Fd()), s.size, len(output), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, fmt.Errorf("keeping what a note printed: %w", err)
	}
	page := int64(os.Getpagesize())
	s.size += (int64(len(output)) + page - 1) / page * page
	s.maps = append(s.maps, kept)
	return kept, nil
}

func (s *spill) open() error {
	if s.dir != "" {
		if err := os.MkdirAll(s.dir, 0o755); err != nil {
			return err
		}
	}
	f, err := os.CreateTemp(s.dir, "outputs-")
	if err != nil {
		return err
	}
	s.file = f
	return os.Remove(f.Name())
}

// whole tells whether all of it is in memory.
func (s *spill) whole() bool { return s.file == nil }

// look counts bytes of outputs that have been looked at. From time to time it
// tells the kernel that nobody looks at the mapped ones just now.
func (s *spill) look(bytes int) {
	if s.looked += bytes; s.looked < maxHeld {
		return
	}
	s.looked = 0
	for _, m := range s.maps {
		syscall.Madvise(m, syscall.MADV_DONTNEED)
	}
}

// release gives everything back.
func (s *spill) release() {
	for _, m := range s.maps {
		syscall.Munmap(m)
	}
	if s.file != nil {
		s.file.Close()
	}
	*s = spill{dir: s.dir}
}
