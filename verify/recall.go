package verify

import (
	"context"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

// Known is a note with what was observed for it at some time, by which it, and
// other texts of the same note, can be judged without running anything. It is
// for one goroutine.
type Known struct {
	Doc     *Doc
	Note    *report.Note // the judgement on the note as it is
	Missing string       // why nothing is known; "" if something is, or nothing has to be run

	plan   *plan
	seen   *observed
	src    *sources
	recipe string
	stands map[*snippets.Claim]*source // where excerpts stand
}

// Recall looks up what was observed for a note: in the record beside it, and
// for a file outside of the notebooks, which has none, in the user's cache.
func Recall(ctx context.Context, doc *Doc, o Options) (*Known, error) {
	v := &verifier{Options: o, src: newSources(ctx, o.Sources), toolchains: map[string]func() (Toolchain, error){}}
	k := &Known{Doc: doc, src: v.src, recipe: v.recipe(doc)}
	k.plan = newPlan(doc, k.recipe, k.src)
	var err error
	if k.seen, err = v.recall(ctx, k.plan); err != nil {
		return nil, err
	}
	k.Missing = k.seen.Missing
	k.Note = judgeNote(k.plan, k.seen, leastShown)
	k.findExcerpts()
	return k, nil
}

func (v *verifier) recall(ctx context.Context, p *plan) (*observed, error) {
	if len(p.jobs) == 0 {
		return &observed{Key: p.key}, nil
	}
	tc, err := v.toolchain(ctx, p.toolchain)
	if err != nil {
		return nil, err
	}
	seen, err := p.fromRecord(tc)
	if err != nil || seen.Missing == "" || p.doc.Note.Notebook != "" {
		return seen, err
	}
	if last := v.lastRun(p); last != nil {
		return last, nil
	}
	return seen, nil
}

// Judge judges another text of the note by what was observed for this one.
// Where the other text would have other things run, what was observed does not
// speak for it: the verdicts are then those that need no run, and stale is true.
func (k *Known) Judge(doc *Doc) (n *report.Note, stale bool) {
	p := newPlan(doc, k.recipe, k.src)
	seen := k.seen
	if stale = p.key != k.plan.key; stale {
		seen = &observed{Key: p.key, Missing: "it was not run as it now stands"}
	}
	return judgeNote(p, seen, leastShown), stale
}

// Held is what of a claim was held against what.
type Held struct {
	Text     string // lines of the note, as they were compared
	Lines    []int  // for each line of Text its index in the block; -1 for one that the note does not show
	Observed string
	Mask     match.Mask // what of Observed is volatile
	Ended    bool       // a command that ended, with status Exit
	Exit     int
}

// Held tells what was held against each other for a command, or for an excerpt
// of what a step printed or made. There is nothing of the kind for a command
// that was not run, or an excerpt that something else speaks for.
func (k *Known) Held(c *snippets.Claim) (h Held, ok bool) {
	if c.Step == nil {
		at := k.stands[c]
		if at == nil {
			return h, false
		}
		return at.held(c.Text), true
	}
	s := k.seen.step(c.ID)
	if s == nil || s.Stopped != "" {
		return h, false
	}
	h = Held{Observed: string(s.Output), Mask: s.Mask, Ended: !s.Waiting, Exit: s.Exit}
	h.Text, _ = stated(c.Step, s)
	h.number(c.Step.OutputFrom)
	return h, true
}

// number says that the lines of Text are those of the block from one on.
func (h *Held) number(first int) {
	for i := range strings.Count(h.Text, "\n") + 1 {
		h.Lines = append(h.Lines, first+i)
	}
}

// findExcerpts finds where the verified excerpts of the note stand, but those
// of a file beside it.
func (k *Known) findExcerpts() {
	k.stands = map[*snippets.Claim]*source{}
	j := &judging{plan: k.plan, seen: k.seen, quotable: newQuotable(k.Doc, k.seen)}
	status := map[string]report.Status{}
	for _, r := range k.Note.Claims {
		status[r.ID] = r.Status
	}
	for _, b := range k.Doc.Blocks {
		for _, c := range b.Claims {
			if b.Class == snippets.Excerpt && k.plan.parts[c] == nil && status[c.ID] == report.Verified {
				k.stands[c] = j.stands(c.Text)
			}
		}
		for _, c := range b.Claims {
			if c.Step != nil {
				j.quotable.add(c)
			}
		}
	}
}

// held tells as what the excerpt, which is in the source, was found there.
func (s source) held(excerpt string) Held {
	if !slices.ContainsFunc(trimBlank(excerpt), tells) { // it is the source as a whole
		h := Held{Text: excerpt, Observed: s.text, Mask: s.mask}
		h.number(0)
		return h
	}
	if at, ok := s.stands(trimBlank(excerpt)); ok {
		return at.pattern(excerpt)
	}
	s.text, s.mask = expandTabs(s.text), nil
	at, _ := s.stands(trimBlank(expandTabs(excerpt)))
	h := at.pattern(expandTabs(excerpt))
	for i, line := range strings.Split(excerpt, "\n") {
		for n := range h.Lines { // whose columns are no longer the note's
			if h.Lines[n] == i && strings.Contains(line, "\t") {
				h.Lines[n] = -1
			}
		}
	}
	return h
}

// pattern spells an excerpt as it stands in its source: with lines left out
// around it, and between its lines where there are gaps.
func (s source) pattern(excerpt string) Held {
	h := Held{Observed: s.text, Mask: s.mask, Lines: []int{-1}}
	text := []string{"..."}
	first := len(excerpt) - len(strings.TrimLeft(excerpt, " \t\n"))
	line := strings.Count(excerpt[:first], "\n")
	for n, want := range trimBlank(excerpt) {
		if s.gaps && isBlank(want) {
			continue
		}
		if n > 0 && s.gaps {
			text, h.Lines = append(text, "..."), append(h.Lines, -1)
		}
		text, h.Lines = append(text, want), append(h.Lines, line+n)
	}
	h.Text = strings.Join(append(text, "..."), "\n")
	h.Lines = append(h.Lines, -1)
	return h
}
