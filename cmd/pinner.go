package cmd

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify"
	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
	"github.com/spf13/cobra"
)

// pinner moves the pins of notes.
type pinner struct {
	pinFlags
	cmd     *cobra.Command
	cfg     *notes.Config
	sources *verify.Sources
	store   *kernel.Store
	docs    []*snippets.Doc
	whole   bool // all notes of the notebooks

	moved   []*snippets.Doc // the notes as they read then, those in the order of docs
	changed []*snippets.Doc // those of docs that would be written
	left    int             // links that could not be mended or moved
	counts  map[verify.MoveKind]int
	again   map[string]bool // notes whose text should be read again
	lock    *notes.Lock     // as it is then
	toml    []byte          // knotes.toml as it is then; nil if it stays
}

// plan finds out what becomes of each note, of the lock and the configuration.
func (p *pinner) plan() error {
	p.counts, p.again = map[verify.MoveKind]int{}, map[string]bool{}
	if err := p.planRelease(); err != nil {
		return err
	}
	for _, doc := range p.docs {
		moves, err := verify.Repin(p.cmd.Context(), doc, p.sources, p.to)
		if err != nil {
			return err
		}
		now, err := p.note(doc, moves)
		if err != nil {
			return err
		}
		p.moved = append(p.moved, now)
	}
	return p.planLock()
}

// planRelease sees that the release is there, and writes it into knotes.toml.
func (p *pinner) planRelease() error {
	if p.to == "" {
		return nil
	}
	releases, err := p.store.Releases(p.cmd.Context())
	switch {
	case err != nil:
		return err
	case !slices.Contains(releases, p.to):
		return fmt.Errorf("release %s is not in the kernel store; run: knotes kernel %s", p.to, p.to)
	}
	p.toml, err = p.cfg.WithRelease(p.to)
	return err
}

// note reports what becomes of the links of a note, and returns the note as it
// reads then.
func (p *pinner) note(doc *snippets.Doc, moves []verify.Move) (*snippets.Doc, error) {
	urls := map[*snippets.Claim]string{}
	for _, m := range moves {
		p.report(m)
		if m.URL != "" {
			urls[m.Claim] = m.URL
		}
		p.counts[m.Kind]++
		if m.Stays() {
			p.left++
		}
		if m.Stays() || m.Kind == verify.Changed || m.Kind == verify.Renamed {
			p.again[doc.Note.File] = true
		}
	}
	source := doc.Relink(urls)
	if bytes.Equal(source, doc.Note.Source) {
		return doc, nil
	}
	if doc.Note.Notebook != "" && !doc.Note.Strict {
		fmt.Fprintf(p.cmd.OutOrStdout(), "%s: not written: its notebook is pulled: mend it where it comes from\n", match.Visible(doc.Note.File))
		p.left++
		return doc, nil
	}
	p.changed = append(p.changed, doc)
	return doc.Reread(source)
}

// report prints what becomes of a link; links that are as they were only when
// all are moved.
func (p *pinner) report(m verify.Move) {
	out := p.cmd.OutOrStdout()
	line := fmt.Sprintf("%s: %s: %s", m.Claim.Pos, m.Kind, m.What)
	if string(m.Kind) == m.What || strings.HasPrefix(m.What, string(m.Kind)+" ") {
		line = fmt.Sprintf("%s: %s", m.Claim.Pos, m.What)
	}
	subject := m.Claim.Link.Text
	if subject == "" {
		subject = m.Claim.Link.Address.Path
	}
	fmt.Fprintln(out, report.Inert(match.Visible(line+": "+match.Clip(subject))))
	for _, l := range strings.SplitAfter(report.ReadableDiff(m.Diff, colored(out)), "\n") {
		if l != "" {
			io.WriteString(out, "    "+l)
		}
	}
}

// planLock finds what the notes rest on as they read then. It also finds the
// quotations and names that no longer hold.
func (p *pinner) planLock() error {
	before, err := p.held(p.docs, *p.sources)
	if err != nil {
		return err
	}
	after := *p.sources
	if p.to != "" {
		after.Release, after.Lock = p.to, &notes.Lock{}
		after.Names = newReleaseNames(p.cmd.Context(), p.store, p.to, p.cmd.ErrOrStderr())
	}
	now, err := p.held(p.moved, after)
	if err != nil {
		return err
	}
	for i, n := range now.Notes {
		p.lost(before.Notes[i], n)
	}
	return nil
}

// lost reports the quotations and names that held before, and do no longer.
func (p *pinner) lost(before, now *report.Note) {
	held := map[string]bool{}
	for _, c := range before.Claims {
		held[c.ID] = c.Status == report.Verified
	}
	for _, c := range now.Claims {
		if c.Kind == string(snippets.Link) || c.Pin == nil && c.Kind != string(snippets.Quotation) && c.Kind != string(snippets.Name) {
			continue
		}
		if held[c.ID] && c.Status != report.Verified {
			why, _, _ := strings.Cut(c.Reason, "; run: ")
			line := fmt.Sprintf("%s:%d:%d: no longer: %s", now.File, c.Line, c.Col, strings.TrimSpace(why+" "+c.Text))
			fmt.Fprintln(p.cmd.OutOrStdout(), report.Inert(match.Visible(line)))
			p.again[now.File] = true
		}
	}
}

// held judges what notes say of source code, and nothing else.
func (p *pinner) held(docs []*snippets.Doc, s verify.Sources) (*report.Report, error) {
	o, err := recordedOptions(p.cfg, docs, io.Discard, true)
	if err != nil {
		return nil, err
	}
	o.Sources = &s
	r, err := verify.Run(p.cmd.Context(), docs, o.Options)
	if err != nil {
		return nil, err
	}
	p.lock, err = notes.ReadLock(p.cfg.Root)
	if err == nil {
		s.Relock(p.lock, p.whole, true)
	}
	return r, err
}

// carryOut writes what was planned, and says so.
func (p *pinner) carryOut() error {
	was, err := notes.ReadLock(p.cfg.Root)
	if err != nil {
		return err
	}
	lockText := string(was.Format())
	relocked := p.cfg.Root != "" && string(p.lock.Format()) != lockText
	if !p.check {
		if err := p.write(lockText); err != nil {
			return err
		}
	}
	p.summary(relocked)
	if p.left > 0 || p.check && (relocked || len(p.changed) > 0 || p.toml != nil) {
		return errFindings
	}
	return nil
}

// write writes notes, configuration and lock, each whole or not at all. If one
// cannot be written, those before it are put back.
func (p *pinner) write(lockText string) (err error) {
	var undo []func() error
	defer func() {
		if err != nil {
			for _, u := range slices.Backward(undo) {
				err = errors.Join(err, u())
			}
		}
	}()
	for i, doc := range p.docs {
		if now := p.moved[i]; now != doc {
			if err := verify.WriteNote(doc.Note, now.Note.Source); err != nil {
				return fmt.Errorf("%s: %w", doc.Note.File, err)
			}
			undo = append(undo, func() error { return verify.WriteNote(now.Note, doc.Note.Source) })
		}
	}
	if p.toml != nil {
		old, err := p.cfg.WriteFile(p.toml)
		if err != nil {
			return err
		}
		undo = append(undo, func() error { _, err := p.cfg.WriteFile(old); return err })
	}
	return writeLock(p.cfg, p.lock, lockText)
}

// summary counts what became of the links, and lists the notes that should be
// read again.
func (p *pinner) summary(relocked bool) {
	out := p.cmd.OutOrStdout()
	var parts []string
	for _, kind := range []verify.MoveKind{verify.Same, verify.Pinned, verify.Moved, verify.Renamed, verify.Changed, verify.Gone, verify.Unsure} {
		if n := p.counts[kind]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, kind))
		}
	}
	if len(parts) == 0 {
		parts = []string{"no link to mend"}
	}
	verb := "written"
	if p.check {
		verb = "would be written"
	}
	var files []string
	for _, doc := range p.changed {
		files = append(files, doc.Note.File)
	}
	if p.toml != nil {
		files = append(files, notes.ConfigFile)
	}
	if relocked {
		files = append(files, notes.LockFile)
	}
	if len(files) > 0 {
		parts = append(parts, verb+": "+strings.Join(files, ", "))
	}
	fmt.Fprintln(out, match.Visible(strings.Join(parts, "; ")))
	for _, doc := range p.docs {
		if p.again[doc.Note.File] {
			fmt.Fprintf(out, "read again: %s\n", match.Visible(doc.Note.File))
		}
	}
}
