package verify

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
	"golang.org/x/tools/txtar"
)

const recordSchema = "knotes.record/1"

// compareRecord holds the note's record against what was observed, and writes
// it where that was asked for and something differs. A record that cannot be
// read as one is missing, and broken says why.
func (v *verifier) compareRecord(p *plan, seen *observed) (state, broken string, err error) {
	if len(p.jobs) == 0 || p.doc.Note.Notebook == "" && !v.Record {
		if p.doc.Note.Notebook == "" {
			return report.RecordNone, "", nil
		}
		return report.RecordCurrent, "", nil
	}
	file := p.recordFile()
	old, err := readRecord(file)
	bad, isBad := errors.AsType[*recordError](err)
	switch {
	case isBad:
		state, broken = report.RecordMissing, p.brokenRecord(bad)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return "", "", err
	case old == nil:
		state = report.RecordMissing
	case old.Key != p.key:
		state = report.RecordStale
	case v.Engine != nil && !sameObserved(p, old, seen):
		state = report.RecordDiffers
	default:
		state = report.RecordCurrent
	}
	if state == report.RecordCurrent || !v.Record || v.Engine == nil {
		return state, broken, nil
	}
	return report.RecordCurrent, "", writeRecord(file, seen)
}

// brokenRecord names the record as the note is named, and says what is wrong
// with it.
func (p *plan) brokenRecord(e *recordError) string {
	return fmt.Sprintf("its record %s is broken: %v", path.Join(path.Dir(p.doc.Note.File), filepath.Base(e.file)), e.why)
}

// sameObserved tells whether two runs of a plan did the same, as far as the
// note asserts it: what a wildcard covers, or a block that shows no output,
// may differ from run to run.
func sameObserved(p *plan, a, b *observed) bool {
	for _, j := range p.jobs {
		x, y := a.step(j.claim.ID), b.step(j.claim.ID)
		if x == nil || y == nil || x.Exit != y.Exit || x.Stopped != y.Stopped {
			return false
		}
		if !bytes.Equal(x.Output, y.Output) && !sameAsserted(j.claim, x.Output, y.Output) {
			return false
		}
	}
	return true
}

func sameAsserted(c *snippets.Claim, x, y []byte) bool {
	if c.Step == nil || c.Step.Silent {
		return true
	}
	return match.Compare(c.Step.Output, string(x)).OK && match.Compare(c.Step.Output, string(y)).OK
}

// recordError says what is wrong with a file that is no record.
type recordError struct {
	file string
	why  error
}

func (e *recordError) Error() string { return e.file + ": not a record: " + e.why.Error() }

// readRecord reads a record or a file of the cache. One that is broken is
// named in a *recordError, and is as good as none.
func readRecord(file string) (*observed, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	o, err := parseRecord(data)
	if err != nil {
		return nil, &recordError{file, err}
	}
	return o, nil
}

// writeRecord writes a record whole or not at all.
func writeRecord(file string, o *observed) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return notes.WriteFile(file, formatRecord(o))
}

// formatRecord renders a record:
//
//	knotes.record/1
//	key sha256:…
//	date 2026-11-24
//	engine bubblewrap
//	toolchain sha256:…
//	steps 1
//	-- CLAIM --
//	exit 0
//	lines 2
//	| a line of output
//	|\a last line without newline
//
// Output bytes that are not printable stand as Go escapes, a backslash as two,
// and blanks at a line's end as \x20, so that nothing in it can be taken for
// structure.
func formatRecord(o *observed) []byte {
	a := &txtar.Archive{Comment: fmt.Appendf(nil, "%s\nkey %s\ndate %s\nengine %s\ntoolchain %s\nsteps %d\n",
		recordSchema, o.Key, o.Date, o.Engine, o.Toolchain, len(o.Steps))}
	for _, s := range o.Steps {
		a.Files = append(a.Files, txtar.File{Name: s.ID, Data: formatStep(s)})
	}
	return txtar.Format(a)
}

func formatStep(s step) []byte {
	lines := bytes.Count(s.Output, []byte("\n"))
	if len(s.Output) > 0 && !bytes.HasSuffix(s.Output, []byte("\n")) {
		lines++
	}
	b := fmt.Appendf(nil, "exit %d\nlines %d\n", s.Exit, lines)
	if s.Stopped != "" {
		b = fmt.Appendf(b, "stopped %s\n", s.Stopped)
	}
	if s.Fresh {
		b = append(b, "fresh\n"...)
	}
	rest := s.Output
	for len(rest) > 0 {
		line, after, ended := bytes.Cut(rest, []byte("\n"))
		mark := "| "
		if !ended {
			mark = `|\`
		}
		b = append(append(append(b, mark...), escape(line)...), '\n')
		rest = after
	}
	return b
}

func escape(line []byte) []byte {
	trimmed := bytes.TrimRight(line, " ")
	var b []byte
	for at := 0; at < len(trimmed); {
		r, size := utf8.DecodeRune(trimmed[at:])
		switch {
		case r == utf8.RuneError && size == 1:
			b = fmt.Appendf(b, `\x%02x`, trimmed[at])
		case r == '\\':
			b = append(b, `\\`...)
		case r == '\t' && at+1 < len(trimmed), unicode.IsPrint(r):
			b = append(b, trimmed[at:at+size]...)
		default:
			q := strconv.QuoteRune(r)
			b = append(b, strings.Trim(q, "'")...)
		}
		at += size
	}
	return append(b, strings.Repeat(`\x20`, len(line)-len(trimmed))...)
}

func unescape(line string) ([]byte, error) {
	var b []byte
	for line != "" {
		if line[0] != '\\' {
			b = append(b, line[0])
			line = line[1:]
			continue
		}
		r, multibyte, rest, err := strconv.UnquoteChar(line, 0)
		if err != nil {
			return nil, fmt.Errorf("bad escape in %q", line)
		}
		if multibyte {
			b = utf8.AppendRune(b, r)
		} else {
			b = append(b, byte(r))
		}
		line = rest
	}
	return b, nil
}

func parseRecord(data []byte) (*observed, error) {
	a := txtar.Parse(data)
	o, count := &observed{}, -1
	lines := strings.Split(strings.TrimSuffix(string(a.Comment), "\n"), "\n")
	if lines[0] != recordSchema {
		return nil, fmt.Errorf("it does not begin with %s", recordSchema)
	}
	for _, line := range lines[1:] {
		key, value, _ := strings.Cut(line, " ")
		switch key {
		case "key":
			o.Key = value
		case "date":
			o.Date = value
		case "engine":
			o.Engine = value
		case "toolchain":
			o.Toolchain = value
		case "steps":
			count, _ = strconv.Atoi(value)
		default:
			return nil, fmt.Errorf("unknown line %q", line)
		}
	}
	for _, f := range a.Files {
		s, err := parseStep(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		o.Steps = append(o.Steps, s)
	}
	if count != len(o.Steps) {
		return nil, fmt.Errorf("it holds %d of %d steps", len(o.Steps), count)
	}
	return o, nil
}

func parseStep(f txtar.File) (step, error) {
	s := step{ID: f.Name}
	lines, have := 0, 0
	for line := range strings.Lines(string(f.Data)) {
		text, ended := strings.CutSuffix(line, "\n")
		if !ended {
			return s, errors.New("it is cut short")
		}
		key, value, _ := strings.Cut(text, " ")
		switch {
		case strings.HasPrefix(text, "| "), strings.HasPrefix(text, `|\`):
			out, err := unescape(text[2:])
			if err != nil {
				return s, err
			}
			have++
			if s.Output = append(s.Output, out...); text[1] == ' ' {
				s.Output = append(s.Output, '\n')
			}
		case key == "exit":
			n, err := strconv.Atoi(value)
			if err != nil {
				return s, fmt.Errorf("bad exit status %q", value)
			}
			s.Exit = n
		case key == "lines":
			lines, _ = strconv.Atoi(value)
		case key == "stopped":
			s.Stopped = value
		case key == "fresh":
			s.Fresh = true
		default:
			return s, fmt.Errorf("unknown line %q", text)
		}
	}
	if lines != have {
		return s, fmt.Errorf("it holds %d of %d lines", have, lines)
	}
	return s, nil
}

// cacheFile is where the user's cache keeps what was observed under a key in
// a toolchain.
func (v *verifier) cacheFile(key, toolchain string) string {
	if v.Cache == "" {
		return ""
	}
	short := func(id string) string { return strings.TrimPrefix(id, "sha256:") }
	t := short(toolchain)
	return filepath.Join(v.Cache, "observed", t[:min(16, len(t))], short(key)+".txtar")
}
