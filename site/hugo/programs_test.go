package hugo_test

import (
	"path/filepath"
	"testing"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/site/hugo"
	"github.com/knotes-dev/knotes/site/sitetest"
)

// TestPrograms looks at the pages of programs: their source, the steps that use
// them, and their assembly.
func TestPrograms(t *testing.T) {
	dir := t.TempDir()
	p := sitetest.Sample()
	files := []notes.File{
		{Name: "odd <b>.c", Data: []byte("/* </code><script>alert(1)</script> {{< x >}} \x1b[31m ``` */\n")},
		{Name: "link.ld", Data: []byte("SECTIONS { . = <1>; }\n")}, {Name: "data.c", Data: []byte("int \x00;")},
		{Name: "Makefile", Data: []byte("all:\n\tcc x.c\n")},
	}
	p.Notes[0].Doc.Note.Programs = append(p.Notes[0].Doc.Note.Programs, files...)
	findings, err := site.Build(t.Context(), hugo.Build, p, filepath.Join(dir, "site"), filepath.Join(dir, "public"))
	if err != nil || len(findings) > 0 {
		t.Fatalf("%v, findings %v", err, findings)
	}
	page := func(name string) string { return filepath.Join(dir, "public", name, "index.html") }
	look(t, page("programs/memory/list-c"), []string{
		`<a href="/kernel/files/linux/memory/list.c" download>Download list.c</a>`,
		`<li><a href="/kernel/memory/mmap/">Memory maps</a>: <a href="/kernel/memory/mmap/#claim-`,
		`<code>gcc -Wall -o list list.c &amp;&amp; ./list</code></a></li>`,
		`<span class="ln" id="L-1"><a class="lnlinks" href="#L-1">1</a></span>`,
		`<span class="at">main:`,
		`<span class="of" data-line="1"><a href="#L-1" aria-label="Line 1">1</a>pushq	%rbp`,
		"movl	$0, %eax\n</span>",
		`<span class="of">ret`,
		`At <code>-O2 -DX=1</code>: it does not compile with these options.`,
		`in the toolchain <a href="/kernel/verification/#toolchain-default">default</a> (gcc 4:14.2.0-1, binutils 2.44-3, libc6 2.41-12) on 2026-11-19.`,
		"! <fieldset",
	})
	look(t, page("programs/memory/odd-b-c"), []string{
		"! <script>alert", "! \x1b", `\x1b[31m`, "{{&lt; x &gt;}}", "<title>odd &lt;b&gt;.c ·",
		`<p>No step names it.</p>`, `Its assembly is not known`,
	})
	look(t, page("programs/memory/link-ld"), []string{
		"SECTIONS { . = &lt;1&gt;; }", `<span class="ln" id="L-1">`, `<h2 id="page.code">Source</h2>`, "! assembly is not known",
	})
	look(t, page("programs"), []string{
		`<h2 id="memory"><a href="/kernel/memory/">Memory</a></h2>`,
		`<a href="/kernel/programs/memory/list-c/"><code>list.c</code></a> <span class="cov">1 line, used by <a href="/kernel/memory/mmap/">Memory maps</a>`,
		"! data.c", `<code>Makefile</code>`, "! page.html",
	})
	look(t, page("memory/mmap"), []string{
		`<a href="/kernel/programs/memory/list-c/">a list</a>`, `<a href="/kernel/programs/">Programs</a>`,
	})
}
