package snippets

import (
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/knotes-dev/knotes/notes"
	gmparser "github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

var knownAttrs = []string{"id", "skip", "run", "exit", "timeout", "fresh", "prompt", "setup", "file", "quote"}

// info reads an info string: the language, and attributes in braces up to the
// last "}", by goldmark's own attribute parser.
func (p *parser) info(b *Block, info string, offset int) {
	lang, _, _ := strings.Cut(info, "{")
	if fields := strings.Fields(lang); len(fields) > 0 {
		b.Lang = strings.ToLower(fields[0])
	}
	open, end := strings.IndexByte(info, '{'), strings.LastIndexByte(info, '}')
	if open < 0 || !ours(b.Lang) {
		return
	}
	pos := p.pos(offset + open)
	if end < open {
		p.attrError(pos, "the attributes are not closed by }")
		return
	}
	attrs, ok := gmparser.ParseAttributes(text.NewReader([]byte(info[open : end+1])))
	if !ok {
		p.attrError(pos, `cannot read the attributes; the form is {#id key="value" .class}`)
		return
	}
	for _, a := range attrs {
		p.attr(b, string(a.Name), a.Value, pos)
	}
}

// attrError is an error in a note that can be mended here, and let be in
// others.
func (p *parser) attrError(pos notes.Pos, format string, args ...any) {
	if p.doc.Note.Strict {
		p.errorf(pos, format, args...)
	}
}

// ours tells whether the attributes of a language are for this tool.
func ours(lang string) bool {
	return isConsole(lang) || isShell(lang) || lang == "c" || lang == ""
}

func (p *parser) attr(b *Block, name string, value any, pos notes.Pos) {
	a := &b.Attrs
	s := attrString(value)
	switch name {
	case "id":
		a.ID = s
	case "class":
		for _, class := range strings.Fields(s) {
			p.class(a, class, pos)
		}
	case "skip":
		if a.Skip = strings.TrimSpace(s); a.Skip == "" {
			p.errorf(pos, `skip needs a reason: skip="why it cannot run"`)
		}
	case "exit":
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n > 255 {
			p.errorf(pos, "exit=%s: an exit status is a number from 0 to 255", s)
			return
		}
		a.Exit = &n
	case "timeout":
		d, err := time.ParseDuration(s)
		if err != nil || d <= 0 {
			p.errorf(pos, `timeout=%q: write a duration such as "30s"`, s)
			return
		}
		a.Timeout = d
	case "prompt":
		a.Prompt = s
	case "file":
		if a.File = s; !localFile(s) {
			p.errorf(pos, "file=%q leaves the note's folder", s)
		}
	case "quote":
		a.Quote = s
	default:
		p.attrError(pos, "unknown attribute %q%s", name, notes.Nearest(name, knownAttrs))
	}
}

func (p *parser) class(a *Attrs, class string, pos notes.Pos) {
	switch class {
	case "run":
		a.Run = true
	case "fresh":
		a.Fresh = true
	case "setup":
		a.Setup = true
	default:
		p.attrError(pos, "unknown attribute %q%s", "."+class, notes.Nearest("."+class, []string{".run", ".fresh", ".setup"}))
	}
}

func attrString(v any) string {
	switch v := v.(type) {
	case []byte:
		return string(v)
	case string:
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

func localFile(name string) bool {
	return name != "" && !path.IsAbs(name) && path.Clean(name) == name && name != ".." &&
		!strings.HasPrefix(name, "../") && !strings.Contains(name, "\\")
}

func isConsole(lang string) bool {
	return slices.Contains([]string{"console", "shell-session", "sh-session", "terminal"}, lang)
}

func isShell(lang string) bool { return slices.Contains([]string{"sh", "bash", "shell"}, lang) }
