package site

import (
	"bytes"
	"sort"
	"strings"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// render returns the Markdown of src[from:to] with its fences written anew.
func render(src []byte, from, to int, blocks []*snippets.Block, claims map[string]*report.Claim, extra []edit) string {
	return rewrite(src, from, to, blocks, claims, extra, info)
}

// rewrite is render with an info string of its own for each fence.
func rewrite(src []byte, from, to int, blocks []*snippets.Block, claims map[string]*report.Claim, extra []edit, info func(*snippets.Block) string) string {
	var edits []edit
	for _, b := range blocks {
		if b.Start >= from && b.Stop <= to {
			edits = append(edits, edit{b.Start, b.Stop, fence(src, b, claims, info)})
		}
	}
	for _, e := range extra {
		if e.from >= from && e.to <= to {
			edits = append(edits, e)
		}
	}
	sort.SliceStable(edits, func(i, j int) bool { return edits[i].from < edits[j].from })
	var out strings.Builder
	at := from
	for _, e := range edits {
		if e.from < at {
			continue
		}
		out.Write(src[at:e.from])
		out.WriteString(e.text)
		at = e.to
	}
	out.Write(src[at:to])
	return out.String()
}

// guard keeps Hugo from reading anything in md but Markdown.
func guard(md string) string {
	l, r := "{{<", ">}}"
	if strings.Contains(md, "*/>}}") {
		l, r = "{{%", "%}}"
		if strings.Contains(md, "*/%}}") { // both: part one kind by a space of no width
			md = strings.ReplaceAll(md, "*/%}}", "*/\u200b%}}")
		}
	}
	if !strings.HasSuffix(md, "\n") {
		md += "\n"
	}
	return "[knotes-begin]: # '" + l + "/*'\n\n" + md + "\n[knotes-end]: # '*/" + r + "'\n"
}

// fence writes b as Hugo shall see it, in the list or quotation it stands in.
func fence(src []byte, b *snippets.Block, claims map[string]*report.Claim, info func(*snippets.Block) string) string {
	first := src[b.Start:b.Stop]
	if i := bytes.IndexByte(first, '\n'); i >= 0 {
		first = first[:i]
	}
	open := ""
	if i := fenceIndex(first); i >= 0 {
		open = string(first[:i])
	}
	prefix := snippets.Continued(open)
	lines := fenceLines(b, claims)
	run := strings.Repeat("`", fenceLength(lines))

	var out strings.Builder
	out.WriteString(open + run + info(b) + "\n")
	for _, l := range lines {
		if strings.TrimSpace(l) == "" { // blanks alone would count twice in a footnote
			out.WriteString(strings.TrimRight(prefix, " \t") + "\n")
			continue
		}
		out.WriteString(prefix + l + "\n")
	}
	out.WriteString(prefix + run + "\n")
	return out.String()
}

func fenceIndex(line []byte) int {
	i, j := bytes.Index(line, []byte("```")), bytes.Index(line, []byte("~~~"))
	if i < 0 || j >= 0 && j < i {
		return j
	}
	return i
}

func info(b *snippets.Block) string {
	lang := language(b)
	switch lang {
	case "", "goat": // Hugo would draw a picture
		lang = "text"
	}
	if id := blockAnchor(b); id != "" {
		lang += " {#" + id + "}"
	}
	return lang
}

// fenced writes text as a block of Markdown, its fence as long as the text needs.
func fenced(lang, text string) string {
	text = strings.TrimRight(text, "\n")
	run := strings.Repeat("`", fenceLength(strings.Split(text, "\n")))
	return run + lang + "\n" + text + "\n" + run + "\n"
}

// language is that of a block, without anything a renderer could trip over.
func language(b *snippets.Block) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || strings.ContainsRune("+#-_.", r) {
			return r
		}
		return -1
	}, b.Lang)
}

// fenceLines returns the content of b, with what was observed below each step
// whose block shows no output at all.
func fenceLines(b *snippets.Block, claims map[string]*report.Claim) []string {
	after := map[int]string{}
	for _, c := range b.Claims {
		if c.Step != nil && inlined(c.Step, claims[c.ID]) {
			after[c.Step.CommandTo] = claims[c.ID].Observed
		}
	}
	var lines []string
	for i, l := range b.Lines {
		lines = append(lines, visible(l.Text))
		if o := strings.TrimRight(after[i+1], "\n"); o != "" {
			lines = append(lines, strings.Split(visible(o), "\n")...)
		}
	}
	return lines
}

func fenceLength(lines []string) int {
	n := 3
	for _, l := range lines {
		l = strings.TrimLeft(l, " \t")
		if run := len(l) - len(strings.TrimLeft(l, "`")); run >= n {
			n = run + 1
		}
	}
	return n
}
