package match

import (
	"slices"
	"time"
)

// Run is what one run of a command printed, and what is known of that run.
type Run struct {
	Output string

	// Start and End are of the whole run, not of this command alone: a file that
	// a command lists has the time of the one that made it. They are in the time
	// zone of the run; zero if not known.
	Start, End time.Time

	// MinPID to MaxPID were given out as process ids; both 0 if not known.
	MinPID, MaxPID int

	// ASLR tells that the kernel placed things at random.
	ASLR bool
}

// Learned is what the runs of a command tell of its output.
type Learned struct {
	Mask Mask // of the first run's output

	// Unstable are the lines of the first run's output that a twin had
	// otherwise, or not at all, or between which it had others, in a way that
	// no mask explains, by their first line.
	Unstable []Lines
}

// Learn finds what is volatile in the output of first, by holding it against
// those of twins, runs of the same command in which something was varied. With
// no twin, only times can be found.
func Learn(first Run, twins ...Run) Learned {
	l := &learner{first: first, twins: twins, lines: lines(first.Output)}
	l.found = make([][]found, len(l.lines))
	l.moved = make([]bool, len(l.lines))
	for i := range twins {
		l.hold(i)
	}
	l.spread()
	l.clocks()
	l.durations()
	mask := l.mask()
	l.strayBlanks(mask)
	slices.SortFunc(l.unstable, func(a, b Lines) int { return a.First - b.First })
	return Learned{Mask: mask, Unstable: slices.Compact(l.unstable)}
}

// learner gathers what the twins of a run tell of it.
type learner struct {
	first    Run
	twins    []Run
	lines    []string
	found    [][]found // by line
	moved    []bool    // by line
	blanks   []respaced
	unstable []Lines
}

// found is a token with the text that each of the twins had in its place.
type found struct {
	Token
	twins []string
}

// respaced is a line that had blanks of another length in a twin.
type respaced struct {
	line int // from 0
	twin string
}

// hold compares the first run with a twin.
func (l *learner) hold(twin int) {
	if l.first.Output == l.twins[twin].Output {
		return
	}
	other := lines(l.twins[twin].Output)
	p := pair(number(l.first, l.twins[twin], l.lines, other))
	l.unstable = append(l.unstable, p.lost...)
	for i, j := range p.twin {
		if j < 0 {
			continue
		}
		l.moved[i] = l.moved[i] || p.moved[i]
		d, ok := explain(l.lines[i], other[j])
		if !ok {
			l.unstable = append(l.unstable, Lines{i + 1, i + 1})
			continue
		}
		for _, at := range d.pieces {
			l.add(i, twin, at)
		}
		if d.blanks {
			l.blanks = append(l.blanks, respaced{i, other[j]})
		}
	}
}

// add notes that a token differs from a twin's. Where two twins show tokens
// that overlap, the wider one holds.
func (l *learner) add(line, twin int, p piece) {
	text := l.lines[line][p.start:p.end]
	cause := l.cause(p.kind, text, p.twin, &l.twins[twin])
	at := l.at(line, p.start)
	if at == len(l.found[line]) || l.found[line][at].Start >= p.end {
		l.insert(line, Token{Line: line + 1, Start: p.start, End: p.end, Kind: p.kind, Cause: cause, Twin: p.twin})
	}
	f := &l.found[line][at]
	if wide, have := p.end-p.start, f.End-f.Start; wide > have || wide == have && f.Kind == Decimal {
		f.Start, f.End, f.Kind = min(f.Start, p.start), max(f.End, p.end), p.kind
	}
	if f.Cause == Chance {
		f.Cause = cause
	}
	f.twins[twin] = p.twin
}

// at returns the index of the first token of a line that ends after start.
func (l *learner) at(line, start int) int {
	i, _ := slices.BinarySearchFunc(l.found[line], start+1, func(f found, end int) int { return f.End - end })
	return i
}

// insert adds a token to a line unless one overlaps it.
func (l *learner) insert(line int, t Token) {
	at := l.at(line, t.Start)
	if at < len(l.found[line]) && l.found[line][at].Start < t.End {
		return
	}
	f := found{Token: t, twins: make([]string, len(l.twins))}
	for i := range f.twins {
		f.twins[i] = l.lines[line][t.Start:t.End]
	}
	l.found[line] = slices.Insert(l.found[line], at, f)
}

// spread counts the lines around those that moved as moved, as far as they have
// the shape of one that did: whether a thread's first line came out of its place
// in these runs is chance.
func (l *learner) spread() {
	for from := 0; from < len(l.moved); from++ {
		if !l.moved[from] {
			continue
		}
		to, shapes := from, map[string]bool{}
		for ; to < len(l.moved) && l.moved[to]; to++ {
			shapes[shape(l.lines[to])] = true
		}
		for i := from - 1; i >= 0 && !l.moved[i] && shapes[shape(l.lines[i])]; i-- {
			l.moved[i] = true
		}
		for ; to < len(l.moved) && !l.moved[to] && shapes[shape(l.lines[to])]; to++ {
			l.moved[to] = true
		}
		from = to
	}
}

// mask lists what was found, and numbers the tokens that were equal in every
// run.
func (l *learner) mask() Mask {
	var m Mask
	groups := map[string][]int{}
	for i, all := range l.found {
		if l.moved[i] {
			m = append(m, Token{Line: i + 1, End: len(l.lines[i]), Kind: Line, Cause: Order})
		}
		for _, f := range all {
			if f.Cause != Clock {
				key := string(f.Kind) + "\x00" + value(f.Kind, l.lines[i][f.Start:f.End])
				for _, twin := range f.twins {
					key += "\x00" + value(f.Kind, twin)
				}
				groups[key] = append(groups[key], len(m))
			}
			m = append(m, f.Token)
		}
	}
	m.numberGroups(groups)
	return m
}

// numberGroups sets Same for each group of two or more, in order of appearance.
func (m Mask) numberGroups(groups map[string][]int) {
	leader := map[int][]int{}
	for _, members := range groups {
		if len(members) > 1 {
			leader[members[0]] = members
		}
	}
	same := 0
	for i := range m {
		if members := leader[i]; members != nil {
			same++
			for _, at := range members {
				m[at].Same = same
			}
		}
	}
}

// strayBlanks adds to the unstable lines those whose blanks differ where the
// mask does not let them.
func (l *learner) strayBlanks(m Mask) {
	if len(l.blanks) == 0 {
		return
	}
	got := prepare(l.first.Output, m)
	for _, b := range l.blanks {
		if _, ok := fit(&wantLine{text: b.twin}, &got[b.line], nil); !ok {
			l.unstable = append(l.unstable, Lines{b.line + 1, b.line + 1})
		}
	}
}
