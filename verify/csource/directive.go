package csource

// directive follows a preprocessor line, of tokens i to end.
func (w *walker) directive(i, end int) {
	if i+1 >= end {
		return
	}
	switch string(w.name(int32(i + 1))) {
	case "define":
		w.define(i+2, end)
		if w.span != nil {
			w.span(i, end-1)
		}
	case "if", "ifdef", "ifndef":
		if len(w.branches) == maxBranches {
			w.extra++
			return
		}
		zero := w.is(int32(i+1), "if") && i+3 == end && w.is(int32(i+2), "0")
		w.branches = append(w.branches, branches{start: w.state.copy(), zero: zero})
	case "elif", "else", "elifdef", "elifndef":
		if n := len(w.branches); n > 0 && w.extra == 0 {
			w.branches[n-1].branch(w.state)
			w.state = w.branches[n-1].start.copy()
		}
	case "endif":
		w.endif()
	}
}

// branch takes the state at the end of a branch.
func (b *branches) branch(s state) {
	switch {
	case b.ended:
		b.odd = b.odd || s.scope.depth != b.end.scope.depth
	case b.zero:
		b.zero = false
	default:
		b.end, b.ended = s, true
	}
}

func (w *walker) endif() {
	if w.extra > 0 {
		w.extra--
		return
	}
	n := len(w.branches)
	if n == 0 {
		return
	}
	b := &w.branches[n-1]
	w.branches = w.branches[:n-1]
	if !b.ended && b.zero { // #if 0 without #else
		w.state = b.start
		return
	}
	alone := !b.ended
	b.branch(w.state)
	if alone && w.scope.depth != b.start.scope.depth {
		b.odd = true // what stands without the branch is another thing
	}
	w.state = b.end
	w.unsure = w.unsure || b.odd
}

// define reports a macro and its parameters.
func (w *walker) define(i, end int) {
	if i >= end || w.kind(int32(i)) > Keyword {
		return
	}
	w.report(int32(i), Definition, "macro")
	if i+1 >= end || w.byteOf(int32(i+1)) != '(' || w.tokens[i+1].Off != w.tokens[i].End {
		return
	}
	for i += 2; i < end && w.byteOf(int32(i)) != ')'; i++ {
		if w.kind(int32(i)) == Ident {
			w.report(int32(i), Definition, "parameter")
		}
	}
}
