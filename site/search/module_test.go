package search

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// modules puts the theme's modules, and the scripts that test them, into a
// folder of their own, where node takes them for what they are.
func modules(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("there is no node to run the module with")
	}
	dir := t.TempDir()
	for _, err := range []error{
		os.CopyFS(filepath.Join(dir, "search"), os.DirFS("../theme/assets/js/search")),
		os.CopyFS(dir, os.DirFS("testdata")),
		os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"type": "module"}`), 0o644),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// TestModule runs testdata/*.test.mjs.
func TestModule(t *testing.T) {
	cmd := exec.Command("node", "--test")
	cmd.Dir = modules(t)
	if out, err := cmd.CombinedOutput(); err != nil || !bytes.Contains(out, []byte("# fail 0")) || bytes.Contains(out, []byte("# pass 0")) {
		t.Errorf("%v\n%s", err, out)
	}
}

// answer is what the module finds for a query.
type answer struct {
	Pages []struct {
		Title, URL string
		Passages   []struct{ Heading, Anchor, Text string }
	}
	Total int
	More  bool
	Read  []string
}

func (a answer) urls() []string {
	var urls []string
	for _, p := range a.Pages {
		urls = append(urls, p.URL)
	}
	return urls
}

// ask has the module answer queries from the index of the site below dir.
func ask(t *testing.T, dir string, queries []string) []answer {
	t.Helper()
	in, err := json.Marshal(queries)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("node", "query.mjs", dir)
	cmd.Dir, cmd.Stdin, cmd.Stderr = modules(t), bytes.NewReader(in), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var answers []answer
	if err := json.Unmarshal(out, &answers); err != nil {
		t.Fatal(err)
	}
	return answers
}

// newSite writes pages by URL, each with the text of its main element, and
// their index.
func newSite(t *testing.T, pages map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for url, main := range pages {
		file := filepath.Join(dir, filepath.FromSlash(url), "index.html")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("<main>"+main+"</main>"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := Write(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRanking(t *testing.T) {
	dir := newSite(t, map[string]string{
		"title/":    "<h1>Paging</h1><p>x</p>",
		"heading/":  "<h1>b</h1><h2 id=here>On paging</h2><p>x</p>",
		"code/":     "<h1>c</h1><p><code>paging_init()</code></p>",
		"prose/":    "<h1>d</h1><p>About paging.</p>",
		"output/":   "<h1>e</h1><pre><samp>paging: on</samp></pre>",
		"apart/":    "<h1>f</h1><p>fault of a page</p>",
		"phrase/":   "<h1>g</h1><p>a page fault</p>",
		"one/":      "<h1>h</h1><p>another page</p>",
		"sections/": "<h1>i</h1><h2 id=a>A</h2><p>zebra</p><h2 id=b>B</h2><p>zebra</p><h2 id=c>C</h2><p>quagga</p>",
		"file/":     "<h1>j</h1><p><code>net/ipv4/ip_input.c</code> has <code>ip_rcv()</code>; <code>objdump -h</code></p>",
		"symbol/":   "<h1>k</h1><p><code>__libc_start_main</code> and struct <code>mm_struct</code></p>",
		"markup/":   "<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>",
	})
	wants := map[string]string{
		"paging":              "title/ heading/ code/ prose/ output/",
		"page fault":          "phrase/ apart/",
		"Faults":              "apart/ phrase/",
		"zebra quagga":        "sections/",
		"zebra fault":         "apart/ phrase/ sections/", // on no page both are
		"ip_input.c":          "file/",
		"ipv4/ip":             "file/",
		"ip_rcv()":            "file/",
		"objdump -h":          "file/",
		"libc_start":          "symbol/",
		"start_main":          "symbol/", // by its parts
		"mm_st":               "symbol/",
		"mm":                  "symbol/",
		"struct mm_struct":    "symbol/",
		"nothing":             "",
		"...":                 "",
		"constructor":         "",
		"<script>alert(1)":    "markup/",
		"hasOwnProperty zebr": "sections/",
	}
	queries := slices.Sorted(maps.Keys(wants))
	for i, a := range ask(t, dir, queries) {
		if got, want := strings.Join(a.urls(), " "), wants[queries[i]]; got != want {
			t.Errorf("%s: %s, want %s", queries[i], got, want)
		}
	}
	a := ask(t, dir, []string{"zebra", "on paging"})
	if p := a[0].Pages[0].Passages; len(p) != 2 || p[0].Anchor != "a" || p[1].Heading != "B" {
		t.Errorf("passages of zebra: %+v", p)
	}
	if p := a[1].Pages[0]; p.URL != "heading/" || p.Passages[0].Anchor != "here" {
		t.Errorf("the heading is not first: %+v", p)
	}
}

// forms are what words of a text must be found by, and so by any beginning.
var forms = map[string][]string{
	"mm_struct":                {"mm_struct", "mm", "struct"},
	"ip_rcv()":                 {"ip_rcv", "ip", "rcv"},
	"__libc_start_main":        {"__libc_start_main", "libc_start_main", "libc", "start", "main"},
	"/proc/self/maps":          {"proc/self/maps", "self/maps", "proc", "self", "maps"},
	"net/ipv4/ip_input.c":      {"net/ipv4/ip_input.c", "ipv4/ip_input.c", "ip_input.c", "ip_input", "net", "ipv4", "ip", "input", "c"},
	"-Wall":                    {"-wall", "wall"},
	"CONFIG_HZ=250":            {"config_hz", "config", "hz", "250"},
	"Ünïcödé":                  {"unicode"},
	"0x7ffe-0x8000":            {"0x7ffe-0x8000", "0x7ffe", "0x8000"},
	"include/linux/sched.h:12": {"include/linux/sched.h:12", "linux/sched.h:12", "sched.h:12", "include", "linux", "sched", "h", "12"},
}

// TestFindsWhatIsThere: the module finds, by the index, just the pages that
// have all words of a query, or some where none has all.
func TestFindsWhatIsThere(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	words := slices.Sorted(maps.Keys(forms))
	for range 600 {
		words = append(words, randomWord(rnd))
	}
	pages, said := map[string]string{}, map[string][]string{}
	for i := range 40 {
		url, main := fmt.Sprintf("p%d/", i), "<h1>title</h1>"
		said[url] = []string{"title", "heading"}
		for j := range 3 {
			main += fmt.Sprintf("<h2 id=h%d>heading</h2><p>", j)
			for range 10 {
				w := words[rnd.IntN(len(words))]
				main += w + " "
				said[url] = append(said[url], formsOf(w)...)
			}
			main += "</p>"
		}
		pages[url] = main
	}
	var queries []string
	for range 400 {
		var query []string
		for range 1 + rnd.IntN(3) {
			all := formsOf(words[rnd.IntN(len(words))])
			form := all[rnd.IntN(len(all))]
			query = append(query, form[:1+rnd.IntN(len(form))])
		}
		queries = append(queries, strings.Join(query, " "))
	}
	for i, a := range ask(t, newSite(t, pages), queries) {
		want := naive(said, strings.Fields(queries[i]))
		if a.Total != len(want) || a.More {
			t.Errorf("%q: %d pages, want %d", queries[i], a.Total, len(want))
		}
		for _, url := range a.urls() {
			if !slices.Contains(want, url) {
				t.Errorf("%q is said not to be on %s", queries[i], url)
			}
		}
	}
}

func formsOf(word string) []string {
	if f := forms[word]; f != nil {
		return f
	}
	return []string{word}
}

// randomWord has no "s", so that it is no plural.
func randomWord(rnd *rand.Rand) string {
	w := make([]byte, 2+rnd.IntN(8))
	for i := range w {
		w[i] = "abcdeghilmnortu"[rnd.IntN(15)]
	}
	return string(w)
}

// naive finds the pages on which each word of a query, or else any, begins
// something that is said there.
func naive(said map[string][]string, query []string) []string {
	var all, some []string
	for url, terms := range said {
		n, looked := 0, 0
		for _, q := range query {
			q = trim(q)
			if strings.Trim(q, "_/.-+:") == "" {
				continue // no word
			}
			looked++
			if slices.ContainsFunc(terms, func(term string) bool { return strings.HasPrefix(term, q) }) {
				n++
			}
		}
		if n > 0 {
			some = append(some, url)
		}
		if n > 0 && n == looked {
			all = append(all, url)
		}
	}
	if len(all) > 0 {
		return all
	}
	return some
}

// maxFirst is what a first search may load in all, bytes as compressed.
const maxFirst = 56_000

// TestLoads measures what a first search loads of a site of 1,000 pages, the
// module included.
func TestLoads(t *testing.T) {
	dir := newSite(t, largeSite(1000))
	queries := []string{"e", "mm_struct", "page fault", "net/ipv4/ip_input.c", "the quick brown fox jumps over a dog", "eno", "ip_rcv()"}
	for i, a := range ask(t, dir, queries) {
		sum := 0
		for _, name := range a.Read {
			sum += compressed(t, filepath.Join(dir, name))
		}
		sources, _ := filepath.Glob("../theme/assets/js/search/*.js")
		for _, name := range sources {
			sum += compressed(t, name) // it is published in fewer bytes
		}
		t.Logf("%q loads %d bytes in %d files and finds %d pages", queries[i], sum, len(a.Read), a.Total)
		if sum > maxFirst || len(sources) == 0 {
			t.Errorf("%q loads %d bytes", queries[i], sum)
		}
	}
}

func compressed(t *testing.T, file string) int {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(data)
	z.Close()
	return b.Len()
}

// largeSite is n pages of some hundred words, as often as in prose: the i-th
// most frequent one is i times rarer than the first.
func largeSite(n int) map[string]string {
	rnd := rand.New(rand.NewPCG(3, 4))
	words := []string{"the", "of", "a", "to", "page", "struct", "mm_struct", "fault", "ip_rcv()", "net/ipv4/ip_input.c"}
	for range 30_000 {
		words = append(words, randomWord(rnd))
	}
	zipf := rand.NewZipf(rnd, 1.07, 4, uint64(len(words)-1))
	pages := map[string]string{}
	for i := range n {
		var b strings.Builder
		fmt.Fprintf(&b, "<h1>%s %s %d</h1>", words[zipf.Uint64()], words[zipf.Uint64()], i)
		for j := range 8 {
			fmt.Fprintf(&b, "<h2 id=h%d>%s %s</h2><p>", j, words[zipf.Uint64()], words[zipf.Uint64()])
			for range 80 {
				b.WriteString(words[zipf.Uint64()] + " ")
			}
			fmt.Fprintf(&b, "</p><pre><kbd>$ %s -%c</kbd><samp>%x %x</samp></pre>", words[zipf.Uint64()], 'a'+rnd.IntN(26), rnd.Uint64(), rnd.Uint64())
		}
		pages[fmt.Sprintf("chapter%d/page%d/", i%10, i)] = b.String()
	}
	return pages
}

// BenchmarkWrite indexes a site of 1,000 pages.
func BenchmarkWrite(b *testing.B) {
	var pages []*page
	for url, main := range largeSite(1000) {
		pages = append(pages, readPage(url, []byte("<main>"+main+"</main>"), nil))
	}
	for b.Loop() {
		if err := write(b.Context(), b.TempDir(), pages); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkReadPage reads a page of that site.
func BenchmarkReadPage(b *testing.B) {
	for _, main := range largeSite(1) {
		src := []byte("<main>" + main + "</main>")
		b.SetBytes(int64(len(src)))
		for b.Loop() {
			readPage("", src, nil)
		}
	}
}
