package snippets

import (
	"cmp"
	"slices"
	"strings"
)

// Change replaces Block.Lines[From:To] by other lines, given without ends.
type Change struct {
	Block    *Block
	From, To int
	Lines    []string
}

// Rewrite returns the note's source with the changes made, which must not
// overlap. All other bytes stay, but that a fence is lengthened where new lines
// would close it. New lines stand behind the marks of the list or quotation
// that the block is in, and end as the line of the opening fence does.
func (d *Doc) Rewrite(changes []Change) []byte {
	var edits []splice
	for _, b := range d.Blocks {
		var own []Change
		for _, c := range changes {
			if c.Block == b {
				own = append(own, c)
			}
		}
		if len(own) > 0 {
			edits = append(edits, d.editBlock(b, own)...)
		}
	}
	slices.SortStableFunc(edits, func(a, b splice) int { return cmp.Compare(a.from, b.from) })
	src := d.Note.Source
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(append(out, src[at:e.from]...), e.text...)
		at = e.to
	}
	return append(out, src[at:]...)
}

// splice replaces bytes of the source.
type splice struct {
	from, to int
	text     string
}

func (d *Doc) editBlock(b *Block, changes []Change) []splice {
	lines := lineStarts(d.Note.Source)
	start := func(i int) int { // of the block's line i in the source
		if n := b.Pos.Line + i; n < len(lines) {
			return lines[n]
		}
		return len(d.Note.Source)
	}
	open := string(d.Note.Source[b.Start:start(0)])
	prefix, end := continued(open[:b.Pos.Col-1]), lineEnding(open)
	var edits []splice
	var after []string // the block's lines with the changes made
	at := 0
	slices.SortStableFunc(changes, func(x, y Change) int { return cmp.Compare(x.From, y.From) })
	for _, c := range changes {
		for _, l := range b.Lines[at:c.From] {
			after = append(after, l.Text)
		}
		after, at = append(after, c.Lines...), c.To
		var text strings.Builder
		if from := start(c.From); from > 0 && d.Note.Source[from-1] != '\n' && len(c.Lines) > 0 {
			text.WriteString(end) // behind the last line of an unclosed block
		}
		for _, l := range c.Lines {
			text.WriteString(strings.TrimRight(prefix, " \t"))
			if l != "" {
				text.WriteString(prefix[len(strings.TrimRight(prefix, " \t")):] + l)
			}
			text.WriteString(end)
		}
		edits = append(edits, splice{start(c.From), start(c.To), text.String()})
	}
	for _, l := range b.Lines[at:] {
		after = append(after, l.Text)
	}
	return append(edits, d.lengthen(b, start(len(b.Lines)), after)...)
}

// lengthen makes the fences of a block longer than any line of it that would
// close the block.
func (d *Doc) lengthen(b *Block, closing int, lines []string) []splice {
	src := d.Note.Source
	at := b.Start + b.Pos.Col - 1
	char := string(src[at])
	have := runLength(string(src[at:]), char)
	need := have
	for _, l := range lines {
		if l = strings.Trim(l, " \t"); strings.Trim(l, char) == "" && len(l) >= need {
			need = len(l) + 1
		}
	}
	if need == have {
		return nil
	}
	more := strings.Repeat(char, need-have)
	edits := []splice{{at, at, more}}
	if rest := string(src[closing:b.Stop]); strings.Contains(rest, char) {
		end := closing + strings.Index(rest, char)
		// A closing fence may be longer than the opening one.
		if n := runLength(string(src[end:]), char); n < need {
			edits = append(edits, splice{end, end, strings.Repeat(char, need-n)})
		}
	}
	return edits
}

func runLength(s, char string) int { return len(s) - len(strings.TrimLeft(s, char)) }

func lineEnding(line string) string {
	if strings.HasSuffix(line, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// continued is what the lines below one that begins with prefix begin with in
// the same list or quotation: marks of a quotation stay, those of a list
// become the blanks they indent by. A quotation's mark takes one blank with it.
func continued(prefix string) string {
	if strings.HasSuffix(prefix, ">") {
		prefix += " "
	}
	return strings.Map(func(r rune) rune {
		if r == '>' || r == '\t' {
			return r
		}
		return ' '
	}, prefix)
}
