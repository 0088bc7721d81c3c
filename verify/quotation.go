package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/csource"
	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/report"
)

// quoteFrom is a file that a block may be quoted from.
type quoteFrom struct {
	origin
	path   string
	line   int    // of a pin, near which it is looked for first; 0 for none
	symbol string // of quote="path#symbol", in whose definition it must stand
}

// answered is what one file has to say to a quotation.
type answered struct {
	key notes.QuotationKey
	out *sourced
}

// sectionAnswer is what the files to which a section links have to say to a block
// of it.
type sectionAnswer struct {
	answered            // of the one that counts; out is nil if it stands in none
	absent   []answered // those that do not have it
}

// none tells whether files were asked, and no part of the block stands in any.
func (a sectionAnswer) none() bool { return a.out == nil && len(a.absent) > 0 }

func (a sectionAnswer) paths() string {
	var all []string
	for _, n := range a.absent {
		all = append(all, n.key.Path)
	}
	return strings.Join(all, ", ")
}

// bySection asks the files to which the section of a block links, the nearest
// first, until one has it. Else one that cannot be asked may have it; and if all
// can be, that in which most of it stands is what was meant.
func (s *sources) bySection(doc *Doc, c *snippets.Claim) (a sectionAnswer) {
	var near, open answered
	for _, from := range s.pinsOf(doc, c.Block) {
		key, out := s.askQuotation(c, from)
		switch {
		case out.pin != nil, out.mend:
			return sectionAnswer{answered: answered{key, out}}
		case out.near > 0 && (near.out == nil || out.near > near.out.near):
			near = answered{key, out}
		case out.open && open.out == nil:
			open = answered{key, out}
		case out.absent:
			a.absent = append(a.absent, answered{key, out})
		}
	}
	if a.answered = near; open.out != nil {
		a.answered = open
	}
	return a
}

// pinsOf are the files that a block's section links to, each once.
func (s *sources) pinsOf(doc *Doc, b *snippets.Block) []quoteFrom {
	var all []quoteFrom
	for _, c := range doc.Pins(b) {
		a := c.Link.Address
		if c.Link.Broken != "" || unpinned(a) != "" {
			continue
		}
		from := quoteFrom{origin: originOf(a, s.Mirrors), path: a.Path, line: a.First}
		if !slices.ContainsFunc(all, func(f quoteFrom) bool { return f.name == from.name && f.path == from.path }) {
			all = append(all, from)
		}
	}
	return all
}

var commitForm = regexp.MustCompile(`^[0-9a-f]{40}(?:[0-9a-f]{24})?$`)

// quoteAttr reads quote="path#symbol": a file of the release, or of what stands
// behind an "@" in the path. why says why it cannot be asked; bad, that it never
// could.
func (s *sources) quoteAttr(attr string) (from quoteFrom, why string, bad bool) {
	path, symbol, _ := strings.Cut(attr, "#")
	ref := s.Release
	if i := strings.LastIndexByte(path, '@'); i >= 0 {
		path, ref = path[:i], path[i+1:]
	}
	from.path, from.symbol = path, symbol
	switch {
	case ref == "":
		return from, "quote= names a file of the kernel's release, which " + notes.ConfigFile + " does not say: write release = \"…\" below [kernel]", false
	case commitForm.MatchString(ref):
		from.origin = commitOf(ref, s.Mirrors)
	case !kernel.IsRelease(strings.TrimPrefix(ref, "v")):
		return from, fmt.Sprintf("%q behind the @ of quote= is neither a release nor the full name of a commit", ref), true
	default:
		from.origin = releaseOf(strings.TrimPrefix(ref, "v"), s.Mirrors)
	}
	return from, "", false
}

// textHash identifies the text of a block, blanks at line ends aside.
func textHash(text string) string {
	h := sha256.New()
	for line := range strings.Lines(text) {
		h.Write([]byte(strings.TrimRight(line, " \t\r\n") + "\n"))
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// askQuotation holds a block against a file.
func (s *sources) askQuotation(c *snippets.Claim, from quoteFrom) (notes.QuotationKey, *sourced) {
	key := notes.QuotationKey{Source: from.name, Path: from.path, At: from.symbol, Hash: textHash(c.Text)}
	if from.symbol == "" && from.line > 0 {
		key.At = fmt.Sprint(from.line)
	}
	return key, s.once(question{key, from.clone}, func() *sourced { return s.findQuotation(key, from, c.Text) })
}

func (s *sources) findQuotation(key notes.QuotationKey, from quoteFrom, text string) *sourced {
	locked, known := s.Lock.Quotations[key]
	file, err := s.file(from.origin, from.path)
	if err != nil {
		if out := s.cannot(from.origin, from.path, err); !out.open || !known {
			return out
		}
		if locked.Lines == "" {
			return absentFrom(from, locked)
		}
		return byLock(quoted(locked, from))
	}
	lines, out := quotedFrom(file, from, text)
	if out != nil && !out.absent {
		return out
	}
	now := notes.LockedQuotation{QuotationKey: key, Blob: file.Blob, Lines: notes.FormatLines(lines)}
	switch {
	case out == nil:
		return held(quoted(now, from), locked, known, now, func() string { return otherLines(locked, now) })
	case known && locked.Lines != "":
		wrong := failed("it is not as in %s: %s", notes.LockFile, otherLines(locked, now))
		return &sourced{verdict: wrong, mend: true, keep: func(l *notes.Lock) { l.SetQuotation(now) }}
	case known:
		now = locked
	}
	none := absentFrom(from, now)
	none.lacking = !known
	if out.short {
		none.short, none.verdict = true, out.verdict
	}
	return none
}

// otherLines says how a quotation is not as in the lock.
func otherLines(locked, now notes.LockedQuotation) string {
	switch {
	case locked.Lines == now.Lines:
		return fmt.Sprintf("the file was %s, it is %s", shortRef(locked.Blob), shortRef(now.Blob))
	case now.Lines == "":
		return fmt.Sprintf("it stood at lines %s, and stands there no more", locked.Lines)
	case locked.Lines == "":
		return fmt.Sprintf("it did not stand there, it does at lines %s", now.Lines)
	}
	return fmt.Sprintf("it stood at lines %s, it does at %s", locked.Lines, now.Lines)
}

// absentFrom is the verdict on what does not stand in a file.
func absentFrom(from quoteFrom, q notes.LockedQuotation) *sourced {
	return &sourced{
		verdict: unverified("it does not stand in %s of %s", from.path, from.told), absent: true,
		keep: func(l *notes.Lock) { l.SetQuotation(q) },
	}
}

// quoted is the verdict on a quotation that holds.
func quoted(q notes.LockedQuotation, from quoteFrom) *sourced {
	out := &sourced{verdict: verified("quoted"), pin: quotedPin(q, from), keep: func(l *notes.Lock) { l.SetQuotation(q) }}
	out.remark = fmt.Sprintf("from %s of %s", linesOf(out.pin), out.pin.Path)
	return out
}

func quotedPin(q notes.LockedQuotation, from quoteFrom) *report.Pin {
	p := &report.Pin{Source: from.told, Release: from.release, Commit: from.commit, Path: q.Path, Blob: q.Blob, Lock: report.LockCurrent}
	p.Quoted, _ = notes.ParseLines(q.Lines)
	for _, n := range p.Quoted {
		if n == 0 {
			continue
		}
		if p.Line == 0 || n < p.Line {
			p.Line = n
		}
		p.Last = max(p.Last, n)
	}
	return p
}

func linesOf(p *report.Pin) string {
	if p.Last > p.Line {
		return "lines " + span(p.Line, p.Last)
	}
	return "line " + span(p.Line, p.Last)
}

// quotedFrom finds the lines of a file that a text quotes; out says why it does
// not.
func quotedFrom(file *kernel.File, from quoteFrom, text string) (lines []int, out *sourced) {
	var within []extent
	if from.symbol != "" {
		if within = symbolExtents(file, from.symbol); len(within) == 0 {
			return nil, &sourced{verdict: failed("`%s`, which quote= names, does not stand in %s", from.symbol, from.path)}
		}
		from.line = within[0].first
	}
	q := quoteNear([]byte(text), file.Text, from.line)
	switch {
	case q.Short:
		return nil, &sourced{verdict: unverified("it has too few tokens to be known for a quotation"), absent: true, short: true}
	case q.Found && (within == nil || slices.ContainsFunc(within, func(e extent) bool { return e.has(q.Lines) })):
		return q.Lines, nil
	case q.Found:
		at := slices.IndexFunc(q.Lines, func(n int) bool { return n > 0 })
		return nil, &sourced{verdict: failed("it stands at line %d of %s, and `%s` at %d", q.Lines[max(at, 0)], from.path, from.symbol, from.line)}
	case q.Near != nil:
		v := failed("%s differs from the source, which has %s at %s:%d: %s", quoteToken(q.Near.Quoted), quoteToken(q.Near.Source), from.path, q.Near.SourceLine, strings.TrimSpace(clipText(q.Near.Text)))
		v.line, v.col = q.Near.QuotedLine, q.Near.QuotedCol
		return nil, &sourced{verdict: v, near: float64(q.Matched) / float64(max(q.Total, 1))}
	}
	return nil, &sourced{verdict: unverified("it does not stand in %s of %s", from.path, from.told), absent: true}
}

func quoteToken(t string) string {
	if t == "" {
		return "nothing"
	}
	return "`" + t + "`"
}

// lineSpan is a quote= by lines: "L10", "L10-L20".
var lineSpan = regexp.MustCompile(`^L(\d+)(?:-L?(\d+))?$`)

// extent is some lines of a file.
type extent struct{ first, last int }

func (e extent) has(lines []int) bool {
	return slices.ContainsFunc(lines, func(n int) bool { return n >= e.first && n <= e.last })
}

// symbolExtents are where a symbol is defined as a whole, else a part of what is
// defined, else where it stands.
func symbolExtents(file *kernel.File, symbol string) []extent {
	if m := lineSpan.FindStringSubmatch(symbol); m != nil {
		var e extent
		fmt.Sscan(m[1], &e.first)
		if e.last = e.first; m[2] != "" {
			fmt.Sscan(m[2], &e.last)
		}
		return []extent{e}
	}
	var whole, part, others []extent
	for _, p := range csource.FindIn(file.Path, file.Text, symbol) {
		here := extent{p.Line, p.Line}
		if p.Role != csource.Definition {
			others = append(others, here)
			continue
		}
		first, last := csource.DefinitionIn(file.Path, file.Text, p.Line)
		if e := (extent{first, last}); first == p.Line {
			whole = append(whole, e)
		} else if first > 0 {
			part = append(part, e)
		} else {
			whole = append(whole, here)
		}
	}
	for _, extents := range [][]extent{whole, part} {
		if len(extents) > 0 {
			return extents
		}
	}
	return others
}

// quoteNear looks for a quotation, first from a line on, if it stands there and
// not around the line before.
func quoteNear(quoted, text []byte, line int) csource.Quotation {
	all := csource.Quote(quoted, text)
	if !all.Found || line < 2 || slices.ContainsFunc(all.Lines, func(n int) bool { return n >= line }) {
		return all
	}
	at := 0
	for range line - 1 {
		at += bytes.IndexByte(text[at:], '\n') + 1
	}
	below := csource.Quote(quoted, text[at:])
	if !below.Found {
		return all
	}
	for i, n := range below.Lines {
		if n > 0 {
			below.Lines[i] = n + line - 1
		}
	}
	return below
}
