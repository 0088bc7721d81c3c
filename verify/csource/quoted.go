package csource

import "bytes"

// readQuoted takes a quotation apart: its tokens, and where something may be
// left out.
func readQuoted(text []byte) *quotation {
	q := &quotation{text: text, vocabulary: vocabulary{map[string]int32{}}}
	l := NewLexer(text)
	marked := false
	var line []Token // what stands on the line, for "[...]"
	for {
		t, ok := l.Next()
		if !ok {
			break
		}
		if len(line) > 0 && line[0].Line != t.Line {
			marked = q.bracketed(line) || marked
			line = line[:0]
		}
		if isDots(t, text) && !q.ranges(t) {
			marked = true
		} else if t.Kind != Comment {
			q.add(t, marked)
			marked = false
		}
		if len(line) < 4 && t.Kind != Comment {
			line = append(line, t)
		}
	}
	q.bracketed(line)
	q.soften()
	return q
}

func (q *quotation) add(t Token, marked bool) {
	text := string(t.Text(q.text))
	id, ok := q.vocabulary.ids[text]
	if !ok {
		id = int32(len(q.vocabulary.ids) + 1)
		q.vocabulary.ids[text] = id
	}
	q.tokens = append(q.tokens, t)
	q.ids = append(q.ids, id)
	g := none
	if marked {
		g = dots
	}
	q.gaps = append(q.gaps, g)
}

// isDots tells what stands for something left out: `...`, `…`, and a comment
// that begins so, or is `[...]` or `snip`.
func isDots(t Token, text []byte) bool {
	s := t.Text(text)
	switch t.Kind {
	case Punct:
		return bytes.HasPrefix(s, []byte("..."))
	case Stray:
		return string(s) == "…" || string(s) == "⋮"
	case Comment:
		s = bytes.TrimSuffix(s[2:], []byte("*/"))
		s = bytes.Trim(s, " \t\r\n*[(<")
		return bytes.HasPrefix(s, []byte("...")) || bytes.HasPrefix(s, []byte("…")) || bytes.HasPrefix(bytes.ToLower(s), []byte("snip"))
	}
	return false
}

// ranges tells whether "..." is C's own, as in `case 1 ... 5` and
// `[0 ... 3] = `.
func (q *quotation) ranges(dots Token) bool {
	n := len(q.tokens)
	if n < 2 || q.tokens[n-1].Line != dots.Line || q.tokens[n-1].Kind == Keyword || q.tokens[n-1].Kind > Literal {
		return false
	}
	before := q.tokens[n-2]
	return before.is(q.text, "case") || before.byteOf(q.text) == '['
}

// bracketed takes back a line that is `[...]` or `<...>`.
func (q *quotation) bracketed(line []Token) bool {
	if len(line) != 3 || !isDots(line[1], q.text) {
		return false
	}
	open, close := line[0].byteOf(q.text), line[2].byteOf(q.text)
	if !(open == '[' && close == ']' || open == '<' && close == '>') {
		return false
	}
	n := len(q.tokens) - 2
	if n < 0 || q.tokens[n] != line[0] || q.tokens[n+1] != line[2] {
		return false
	}
	q.tokens, q.ids, q.gaps = q.tokens[:n], q.ids[:n], q.gaps[:n]
	return true
}

// soften finds where whole members or definitions may be left out without a
// mark, and each ";" that may stand for a function's body.
func (q *quotation) soften() {
	q.heads = make([]bool, len(q.tokens))
	var open []bool // of each bracket that is open: it is the body of a struct or union
	for i, t := range q.tokens {
		c := t.byteOf(q.text)
		if i > 0 && q.gaps[i] == none {
			q.gaps[i] = q.soft(i, open)
		}
		switch c {
		case '(', '[', '{':
			open = append(open, c == '{' && t.Pre == Code && q.isBody(i))
		case ')', ']', '}':
			if len(open) > 0 {
				open = open[:len(open)-1]
			}
		case ';':
			q.heads[i] = len(open) == 0 && i > 2 && t.Pre == Code && q.gaps[i] == none && q.tokens[i-1].Kind <= Punct
		}
	}
}

// soft tells what may be left out before a token without a mark.
func (q *quotation) soft(i int, open []bool) gap {
	t, before := q.tokens[i], q.tokens[i-1]
	if t.Pre == Within {
		return none
	}
	c := before.byteOf(q.text)
	ended := c == ';' || before.Pre != Code
	switch {
	case len(open) == 0:
		if ended || c == '}' || t.Pre == Start {
			return toplevel
		}
	case open[len(open)-1]:
		if ended || c == '{' || t.Pre == Start && before.Pre != Code {
			return member
		}
	}
	return none
}

// isBody tells whether a "{" opens a struct or union: before it stands the
// keyword, with a tag and attributes between.
func (q *quotation) isBody(i int) bool {
	for n := 0; i > 0 && n < 8; n++ {
		i--
		switch t := q.tokens[i]; {
		case t.Kind == Ident:
		case t.is(q.text, "struct"), t.is(q.text, "union"):
			return true
		default:
			return false
		}
	}
	return false
}
