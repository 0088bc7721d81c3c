package names

// settle drops from the tokens of a file the definitions of macros, and the
// branches behind #else that would upset the braces: of a conditional whose
// branches do not each close what they open, only the first is read. It works in
// place.
func settle(toks []token) []token {
	toks = withoutMacros(toks)
	s := settler{in: toks, out: toks[:0]}
	for s.at < len(toks) {
		s.group(0)
		s.at++ // an #else or #endif without its #if
	}
	return s.out
}

func withoutMacros(toks []token) []token {
	out, in := toks[:0], false
	for _, t := range toks {
		switch t.kind {
		case tDefine, tMacro:
			in = true
		case tEnd:
			in = false
		default:
			if !in {
				out = append(out, t)
			}
		}
	}
	return out
}

type settler struct {
	in  []token
	out []token
	at  int
}

const deepest = 200 // conditionals within one another

// group copies tokens up to the #else or #endif that ends this branch, or the
// end, and tells by how much it opens more braces and parentheses than it closes.
func (s *settler) group(depth int) (opens int) {
	for s.at < len(s.in) {
		switch t := s.in[s.at]; t.kind {
		case tElse, tEndif:
			return opens
		case tIf:
			s.at++
			if depth < deepest {
				opens += s.conditional(depth + 1)
			}
		default:
			opens += opening(t.kind)
			s.out = append(s.out, t)
			s.at++
		}
	}
	return opens
}

func opening(kind byte) int {
	switch kind {
	case '{', '(':
		return 1
	case '}', ')':
		return -1
	}
	return 0
}

// conditional copies what follows an #if up to and with its #endif.
func (s *settler) conditional(depth int) (opens int) {
	opens = s.group(depth)
	first, balanced := len(s.out), opens == 0
	for s.at < len(s.in) && s.in[s.at].kind == tElse {
		s.at++
		balanced = s.group(depth) == 0 && balanced
	}
	if !balanced {
		s.out = s.out[:first]
	}
	if s.at < len(s.in) {
		s.at++ // the #endif
	}
	return opens
}
