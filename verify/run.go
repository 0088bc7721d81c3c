package verify

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/engine"
)

// run runs a plan in a container of its own.
func (v *verifier) run(ctx context.Context, p *plan, tc Toolchain, vary engine.Vary) (_ *observed, err error) {
	c, err := v.Engine.Start(ctx, engine.Spec{
		Image:  tc.Image,
		Files:  engineFiles(p.files),
		Root:   p.doc.Note.Meta.Root,
		Limits: engineLimits(v.Limits),
		Vary:   vary,
	})
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := c.Close(); err == nil {
			err = cerr
		}
	}()
	seen := &observed{Key: p.key, Toolchain: tc.Report.ID, Engine: v.Engine.Name(), Date: v.Now.UTC().Format(time.DateOnly), Runs: 1, outputs: spill{dir: v.Cache}}
	for _, j := range p.jobs {
		s, err := runJob(ctx, c, j)
		if err == nil {
			s.Output, err = seen.outputs.keep(s.Output)
		}
		if err != nil {
			return nil, err
		}
		seen.Steps = append(seen.Steps, s)
		if s.Stopped == string(engine.StopNote) || s.Stopped == string(engine.StopGone) {
			seen.fill(p.jobs, s.Stopped)
			break
		}
	}
	return seen, nil
}

// runJob runs one job. Of a job of several lines, each but the first is typed
// once the program asks for more. Where it asks for a confirmation it gets one,
// which stands in the output as a terminal shows it.
func runJob(ctx context.Context, c engine.Container, j job) (step, error) {
	s := step{ID: j.id, begun: time.Now()}
	if j.reset {
		if err := c.Reset(ctx); err != nil {
			return s, err
		}
	}
	lines := j.lines()
	for asked := 0; len(lines) > 0; {
		r, err := c.Run(ctx, engine.Command{Text: lines[0], Time: j.limit, Prompts: slices.Concat(j.prompts, j.asks), Input: j.input})
		if err != nil {
			return s, err
		}
		lines = lines[1:]
		s.Exit, s.Waiting, s.Stopped = r.Exit, r.Waiting != "", string(r.Stopped)
		s.Fresh = s.Fresh || r.Fresh
		s.Seconds += r.Duration.Seconds()
		s.Output = append(s.Output, r.Output...)
		if !s.Waiting {
			break
		}
		question := slices.Contains(j.asks, r.Waiting)
		switch {
		case question && asked < maxAsked:
			answer := j.answer(asked, r.Waiting)
			s.Output = fmt.Appendf(s.Output, "%s%s\n", r.Waiting, answer)
			lines = append([]string{answer}, lines...)
			asked++
		case question || len(lines) == 0 && r.Waiting == j.more:
			s.Waiting, s.Stopped = false, string(engine.StopQuestion)
			lines = nil
		}
	}
	if !j.look || s.Stopped != "" {
		return s, nil
	}
	files, err := c.Made(ctx)
	for _, f := range files {
		s.Made = append(s.Made, made{Name: f.Name, Text: string(f.Data)})
	}
	return s, err
}

// maxAsked is how often a program may ask for confirmations of one step.
const maxAsked = 20

// fill says of the steps that could not be reached why.
func (o *observed) fill(jobs []job, why string) {
	for _, j := range jobs[len(o.Steps):] {
		o.Steps = append(o.Steps, step{ID: j.id, Stopped: why})
	}
}

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
