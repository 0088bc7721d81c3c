package match

import (
	"strconv"
	"strings"
)

// cause tells why a token differs from a twin's, from what was varied.
func (l *learner) cause(k Kind, text, twinText string, twin *Run) Cause {
	switch {
	case k == Time || k == Duration:
		return Clock
	case k == Decimal && l.first.dates(text) && twin.dates(twinText):
		return Clock
	case k == Decimal && l.first.hasPID(text) && twin.hasPID(twinText):
		return PID
	case (l.first.ASLR || twin.ASLR) && isAddress(k, text) && isAddress(k, twinText):
		return ASLR
	}
	return Chance
}

// dates tells whether a number is a moment of the run.
func (r *Run) dates(text string) bool {
	return !r.Start.IsZero() && epoch(text, r.Start, r.End)
}

func (r *Run) hasPID(text string) bool {
	if r.MaxPID <= 0 || len(text) > 10 || leading(text, isDigit) != len(text) {
		return false
	}
	n, err := strconv.Atoi(text)
	return err == nil && r.MinPID <= n && n <= r.MaxPID
}

// isAddress tells whether a number may be an address that the kernel chose: it
// lies above the first 64 KiB and is written with eight digits or more.
func isAddress(k Kind, text string) bool {
	base := 10
	if k == Hexadecimal {
		base = 16
		if has0x(text) {
			text = text[2:]
		}
	}
	if len(text) < 8 || len(text) > 20 || !isHex(text) || k != Hexadecimal && k != Decimal {
		return false
	}
	n, err := strconv.ParseUint(text, base, 64)
	return err == nil && n >= 1<<16
}

// clocks adds what reads as a time of the run. What the twins printed alike
// must be a time of theirs too.
func (l *learner) clocks() {
	if l.first.Start.IsZero() {
		return
	}
	for i, line := range l.lines {
		if !strings.ContainsAny(line, "0123456789") {
			continue
		}
		for _, x := range lex(line, true) {
			text := line[x.start:x.end]
			kind := Time
			switch {
			case x.class == clockTime && l.allRuns(func(r *Run) bool { return r.sees(text) }):
			case x.class == word && l.allRuns(func(r *Run) bool { return r.dates(text) }):
				kind = Decimal
			default:
				continue
			}
			l.insert(i, Token{Line: i + 1, Start: x.start, End: x.end, Kind: kind, Cause: Clock})
		}
	}
}

func (l *learner) allRuns(is func(*Run) bool) bool {
	if !is(&l.first) {
		return false
	}
	for i := range l.twins {
		if t := &l.twins[i]; !t.Start.IsZero() && !is(t) {
			return false
		}
	}
	return true
}

// sees tells whether a text reads as a time of the run.
func (r *Run) sees(text string) bool {
	n, at := timeAt(text, 0)
	return n == len(text) && at.within(r.Start, r.End)
}

// durations adds all durations of an output in which one was found: that the
// others came out alike, rounded as they are, says little.
func (l *learner) durations() {
	any := false
	for _, all := range l.found {
		for _, f := range all {
			any = any || f.Kind == Duration
		}
	}
	if !any {
		return
	}
	for i, line := range l.lines {
		if !strings.HasSuffix(line, "s") {
			continue
		}
		for _, x := range lex(line, true) {
			if text := line[x.start:x.end]; x.class == word && durationLen(text) == len(text) {
				l.insert(i, Token{Line: i + 1, Start: x.start, End: x.end, Kind: Duration, Cause: Clock})
			}
		}
	}
}
