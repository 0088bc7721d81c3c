package verify

import (
	"context"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/engine"
)

// run runs a plan in a container of its own.
func (v *verifier) run(ctx context.Context, p *plan, tc Toolchain) (_ *observed, err error) {
	c, err := v.Engine.Start(ctx, engine.Spec{
		Image:  tc.Image,
		Files:  engineFiles(p.files),
		Root:   p.doc.Note.Meta.Root,
		Limits: engineLimits(v.Limits),
	})
	if err != nil {
		return nil, err
	}
	defer func() {
		if cerr := c.Close(); err == nil {
			err = cerr
		}
	}()
	seen := &observed{Key: p.key, Toolchain: tc.Report.ID, Engine: v.Engine.Name(), Date: v.Now.UTC().Format(time.DateOnly), outputs: spill{dir: v.Cache}}
	for _, j := range p.jobs {
		if j.reset {
			if err := c.Reset(ctx); err != nil {
				return nil, err
			}
		}
		r, err := c.Run(ctx, engine.Command{Text: j.command, Time: j.limit})
		if err != nil {
			return nil, err
		}
		output, err := seen.outputs.keep(r.Output)
		if err != nil {
			return nil, err
		}
		seen.Steps = append(seen.Steps, step{
			ID: j.claim.ID, Exit: r.Exit, Stopped: string(r.Stopped), Fresh: r.Fresh,
			Seconds: r.Duration.Seconds(), Output: output,
		})
		if r.Stopped == engine.StopNote || r.Stopped == engine.StopGone {
			seen.fill(p.jobs, string(r.Stopped))
			break
		}
	}
	return seen, nil
}

// fill says of the steps that could not be reached why.
func (s *observed) fill(jobs []job, why string) {
	for _, j := range jobs[len(s.Steps):] {
		s.Steps = append(s.Steps, step{ID: j.claim.ID, Stopped: why})
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
