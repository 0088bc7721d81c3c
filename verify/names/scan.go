package names

import (
	"bytes"
	"hash/crc32"
	"path"
)

// scan is one file as it is read.
type scan struct {
	store  *store
	path   string
	file   uint32 // its number
	rank   uint16 // of its definitions
	text   []byte
	toks   []token
	hashes *[]uint32 // of the macros of lists of registers
}

// all keeps every name of a file. It returns the memory of toks, to be used
// again.
func (s *scan) all(toks []token) []token {
	switch base := path.Base(s.path); {
	case isRegisters(s.path):
		s.registers()
		return toks
	case len(path.Ext(base)) == 2: // .c, .h, .S
	case isKconfig(base):
		s.options()
		return toks
	default:
		s.variables()
		return toks
	}
	s.toks = lex(s.text, toks)
	s.uses()
	s.idioms()
	toks = s.toks
	if path.Ext(s.path) == ".S" {
		s.labels()
	} else {
		s.definitions(settle(s.toks))
	}
	return toks
}

func (s *scan) of(t token) []byte { return s.text[t.from:t.to] }

// add keeps a name of a kind, which is the less worth telling the higher its
// rank is.
func (s *scan) add(name []byte, kind Kind, rank uint16, line uint32) {
	s.store.add(name, rec{code: codes[kind], rank: rank, path: s.file, line: line})
}

func (s *scan) define(t token, kind Kind) { s.add(s.of(t), kind, s.rank, t.line) }

// field keeps a field of a type, "" for one that has no name.
func (s *scan) field(typ string, name []byte, line uint32) {
	s.add(name, Member, s.rank, line)
	if typ != "" {
		s.add(append(append([]byte(typ), '.'), name...), Field, s.rank, line)
	}
}

// declared is the rank of what a file declares but does not define.
const declared = 8

// uses keeps the macros that a file defines and the identifiers it uses; words
// of strings too in the kernel's core.
func (s *scan) uses() {
	kernel, core := isKernel(s.path), rank(s.path) == 0
	for i, t := range s.toks {
		switch t.kind {
		case tDefine, tMacro:
			s.define(t, Macro)
		case tIdent:
			if kernel && t.to-t.from > 2 {
				s.define(t, Identifier)
			}
		case tString:
			if core {
				s.words(t)
			}
			if i > 2 {
				s.entryString(i)
			}
		}
	}
}

// words keeps the words of a string that may be the name of something: of a
// parameter of the command line, of an entry of /proc.
func (s *scan) words(t token) {
	text := s.of(t)
	if len(text) > 200 {
		return
	}
	for at := 0; at < len(text); {
		from := at
		for at < len(text) && (entryPart(text[at]) || text[at] == '%') {
			at++
		}
		if at-from > 2 && at-from < 60 {
			s.add(template(text[from:at]), Text, s.rank, t.line)
		}
		at++
	}
}

// registers keeps the macros of a file that holds nothing else, without reading
// what they stand for: of each a hash alone, since nobody is told where the
// half of a field of a register is defined.
func (s *scan) registers() {
	for text := range bytes.Lines(s.text) {
		rest, ok := bytes.CutPrefix(text, []byte("#define"))
		if !ok {
			continue
		}
		rest = bytes.TrimLeft(rest, " \t")
		n := 0
		for n < len(rest) && identPart[rest[n]] {
			n++
		}
		*s.hashes = append(*s.hashes, crc32.Checksum(rest[:n], castagnoli))
	}
}
