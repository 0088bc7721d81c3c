package decode

import "strings"

// Listing is the disassembly in one block.
type Listing struct {
	Lines []Line // all lines of the block, those that are no disassembly too
}

// Read reads a block. It never fails: what it does not know is Text.
func Read(block string) Listing {
	var l Listing
	if block == "" {
		return l
	}
	for i, text := range strings.Split(strings.TrimSuffix(block, "\n"), "\n") {
		l.Lines = append(l.Lines, readLine(i+1, text))
	}
	l.join()
	return l
}

// join adds the bytes of the lines that go on to the instruction they belong
// to. Bytes that belong to none are Text.
func (l *Listing) join() {
	var last *Line
	for i := range l.Lines {
		line := &l.Lines[i]
		switch line.Kind {
		case Insn:
			last = line
		case More:
			if last == nil || len(last.Bytes)+len(line.Bytes) > maxBytes || line.Addr != last.next() {
				line.Kind, last = Blurred, nil
				continue
			}
			last.Bytes = append(last.Bytes[:len(last.Bytes):len(last.Bytes)], line.Bytes...)
		default:
			last = nil
		}
	}
}

// next is the address behind an instruction.
func (l *Line) next() uint64 { return l.Addr + uint64(len(l.Bytes)) }

// Insns counts the instructions of a listing. A block without any has nothing
// to decode.
func (l Listing) Insns() int {
	n := 0
	for _, line := range l.Lines {
		if line.Kind == Insn {
			n++
		}
	}
	return n
}

// labels gives the address of each label that the listing has once.
func (l Listing) labels() map[string]uint64 {
	at := map[string]uint64{}
	twice := map[string]bool{}
	for _, line := range l.Lines {
		if line.Kind != Label || line.Offset >= 0 {
			continue
		}
		if _, ok := at[line.Symbol]; ok {
			twice[line.Symbol] = true
		}
		at[line.Symbol] = line.Addr
	}
	for name := range twice {
		delete(at, name)
	}
	return at
}
