package hugo_test

import (
	"path/filepath"
	"testing"

	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/site/hugo"
	"github.com/knotes-dev/knotes/site/sitetest"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/match"
	"github.com/knotes-dev/knotes/verify/report"
)

const kinds = "# Kinds\n\n## Steps\n\n```console\n$ ./where && gcc -S where.c\nheap 0x55d5e8a3b2a0\n$ gdb ./where\nReading\n(gdb) print answer\n$1 = 42\n```\n\n" +
	"## Blocks\n\n```\nheap 0x55d5e8a3b2a0\n```\n\n```\n\t.globl main\n```\n\n```c {file=\"where.c\"}\nint answer;\n...\n```\n\n" +
	"```\n  401020:\t31 ed\txor    %ebp,%ebp\n```\n\n```console\n$ ./again\nat 0x1111\na\nb\nc\nd\n```\n"

// evidenceOf gives the note of kinds evidence of every kind.
func evidenceOf(n site.Note) {
	for _, i := range []int{1, 2, 3} {
		n.Doc.Blocks[i].Reclassify(snippets.Excerpt)
	}
	zero := 0
	address := match.Mask{{Line: 1, Start: 5, End: 19, Kind: match.Hexadecimal, Cause: match.ASLR, Twin: "0x555555559000"}}
	again := match.Mask{{Line: 1, Start: 3, End: 9, Kind: match.Hexadecimal, Cause: match.ASLR}}
	n.Report.Seen.Varied = "addresses not randomised"
	n.Report.Claims = nil
	for i, c := range n.Doc.Claims() {
		r := &report.Claim{ID: c.ID, Line: c.Pos.Line, Kind: string(c.Kind), Status: report.Verified, Evidence: "excerpt"}
		if c.Step != nil {
			r.Evidence, r.Command, r.Expected, r.Observed = "ran", c.Step.Command, c.Step.Output, c.Step.Output
		}
		switch i {
		case 0:
			r.Evidence, r.Exit, r.Observed, r.Mask = "masked", &zero, "heap 0x5a1e00000000\n", address
			r.Volatile = []report.Volatile{{Line: 1, Start: 5, End: 19, Cause: "ASLR"}}
		case 3:
			r.Source = &report.Source{Claim: "c1", SourceLine: 1, SourceLast: 1}
		case 4:
			r.Source = &report.Source{Claim: "c1", File: "where.s", SourceLine: 5, SourceLast: 7}
		case 5:
			r.Source = &report.Source{File: "where.c", SourceLine: 2, SourceLast: 3}
		case 6:
			r.Evidence, r.Remark = "decoded", "decoded for x86-64, 1 of its lines"
		case 7:
			r.Status, r.Evidence, r.Mask, r.Observed = report.Drifted, "", again, "at 0x2222\na\nb\nX\nd\n"
		}
		n.Report.Claims = append(n.Report.Claims, r)
	}
}

// TestEvidence looks at how a page shows each kind of evidence.
func TestEvidence(t *testing.T) {
	dir := t.TempDir()
	n, split := sitetest.Note("a/kinds.md", kinds), sitetest.Split("kinds.md", kinds, 2)
	evidenceOf(n)
	evidenceOf(split)
	findings, err := site.Build(t.Context(), hugo.Build, sitetest.Project(n, split), filepath.Join(dir, "site"), filepath.Join(dir, "public"))
	if err != nil || len(findings) > 0 {
		t.Fatalf("%v, findings %v", err, findings)
	}
	look(t, filepath.Join(dir, "public", "a", "kinds", "index.html"), []string{
		`heap <span class="volatile" title="an address that varies from run to run: 0x5a1e00000000, then 0x555555559000"><span class="one">0x55d5e8a3b2a0</span><span class="two" data-nosearch><span>0x5a1e00000000</span><span>0x555555559000</span></span></span></samp>`,
		`<span>Will differ on your machine: an address (ASLR)</span> <label><input type="checkbox"> Two runs on top of each other</label>`,
		`<span class="word">ran with masks</span>`,
		`<dt>Varies</dt><dd>an address (ASLR). Found by a second run, with addresses not randomised.<br>ASLR: the kernel places a program, its libraries and its stack at other addresses each time.</dd>`,
		`<span class="prompt">(gdb) </span><kbd>print answer</kbd>`,
		`<dt>Typed into</dt><dd><a href="/kernel/a/kinds/#claim-c2"><code>gdb ./where</code></a></dd>`,
		`<dd>It ran: the program prints what is written, and waits.</dd>`,
		`<span class="class">excerpt<span class="source">: line 1 of what is printed by <a href="/kernel/a/kinds/#claim-c1"><code>./where &amp;&amp; gcc -S where.c</code></a></span></span>`,
		`<span class="source">: lines 5–7 of <code>where.s</code>, made by <a href="/kernel/a/kinds/#claim-c1">`,
		`<span class="source">: lines 2–3 of <a href="/kernel/programs/a/where-c/"><code>where.c</code></a></span>`,
		`<span class="class">assembly</span>`,
		`<span class="word">decoded</span>`,
		`<dt>Remark</dt><dd>decoded for x86-64, 1 of its lines</dd>`,
		`<label><input type="radio" name="claim-c6.view" value="0" checked> the difference</label>`,
		`<div class="said"><p class="label">The note says</p>`,
		`<div class="printed"><p class="label">It printed</p>`,
		"<del>-c</del>\n<ins>+X</ins>",
		`! <del>-at 0x1111</del>`,
	})
	look(t, filepath.Join(dir, "public", "upstream", "kinds", "blocks", "index.html"), []string{
		`what is printed by <a href="/kernel/upstream/kinds/steps/#claim-c1">`,
	})
}
