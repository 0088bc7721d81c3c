package csource

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// realFiles are files of the kernel's source, of many subsystems.
func realFiles(t testing.TB) map[string][]byte {
	root := os.Getenv("KNOTES_KERNEL_SOURCE")
	if root == "" {
		t.Skip("KNOTES_KERNEL_SOURCE names no folder with the kernel's source")
	}
	files := map[string][]byte{}
	for _, pattern := range []string{"net/ipv4/*.c", "mm/*.c", "kernel/sched/*.[ch]", "fs/*.c", "include/linux/s*.h", "arch/x86/kernel/*.c", "drivers/net/ethernet/intel/e1000e/*.[ch]", "block/*.c"} {
		names, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: no files (%v)", pattern, err)
		}
		for _, name := range names[:min(12, len(names))] {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files[strings.TrimPrefix(name, root+"/")] = text
		}
	}
	return files
}

// reflow writes tokens with other blanks and line breaks than they had, and
// without comments. What is in a preprocessor line stays on one.
func reflow(rng *rand.Rand, text []byte, tokens []Token) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 {
			switch {
			case t.Pre == Start || t.Pre == Code && tokens[i-1].Pre != Code:
				b.WriteByte('\n')
			case t.Pre == Within && t.Off == tokens[i-1].End:
			case t.Pre == Code && rng.IntN(6) == 0:
				b.WriteString("\n\t")
			default:
				b.WriteByte(' ')
			}
		}
		b.Write(t.Text(text))
	}
	return b.String()
}

// sampleRun takes some tokens in a row that begin in no preprocessor line.
func sampleRun(rng *rand.Rand, tokens []Token, least, most int) []Token {
	for {
		n := min(least+rng.IntN(most-least), len(tokens)-1)
		from := rng.IntN(len(tokens) - n)
		if run := tokens[from : from+n]; run[0].Pre != Within {
			return run
		}
	}
}

func TestRealRunsAreQuotations(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for name, text := range realFiles(t) {
		tokens := Lex(text)
		if len(tokens) < 300 {
			continue
		}
		for range 6 {
			run := sampleRun(rng, tokens, 12, 250)
			quoted := reflow(rng, text, run)
			if q := Quote([]byte(quoted), text); !q.Found {
				t.Errorf("%s:%d: a run of its tokens is not found: near %+v\n%s", name, run[0].Line, q.Near, quoted)
			} else if q.Matched != q.Total {
				t.Errorf("%s:%d: %d of %d tokens matched", name, run[0].Line, q.Matched, q.Total)
			}
		}
	}
}

// falsify changes one thing in a run, and says what.
func falsify(rng *rand.Rand, text []byte, run []Token) (quoted string, at int, what string, ok bool) {
	words := make([]string, len(run))
	for i, t := range run {
		words[i] = string(t.Text(text))
	}
	order := rng.Perm(len(run))
	kind := rng.IntN(5)
	for _, i := range order {
		if i < 2 || i >= len(run)-2 || run[i].Pre != Code {
			continue
		}
		w := words[i]
		switch kind {
		case 0:
			if run[i].Kind == Number {
				words[i] = w + "1"
				return join(words, run), i, "constant " + w, true
			}
		case 1:
			if run[i].Kind == Ident {
				words[i] = w + "_other"
				return join(words, run), i, "name " + w, true
			}
		case 2:
			if other := map[string]string{"==": "!=", "<": "<=", "&&": "||", "->": ".", "+": "-", "&": "|", "=": "+="}[w]; other != "" {
				words[i] = other
				return join(words, run), i, "operator " + w, true
			}
		case 3:
			if w == "!" {
				return join(slices.Delete(words, i, i+1), slices.Delete(slices.Clone(run), i, i+1)), i, "dropped !", true
			}
		case 4:
			if w == "," && run[i-1].Kind == Ident && run[i+1].Kind == Ident && words[i-1] != words[i+1] {
				words[i-1], words[i+1] = words[i+1], words[i-1]
				return join(words, run), i, "swapped arguments", true
			}
		}
	}
	return "", 0, "", false
}

func join(words []string, run []Token) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			if run[i].Pre == Start || run[i].Pre == Code && run[i-1].Pre != Code {
				b.WriteByte('\n')
			} else if run[i].Off != run[i-1].End {
				b.WriteByte(' ')
			}
		}
		b.WriteString(w)
	}
	return b.String()
}

func TestRealRunsFalsified(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	tried, missed, elsewhere := 0, 0, 0
	for name, text := range realFiles(t) {
		tokens := Lex(text)
		if len(tokens) < 300 {
			continue
		}
		for range 6 {
			run := sampleRun(rng, tokens, 24, 200)
			quoted, at, what, ok := falsify(rng, text, run)
			if !ok || stands(text, quoted) {
				continue
			}
			tried++
			q := Quote([]byte(quoted), text)
			if q.Found {
				t.Errorf("%s:%d: %s: still a quotation\n%s", name, run[0].Line, what, quoted)
			}
			if q.Near == nil {
				missed++
				t.Errorf("%s:%d: %s: not near\n%s", name, run[0].Line, what, quoted)
			} else if got, want := tokenAt([]byte(quoted), q.Near), at; got > want || got < want-2 {
				elsewhere++
				t.Logf("%s:%d: %s: differs at token %d, they part at %d: %+v\n%s", name, run[0].Line, what, want, got, q.Near, quoted)
			}
		}
	}
	if tried < 50 {
		t.Errorf("only %d were tried", tried)
	}
	if elsewhere > tried/50 {
		t.Errorf("of %d, %d part elsewhere", tried, elsewhere)
	}
	t.Logf("%d falsified, %d not near, %d found to part elsewhere", tried, missed, elsewhere)
}

// tokenAt is the number of the quotation's token at which they part.
func tokenAt(quoted []byte, n *Near) int {
	return slices.IndexFunc(Lex(quoted), func(t Token) bool { return int(t.Line) == n.QuotedLine && int(t.Col) == n.QuotedCol })
}

// stands tells whether tokens stand in a file in a row, by another way than Quote.
func stands(text []byte, quoted string) bool {
	plain := func(text []byte) []byte {
		var b bytes.Buffer
		for _, t := range Lex(text) {
			fmt.Fprintf(&b, " %s", t.Text(text))
		}
		return b.Bytes()
	}
	return bytes.Contains(plain(text), plain([]byte(quoted)))
}

// What one file says is no quotation of another, and not nearly.
func TestRealStrangers(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	files := realFiles(t)
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	near, tried := 0, 0
	for range 400 {
		from, other := files[names[rng.IntN(len(names))]], names[rng.IntN(len(names))]
		tokens := Lex(from)
		if len(tokens) < 300 || &from[0] == &files[other][0] {
			continue
		}
		quoted := reflow(rng, from, sampleRun(rng, tokens, 24, 200))
		if stands(files[other], quoted) {
			continue
		}
		tried++
		if q := Quote([]byte(quoted), files[other]); q.Found || q.Near != nil {
			near++
			t.Logf("%s: found %v, near %+v\n%s", other, q.Found, q.Near, quoted)
		}
	}
	if near > tried/100 {
		t.Errorf("%d of %d are near", near, tried)
	}
}

// A struct with some of its members is a quotation; with two of them in
// another order, or one renamed, it is none.
func TestRealStructsInPart(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	tried := 0
	for name, text := range realFiles(t) {
		for _, s := range plainStructs(text) {
			head, members := s[0], s[1:]
			var kept []string
			for _, m := range members {
				if rng.IntN(3) > 0 {
					kept = append(kept, m)
				}
			}
			if len(kept) < 3 {
				continue
			}
			tried++
			quote := func(members []string) Quotation {
				return Quote([]byte(head+"\n"+strings.Join(members, "\n")+"\n};\n"), text)
			}
			if q := quote(kept); !q.Found {
				t.Errorf("%s: %s with %q is not found: near %+v", name, head, kept, q.Near)
			}
			i := rng.IntN(len(kept) - 1)
			if kept[i] == kept[i+1] {
				continue
			}
			swapped := slices.Clone(kept)
			swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
			if quote(swapped).Found {
				t.Errorf("%s: %s with %q is found", name, head, swapped)
			}
			renamed := slices.Clone(kept)
			renamed[i] = strings.Replace(renamed[i], ";", "_renamed;", 1)
			if q := quote(renamed); q.Found || q.Near == nil || !strings.HasSuffix(q.Near.Quoted, "_renamed") {
				t.Errorf("%s: %s with %q: found %v, near %+v", name, head, renamed, q.Found, q.Near)
			}
		}
	}
	if tried < 20 {
		t.Errorf("only %d were tried", tried)
	}
}

// plainStructs gives the structs that have a member a line and nothing else:
// the head, then the members.
func plainStructs(text []byte) [][]string {
	var all [][]string
	var now []string
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "struct ") && strings.HasSuffix(line, " {"):
			now = []string{line}
		case now == nil:
		case line == "};":
			all, now = append(all, now), nil
		case strings.ContainsAny(line, "({[:,/#") || !strings.HasSuffix(line, ";") || len(strings.Fields(line)) < 2:
			now = nil
		default:
			now = append(now, line)
		}
	}
	return all
}

// Dots may stand for any tokens whose brackets pair; without the dots what is
// left is no quotation.
func TestRealRunsWithDots(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	tried := 0
	for name, text := range realFiles(t) {
		tokens := Lex(text)
		if len(tokens) < 300 {
			continue
		}
		b := newBrackets(text, tokens)
		for range 20 {
			run := sampleRun(rng, tokens, 40, 200)
			from := slices.Index(tokens, run[0])
			i, j := pairedStretch(rng, text, run)
			if i < 0 || b.in[from] < 0 || b.unit[from] != b.unit[from+len(run)-1] || slices.ContainsFunc(run, func(t Token) bool { return t.Pre != Code || isDots(t, text) }) {
				continue
			}
			tried++
			before, after := reflow(rng, text, run[:i]), reflow(rng, text, run[j:])
			if q := Quote([]byte(before+"\n...\n"+after), text); !q.Found {
				t.Errorf("%s:%d: not found: near %+v\n%s\n...\n%s", name, run[0].Line, q.Near, before, after)
			}
			if stands(text, before+"\n"+after) {
				continue
			}
			if q := Quote([]byte(before+"\n"+after), text); q.Found {
				t.Errorf("%s:%d: found without dots\n%s\n%s", name, run[0].Line, before, after)
			} else if q.Near == nil && j-i < 20 {
				t.Errorf("%s:%d: not near without dots\n%s\n%s", name, run[0].Line, before, after)
			}
		}
	}
	if tried < 50 {
		t.Errorf("only %d were tried", tried)
	}
}

// pairedStretch finds some tokens in the middle of a run whose brackets pair,
// or -1.
func pairedStretch(rng *rand.Rand, text []byte, run []Token) (from, to int) {
	from = len(run)/3 + rng.IntN(len(run)/6)
	depth := 0
	for to = from; to < len(run)-8; to++ {
		switch run[to].byteOf(text) {
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			if depth--; depth < 0 {
				return -1, 0
			}
		}
		if depth == 0 && to-from > 3+rng.IntN(12) {
			return from, to + 1
		}
	}
	return -1, 0
}

// What Universal Ctags finds is found here too, as the same, but for names of
// attributes and of macros that it takes for variables and functions.
func TestRealNamesLikeCtags(t *testing.T) {
	files := realFiles(t)
	ctags, err := exec.LookPath("ctags")
	if err != nil {
		t.Skip("no ctags: apt-get install universal-ctags")
	}
	root := os.Getenv("KNOTES_KERNEL_SOURCE")
	kinds := map[string]string{"member": "field"}
	total, agree := 0, 0
	for name, text := range files {
		out, err := exec.Command(ctags, "-x", "--_xformat=%n %N %K", "--kinds-C=fdsugemvt", "--languages=C", "--langmap=C:.c.h", "-f", "-", filepath.Join(root, name)).Output()
		if err != nil {
			t.Fatal(err)
		}
		names := map[string]bool{}
		Names(text, func(n Name) {
			if n.Role == Definition {
				names[fmt.Sprintln(n.Line, n.Text, n.As)] = true
			}
		})
		for line := range strings.Lines(string(out)) {
			var number int
			var word, kind string
			if _, err := fmt.Sscan(line, &number, &word, &kind); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			if k := kinds[kind]; k != "" {
				kind = k
			}
			if _, macro := definerOf([]byte(word), false); attributes[word] || macro || strings.HasPrefix(word, "__anon") {
				continue
			}
			total++
			if names[fmt.Sprintln(number, word, kind)] {
				agree++
			} else {
				t.Logf("%s:%s", name, strings.TrimSpace(line))
			}
		}
	}
	t.Logf("%d of %d", agree, total)
	if agree*1000 < total*995 {
		t.Errorf("only %d of %d names are found as ctags finds them", agree, total)
	}
}
