package notes

import (
	"bytes"
	"errors"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml"
	yamlast "github.com/goccy/go-yaml/ast"
	yamlparser "github.com/goccy/go-yaml/parser"
)

// metaForms says what the value of each key of the front matter is.
var metaForms = map[string]string{
	"title":       "a text",
	"weight":      "a whole number",
	"description": "a text",
	"toolchain":   "the name of a toolchain",
	"root":        "true or false",
	"kernel":      "true or false",
	"files":       "a list of folders: [data, more]",
}

var metaKeys = []string{"title", "weight", "description", "toolchain", "root", "kernel", "files"}

const byteOrderMark = "\uFEFF"

// parseMeta parses the front matter, if there is any, and finds where the body
// begins.
func (n *Note) parseMeta() error {
	start, stop, body := frontMatter(n.Source)
	if body == 0 {
		n.Body = len(bomOf(n.Source))
		if line, ok := unclosedMatter(n.Source); ok {
			return Errorf(Pos{n.File, 1, 1}, "the front matter is not closed: put a line --- behind %q and what follows it", line)
		}
		return nil
	}
	n.Body = body
	matter := n.Source[start:stop]
	file, err := yamlparser.ParseBytes(matter, 0)
	if err != nil {
		return n.metaError(err)
	}
	if err := n.checkKeys(file); err != nil {
		return err
	}
	if err := decodeMeta(matter, &n.Meta); err != nil {
		return n.metaError(err)
	}
	n.Meta.Title = strings.Join(strings.Fields(n.Meta.Title), " ")
	return nil
}

// decodeMeta decodes front matter. The decoder panics at some that parses, as at
// a tag without a value ("files: !x"): that is an error of the note.
func decodeMeta(matter []byte, m *Meta) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("it cannot be read; take away what is no plain value, such as a tag (!x)")
		}
	}()
	return yaml.Unmarshal(matter, m)
}

// checkKeys reports every key that is not known, and keeps the places of the
// others.
func (n *Note) checkKeys(file *yamlast.File) error {
	n.metaAt = map[string]Pos{}
	var errs []error
	for _, doc := range file.Docs {
		mapping, ok := doc.Body.(*yamlast.MappingNode)
		if !ok {
			if doc.Body == nil || doc.Body.Type() == yamlast.NullType || doc.Body.Type() == yamlast.CommentType {
				continue
			}
			return Errorf(Pos{n.File, 2, 1}, "the front matter must be lines of the form key: value; where it is none but a rule at the top of the note, write ***")
		}
		for _, v := range mapping.Values {
			tk := v.Key.GetToken()
			pos := n.matterPos(tk.Position.Line, tk.Position.Column)
			n.metaAt[tk.Value] = pos
			if metaForms[tk.Value] == "" {
				errs = append(errs, Errorf(pos, "unknown key %q in the front matter%s", tk.Value, NearestOf(tk.Value, metaKeys)))
			}
		}
	}
	return errors.Join(errs...)
}

// matterPos is the place of a line and column of the YAML, which both count
// from 1 and the column characters.
func (n *Note) matterPos(line, column int) Pos {
	_, rest, _ := bytes.Cut(n.Source, []byte("\n"))
	for range line - 1 {
		_, rest, _ = bytes.Cut(rest, []byte("\n"))
	}
	before := []rune(string(firstOf(rest)))
	return Pos{n.File, line + 1, len(string(before[:min(max(0, column-1), len(before))])) + 1}
}

// metaPos is the place of a key of the front matter.
func (n *Note) metaPos(key string) Pos {
	if pos, ok := n.metaAt[key]; ok {
		return pos
	}
	return Pos{n.File, 1, 1}
}

var (
	keyTwice = regexp.MustCompile(`^mapping key ("[^"]*") already defined`)
	keyLine  = regexp.MustCompile(`^([\w-]+)[ \t]*:(?:[ \t\r]|$)`)
	goTyping = regexp.MustCompile(`cannot unmarshal|was used where`)
)

// metaError places an error of the YAML parser, and says in the words of a
// note what it says in Go's.
func (n *Note) metaError(err error) error {
	var ye yaml.Error
	if !errors.As(err, &ye) || ye.GetToken() == nil {
		return Errorf(Pos{n.File, 1, 1}, "front matter: %v", err)
	}
	at := ye.GetToken().Position
	pos := n.matterPos(at.Line, at.Column)
	msg := ye.GetMessage()
	if m := keyTwice.FindStringSubmatch(msg); m != nil {
		return Errorf(pos, "front matter: the key %s stands twice; take one away", m[1])
	}
	if goTyping.MatchString(msg) {
		if key := n.keyBefore(pos); key != "" {
			return Errorf(pos, "front matter: %s must be %s", key, metaForms[key])
		}
	}
	return Errorf(pos, "front matter is not YAML: %s; put a value with : or # or quotes in it in quotes", msg)
}

// keyBefore is the key that stands last before a place, or "".
func (n *Note) keyBefore(pos Pos) string {
	best, at := "", Pos{}
	for key, p := range n.metaAt {
		before := p.Line < pos.Line || p.Line == pos.Line && p.Col <= pos.Col
		if before && (p.Line > at.Line || p.Line == at.Line && p.Col > at.Col) {
			best, at = key, p
		}
	}
	return best
}

func bomOf(src []byte) string {
	if bytes.HasPrefix(src, []byte(byteOrderMark)) {
		return byteOrderMark
	}
	return ""
}

// frontMatter returns the range of the YAML between a first line "---" and the
// next such line, or a line "..." where the YAML begins with a known key, and
// where the body begins; zeros where there is none. A first line "---" that nothing
// closes is a thematic break.
func frontMatter(src []byte) (start, stop, body int) {
	first, rest, ok := bytes.Cut(src[len(bomOf(src)):], []byte("\n"))
	if !ok || !isLine(first, "---") {
		return 0, 0, 0
	}
	start = len(src) - len(rest)
	dots := hasKnownKey(firstOf(rest))
	for at := start; at < len(src); {
		line := firstOf(src[at:])
		if isLine(line, "---") || dots && isLine(line, "...") {
			return start, at, at + len(line)
		}
		at += len(line)
	}
	return 0, 0, 0
}

// unclosedMatter returns the first line of what was meant for front matter but
// is not closed.
func unclosedMatter(src []byte) (line string, ok bool) {
	first, rest, _ := bytes.Cut(src[len(bomOf(src)):], []byte("\n"))
	second := firstOf(rest)
	return strings.TrimSpace(string(second)), isLine(first, "---") && hasKnownKey(second)
}

// hasKnownKey tells whether a line begins with a key of the front matter.
func hasKnownKey(line []byte) bool {
	m := keyLine.FindSubmatch(line)
	return m != nil && metaForms[string(m[1])] != ""
}

// firstOf is the first line of src with its end.
func firstOf(src []byte) []byte {
	if i := bytes.IndexByte(src, '\n'); i >= 0 {
		return src[:i+1]
	}
	return src
}

func isLine(line []byte, want string) bool { return string(bytes.TrimRight(line, " \t\r\n")) == want }
