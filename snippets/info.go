package snippets

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/knotes-dev/knotes/notes"
	gmparser "github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

var (
	consoleAttrs   = []string{"id", "skip", "run", "exit", "timeout", "fresh", "prompt", "setup"}
	cAttrs         = append([]string{"file", "quote"}, consoleAttrs...)
	consoleClasses = []string{".run", ".fresh", ".setup"}
)

// idForm keeps an ID fit for a record's member and a page's anchor.
var idForm = regexp.MustCompile(`^[\pL\pN_][\pL\pN_.:-]*$`)

const skipReasonMissing = `skip needs a reason: skip="why it cannot run"`

// bareSkip finds a skip without a value, which is no attribute to goldmark.
var bareSkip = regexp.MustCompile(`[{\s]skip[\s}]`)

// info reads an info string: the language, and attributes in braces up to the
// last "}", by goldmark's own attribute parser.
func (p *parser) info(b *Block, info string, offset int) {
	lang, _, _ := strings.Cut(info, "{")
	if fields := strings.Fields(lang); len(fields) > 0 {
		b.Lang = strings.ToLower(fields[0])
	}
	open, end := strings.IndexByte(info, '{'), strings.LastIndexByte(info, '}')
	if open < 0 {
		return
	}
	pos := p.pos(offset + open)
	if end < open {
		p.attrError(b, pos, "the attributes are not closed by }")
		return
	}
	braces := text.NewReader([]byte(info[open : end+1]))
	attrs, ok := gmparser.ParseAttributes(braces)
	rest, _ := braces.PeekLine()
	if !ok || len(rest) > 0 {
		if bareSkip.MatchString(info[open : end+1]) {
			p.misuse(b, pos, skipReasonMissing)
		} else {
			p.attrError(b, pos, `cannot read the attributes; the form is one {#id key="value" .class}, values in quotes`)
		}
		return
	}
	for _, a := range attrs {
		p.attr(b, string(a.Name), a.Value, pos)
	}
}

// attrError is an error in a console or C block of a note that can be mended
// here. Elsewhere braces may be meant for another tool.
func (p *parser) attrError(b *Block, pos notes.Pos, format string, args ...any) {
	if p.doc.Note.Strict && ours(b.Lang) {
		p.errorf(pos, format, args...)
	}
}

// ours tells whether what stands in braces behind a language is for this tool
// alone.
func ours(lang string) bool { return isConsole(lang) || lang == "c" }

// misuse is an error in an attribute that is known: a person meant it for this
// tool, unless it stands behind a language that the tool does not know.
func (p *parser) misuse(b *Block, pos notes.Pos, format string, args ...any) {
	if ours(b.Lang) || isShell(b.Lang) || b.Lang == "" {
		p.errorf(pos, format, args...)
	}
}

func (p *parser) attr(b *Block, name string, value any, pos notes.Pos) {
	a := &b.Attrs
	s := attrString(value)
	switch name {
	case "id":
		if a.ID = s; !idForm.MatchString(s) {
			a.ID = ""
			p.misuse(b, pos, `id=%q: an id is made of letters, digits, "-", "_" and "."`, s)
		}
	case "class":
		for _, class := range strings.Fields(s) {
			p.class(b, class, pos)
		}
	case "skip":
		if a.Skip = strings.TrimSpace(s); a.Skip == "" {
			p.misuse(b, pos, skipReasonMissing)
		}
	case "exit":
		n, err := strconv.Atoi(s)
		if err != nil || n < 0 || n > 255 {
			p.misuse(b, pos, "exit=%s: an exit status is a number from 0 to 255", s)
			return
		}
		a.Exit = &n
	case "timeout":
		d, err := time.ParseDuration(s)
		if err != nil || d <= 0 {
			p.misuse(b, pos, `timeout=%q: write a duration such as "30s"`, s)
			return
		}
		a.Timeout = d
	case "prompt":
		a.Prompt = s
	case "file", "quote":
		p.source(b, name, s, pos)
	default:
		p.unknown(b, name, pos)
	}
}

// source reads file= and quote=, which say where the code of a block stands.
func (p *parser) source(b *Block, name, value string, pos notes.Pos) {
	switch {
	case isConsole(b.Lang):
		p.unknown(b, name, pos)
	case name == "quote":
		b.Attrs.Quote = value
	case b.Lang == "c":
		if why := fileError(value); why != "" {
			p.errorf(pos, "file=%q %s", value, why)
			return
		}
		b.Attrs.File = value
	}
}

func (p *parser) unknown(b *Block, name string, pos notes.Pos) {
	known := consoleAttrs
	if b.Lang == "c" {
		known = cAttrs
	}
	p.attrError(b, pos, "unknown attribute %q%s", name, notes.NearestOf(name, known))
}

func (p *parser) class(b *Block, class string, pos notes.Pos) {
	switch class {
	case "run":
		b.Attrs.Run = true
	case "fresh":
		b.Attrs.Fresh = true
	case "setup":
		b.Attrs.Setup = true
	case "skip":
		p.misuse(b, pos, skipReasonMissing)
	default:
		p.attrError(b, pos, "unknown attribute %q%s", "."+class, notes.NearestOf("."+class, consoleClasses))
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

// fileError says why name cannot be a file below the note's folder, or "".
func fileError(name string) string {
	clean := path.Clean(name)
	switch {
	case strings.TrimSpace(name) == "":
		return `names no file; write file="x.c"`
	case strings.Contains(name, `\`):
		return "has a backslash; folders are parted by /"
	case path.IsAbs(name), clean == "..", strings.HasPrefix(clean, "../"):
		return "leaves the note's folder; name a file beside the note or below"
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' }):
		return "has a control character"
	case clean == ".", clean != name:
		return "is no plain name of a file; write " + strconv.Quote(clean)
	}
	return ""
}

func isConsole(lang string) bool {
	return slices.Contains([]string{"console", "shell-session", "sh-session", "terminal"}, lang)
}

func isShell(lang string) bool { return slices.Contains([]string{"sh", "bash", "shell"}, lang) }
