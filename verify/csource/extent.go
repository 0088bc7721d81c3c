package csource

import "bytes"

// maxExtent bounds the lines that a window shows.
const maxExtent = 14

// Extent gives the lines of C to show for a line: all of the definition that
// it is in, without the comment before it, if that is at most 14 lines, else
// 14 of it around the line. For a line outside of the file they are 0, 0.
func Extent(text []byte, line int) (first, last int) { return ExtentIn("x.c", text, line) }

// ExtentIn is Extent for a file that its path says the language of. What is
// not C has paragraphs for definitions.
func ExtentIn(file string, text []byte, line int) (first, last int) {
	lines := countLines(text)
	if line < 1 || line > lines {
		return 0, 0
	}
	first, last = DefinitionIn(file, text, line)
	if first == 0 { // between definitions
		first, last = max(1, line-3), min(lines, line+6)
	}
	return part(first, last, line)
}

// DefinitionIn gives all lines of the definition that a line is in, the innermost
// one, in C; in what is not C its paragraph. They are 0, 0 between definitions.
func DefinitionIn(file string, text []byte, line int) (first, last int) {
	if languageOf(file) != langC {
		return paragraph(text, line)
	}
	w := walker{text: text, tokens: Lex(text), wants: func(int) bool { return false }}
	w.span = func(a, b int) {
		from, to := int(w.tokens[a].Line), w.lastLine(b)
		if from <= line && line <= to && (first == 0 || to-from < last-first) {
			first, last = from, to
		}
	}
	w.walk()
	return first, last
}

// lastLine is the line that a token ends at.
func (w *walker) lastLine(i int) int {
	t := w.tokens[i]
	return int(t.Line) + bytes.Count(t.Text(w.text), []byte("\n"))
}

// part is the part of some lines to show around one of them: a third of it
// before that line.
func part(first, last, line int) (int, int) {
	if last-first < maxExtent {
		return first, last
	}
	from := min(max(first, line-maxExtent/3), last-maxExtent+1)
	return from, from + maxExtent - 1
}

// paragraph gives the lines around one, up to empty ones.
func paragraph(text []byte, line int) (first, last int) {
	first = 1
	number := 0
	for l := range bytes.Lines(text) {
		number++
		if len(bytes.TrimSpace(l)) > 0 {
			continue
		}
		switch {
		case number < line:
			first = number + 1
		case number == line:
			return line, line
		default:
			return first, number - 1
		}
	}
	return first, number
}
