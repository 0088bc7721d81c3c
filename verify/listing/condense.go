package listing

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// MaxLines is how many lines of a program are kept at a level. Who wants to read
// more has the program, and a compiler.
const MaxLines = 200

// Condense keeps of what the command for programs printed what Read reads. An
// error says that it is not what such a command prints.
func Condense(programs []Program, output string) (string, error) {
	var b strings.Builder
	n := nonce(programs)
	var head string
	var body []string
	for line := range strings.Lines(output) {
		line = strings.TrimRight(line, "\r\n")
		rest, marked := strings.CutPrefix(line, n+" ")
		status, ended := strings.CutPrefix(rest, "= ")
		switch {
		case !marked && head == "":
			return "", fmt.Errorf("the compiler did not list the programs: %q", short(line))
		case !marked:
			body = append(body, line)
		case ended && head != "":
			b.WriteString(head + "\n" + kept(head, body, status))
			head, body = "", nil
		case !ended && head == "" && strings.HasPrefix(rest, "# "):
			head = rest
		default:
			return "", fmt.Errorf("the compiler did not list the programs: %q", short(line))
		}
	}
	if head != "" {
		return "", fmt.Errorf("the listing of the programs is cut short")
	}
	return b.String(), nil
}

func short(line string) string { return line[:min(len(line), 200)] }

// kept is the text of a listing below its head.
func kept(head string, body []string, status string) string {
	switch status {
	case "0":
	case "127":
		return "! the toolchain has no compiler for it\n"
	default:
		return "! it does not compile with these options\n"
	}
	file, _, _ := strings.Cut(head[2:], " -")
	lines := parse(file, body)
	if len(lines) == 0 {
		return "! it has no function\n"
	}
	if len(lines) > MaxLines {
		return fmt.Sprintf("! %d lines, more than the %d that are kept\n", len(lines), MaxLines)
	}
	var b strings.Builder
	for _, l := range lines {
		b.WriteString(l.String() + "\n")
	}
	return b.String()
}

// parse takes the lines of functions from assembly that gcc made of a file.
func parse(file string, body []string) []Line {
	p := parser{file: path.Clean(file), files: map[string]bool{}, text: true}
	for _, line := range body {
		p.line(line)
	}
	return p.used()
}

type parser struct {
	file  string          // the program's name
	files map[string]bool // numbers that .loc has for it
	text  bool            // in a section of instructions
	outer []bool          // text, around a .pushsection
	now   int             // line of the source; 0: none of the program
	lines []Line
}

var (
	labelLine = regexp.MustCompile(`^([\w.$@]+):`)
	words     = regexp.MustCompile(`[\w.$@]+`)
)

func (p *parser) line(line string) {
	text := strings.TrimSpace(line)
	if m := labelLine.FindStringSubmatch(text); m != nil {
		p.label(m[1])
		text = strings.TrimSpace(text[len(m[0]):])
	}
	switch {
	case text == "" || text[0] == '#' || text[0] == '/':
	case text[0] == '.':
		p.directive(strings.Fields(text), text)
	case p.text:
		p.lines = append(p.lines, Line{Source: p.now, Text: plain(text)})
	}
}

func (p *parser) label(name string) {
	if !p.text {
		return
	}
	if !local(name) {
		p.now = 0
	}
	p.lines = append(p.lines, Line{Label: true, Text: name})
}

// local tells whether a label is not that of a function.
func local(name string) bool {
	return strings.HasPrefix(name, ".L") || name[0] >= '0' && name[0] <= '9'
}

func (p *parser) directive(f []string, text string) {
	switch f[0] {
	case ".loc":
		p.loc(f)
	case ".file":
		p.number(f, text)
	case ".text":
		p.text = true
	case ".data", ".bss":
		p.text = false
	case ".pushsection":
		p.outer = append(p.outer, p.text)
		p.text = executable(text)
	case ".popsection":
		if n := len(p.outer); n > 0 {
			p.text, p.outer = p.outer[n-1], p.outer[:n-1]
		}
	case ".section":
		p.text = executable(text)
	}
}

// loc reads ".loc FILE LINE ...".
func (p *parser) loc(f []string) {
	p.now = 0
	if len(f) >= 3 && p.files[f[1]] {
		if n, err := strconv.Atoi(f[2]); err == nil && n > 0 {
			p.now = n
		}
	}
}

// number reads `.file NUMBER "name"`, with a folder before the name since
// version 5 of DWARF. One without a number is about the object file.
func (p *parser) number(f []string, text string) {
	if len(f) < 3 {
		return
	}
	var name string
	for rest := text; ; {
		at := strings.IndexByte(rest, '"')
		if at < 0 {
			break
		}
		q, err := strconv.QuotedPrefix(rest[at:])
		if err != nil {
			return
		}
		if name, err = strconv.Unquote(q); err != nil {
			return
		}
		rest = rest[at+len(q):]
	}
	p.files[f[1]] = path.Clean(name) == p.file
}

// executable tells whether a section holds instructions: by its flags, or, where
// the directive has none, by its name.
func executable(directive string) bool {
	_, args, _ := strings.Cut(strings.ReplaceAll(directive, "\t", " "), " ")
	name, flags, has := strings.Cut(strings.TrimSpace(args), ",")
	if has {
		flags, _, _ = strings.Cut(flags, ",")
		return strings.Contains(flags, "x")
	}
	return strings.HasPrefix(name, ".text")
}

// plain is an instruction with one tab behind its name, and without anything
// that is not to be seen.
func plain(text string) string {
	name, operands, has := strings.Cut(strings.ReplaceAll(text, "\t", " "), " ")
	if !has {
		return name
	}
	return name + "\t" + strings.TrimSpace(operands)
}

// used leaves out labels that no instruction names, and what has no instruction.
func (p *parser) used() []Line {
	named, instructions := map[string]bool{}, 0
	for _, l := range p.lines {
		if l.Label {
			continue
		}
		instructions++
		for _, w := range words.FindAllString(l.Text, -1) {
			named[w] = true
			if digits := strings.TrimRight(w, "bf"); digits != w { // 1b is the label 1 before
				named[digits] = true
			}
		}
	}
	if instructions == 0 {
		return nil
	}
	var all []Line
	for _, l := range p.lines {
		if !l.Label || !local(l.Text) || named[l.Text] {
			all = append(all, l)
		}
	}
	return all
}
