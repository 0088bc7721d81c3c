// Package sitetest makes projects to try package site with, with claims of
// every status, though nothing was run.
package sitetest

import (
	"bytes"
	"fmt"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// Note returns a note of src. Its claims are called c1, c2, … and their
// statuses go round through all there are. It panics where src is no note.
func Note(rel, src string) site.Note {
	n, err := notes.Parse("notes/content/"+rel, []byte(src))
	if err != nil {
		panic(err)
	}
	n.Notebook, n.Rel = "linux", rel
	doc, err := snippets.Parse(n, nil)
	if err != nil {
		panic(err)
	}
	r := &report.Note{Notebook: "linux", File: n.File, Title: n.Title, Toolchain: "default", Record: report.RecordCurrent, Recorded: "2026-11-20T10:00:00Z"}
	for i, c := range doc.Claims() {
		c.ID = fmt.Sprintf("c%d", i+1)
		r.Claims = append(r.Claims, verdict(c, statuses[i%len(statuses)]))
	}
	return site.Note{Doc: doc, Report: r}
}

var statuses = []report.Status{report.Verified, report.Verified, report.Drifted, report.Failed, report.Skipped, report.Unverified}

// verdict makes up what was found of a claim.
func verdict(c *snippets.Claim, status report.Status) *report.Claim {
	r := &report.Claim{ID: c.ID, Line: c.Pos.Line, Col: c.Pos.Col, Kind: string(c.Kind), Status: status}
	if c.Block != nil {
		r.BlockLine = c.Block.Pos.Line
	}
	if c.Link != nil {
		r.Text, r.URL = c.Link.Text, c.Link.Address.String()
	}
	if c.Name != nil {
		r.Text = c.Name.Text
	}
	if c.Step != nil {
		r.Command, r.Expected = c.Step.Command, c.Step.Output
	}
	exit := 0
	switch status {
	case report.Verified:
		r.Evidence, r.Exit, r.Seconds = "ran", &exit, 0.0123
		switch {
		case c.Link != nil:
			r.Evidence, r.Exit, r.Seconds = "pinned", nil, 0
		case c.Step == nil:
			r.Evidence = "compiled"
		case c.Step.Silent:
			r.Evidence, r.Observed = "succeeded", "seen </pre><script>alert(1)</script> {{< x >}}\x1b[31mred\u202e\n"
		default:
			r.Observed = c.Step.Output
		}
	case report.Drifted:
		r.Exit, r.Reason, r.Observed = &exit, "output differs", "what was seen <b>\n"
	case report.Failed:
		exit = 1
		r.Exit, r.Reason, r.Observed = &exit, "exit status 1, not 0", "no such file\n"
	case report.Skipped:
		r.Reason = "asks questions"
	default:
		r.Reason = "no engine at hand"
	}
	if c.Link != nil && status != report.Verified {
		r.Exit, r.Observed, r.Reason = nil, "", "`<x>` is at 301, the link says 300"
	}
	return r
}

// Project returns a site of ns, with the report that adds them up.
func Project(ns ...site.Note) site.Project {
	r := &report.Report{Schema: report.Schema, Environment: report.Environment{Engine: "bubblewrap",
		Toolchains: map[string]report.Toolchain{"default": {ID: "sha256:0a1b2c3d", Suite: "trixie", Packages: map[string]string{
			"gcc": "4:14.2.0-1", "binutils": "2.44-3", "libc6": "2.41-12", "make": "4.4.1-2"}}}}}
	for _, n := range ns {
		r.Add(n.Report)
	}
	return site.Project{Title: "Linux kernel notes", BaseURL: "https://example.org/kernel/", Notes: ns, Report: r, Limits: notes.DefaultConfig().Limits}
}

// Sample is a notebook of three notes, one of them as nasty as can be.
func Sample() site.Project {
	prog := notes.File{Name: "list.c", Mode: 0o644, Data: []byte("int main(void) { return 0; }\n")}
	a, b := Note("memory/mmap.md", mmap), Note("elf/sections.md", elf)
	a.Doc.Note.Programs = []notes.File{prog, {Name: "page.html", Data: []byte("<script>alert(1)</script>")}}
	a.Report.Listing = "# list.c -O0\nmain:\n1\tpushq\t%rbp\n1\tmovl\t$0, %eax\n.L2:\n99\tret\n# list.c -O2 -DX=1\n! it does not compile with these options\n"
	a.Report.Seen.Date = "2026-11-19"
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
