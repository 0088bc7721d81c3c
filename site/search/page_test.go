package search

import (
	"fmt"
	"strings"
	"testing"
)

const sample = `<!doctype html><title>no</title><nav>no</nav>
<main id="page.text"><p data-nosearch>no</p><article>
<h1>Maps <code>of</code> memory</h1>
<p>Lead, with
<em>em</em>phasis and <code>mmap()</code>.</p><button>no</button><p hidden>no</p>
<h2 id="two">Two <a class="x self">no</a></h2>
<span aria-hidden="true">no</span>
<div class="step" id="claim-k1"><pre><code><span>$ </span><kbd>cat maps</kbd></code></pre>
<details data-nosearch><summary>no</summary><p>no<div>no</p></details><pre><samp>7ffe
stack</samp></pre></div>
<p>Line<br>break &amp; <img alt="no"> entity</p>
<svg><text>drawn</text></svg>
<table><tr><td>cell</td><td>other</td></tr></table>
</article></main><footer>no</footer>`

func TestReadPage(t *testing.T) {
	p := readPage("a/", []byte(sample), []string{"self"})
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", p.title)
	for _, s := range p.passages {
		fmt.Fprintf(&b, "[%s] #%s\n%s\n", s.heading, s.anchor, s.text.String())
	}
	want := `Maps of memory
[] #
Lead, with
emphasis and mmap().
[Two] #two
$ cat maps
7ffe
stack
Line
break & entity
drawn
cell
other
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	for i, weights := range []map[string]uint8{
		{"maps": inTitle, "memory": inTitle, "lead": inProse, "emphasis": inProse, "mmap": inCode},
		{"two": inHeading, "cat": inCode, "stack": inOutput, "entity": inProse, "drawn": inProse},
	} {
		for term, place := range weights {
			if f := p.passages[i].terms[term]; f == nil || f.place != place {
				t.Errorf("passage %d: %s is %v, want %d", i, term, f, place)
			}
		}
	}
	if p.passages[0].terms["no"] != nil || p.passages[1].terms["no"] != nil {
		t.Error("what shall not be found is indexed")
	}
}

// TestReadPageLong: a long section becomes passages, each with an anchor near
// to it, and nothing of it is lost.
func TestReadPageLong(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<main><h1>T</h1><h2 id="s">S</h2>`)
	for i := range 30 {
		fmt.Fprintf(&b, "<div id=\"claim-%d\"><pre><samp>%s é word%d</samp></pre></div>", i, strings.Repeat("o ", 60), i)
	}
	fmt.Fprintf(&b, "<pre>%s</pre><pre>%s</pre></main>", strings.Repeat("line of output\n", 500), strings.Repeat("é", 2000))
	p := readPage("", []byte(b.String()), nil)
	if n := len(p.passages); n < 10 || n > 30 {
		t.Errorf("%d passages", n)
	}
	words := 0
	for i, s := range p.passages {
		if s.text.Len() > maxPassage {
			t.Errorf("passage %d has %d bytes", i, s.text.Len())
		}
		text := s.text.String()
		words += strings.Count(text, "word")
		if first, ok := strings.CutPrefix(s.anchor, "claim-"); ok && !strings.Contains(strings.SplitN(text, "\n", 2)[0], "word"+first) {
			t.Errorf("passage %d with anchor %s begins with %.200q", i, s.anchor, text)
		}
		if i > 0 && (s.heading != "S" || s.anchor == "") {
			t.Errorf("passage %d is under %q, anchor %q", i, s.heading, s.anchor)
		}
	}
	if words != 30 {
		t.Errorf("%d of 30 words are left", words)
	}
	if p.passages[2].terms["word9"] == nil && p.passages[3].terms["word9"] == nil {
		t.Error("word9 is not a term")
	}
}

func TestReadPageNothing(t *testing.T) {
	for _, src := range []string{"", "<p>x</p>", "<main data-nosearch><h1>x</h1></main>", "<main><p>no title</p></main>", "</main><main>"} {
		if p := readPage("", []byte(src), nil); p != nil {
			t.Errorf("%q: %+v", src, p)
		}
	}
}
