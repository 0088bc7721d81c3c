package snippets

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Change replaces Block.Lines[From:To] by other lines, given without ends.
// Exit, if not nil, takes the place of the number that the block's exit= has.
type Change struct {
	Block    *Block
	From, To int
	Lines    []string
	Exit     *int
}

// Rewrite returns the note's source with the changes made, which must not
// overlap. All other bytes stay, but that a fence is lengthened where new lines
// would close it. New lines stand behind the marks of the list or quotation
// that the block is in, and end as the line of the opening fence does.
func (d *Doc) Rewrite(changes []Change) []byte {
	byBlock := map[*Block][]Change{}
	for _, c := range changes {
		byBlock[c.Block] = append(byBlock[c.Block], c)
	}
	w := rewriter{src: string(d.Note.Source), lines: lineStarts(d.Note.Source)}
	for _, b := range d.Blocks {
		if own := byBlock[b]; len(own) > 0 {
			w.block(b, own)
		}
	}
	return spliced(w.src, w.edits)
}

// spliced is the source with the edits made.
func spliced(src string, edits []splice) []byte {
	slices.SortStableFunc(edits, func(a, b splice) int { return cmp.Compare(a.from, b.from) })
	var out []byte
	at := 0
	for _, e := range edits {
		out = append(append(out, src[at:e.from]...), e.text...)
		at = e.to
	}
	return append(out, src[at:]...)
}

// rewriter gathers the edits that make changes of a source.
type rewriter struct {
	src   string
	lines []int // offset of each line's start
	edits []splice
}

// splice replaces bytes of the source.
type splice struct {
	from, to int
	text     string
}

func (w *rewriter) edit(from, to int, text string) {
	w.edits = append(w.edits, splice{from, to, text})
}

// start is where a line of a block begins in the source.
func (w *rewriter) start(b *Block, line int) int {
	if n := b.Pos.Line + line; n < len(w.lines) {
		return w.lines[n]
	}
	return len(w.src)
}

func (w *rewriter) block(b *Block, changes []Change) {
	open := w.src[b.Start:w.start(b, 0)]
	end := lineEnding(open)
	var added []string
	for _, c := range changes {
		if c.Exit != nil {
			if from, to, ok := exitValue(open); ok {
				w.edit(b.Start+from, b.Start+to, strconv.Itoa(*c.Exit))
			}
		}
		from := w.start(b, c.From)
		var text strings.Builder
		if from > 0 && w.src[from-1] != '\n' && len(c.Lines) > 0 {
			text.WriteString(end) // behind the last line of an unclosed block
		}
		marks := w.marks(b, c.From, open)
		bare := strings.TrimRight(marks, " \t")
		for _, l := range c.Lines {
			if l == "" {
				text.WriteString(bare + end)
			} else {
				text.WriteString(marks + l + end)
			}
		}
		w.edit(from, w.start(b, c.To), text.String())
		added = append(added, c.Lines...)
	}
	w.lengthen(b, added)
}

// marks is what a new line of a block begins with: what the line above it does,
// if that is as deep as the fence is, else what follows from the fence.
func (w *rewriter) marks(b *Block, line int, open string) string {
	marks := Continued(open[:b.Pos.Col-1])
	if line == 0 {
		return marks
	}
	above := b.Lines[line-1]
	from := w.start(b, line-1)
	own := w.src[from : from+above.Pos.Col-1]
	whole := above.Text != "" && strings.HasPrefix(w.src[from+len(own):], above.Text) // else a part of a tab is of it
	if whole && strings.Trim(own, " \t>") == "" && columns(own) == columns(marks) {
		return own
	}
	return marks
}

// columns is the width of marks where a tab goes to the next multiple of four.
func columns(marks string) int {
	n := 0
	for _, r := range marks {
		if n++; r == '\t' {
			n = (n + 3) / 4 * 4
		}
	}
	return n
}

// lengthen makes the fences of a block longer than any line added to it that
// would close it.
func (w *rewriter) lengthen(b *Block, added []string) {
	at := b.Start + b.Pos.Col - 1
	char := w.src[at : at+1]
	have := runLength(w.src[at:], char)
	need := have
	for _, l := range added {
		if l = strings.Trim(l, " \t"); strings.Trim(l, char) == "" && len(l) >= need {
			need = len(l) + 1
		}
	}
	if need == have {
		return
	}
	w.edit(at, at, strings.Repeat(char, need-have))
	closing := w.start(b, len(b.Lines))
	if rest := w.src[closing:max(closing, b.Stop)]; strings.Contains(rest, char) {
		end := closing + strings.Index(rest, char)
		// A closing fence may be longer than the opening one.
		if n := runLength(w.src[end:], char); n < need {
			w.edit(end, end, strings.Repeat(char, need-n))
		}
	}
}

func runLength(s, char string) int { return len(s) - len(strings.TrimLeft(s, char)) }

func lineEnding(line string) string {
	if strings.HasSuffix(line, "\r\n") {
		return "\r\n"
	}
	return "\n"
}

// footnote is the mark that opens a footnote; what belongs to one is indented
// by four, however long the mark is.
var footnote = regexp.MustCompile(`\[\^[^\]]+\]:[ \t]*`)

// Continued is what the lines below one that begins with prefix begin with in
// the same list, quotation or footnote: marks of a quotation stay, the others
// become the blanks they indent by. A quotation's mark takes one blank with it.
func Continued(prefix string) string {
	prefix = footnote.ReplaceAllString(prefix, "    ")
	var b strings.Builder
	for i, r := range prefix {
		switch {
		case r == '>' && (i+1 == len(prefix) || !strings.ContainsRune("> \t", rune(prefix[i+1]))):
			b.WriteString("> ")
		case r == '>', r == '\t':
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// exitValue finds the number of exit= in the line of an opening fence: of the
// last one that is no part of a quoted value, since that one counts.
func exitValue(line string) (from, to int, ok bool) {
	open, end := strings.IndexByte(line, '{'), strings.LastIndexByte(line, '}')
	const name = "exit="
	for i := open + 1; open >= 0 && i < end; i++ {
		switch {
		case line[i] == '"':
			for i++; i < end && line[i] != '"'; i++ {
				if line[i] == '\\' {
					i++
				}
			}
		case strings.HasPrefix(line[i:end], name) && strings.ContainsRune("{, \t", rune(line[i-1])):
			from = i + len(name)
			if line[from] == '"' {
				from++
			}
			to = from + len(line[from:]) - len(strings.TrimLeft(line[from:], "0123456789"))
			ok = to > from
			i += len(name) - 1
		}
	}
	return from, to, ok
}
