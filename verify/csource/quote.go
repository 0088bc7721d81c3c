package csource

import "bytes"

// Quotation is what comparing a quotation with a file says.
type Quotation struct {
	Found bool
	// Short tells that the quotation has too few tokens to be one: less than
	// four, or no name among them. It is not looked for then.
	Short bool
	// Lines has for each line of the quotation the line of the file that its
	// first token stands at; 0 where it has none, or nothing was found.
	Lines []int
	// Near is how the file differs where the quotation is not found but nearly
	// stands there; nil otherwise.
	Near *Near
	// Matched of the Total tokens of the quotation stand in the file, in order,
	// where Found or Near.
	Matched, Total int
}

// Near is where a quotation and a file first part: what each has there. Lines
// and columns count from 1, columns in bytes. At the end of either the token is
// "", its place that of the last one.
type Near struct {
	QuotedLine, QuotedCol int
	Quoted                string
	SourceLine            int
	Source                string
	Text                  string // the line of the file, without its end
}

const (
	minTokens = 4       // of a quotation
	maxQuoted = 1 << 21 // tokens of a quotation that are looked at
)

// Quote tells whether C, or assembly, is a quotation of a file. See the
// package comment for what counts.
func Quote(quoted, source []byte) Quotation {
	q := readQuoted(quoted)
	result := Quotation{Lines: make([]int, countLines(quoted)), Total: len(q.tokens)}
	if q.short() {
		result.Short = true
		return result
	}
	if len(q.tokens) > maxQuoted {
		return result
	}
	s := readSource(source, q)
	m := matcher{q: q, s: s}
	if places, ok := m.find(); ok {
		result.Found, result.Matched = true, len(q.tokens)
		for i := len(places) - 1; i >= 0; i-- {
			if p := places[i]; p >= 0 {
				result.Lines[q.tokens[i].Line-1] = int(s.tokens[p].Line)
			}
		}
		return result
	}
	if near, matched := m.near(); near != nil {
		result.Near, result.Matched = near, matched
	}
	return result
}

// countLines counts lines, a last one without its end included.
func countLines(text []byte) int {
	n := bytes.Count(text, []byte("\n"))
	if len(text) > 0 && text[len(text)-1] != '\n' {
		n++
	}
	return n
}

// gap is what may be left out before a token.
type gap uint8

const (
	none     gap = iota
	dots         // the author wrote so: anything within the brackets around
	member       // whole members of a struct
	toplevel     // whole definitions
)

// quotation is a quotation taken apart.
type quotation struct {
	text   []byte
	tokens []Token
	ids    []int32 // of each token: equal tokens have equal ids, from 1
	gaps   []gap   // before each token
	heads  []bool  // the token is a ";" that may stand for a function's body
	vocabulary
}

// source is a file taken apart in the words of a quotation.
type source struct {
	text   []byte
	tokens []Token
	ids    []int32 // 0: a token that the quotation does not have
	*brackets
	places [][]int32 // of each id
}

// vocabulary numbers the tokens that a quotation has.
type vocabulary struct{ ids map[string]int32 }

func (q *quotation) short() bool {
	if len(q.tokens) < minTokens {
		return true
	}
	for _, t := range q.tokens {
		if t.Kind == Ident {
			return false
		}
	}
	return true
}

func readSource(text []byte, q *quotation) *source {
	s := &source{text: text, tokens: Lex(text)}
	s.ids = make([]int32, len(s.tokens))
	s.places = make([][]int32, len(q.vocabulary.ids)+1)
	for i, t := range s.tokens {
		if id, ok := q.vocabulary.ids[string(t.Text(text))]; ok {
			s.ids[i] = id
			s.places[id] = append(s.places[id], int32(i))
		}
	}
	s.brackets = newBrackets(text, s.tokens)
	return s
}
