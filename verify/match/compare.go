package match

import "fmt"

// Rule is one of the rules of matching.
type Rule string

// The rules, in the order in which they are tried.
const (
	Exact    Rule = "exact"
	Wildcard Rule = "wildcard"
	Masked   Rule = "mask"
)

// Outcome is the outcome of a comparison under a mask.
type Outcome struct {
	Result

	// Rule is the last of the rules that was needed; "" if not OK. Wild tells
	// whether a wildcard was needed too.
	Rule Rule

	// Lines holds for each expected line the observed line, from 1, that it
	// was matched with; 0 for a line "...", and from the line that fails on.
	Lines []int

	// Hits are the volatile tokens that the expected text has as its own, by
	// line, then start. Those under a wildcard are not among them.
	Hits []Hit
}

// Hit is a piece of the expected text in place of a volatile token.
type Hit struct {
	Token      Token // of the observed output
	Line       int   // of the expected text, from 1
	Start, End int   // bytes of that line, half open
	Text       string
}

// Compare holds an observed output, of which m tells what is volatile, against
// an expected one. With a nil mask it is the function [Compare].
func (m Mask) Compare(expected, observed string) Outcome {
	c := newComparison(expected, observed, m)
	far, ok := c.run()
	o := Outcome{Result: Result{OK: ok}}
	if !ok {
		o.Line = far + 1
		o.Note = c.note(far)
	}
	o.Lines = c.lineNumbers()
	if ok {
		c.explain(&o)
	}
	return o
}

// comparison is one comparison of two outputs.
type comparison struct {
	want  []wantLine
	got   []gotLine
	bound map[int]string    // value that the expected text has, by Token.Same
	pids  map[string]string // by a process id of the expected text, the observed one in its place
	mark  []binding         // keys of both, as they were set
	pair  []int             // by expected line, the index of the observed one, or -1

	conflict int // expected line, from 0, that failed only since a value was not the same; -1
	reorder  bool
	scratch  []fitted
}

// binding is a key of bound, or of pids.
type binding struct {
	same int
	pid  string
}

func newComparison(expected, observed string, m Mask) *comparison {
	c := &comparison{want: split(expected), got: prepare(observed, m), bound: map[int]string{}, pids: map[string]string{}, conflict: -1}
	c.pair = make([]int, len(c.want))
	return c
}

// run matches the lines as they are, else as they may be ordered.
func (c *comparison) run() (far int, ok bool) {
	if c.equal() {
		return len(c.want), true
	}
	if far, ok = c.align(); ok {
		return far, ok
	}
	got, changed := ordered(c.want, c.got)
	if !changed {
		return far, ok
	}
	c.got, c.reorder = got, true
	return c.align()
}

// equal matches texts that are the same.
func (c *comparison) equal() bool {
	if len(c.want) != len(c.got) {
		return false
	}
	for i := range c.want {
		if c.want[i].text != c.got[i].text {
			return false
		}
		c.pair[i] = i
	}
	return true
}

// align matches all expected lines with all observed ones. A run of lines under
// a wildcard that turns out too short is only ever lengthened at the last
// wildcard, which suffices but where the lines before it decide which values
// must be the same. far is the furthest expected line reached.
func (c *comparison) align() (far int, ok bool) {
	c.forget(0)
	c.conflict = -1
	for i := range c.pair {
		c.pair[i] = -1
	}
	w, g := 0, 0
	lastStar, resume, mark := -1, 0, 0
	for g < len(c.got) {
		switch {
		case w < len(c.want) && c.want[w].star:
			lastStar, resume, mark = w, g, len(c.mark)
			w++
		case w < len(c.want) && c.same(w, g):
			c.pair[w] = g
			w++
			g++
		case lastStar >= 0:
			c.forget(mark)
			resume++
			w, g = lastStar+1, resume
		default:
			return max(far, w), false
		}
		far = max(far, w)
	}
	for w < len(c.want) && c.want[w].star {
		w++
	}
	return max(far, w), w == len(c.want)
}

// same matches two lines, and holds the values in them against those before.
func (c *comparison) same(w, g int) bool {
	want, got := &c.want[w], &c.got[g]
	pieces, ok := fit(want, got, c.scratch[:0])
	c.scratch = pieces
	if !ok {
		return false
	}
	if !c.bind(want, got, pieces) {
		c.conflict = w
		return false
	}
	return true
}

// bind notes the values that a line has, unless one is not what it was before,
// or two processes have one id.
func (c *comparison) bind(want *wantLine, got *gotLine, pieces []fitted) bool {
	mark := len(c.mark)
	for _, p := range pieces {
		if p.role != token {
			continue
		}
		t := &got.tokens[p.token]
		text := want.text[p.start:p.end]
		if t.Same != 0 && !c.set(t.Same, value(t.Kind, text)) || t.Cause == PID && !c.setPID(text, got.text[t.Start:t.End]) {
			c.forget(mark)
			return false
		}
	}
	return true
}

func (c *comparison) set(same int, value string) bool {
	if have, ok := c.bound[same]; ok {
		return have == value
	}
	c.bound[same] = value
	c.mark = append(c.mark, binding{same: same})
	return true
}

func (c *comparison) setPID(expected, observed string) bool {
	if have, ok := c.pids[expected]; ok {
		return have == observed
	}
	c.pids[expected] = observed
	c.mark = append(c.mark, binding{pid: expected})
	return true
}

func (c *comparison) forget(mark int) {
	for _, b := range c.mark[mark:] {
		if b.pid != "" {
			delete(c.pids, b.pid)
		} else {
			delete(c.bound, b.same)
		}
	}
	c.mark = c.mark[:mark]
}

// lineNumbers turns pairs into line numbers.
func (c *comparison) lineNumbers() []int {
	all := make([]int, len(c.pair))
	for w, g := range c.pair {
		if g >= 0 && !c.want[w].star {
			all[w] = c.got[g].number
		}
	}
	return all
}

// explain says by which rule the texts match, and where tokens do.
func (c *comparison) explain(o *Outcome) {
	masked := c.reorder
	for w, g := range c.pair {
		want := &c.want[w]
		if want.star {
			o.Wild = true
			continue
		}
		got := &c.got[g]
		if want.text == got.text && len(got.tokens) == 0 {
			continue
		}
		c.scratch, _ = fit(want, got, c.scratch[:0])
		if want.text != got.text {
			wild := want.parts != nil
			o.Wild = o.Wild || wild
			masked = masked || !wild || !glob(want.text, got.text)
		}
		for _, p := range c.scratch {
			if p.role == token {
				o.Hits = append(o.Hits, Hit{got.tokens[p.token], w + 1, p.start, p.end, want.text[p.start:p.end]})
			}
		}
	}
	switch {
	case masked:
		o.Rule = Masked
	case o.Wild:
		o.Rule = Wildcard
	default:
		o.Rule = Exact
	}
}

// note guesses what the author of a text that differs may have meant.
func (c *comparison) note(far int) string {
	if c.conflict == far {
		return fmt.Sprintf("a value that is twice the same in the output differs in line %d of the text", far+1)
	}
	found := 0
	for g := range c.got {
		if found == len(c.want) {
			break
		}
		var ok bool
		if c.scratch, ok = fit(&c.want[found], &c.got[g], c.scratch[:0]); ok {
			found++
		}
	}
	if found > 0 && found == len(c.want) {
		return "lines left out: mark them with `...`"
	}
	return ""
}
