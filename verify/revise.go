package verify

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// revision is a note with what was observed written into it.
type revision struct {
	doc   *Doc              // as it reads then
	steps []string          // IDs of the steps for which something was written
	left  map[string]string // of steps for which nothing could be, by ID: why
}

// revise writes what was observed into a note's source, and reads it again.
// Only what is then the same note, with all its steps, and is verified by the
// same observation, is written.
func revise(p *plan, recipe string, seen *observed) revision {
	r := reviser{plan: p, recipe: recipe, left: map[string]string{}, doc: p.doc}
	did := map[string]*step{}
	for i := range seen.Steps {
		did[seen.Steps[i].ID] = &seen.Steps[i]
	}
	var all []edit
	for _, b := range p.doc.Blocks {
		var own []edit
		for _, c := range b.Claims {
			s := did[c.ID]
			if c.Step == nil || s == nil || s.Stopped != "" {
				continue
			}
			e, why, ok := editOf(c, s)
			if why != "" {
				r.left[c.ID] = why
			}
			if ok && !e.same() {
				own = append(own, e)
			}
		}
		keepAsserting(b, own)
		all = append(all, own...)
	}
	rev := revision{left: r.left}
	for _, e := range r.add(nil, all) {
		rev.steps = append(rev.steps, e.claim.ID)
	}
	rev.doc = r.doc
	return rev
}

// keepAsserting keeps a block whose steps would show nothing any more from
// claiming nothing but success: a line "[0]" says that silence is meant.
func keepAsserting(b *snippets.Block, edits []edit) {
	if len(edits) == 0 || b.Claims[0].Step.Silent {
		return
	}
	last := -1
	for _, c := range b.Claims {
		lines := shownLines(c)
		if i := slices.IndexFunc(edits, func(e edit) bool { return e.claim == c }); i >= 0 {
			lines = edits[i].change.Lines
			if c.Step.Starter == nil && !edits[i].did.Waiting {
				last = i
			}
		}
		if slices.ContainsFunc(lines, func(l string) bool { return !isBlank(l) }) {
			return
		}
	}
	if last >= 0 {
		e := &edits[last]
		e.change.Lines = slices.Insert(e.change.Lines, 0, fmt.Sprintf("[%d]", e.did.Exit))
	}
}

// reviser tries edits of a note.
type reviser struct {
	plan   *plan
	recipe string
	left   map[string]string
	doc    *Doc // the note with the edits that hold
}

// add returns the edits of base, which hold, and those of more that hold with
// them.
func (r *reviser) add(base, more []edit) []edit {
	if len(more) == 0 {
		return base
	}
	all := slices.Concat(base, more)
	if doc := r.try(all); doc != nil {
		r.doc = doc
		return all
	}
	if len(more) == 1 {
		r.left[more[0].claim.ID] = unwritable
		return base
	}
	half := len(more) / 2
	return r.add(r.add(base, more[:half]), more[half:])
}

// try makes edits and reads the note again. It returns nil unless the note has
// the same steps still, the edited ones as they were observed.
func (r *reviser) try(edits []edit) *Doc {
	changes := make([]snippets.Change, len(edits))
	edited := map[string]*step{}
	for i, e := range edits {
		changes[i] = e.change
		edited[e.claim.ID] = e.did
	}
	doc, err := r.plan.doc.Reread(r.plan.doc.Rewrite(changes))
	if err != nil || !sameAround(r.plan.doc, doc) {
		return nil
	}
	for i, b := range doc.Blocks {
		if was := r.plan.doc.Blocks[i]; !sameBlock(was, b, edited) {
			return nil
		}
	}
	if newPlan(doc, r.recipe, r.plan.src).key != r.plan.key {
		return nil
	}
	return doc
}

// sameAround tells whether two notes have the same number of blocks, and the
// same bytes between them.
func sameAround(x, y *Doc) bool {
	if len(x.Blocks) != len(y.Blocks) {
		return false
	}
	endX, endY := 0, 0
	for i, b := range x.Blocks {
		o := y.Blocks[i]
		if !bytes.Equal(x.Note.Source[endX:b.Start], y.Note.Source[endY:o.Start]) {
			return false
		}
		endX, endY = b.Stop, o.Stop
	}
	return bytes.Equal(x.Note.Source[endX:], y.Note.Source[endY:])
}

// sameBlock tells whether a block says what it said before, but for the steps
// that were edited, and whether those are as was observed.
func sameBlock(was, is *snippets.Block, edited map[string]*step) bool {
	if was.Class != snippets.Session || is.Class != snippets.Session {
		return was.Lang == is.Lang && was.Text() == is.Text()
	}
	return was.Lang == is.Lang && slices.EqualFunc(was.Claims, is.Claims, func(x, y *snippets.Claim) bool {
		if x.ID != y.ID || x.Pos.Col != y.Pos.Col || !sameStep(*x.Step, *y.Step) {
			return false
		}
		if did := edited[x.ID]; did != nil {
			return judgeStep(y.Step, did, &report.Claim{}).status == report.Verified
		}
		return x.Step.Output == y.Step.Output && x.Step.ExitBy == y.Step.ExitBy && exitOf(x.Step) == exitOf(y.Step)
	})
}

// sameStep tells whether two steps are alike in all but where they stand and
// what they show.
func sameStep(x, y snippets.Step) bool {
	words := func(s snippets.Step) string {
		starter := ""
		if s.Starter != nil {
			starter = s.Starter.Command
		}
		return strings.Join([]string{s.Prompt, s.Command, s.Skip, s.Defect, s.Program, s.More, starter, fmt.Sprint(s.Silent, s.Fresh, s.Limit)}, "\x00")
	}
	return words(x) == words(y)
}

func exitOf(s *snippets.Step) string {
	if s.Exit == nil {
		return ""
	}
	return fmt.Sprint(*s.Exit)
}
