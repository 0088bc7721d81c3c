package verify

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/match"
	"golang.org/x/tools/txtar"
)

const recordSchema = "knotes.record/1"

var (
	errRecord = errors.New("not a record")
	errCut    = errors.New("it is cut short")
)

// readRecord reads a record or a file of the cache. An error that wraps
// errRecord says what is broken in one, which then is as good as none.
func readRecord(file string) (*observed, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	o, err := parseRecord(data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errRecord, err)
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
//	runs 2
//	steps 1
//	-- CLAIM --
//	exit 0
//	lines 2
//	volatile 1:3-7 hexadecimal "ASLR" 0 "5a1e"
//	| a line of output
//	|\a last line without newline
//	-- CLAIM made "x.s" --
//	lines 1
//	| a line of a text file that the step made
//	-- assembly of programs --
//	lines 1
//	| a line of what package listing keeps
//
// The last member is there where the header has a line "listing sha256:…", the
// hash of what compiled the programs.
//
// A step that took long says "seconds 1.5"; no comparison minds it. One that did
// not run to its end says "stopped LIMIT", one for which a new
// shell was started "fresh", one whose program waits for a line "waiting", one
// that a second run had otherwise beyond any mask "differs WHERE". A volatile
// token has its line, bytes, kind and cause, the number it shares with tokens
// that were always equal to it, and what the second run had there. Output bytes that are not printable stand as Go
// escapes, a backslash as two, and blanks at a line's end as \x20, so that
// nothing in it can be taken for structure. The counts of steps and lines tell
// a record that was cut short. A checkout may end the lines with CR LF.
func formatRecord(o *observed) []byte {
	a := &txtar.Archive{Comment: fmt.Appendf(nil, "%s\nkey %s\ndate %s\nengine %s\ntoolchain %s\nruns %d\nsteps %d\n",
		recordSchema, o.Key, o.Date, o.Engine, o.Toolchain, o.Runs, len(o.Steps))}
	if o.Listing != nil {
		a.Comment = fmt.Appendf(a.Comment, "listing %s\n", o.Listing.Key)
	}
	for _, s := range o.Steps {
		a.Files = append(a.Files, txtar.File{Name: memberName(s.ID), Data: formatStep(s)})
		for _, m := range s.Made {
			a.Files = append(a.Files, txtar.File{Name: memberName(s.ID) + madeMark + strconv.Quote(m.Name), Data: formatLines(formatMask(nil, m.Differs, m.Mask), []byte(m.Text))})
		}
	}
	if o.Listing != nil {
		a.Files = append(a.Files, txtar.File{Name: listJob, Data: formatLines(nil, []byte(o.Listing.Text))})
	}
	return txtar.Format(a)
}

// memberName spells an ID so that it is a member's name, whatever is in it.
func memberName(id string) string {
	if quoted := strconv.Quote(id); id == "" || quoted != `"`+id+`"` || strings.TrimSpace(id) != id || strings.Contains(id, madeMark) {
		return quoted
	}
	return id
}

// memberID reads the name of a member: the step, and behind its mark the file
// that it made, if the member is one.
func memberID(name string) (id, file string, isFile bool, err error) {
	rest := ""
	if strings.HasPrefix(name, `"`) {
		quoted, err := strconv.QuotedPrefix(name)
		if err != nil {
			return "", "", false, err
		}
		name, rest = quoted, name[len(quoted):]
		if id, err = strconv.Unquote(quoted); err != nil {
			return "", "", false, err
		}
	} else if id = name; strings.Contains(name, madeMark) {
		at := strings.Index(name, madeMark)
		id, rest = name[:at], name[at:]
	}
	if rest == "" {
		return id, "", false, nil
	}
	quoted, marked := strings.CutPrefix(rest, madeMark)
	file, err = strconv.Unquote(quoted)
	if !marked && err == nil {
		err = strconv.ErrSyntax
	}
	return id, file, true, err
}

// addMember adds a step, or a file to the step before it, which made it.
func (o *observed) addMember(member string, s step) error {
	id, file, isFile, err := memberID(member)
	switch last := len(o.Steps) - 1; {
	case err == nil && !isFile && id == listJob && o.Listing != nil && o.Listing.Text == "":
		o.Listing.Text = string(s.Output)
	case err != nil, isFile && (last < 0 || o.Steps[last].ID != id):
		return fmt.Errorf("bad name %s", member)
	case isFile:
		o.Steps[last].Made = append(o.Steps[last].Made, made{Name: file, Text: string(s.Output), Mask: s.Mask, Differs: s.Differs, used: true})
	default:
		s.ID = id
		o.Steps = append(o.Steps, s)
	}
	return nil
}

// madeMark stands in a member's name between a step and a file that it made.
const madeMark = " made "

// slow is from how many seconds on the time of a step is kept: who waits for it
// may want to know, and those of all others would only differ each time.
const slow = 0.5

func formatStep(s step) []byte {
	b := fmt.Appendf(nil, "exit %d\n", s.Exit)
	if s.Seconds >= slow {
		b = fmt.Appendf(b, "seconds %g\n", math.Round(100*s.Seconds)/100)
	}
	if s.Stopped != "" {
		b = fmt.Appendf(b, "stopped %s\n", s.Stopped)
	}
	if s.Fresh {
		b = append(b, "fresh\n"...)
	}
	if s.Waiting {
		b = append(b, "waiting\n"...)
	}
	return formatLines(formatMask(b, s.Differs, s.Mask), s.Output)
}

// formatMask appends what of a text is volatile, or differs beyond any mask.
func formatMask(b []byte, differs string, mask match.Mask) []byte {
	if differs != "" {
		b = fmt.Appendf(b, "differs %s\n", differs)
	}
	for _, t := range mask {
		b = fmt.Appendf(b, "volatile %d:%d-%d %s %q %d %q\n", t.Line, t.Start, t.End, t.Kind, t.Cause, t.Same, t.Twin)
	}
	return b
}

// formatLines appends an output or a file, each line behind its mark.
func formatLines(b, text []byte) []byte {
	lines := bytes.Count(text, []byte("\n"))
	if len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
		lines++
	}
	b = fmt.Appendf(b, "lines %d\n", lines)
	for len(text) > 0 {
		line, after, ended := bytes.Cut(text, []byte("\n"))
		mark := "| "
		if !ended {
			mark = `|\`
		}
		b = append(append(append(b, mark...), escape(line)...), '\n')
		text = after
	}
	return b
}

// escape spells what a reader would not see in a line.
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

// unescape appends to b what escape has written as line.
func unescape(b []byte, line string) ([]byte, error) {
	for line != "" {
		plain := strings.IndexByte(line, '\\')
		if plain < 0 {
			plain = len(line)
		}
		b = append(b, line[:plain]...)
		if line = line[plain:]; line == "" {
			break
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

// parseRecord reads what formatRecord writes. Its errors say what is broken.
func parseRecord(data []byte) (*observed, error) {
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	if line := conflict(data); line > 0 {
		return nil, fmt.Errorf("line %d: a merge left its conflict here", line)
	}
	a := txtar.Parse(data)
	o, count, err := parseHeader(string(a.Comment))
	if err != nil {
		return nil, err
	}
	if !bytes.HasSuffix(data, []byte("\n")) {
		return nil, errCut
	}
	for _, f := range a.Files {
		s, err := parseStep(f)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		if err := o.addMember(f.Name, s); err != nil {
			return nil, err
		}
	}
	if count != len(o.Steps) {
		return nil, fmt.Errorf("it holds %d of %d steps", len(o.Steps), count)
	}
	if o.Listing != nil && o.Listing.Text == "" {
		return nil, errors.New("it does not hold its " + listJob)
	}
	return o, nil
}

// conflict returns the first line at which git left the mark of a conflict, 0
// without any.
func conflict(data []byte) int {
	n := 0
	for line := range bytes.Lines(data) {
		n++
		if bytes.HasPrefix(line, []byte("<<<<<<< ")) || bytes.HasPrefix(line, []byte(">>>>>>> ")) {
			return n
		}
	}
	return 0
}

// headerForms is how the values of a header read that stand on the site.
var headerForms = map[string]*regexp.Regexp{
	"date":      regexp.MustCompile(`^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$`),
	"engine":    regexp.MustCompile(`^[a-z]+$`),
	"toolchain": regexp.MustCompile(`^sha256:[0-9a-f]+$`),
}

func parseHeader(header string) (o *observed, steps int, err error) {
	first, rest, _ := strings.Cut(header, "\n")
	if first != recordSchema {
		return nil, 0, fmt.Errorf("it does not begin with %s", recordSchema)
	}
	o = &observed{}
	listing := ""
	fields := map[string]*string{"listing": &listing, "key": &o.Key, "date": &o.Date, "engine": &o.Engine, "toolchain": &o.Toolchain, "runs": new(string), "steps": new(string)}
	for line := range strings.Lines(rest) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		field := fields[name]
		if field == nil {
			return nil, 0, fmt.Errorf("unknown line %q", strings.TrimSuffix(line, "\n"))
		}
		*field = value
	}
	for name, value := range fields {
		if *value == "" && (name == "key" || name == "steps") {
			return nil, 0, fmt.Errorf("it has no %s", name)
		}
	}
	for name, form := range headerForms {
		if value := *fields[name]; value != "" && !form.MatchString(value) {
			return nil, 0, fmt.Errorf("bad %s %q", name, value)
		}
	}
	if steps, err = strconv.Atoi(*fields["steps"]); err != nil {
		return nil, 0, fmt.Errorf("bad count of steps %q", *fields["steps"])
	}
	if o.Runs, err = strconv.Atoi(cmp.Or(*fields["runs"], "1")); err != nil {
		return nil, 0, fmt.Errorf("bad count of runs %q", *fields["runs"])
	}
	if listing != "" {
		o.Listing = &listed{Key: listing}
	}
	return o, steps, nil
}

// parseStep reads a member but for its name.
func parseStep(f txtar.File) (s step, err error) {
	counted, have, open := -1, 0, false
	for line := range strings.Lines(string(f.Data)) {
		text := strings.TrimSuffix(line, "\n")
		if open { // a line without newline is an output's last
			return s, errCut
		}
		switch {
		case text == "|": // an editor took the blank off
			s.Output = append(s.Output, '\n')
			have++
		case strings.HasPrefix(text, "| "), strings.HasPrefix(text, `|\`):
			if s.Output, err = unescape(s.Output, text[2:]); err != nil {
				return s, err
			}
			have++
			if open = text[1] == '\\'; !open {
				s.Output = append(s.Output, '\n')
			}
		case strings.HasPrefix(text, "lines "):
			if counted, err = strconv.Atoi(text[len("lines "):]); err != nil {
				return s, fmt.Errorf("bad count of lines %q", text)
			}
		default:
			if err := s.parseField(text); err != nil {
				return s, err
			}
		}
	}
	if counted != have {
		return s, fmt.Errorf("it holds %d of %d lines", have, max(counted, 0))
	}
	return s, nil
}

// parseField reads a line of a step that is not of its output.
func (s *step) parseField(line string) (err error) {
	key, value, _ := strings.Cut(line, " ")
	switch {
	case key == "exit":
		if s.Exit, err = strconv.Atoi(value); err != nil {
			return fmt.Errorf("bad exit status %q", value)
		}
	case key == "seconds":
		if s.Seconds, err = strconv.ParseFloat(value, 64); err != nil || !(s.Seconds >= 0 && s.Seconds < 1e6) {
			return fmt.Errorf("bad time %q", value)
		}
	case key == "stopped" && stopReasons[value] != "":
		s.Stopped = value
	case line == "fresh":
		s.Fresh = true
	case line == "waiting":
		s.Waiting = true
	case key == "differs" && value != "":
		s.Differs = value
	case key == "volatile":
		var t match.Token
		if _, err := fmt.Sscanf(value, "%d:%d-%d %s %q %d %q", &t.Line, &t.Start, &t.End, &t.Kind, &t.Cause, &t.Same, &t.Twin); err != nil {
			return fmt.Errorf("bad volatile token %q", value)
		}
		s.Mask = append(s.Mask, t)
	default:
		return fmt.Errorf("unknown line %q", line)
	}
	return nil
}
