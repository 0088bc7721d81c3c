// Package sitetest makes projects to try package site with: docs built by
// hand, so that it needs no parser, with claims of every status.
package sitetest

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// Note returns a note of src, each of its fences a block: a console fence is a
// session of "$ " commands, a c fence a program, any other text. Claims are
// called c1, c2, … and their statuses go round through all there are.
func Note(rel, src string) site.Note {
	n := &notes.Note{Notebook: "linux", File: "notes/content/" + rel, Rel: rel, Source: []byte(src), Title: title(src)}
	doc := &snippets.Doc{Note: n}
	r := &report.Note{Notebook: "linux", File: n.File, Title: n.Title, Toolchain: "default", Record: report.RecordCurrent, Recorded: "2026-11-20T10:00:00Z"}
	all := strings.SplitAfter(src, "\n")
	off, count := 0, 0
	for i := 0; i < len(all); i++ {
		line := all[i]
		at := strings.IndexAny(line, "`~")
		if at < 0 || !strings.HasPrefix(line[at:], "```") && !strings.HasPrefix(line[at:], "~~~") || strings.Trim(line[:at], " >-\t") != "" {
			off += len(line)
			continue
		}
		run := line[at : len(line)-len(strings.TrimLeft(line[at:], line[at:at+1]))]
		b := &snippets.Block{Pos: notes.Pos{File: n.File, Line: i + 1, Col: at + 1}, Start: off, Class: snippets.Text}
		if f := strings.Fields(line[at+len(run):]); len(f) > 0 {
			b.Lang = f[0]
		}
		off += len(line)
		for i++; i < len(all); i++ {
			off += len(all[i])
			l := strings.TrimSuffix(all[i], "\n")
			if len(l) >= at {
				l = l[at:]
			} else {
				l = ""
			}
			if strings.HasPrefix(l, run) && strings.Trim(l, run[:1]) == "" {
				break
			}
			b.Lines = append(b.Lines, snippets.Line{Text: l, Pos: notes.Pos{File: n.File, Line: i + 1}})
		}
		b.Stop = off
		claims(b, r, &count)
		doc.Blocks = append(doc.Blocks, b)
	}
	return site.Note{Doc: doc, Report: r}
}

func title(src string) string {
	if _, t, ok := strings.Cut("\n"+src, "\n# "); ok {
		t, _, _ = strings.Cut(t, "\n")
		return t
	}
	return "Untitled"
}

var statuses = []report.Status{report.Verified, report.Verified, report.Drifted, report.Failed, report.Skipped, report.Unverified}

func claims(b *snippets.Block, r *report.Note, count *int) {
	add := func(kind snippets.Kind, s *snippets.Step) {
		*count++
		id := fmt.Sprintf("c%d", *count)
		c := &snippets.Claim{ID: id, Kind: kind, Pos: b.Pos, Block: b, Step: s, Text: b.Text()}
		b.Claims = append(b.Claims, c)
		rc := &report.Claim{ID: id, Line: b.Pos.Line, Col: 1, BlockLine: b.Pos.Line, Kind: string(kind), Status: statuses[(*count-1)%len(statuses)]}
		zero := 0
		switch rc.Status {
		case report.Verified:
			rc.Evidence, rc.Exit, rc.Seconds = "ran", &zero, 0.0123
			if s == nil {
				rc.Evidence = "compiled"
			} else if rc.Observed = s.Output; s.Silent {
				rc.Evidence, rc.Observed = "succeeded", "seen </pre><script>alert(1)</script> {{< x >}}\x1b[31mred\u202e\n"
			}
		case report.Drifted:
			rc.Exit, rc.Reason, rc.Observed = &zero, "output differs", "what was seen <b>\n"
		case report.Failed:
			one := 1
			rc.Exit, rc.Reason, rc.Observed = &one, "exit status 1, not 0", "no such file\n"
		case report.Skipped:
			rc.Reason = "asks questions"
		default:
			rc.Reason = "no engine at hand"
		}
		if s != nil {
			rc.Command, rc.Expected = s.Command, s.Output
		}
		r.Claims = append(r.Claims, rc)
	}
	switch b.Lang {
	case "c":
		b.Class = snippets.Program
		add(snippets.Kind(snippets.Program), nil)
	case "console":
		b.Class = snippets.Session
		silent := true
		var steps []*snippets.Step
		for i, l := range b.Lines {
			if cmd, ok := strings.CutPrefix(l.Text, "$ "); ok {
				steps = append(steps, &snippets.Step{Prompt: "$ ", Command: cmd, CommandFrom: i, CommandTo: i + 1, OutputFrom: i + 1, OutputTo: i + 1})
			} else if len(steps) > 0 {
				s := steps[len(steps)-1]
				s.OutputTo, silent = i+1, false
				s.Output += l.Text + "\n"
			}
		}
		for _, s := range steps {
			s.Silent = silent
			add(snippets.Command, s)
		}
	}
}

// Project returns a site of ns, with the report that adds them up.
func Project(ns ...site.Note) site.Project {
	r := &report.Report{Schema: report.Schema, Environment: report.Environment{Engine: "bubblewrap",
		Toolchains: map[string]report.Toolchain{"default": {ID: "sha256:0a1b2c3d", Suite: "trixie", Packages: map[string]string{
			"gcc": "4:14.2.0-1", "binutils": "2.44-3", "libc6": "2.41-12", "make": "4.4.1-2"}}}}}
	for _, n := range ns {
		r.Add(n.Report)
	}
	return site.Project{Title: "Linux kernel notes", BaseURL: "https://example.org/kernel/", Notes: ns, Report: r}
}

// Sample is a notebook of three notes, one of them as nasty as can be.
func Sample() site.Project {
	prog := notes.File{Name: "list.c", Mode: 0o644, Data: []byte("int main(void) { return 0; }\n")}
	a, b := Note("memory/mmap.md", mmap), Note("elf/sections.md", elf)
	a.Doc.Note.Programs = []notes.File{prog, {Name: "page.html", Data: []byte("<script>alert(1)</script>")}}
	a.Doc.Note.Meta.Description = "What a process maps, and what it costs."
	return Project(a, b, Note("elf/nasty.md", Nasty))
}

const mmap = "# Memory maps\n\nA process asks for memory with `mmap`. See [the sections](../elf/sections.md#what-is-there) and [a list](./list.c) or [a page](page.html).\n\n" +
	"## The program\n\n```c\n#include <stdio.h>\n/* It prints. */\nint main(void)\n{\n\tprintf(\"%d\\n\", 42); // the answer\n\treturn 0;\n}\n```\n\n" +
	"## Running it\n\n```console\n$ gcc -Wall -o list list.c && ./list\n42\n$ size list\n   text\t   data\t    bss\n   1370\t    600\t      8\n$ cat /proc/self/maps\n555555554000-555555556000 r--p 00000000 08:01 1234567                    /usr/bin/cat\n$ make menuconfig\n$ ./other\nhello\n```\n\n" +
	"| field | what it is |\n| --- | --- |\n| text | code |\n| bss | zeroed on the first touch |\n\nAnd a silent one:\n\n```console\n$ true\n```\n\n```\n+--------+\n| stack  |\n+--------+\n```\n"

const elf = "# ELF sections\n\n## What is there\n\nA file has *sections*.\n\n```console\n$ readelf -S a.out\nThere are 30 section headers\n```\n\nBack to [maps](../memory/mmap.md).\n"

// Nasty is a note which holds what Hugo, HTML and terminals would read.
var Nasty = "# Nasty <script>alert(1)</script> {{< shout >}}\n\nProse {{% x %}} and {{< open and <!--more--> on. Inline `{{< y >}}` and `]]>`. Ünïcödé 漢字.\n\n<div onclick=\"x()\">\nkept words\n</div>\n\n<script>\nalert(2)\n</script>\n\n" +
	"~~~console\n$ echo {{% silent\n~~~\n\n````text\n```\ninner {{< z >}} <!--more--> ]]> {{ .Site }}\n```\n````\n\n- item\n\n  ```console\n  $ echo '<script>'\n  <script>alert(3)</script> \x1b[1m\n  ```\n\n> quoted\n>\n> ```c\n> int x; /* {{< in c >}} */\n>\n> int y;\n> ```\n\n" +
	"```goat\n.-->\n```\n\nThe end.\n"

// Split returns src as a note of another notebook with a page per heading.
func Split(rel, src string, level int) site.Note {
	n := Note(rel, src)
	n.Doc.Note.Notebook, n.Doc.Note.Split, n.Report.Notebook = "upstream", level, "upstream"
	return n
}

// Many returns a notebook of n notes with steps commands each.
func Many(n, steps int) site.Project {
	var ns []site.Note
	for i := range n {
		var b bytes.Buffer
		fmt.Fprintf(&b, "# Note %d\n\n", i)
		for s := range steps {
			fmt.Fprintf(&b, "Step %d.\n\n```console\n$ echo %d\n%d\n```\n\n", s, s, s)
		}
		ns = append(ns, Note(fmt.Sprintf("part%d/note%d.md", i%5, i), b.String()))
	}
	return Project(ns...)
}
