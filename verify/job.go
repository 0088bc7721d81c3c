package verify

import (
	"slices"
	"strings"
	"time"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/cc"
	"github.com/knotes-dev/knotes/verify/decode"
)

// job is one thing to be run for a note.
type job struct {
	id      string          // of its claim, or compileJob or decodeJob
	claim   *snippets.Claim // nil for those two
	command string
	limit   time.Duration
	reset   bool     // in a new shell and folder
	prompts []string // of the program that it starts, or is typed into
	asks    []string // what that asks with for a confirmation
	answers []string // what the note shows to be typed then
	more    string   // what that asks with for more, which it does not do behind this job; "" if it may
	input   bool     // its lines are typed into a program
	unended bool     // they take an empty line behind them
	look    bool     // for text files that it made
}

// The jobs that are run for many claims at once. No claim has such an ID.
const (
	compileJob = "C blocks"
	decodeJob  = "disassembly"
)

// addSteps has the steps of the note's sessions run in order.
func (p *plan) addSteps() {
	prompts := promptsOf(p.doc)
	look := p.looks()
	for _, c := range p.doc.Claims() {
		s := c.Step
		if s == nil {
			continue
		}
		switch {
		case s.Defect != "":
			p.defects[c.ID] = s.Defect
		case s.Starter != nil && s.Starter.Defect != "":
			p.defects[c.ID] = "the program it is typed into is not started: " + s.Starter.Defect
		case s.Skip == "":
			starter := s
			if s.Starter != nil {
				starter = s.Starter
			}
			j := job{
				id: c.ID, claim: c, command: s.Command, limit: s.Limit, reset: s.Fresh && len(p.jobs) > 0,
				prompts: prompts[starter], asks: s.Asks, answers: s.Answers, input: s.Starter != nil, unended: s.Unended, look: look[c],
			}
			if !s.Open {
				j.more = s.More
			}
			p.jobs = append(p.jobs, j)
		}
	}
}

// promptsOf lists the prompts of the programs that steps start, as the note
// shows them: a blank at the end of one that nothing is typed behind may have
// been lost.
func promptsOf(doc *Doc) map[*snippets.Step][]string {
	prompts := map[*snippets.Step][]string{}
	for _, c := range doc.Claims() {
		s := c.Step
		if s == nil || s.Starter == nil || s.Command == "" || prompts[s.Starter] != nil {
			continue
		}
		prompts[s.Starter] = []string{s.Prompt}
		if own := strings.TrimRight(c.Block.Attrs.Prompt, " "); own != "" { // a note need not show its last blank
			prompts[s.Starter] = []string{own + " ", own}
		}
		if s.More != "" {
			prompts[s.Starter] = append(prompts[s.Starter], s.More)
		}
	}
	for _, c := range doc.Claims() {
		if s := c.Step; s != nil && s.Program != "" && s.Starter == nil && prompts[s] == nil {
			prompts[s] = []string{s.Program + " "}
		}
	}
	return prompts
}

// looks tells after which steps text files are looked for: those behind which a
// block stands that may be taken from one.
func (p *plan) looks() map[*snippets.Claim]bool {
	look := map[*snippets.Claim]bool{}
	var before []*snippets.Claim
	for _, b := range p.doc.Blocks {
		switch b.Class {
		case snippets.Session:
			before = append(before, b.Claims...)
		case snippets.Text, snippets.Excerpt, snippets.Assembly:
			for _, c := range before {
				look[c] = true
			}
			before = nil
		}
	}
	return look
}

// addCompile has the note's C compiled, all in one command, away from what the
// sessions left behind.
func (p *plan) addCompile() {
	var commands []string
	for _, j := range p.jobs {
		commands = append(commands, j.command)
	}
	for _, c := range p.doc.Claims() {
		class, ok := p.cClassOf(c)
		if !ok || c.Block.Attrs.Skip != "" || p.defects[c.ID] != "" || p.parts[c] != nil {
			continue
		}
		p.c = append(p.c, c)
		b := cc.Block{Class: class, Text: c.Text}
		if name := c.Block.Attrs.File; name != "" {
			b.Flags = cc.Flags(commands, name)
		}
		p.cBlocks = append(p.cBlocks, b)
	}
	p.add(compileJob, cc.Command(p.cBlocks))
}

// cClassOf tells as what a block is compiled; false if it is not. What is in no
// file to which its section links may be the author's own.
func (p *plan) cClassOf(c *snippets.Claim) (cc.Class, bool) {
	if bySection(c) && c.Block.Lang == "c" {
		return cc.Fragment, p.src.bySection(p.doc, c).none()
	}
	class, ok := cClasses[snippets.Class(c.Kind)]
	return class, ok
}

var cClasses = map[snippets.Class]cc.Class{
	snippets.Program: cc.Program, snippets.Prototype: cc.Prototype, snippets.Fragment: cc.Fragment,
}

// addDecode has the disassembly of the note decoded, all in one command.
func (p *plan) addDecode() {
	for _, c := range p.doc.Claims() {
		if c.Kind == snippets.Kind(snippets.Assembly) && c.Block.Attrs.Skip == "" {
			p.listings = append(p.listings, decode.Read(c.Text))
			p.assembly = append(p.assembly, c)
		}
	}
	p.add(decodeJob, decode.Command(p.listings))
}

// add adds a job that is no step, if there is anything to do. The first one
// finds the note's files as they were.
func (p *plan) add(id, command string) {
	if command == "" {
		return
	}
	ran := len(p.jobs) > 0 && p.jobs[len(p.jobs)-1].claim != nil
	p.jobs = append(p.jobs, job{id: id, command: command, reset: ran})
}

// typed is the plan without the jobs that are no steps, which come last: what
// they print is the same in each run.
func (p *plan) typed() *plan {
	q := *p
	q.lists = false
	if n := slices.IndexFunc(p.jobs, func(j job) bool { return j.claim == nil }); n >= 0 {
		q.jobs = p.jobs[:n]
	}
	return &q
}

// certain tells whether a job is one command, whatever comes of it.
func (j job) certain() bool {
	return j.claim != nil && !j.input && len(j.prompts) == 0 && len(j.asks) == 0
}

// lines are what is typed for a job, one after the other.
func (j job) lines() []string {
	if !j.input {
		return []string{j.command}
	}
	lines := strings.Split(j.command, "\n")
	if j.unended {
		lines = append(lines, "")
	}
	return lines
}

// answer is what is typed when the program asks for the n-th time, from 0, for
// a confirmation: what the note shows, else what is usual. The question and the
// answer are output, so a note that leaves them out has drifted.
func (j job) answer(n int, question string) string {
	if n < len(j.answers) {
		return j.answers[n]
	}
	return snippets.UsualAnswer(question)
}

// maxAsked is how often a program may ask within a step. What asks more often
// is not content with any answer.
const maxAsked = 20
