package csource

// brackets tells of each token of a file what encloses it.
type brackets struct {
	match []int32 // of a bracket: its other half; -1 where there is none
	in    []int32 // the innermost bracket that is open before the token; -1 for none
	unit  []int32 // the definition at file scope that a token belongs to, counted
}

// bracketState is the brackets that are open, the innermost last.
type bracketState struct {
	open   []int32
	unsure bool // the branches of an #if disagreed
}

func (s bracketState) copy() bracketState {
	s.open = append([]int32(nil), s.open...)
	return s
}

type bracketBranches struct {
	start, end bracketState
	ended, odd bool
}

// bracketer reads brackets as a walker does: each branch of an #if starts from
// the same state, and the first one's end counts.
type bracketer struct {
	brackets
	text   []byte
	tokens []Token
	bracketState
	branches []bracketBranches
	extra    int
	count    int32
}

func newBrackets(text []byte, tokens []Token) *brackets {
	n := len(tokens)
	b := bracketer{text: text, tokens: tokens}
	all := make([]int32, 3*n)
	b.match, b.in, b.unit = all[:n:n], all[n:2*n:2*n], all[2*n:]
	for i := 0; i < n; i++ {
		b.match[i] = -1
	}
	for i := 0; i < n; {
		if tokens[i].Pre == Start {
			i = b.directive(i)
			continue
		}
		b.step(int32(i))
		i++
	}
	return &b.brackets
}

// directive reads a preprocessor line: brackets pair within it alone.
func (b *bracketer) directive(i int) (end int) {
	for end = i + 1; end < len(b.tokens) && b.tokens[end].Pre == Within; end++ {
	}
	if i+1 < end {
		b.condition(string(b.tokens[i+1].Text(b.text)))
	}
	outer := b.open
	b.open = nil
	for j := i; j < end; j++ {
		b.bracket(int32(j))
	}
	b.open = outer
	if len(outer) == 0 {
		b.count++
		return end
	}
	for j := i; j < end; j++ {
		if b.in[j] < 0 {
			b.in[j] = outer[len(outer)-1]
		}
	}
	return end
}

func (b *bracketer) condition(name string) {
	n := len(b.branches)
	switch name {
	case "if", "ifdef", "ifndef":
		if n == maxBranches || len(b.open) > maxStatement {
			b.extra++
			return
		}
		b.branches = append(b.branches, bracketBranches{start: b.bracketState.copy()})
	case "elif", "else", "elifdef", "elifndef":
		if n > 0 && b.extra == 0 {
			b.branches[n-1].branch(b.bracketState)
			b.bracketState = b.branches[n-1].start.copy()
		}
	case "endif":
		switch {
		case b.extra > 0:
			b.extra--
		case n > 0:
			last := &b.branches[n-1]
			alone := !last.ended
			last.branch(b.bracketState)
			last.odd = last.odd || alone && len(b.open) != len(last.start.open)
			b.branches = b.branches[:n-1]
			b.bracketState = last.end
			b.unsure = b.unsure || last.odd
		}
	}
}

func (s *bracketBranches) branch(now bracketState) {
	if s.ended {
		s.odd = s.odd || len(now.open) != len(s.end.open)
		return
	}
	s.end, s.ended = now, true
}

// bracket opens or closes what a token does, and says what it stands in.
func (b *bracketer) bracket(i int32) byte {
	b.unit[i] = b.count
	c := b.tokens[i].byteOf(b.text)
	n := len(b.open)
	switch c {
	case ')', ']', '}':
		if n > 0 {
			o := b.open[n-1]
			if closes(b.tokens[o].byteOf(b.text), c) {
				b.open = b.open[:n-1]
				b.match[i], b.match[o] = o, i
			}
		}
	}
	b.in[i] = -1
	if n = len(b.open); n > 0 {
		b.in[i] = b.open[n-1]
	}
	switch c {
	case '(', '[', '{':
		b.open = append(b.open, i)
	}
	return c
}

func closes(open, close byte) bool {
	return open == '(' && close == ')' || open == '[' && close == ']' || open == '{' && close == '}'
}

func (b *bracketer) step(i int32) {
	// A parenthesis that is never closed ends with its braces.
	if c := b.tokens[i].byteOf(b.text); c == '}' {
		for n := len(b.open); n > 0 && b.tokens[b.open[n-1]].byteOf(b.text) != '{' && b.hasBrace(); n = len(b.open) {
			b.open = b.open[:n-1]
		}
	}
	c := b.bracket(i)
	if c == '}' && b.unsure && b.tokens[i].Col == 1 {
		b.open = b.open[:0]
	}
	if len(b.open) == 0 && (c == '}' || c == ';') {
		b.count++
		b.unsure = false
	}
}

func (b *bracketer) hasBrace() bool {
	for i := len(b.open) - 1; i >= 0 && i > len(b.open)-64; i-- {
		if b.tokens[b.open[i]].byteOf(b.text) == '{' {
			return true
		}
	}
	return false
}
