package verify

import (
	"bytes"

	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/verify/csource"
	"github.com/knotes-dev/knotes/verify/kernel"
	"github.com/rogpeppe/go-internal/diff"
)

// moved is where lines of one file are in another.
type moved struct {
	first, last int    // 0 for a file as a whole
	why         string // "": found; else why they are nowhere
	gone        bool   // what they show is no more
	diff        string // of the definition, or of the lines, if they are not the same; unified
}

// versions are a file at two releases.
type versions struct {
	old, now *kernel.File
	lines    alignment // from old to now
	other    *versions // the same two, the other way round; nil until asked for
}

func newVersions(old, now *kernel.File) *versions {
	return &versions{old: old, now: now, lines: align(old.Text, now.Text)}
}

func (v *versions) back() *versions {
	if v.other == nil {
		v.other = newVersions(v.now, v.old)
	}
	return v.other
}

// move finds where what a pin shows has moved to, and that it would move back to
// where it was: else it is not sure.
func (v *versions) move(key notes.PinKey) moved {
	m := v.find(key)
	if m.why != "" || m.first == 0 {
		return m
	}
	there := key
	there.Line, there.Last = m.first, m.last
	if b := v.back().find(there); b.why != "" || b.first != key.Line || b.last != key.Last {
		return moved{why: fmt.Sprintf("it may be at %s, but the way back leads elsewhere", span(m.first, m.last))}
	}
	m.diff = v.changed(key, m)
	return m
}

// find finds a pin's lines: a definition by its name, anything else by its place
// among the lines that stayed, else by its text, if no other line has that.
func (v *versions) find(key notes.PinKey) moved {
	if _, wrong := standing(key, v.old); wrong != "" {
		return moved{why: wrong}
	}
	if why := v.lost(key); why != "" {
		return moved{why: why, gone: true}
	}
	if key.Line == 0 {
		return moved{}
	}
	anchor, to := v.anchor(key)
	if to == 0 {
		return moved{why: "the line is gone", gone: true}
	}
	m := moved{first: key.Line + to - anchor, last: key.Last + to - anchor}
	if end, ok := v.lines.line(key.Last); ok && key.Last > key.Line && end >= m.first {
		m.last = end
	}
	if begin, ok := v.lines.line(key.Line); ok && key.Last > key.Line && begin <= m.last {
		m.first = begin
	}
	there := key
	there.Line, there.Last = m.first, m.last
	if _, wrong := standing(there, v.now); wrong != "" {
		return moved{why: wrong}
	}
	return m
}

// lost says which of a pin's symbols the new file has no more.
func (v *versions) lost(key notes.PinKey) string {
	for _, symbol := range splitSymbols(key.Symbols) {
		name, weak := strings.CutPrefix(symbol, weakMark)
		if weak || csource.IsKeyword(name) || len(csource.FindIn(v.now.Path, v.now.Text, name)) > 0 {
			continue
		}
		return fmt.Sprintf("`%s` does not stand in %s any more%s", name, v.now.Path, notes.Nearest(name, namesIn(v.now)))
	}
	return ""
}

func namesIn(file *kernel.File) []string {
	var all []string
	csource.Names(file.Text, func(n csource.Name) { all = append(all, n.Text) })
	return all
}

// anchor is a line of the pin and where that is now, 0 if nowhere.
func (v *versions) anchor(key notes.PinKey) (line, to int) {
	for _, symbol := range splitSymbols(key.Symbols) {
		name := strings.TrimPrefix(symbol, weakMark)
		at, ok := bestPlace(csource.FindIn(v.old.Path, v.old.Text, name), key.Line, key.Last)
		if !ok || at.Role != csource.Definition {
			continue
		}
		if def, ok := onlyDefinition(csource.FindIn(v.now.Path, v.now.Text, name), at.As); ok {
			if _, alone := onlyDefinition(csource.FindIn(v.old.Path, v.old.Text, name), at.As); alone {
				return at.Line, def.Line
			}
		}
	}
	if to, ok := v.lines.line(key.Line); ok {
		return key.Line, to
	}
	return key.Line, onlyTextLike(v.old.Text, v.now.Text, key.Line)
}

// onlyDefinition is the one definition of a name, as what it was.
func onlyDefinition(places []csource.Place, as string) (def csource.Place, ok bool) {
	for _, p := range places {
		if p.Role != csource.Definition || p.As != as {
			continue
		}
		if ok {
			return def, false
		}
		def, ok = p, true
	}
	return def, ok
}

// onlyTextLike is the line that has the text of a line of another file, if no other
// has it in either, else 0.
func onlyTextLike(old, now []byte, line int) int {
	want := bytes.TrimSpace(lineOfText(old, line))
	if !tells(string(want)) || linesLike(old, want) != nil && len(linesLike(old, want)) > 1 {
		return 0
	}
	at := linesLike(now, want)
	if len(at) != 1 {
		return 0
	}
	return at[0]
}

func lineOfText(text []byte, line int) []byte {
	n := 0
	for l := range bytes.Lines(text) {
		if n++; n == line {
			return bytes.TrimRight(l, "\r\n")
		}
	}
	return nil
}

func linesLike(text, want []byte) (at []int) {
	n := 0
	for l := range bytes.Lines(text) {
		if n++; bytes.Equal(bytes.TrimSpace(l), want) {
			at = append(at, n)
		}
	}
	return at
}

// maxDiff bounds the diff of a definition, in bytes.
const maxDiff = 8 << 10

// changed is how what a pin shows has changed: the definition at its line, else
// its lines.
func (v *versions) changed(key notes.PinKey, m moved) string {
	was, is := shows(v.old, key.Line, key.Last), shows(v.now, m.first, m.last)
	if bytes.Equal(was, is) {
		return ""
	}
	text := diff.Diff(path.Base(v.old.Path), was, path.Base(v.now.Path), is)
	_, text, _ = bytes.Cut(text, []byte("\n"))
	if len(text) > maxDiff {
		text = append(text[:maxDiff:maxDiff], "\n…\n"...)
	}
	return string(text)
}

// shows is the definition around lines, or, where they are in none, the lines.
func shows(file *kernel.File, first, last int) []byte {
	if from, to := csource.DefinitionIn(file.Path, file.Text, first); from > 0 && to >= last {
		first, last = from, to
	}
	var out []byte
	n := 0
	for l := range bytes.Lines(file.Text) {
		if n++; n >= first && n <= last {
			out = append(out, l...)
		}
	}
	return out
}

// nearBy is how far, in lines, a symbol may stand from where a link says and be
// what was meant, though it stands elsewhere too.
const nearBy = 10

// mendedLine is the line at which all symbols of a pin stand: the only one near
// by, else the only one that defines them, or the only one; 0 where there is
// doubt.
func mendedLine(key notes.PinKey, file *kernel.File) int {
	var common []csource.Place
	for i, symbol := range splitSymbols(key.Symbols) {
		places := csource.FindIn(file.Path, file.Text, strings.TrimPrefix(symbol, weakMark))
		if i == 0 {
			common = places
			continue
		}
		common = slices.DeleteFunc(slices.Clone(common), func(p csource.Place) bool {
			return !slices.ContainsFunc(places, func(o csource.Place) bool { return o.Line == p.Line })
		})
	}
	if near := within(common, key.Line-nearBy, key.Line+nearBy); len(near) > 0 {
		return onlyOne(near)
	}
	for _, role := range []csource.Role{csource.Definition, csource.Declaration, csource.Use} {
		of := slices.DeleteFunc(slices.Clone(common), func(p csource.Place) bool { return p.Role != role })
		if len(of) > 0 {
			return onlyOne(of)
		}
	}
	return 0
}

func within(places []csource.Place, first, last int) []csource.Place {
	return slices.DeleteFunc(slices.Clone(places), func(p csource.Place) bool { return p.Line < first || p.Line > last })
}

func onlyOne(places []csource.Place) int {
	if len(places) != 1 {
		return 0
	}
	return places[0].Line
}
