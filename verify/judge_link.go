package verify

import (
	"fmt"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/snippets/forge"
	"github.com/knotes-dev/knotes/verify/report"
)

// link judges a link to source code: it is pinned if it is fixed to a state of
// the source, its file and lines exist there, and what its text names stands
// there.
func (j *judging) link(c *snippets.Claim, r *report.Claim) verdict {
	a := c.Link.Address
	if c.Link.Broken != "" {
		return failed("%s", c.Link.Broken)
	}
	if why := unpinned(a); why != "" {
		if a.RefKind() == forge.Abbreviated { // only its author knows the rest
			return failed("%s: write it in full", why)
		}
		return failed("%s; run: knotes pin %s", why, j.plan.doc.Note.File)
	}
	if text := c.Link.Path; text != "" && a.Path != text && !strings.HasSuffix(a.Path, "/"+text) {
		return failed("the text says %s, the link leads to %s", text, a.Path)
	}
	key, out := j.src.pin(c.Link)
	j.collect(key, out)
	return j.sourced(r, out)
}

// pin asks for the pin that a link is, once for all links that are the same.
func (s *sources) pin(l *snippets.LinkRef) (notes.PinKey, *sourced) {
	o := originOf(l.Address, s.Mirrors)
	key := pinKey(o, l)
	return key, s.once(question{key, o.clone}, func() *sourced { return s.askPin(key, o) })
}

// unpinned says why an address may lead to another text tomorrow, or "".
func unpinned(a forge.Address) string {
	if a.Pinned() {
		return ""
	}
	switch a.RefKind() {
	case forge.Abbreviated:
		return fmt.Sprintf("%s may be the beginning of another commit tomorrow", a.Ref)
	case forge.None:
		return "the link names no commit, so its lines move"
	}
	return fmt.Sprintf("the link is to %s, of which the lines move", a.Ref)
}

// weakMark stands in a key before a word that may be no symbol.
const weakMark = "~"

func pinKey(o origin, l *snippets.LinkRef) notes.PinKey {
	var symbols []string
	for _, s := range l.Symbols {
		if l.Weak {
			s = weakMark + s
		}
		symbols = append(symbols, s)
	}
	a := l.Address
	return notes.PinKey{Source: o.name, Path: a.Path, Line: a.First, Last: a.Last, Symbols: strings.Join(symbols, ",")}
}

// askPin holds a pin against its source, and that against the lock.
func (s *sources) askPin(key notes.PinKey, o origin) *sourced {
	locked, known := s.Lock.Pins[key]
	file, err := s.file(o, key.Path)
	if err != nil {
		if out := s.cannot(o, key.Path, err); !out.open || !known {
			return out
		}
		return byLock(pinned(locked, o))
	}
	now, wrong := standing(key, file)
	if wrong != "" {
		return &sourced{verdict: failed("%s", wrong), mend: key.Line > 0 && mendedLine(key, file) > 0}
	}
	if known && locked.Blob == now.Blob && locked.Role == now.Role && showsPin(locked, file.Text) {
		return pinned(locked, o) // however many of its lines are shown
	}
	now.First, now.Text = windowOf(key, file.Text)
	return held(pinned(now, o), locked, known, now, func() string { return disagreement(locked, now) })
}

// pinned is the verdict on a pin that holds.
func pinned(p notes.LockedPin, o origin) *sourced {
	out := &sourced{verdict: verified("pinned"), pin: pinOf(p, o), keep: func(l *notes.Lock) { l.SetPin(p) }}
	out.remark = toldOf(out.pin)
	return out
}

// disagreement says how a pin is not as in the lock.
func disagreement(locked, now notes.LockedPin) string {
	what := "the lines around it are others"
	switch was, is := pinnedLine(locked), pinnedLine(now); {
	case was != is:
		what = fmt.Sprintf("the line was %q, it is %q", was, is)
	case locked.Role != now.Role:
		what = fmt.Sprintf("%s stood there as %s, it does as %s", locked.Symbols, toldRole(locked.Role), toldRole(now.Role))
	case locked.Blob != now.Blob:
		what = fmt.Sprintf("the file was %s, it is %s", shortRef(locked.Blob), shortRef(now.Blob))
	}
	return what
}

func toldRole(role string) string {
	return strings.NewReplacer("/", " of ", "_", " ", ",", ", ").Replace(role)
}

// pinnedLine is the text of the line that a pin leads to, "" without one.
func pinnedLine(p notes.LockedPin) string {
	lines := strings.Split(p.Text, "\n")
	if n := p.Line - p.First; p.Line > 0 && n >= 0 && n < len(lines) {
		return strings.TrimSpace(lines[n])
	}
	return ""
}

// pinOf is a pin as it stands in a report.
func pinOf(p notes.LockedPin, o origin) *report.Pin {
	out := &report.Pin{
		Source: o.told, Release: o.release, Commit: o.commit, Path: p.Path, Blob: p.Blob,
		Line: p.Line, Last: p.Last, First: p.First, Text: p.Text, Lock: report.LockCurrent,
	}
	roles := strings.Split(p.Role, ",")
	for i, name := range splitSymbols(p.Symbols) {
		if i >= len(roles) || roles[i] == noRole {
			continue
		}
		role, as, _ := strings.Cut(roles[i], "/")
		out.Symbols = append(out.Symbols, report.Symbol{Name: strings.TrimPrefix(name, weakMark), Role: role, As: strings.ReplaceAll(as, "_", " ")})
	}
	return out
}

func splitSymbols(symbols string) []string {
	if symbols == "" {
		return nil
	}
	return strings.Split(symbols, ",")
}

// toldOf says what stands at a pin.
func toldOf(p *report.Pin) string {
	var all []string
	for _, s := range p.Symbols {
		all = append(all, s.String())
	}
	told := strings.Join(all, ", ")
	if p.Line == 0 {
		told = joinRemarks(told, "the link names no line: the file is there")
	}
	return told
}
