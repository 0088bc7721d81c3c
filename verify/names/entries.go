package names

import "bytes"

// entryPart tells whether a character may stand in the name of an entry of
// /proc or /sys.
func entryPart(c byte) bool { return identPart[c] || c == '-' || c == '.' || c == ':' }

// template is a name as all of its like are written: cpu0 and cpu%d are cpu*,
// hugepages-2048kB is hugepages-*kB.
func template(name []byte) []byte {
	if bytes.IndexByte(name, '%') < 0 && bytes.IndexAny(name, "0123456789") < 0 {
		return name
	}
	var out []byte
	for i := 0; i < len(name); {
		switch c := name[i]; {
		case '0' <= c && c <= '9':
			for i < len(name) && '0' <= name[i] && name[i] <= '9' {
				i++
			}
			out = append(out, '*')
		case c == '%':
			i++
			for i < len(name) && bytes.IndexByte(verbFlags, name[i]) >= 0 {
				i++
			}
			i++ // the conversion
			out = append(out, '*')
		default:
			out = append(out, c)
			i++
		}
	}
	return out
}

var verbFlags = []byte("0123456789.-+ #hlzjt")

// Functions that make an entry of /proc or /sys of a string among their
// arguments have one of these in their names.
var makers = [][]byte{
	[]byte("proc_"), []byte("sysctl"), []byte("kobject_"), []byte("kset_create"), []byte("debugfs_create"), []byte("tracefs_create"),
	[]byte("trace_create"), []byte("class_create"), []byte("securityfs_create"), []byte("sysfs_"), []byte("device_create"), []byte("dev_set_name"),
	[]byte("ATTR"), []byte("SYSCTL"),
}

// In fs/proc the tables of a process's entries are made of these.
var procTables = map[string]bool{"REG": true, "ONE": true, "DIR": true, "LNK": true, "NOD": true, "ATTR": true}

// entryString keeps the string of token i if it makes an entry: a member called
// name or procname is set to it, or a function that makes one gets it.
func (s *scan) entryString(i int) {
	t := s.toks[i]
	if t.to-t.from > 80 {
		return
	}
	before := s.toks[i-1]
	switch {
	case before.kind == '=' && s.toks[i-2].kind == tIdent && bytes.HasSuffix(s.of(s.toks[i-2]), []byte("name")):
	case s.makes(i):
	default:
		return
	}
	s.entry(s.of(t), t.line)
}

// entry keeps each component of a path below /proc or /sys.
func (s *scan) entry(path []byte, line uint32) {
	for part := range bytes.SplitSeq(path, []byte("/")) {
		if len(part) > 0 && bytes.IndexByte(part, ' ') < 0 && bytes.IndexByte(part, '\\') < 0 {
			s.add(template(part), Entry, s.rank, line)
		}
	}
}

// makes tells whether token i is an argument of a call that makes an entry.
func (s *scan) makes(i int) bool {
	depth := 0
	for k := i - 1; k > 0 && k > i-30; k-- {
		switch s.toks[k].kind {
		case ')':
			depth++
		case '(':
			if depth--; depth < 0 {
				return s.toks[k-1].kind == tIdent && s.isMaker(s.of(s.toks[k-1]))
			}
		case ';', '{', '}':
			return false
		}
	}
	return false
}

func (s *scan) isMaker(name []byte) bool {
	for _, m := range makers {
		if bytes.Contains(name, m) {
			return true
		}
	}
	return procTables[string(name)] && bytes.HasPrefix([]byte(s.path), []byte("fs/proc/"))
}

// attribute keeps what a macro of attributes names: DEVICE_ATTR_RW(name, …),
// __ATTR(name, …), and the second argument of some: BIN_ATTR, CLASS_ATTR.
func (s *scan) attribute(i int) {
	for k := i + 2; k < len(s.toks) && k < i+8 && s.toks[k].kind != ')'; k++ {
		if s.toks[k].kind == tIdent {
			s.entry(s.of(s.toks[k]), s.toks[k].line)
		}
	}
}
