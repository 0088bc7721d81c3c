package verify

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/engine"
)

// maxMade is how many bytes of files that its steps made are kept of a note.
// Later ones are passed over.
const maxMade = 16 << 20

// run runs a plan in a container of its own.
func (v *verifier) run(ctx context.Context, p *plan, tc Toolchain, vary engine.Vary) (_ *observed, err error) {
	seen := &observed{Key: p.key, Toolchain: tc.Report.ID, Engine: v.Engine.Name(), Date: v.Now.UTC().Format(time.DateOnly), Runs: 1, outputs: spill{dir: v.Cache}}
	r := &runner{engine: v.Engine, room: maxMade, turns: v.turns, spec: engine.Spec{
		Image:  tc.Image,
		Files:  engineFiles(p.files),
		Root:   p.doc.Note.Meta.Root,
		Limits: engineLimits(v.Limits),
		Vary:   vary,
	}}
	defer func() {
		if cerr := r.close(); err == nil {
			err = cerr
		}
	}()
	for i := range p.jobs {
		s, err := r.run(ctx, p.jobs[i:])
		if err == nil {
			s.Output, err = seen.outputs.keep(s.Output)
		}
		if err != nil {
			return nil, err
		}
		seen.Steps = append(seen.Steps, s)
	}
	if p.lists {
		if seen.Listing, err = r.list(ctx, p); err != nil {
			return nil, err
		}
	}
	return seen, nil
}

// runner runs the jobs of a note, in one container as long as that serves.
type runner struct {
	engine engine.Engine
	spec   engine.Spec
	c      engine.Container
	room   int         // bytes of files made that are still kept
	spent  engine.Stop // what the session has run into
	ahead  int         // so many of the next jobs the container knows of
	turns  turns
	ours   bool // whether it is this note's turn
}

// turns bounds how many notes have their commands run at once. The start and the
// end of a container are mostly waiting for the kernel, so those of other notes
// go on meanwhile. Without any, it is everybody's.
type turns chan struct{}

// await waits for a turn.
func (r *runner) await(ctx context.Context) error {
	if r.ours || r.turns == nil {
		return nil
	}
	select {
	case r.turns <- struct{}{}:
		r.ours = true
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// pass passes the turn on.
func (r *runner) pass() {
	if r.ours {
		<-r.turns
		r.ours = false
	}
}

// run runs the first of the jobs that are left. In a container that is no more nothing can be typed. But it
// is not for the note's C and disassembly to suffer for that, or for a session
// that has filled its memory.
func (r *runner) run(ctx context.Context, jobs []job) (step, error) {
	j := jobs[0]
	switch {
	case j.claim == nil && r.spent != "":
		if err := r.close(); err != nil {
			return step{}, err
		}
	case r.spent == engine.StopNote || r.spent == engine.StopGone:
		return step{ID: j.id, Stopped: string(r.spent)}, nil
	}
	if r.c == nil {
		c, err := r.engine.Start(ctx, r.spec)
		if err != nil {
			return step{}, err
		}
		r.c, r.spent, r.ahead = c, "", 0
		if err := r.await(ctx); err != nil {
			return step{}, err
		}
	}
	if j.claim == nil { // it is for any number of blocks
		j.limit = r.spec.Limits.Note
	}
	s, err := runJob(ctx, r.c, j, r.room, r.next(jobs))
	for _, m := range s.Made {
		r.room -= len(m.Text)
	}
	switch stop := engine.Stop(s.Stopped); stop {
	case engine.StopNote, engine.StopGone, engine.StopMemory:
		r.spent = stop
	}
	return s, err
}

func (r *runner) close() error {
	r.pass()
	if r.c == nil {
		return nil
	}
	err := r.c.Close()
	r.c = nil
	return err
}

// next returns what is typed behind the first of the jobs that are left, as far
// as that is certain and the container does not know of it.
func (r *runner) next(jobs []job) (next []engine.Command) {
	if r.ahead > 0 {
		r.ahead--
		return nil
	}
	for i := 1; i < len(jobs) && jobs[i-1].certain() && jobs[i].certain() && !jobs[i].reset && !jobs[i-1].look; i++ {
		next = append(next, engine.Command{Text: jobs[i].command, Time: jobs[i].limit})
	}
	r.ahead = len(next)
	return next
}

// runJob runs one job, and looks for what it made, room bytes of it at most. The
// commands next come behind it.
func runJob(ctx context.Context, c engine.Container, j job, room int, next []engine.Command) (step, error) {
	s := step{ID: j.id, begun: time.Now()}
	if j.reset {
		if err := c.Reset(ctx); err != nil {
			return s, err
		}
	}
	if err := s.typeLines(ctx, c, j, next); err != nil || !j.look || s.Stopped != "" {
		return s, err
	}
	files, err := c.Made(ctx)
	for _, f := range files {
		if room -= len(f.Data); room >= 0 {
			s.Made = append(s.Made, made{Name: f.Name, Text: string(f.Data)})
		}
	}
	return s, err
}

// typeLines types the lines of a job, each but the first once the program asks
// for more. Where it asks for a confirmation it gets one, which stands in the
// output as a terminal shows it.
func (s *step) typeLines(ctx context.Context, c engine.Container, j job, next []engine.Command) error {
	input, lines := j.input, j.lines()
	for asked := 0; len(lines) > 0; input = true {
		prompts := j.prompts
		if asked < maxAsked { // else the engine ends it for the question
			prompts = slices.Concat(prompts, j.asks)
		}
		r, err := c.Run(ctx, engine.Command{Text: lines[0], Time: j.limit, Prompts: prompts, Input: input, Next: next})
		if err != nil {
			return err
		}
		lines = lines[1:]
		s.add(r)
		switch {
		case !s.Waiting:
			return nil
		case slices.Contains(j.asks, r.Waiting):
			answer := j.answer(asked, r.Waiting)
			s.Output = fmt.Appendf(s.Output, "%s%s\n", r.Waiting, answer)
			lines = append([]string{answer}, lines...)
			asked++
		case len(lines) == 0 && r.Waiting == j.more:
			s.Waiting, s.Stopped = false, string(engine.StopQuestion)
		}
	}
	return nil
}

// add adds what the next line of a job did.
func (s *step) add(r engine.Result) {
	s.Exit, s.Waiting, s.Stopped = r.Exit, r.Waiting != "", string(r.Stopped)
	s.Fresh = s.Fresh || r.Fresh
	s.Seconds += r.Duration.Seconds()
	s.Output = append(s.Output, colour.ReplaceAll(r.Output, nil)...)
}

// colour is what sets colours and other looks on a terminal: programs such as ip
// print it whatever TERM says, a reader does not see it as text, and no note
// has it.
var colour = regexp.MustCompile("\x1b\\[[0-9;:]*m")

func engineFiles(files []notes.File) []engine.File {
	out := make([]engine.File, len(files))
	for i, f := range files {
		out[i] = engine.File(f)
	}
	return out
}

func engineLimits(l notes.Limits) engine.Limits {
	return engine.Limits{
		Time: time.Duration(l.Time), Output: int64(l.Output), Note: time.Duration(l.Note),
		Memory: int64(l.Memory), Processes: l.Processes, Disk: int64(l.Disk),
	}
}
