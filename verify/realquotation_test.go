package verify

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/kernel/kerneltest"
	"github.com/knotes-dev/knotes/verify/report"
)

// body is a definition as it stands in the source, from its line on up to the
// first that is its closing brace; "" if that is far.
func (p realPin) body() string {
	for n := p.line; n < min(len(p.file), p.line+60); n++ {
		if p.file[n] == "}" || p.file[n] == "};" {
			return strings.Join(p.file[p.line-1:n+1], "\n") + "\n"
		}
	}
	return ""
}

var (
	directive  = regexp.MustCompile(`(?m)^\s*#|\\$`)
	twoBlanks  = regexp.MustCompile(`"[^"\n]*  [^"\n]*"`)
	comparison = regexp.MustCompile(` (==|!=|<|>|&&|\|\|) `)
	afterArrow = regexp.MustCompile(`->(\w+)`)
)

// reflowed has other blanks and line breaks; "" where those count.
func reflowed(body string) string {
	if directive.MatchString(body) || twoBlanks.MatchString(body) || strings.Contains(body, "//") {
		return ""
	}
	words := strings.Fields(body)
	var b strings.Builder
	for i, w := range words {
		b.WriteString(w)
		if i%7 == 6 {
			b.WriteString("\n  ")
		} else {
			b.WriteString(" ")
		}
	}
	return b.String() + "\n"
}

// shortened has "..." for all of a body but its first and last statement; "" if
// those are not plain.
func shortened(body string) string {
	lines := strings.Split(strings.TrimSuffix(body, "\n"), "\n")
	open := slices.Index(lines, "{")
	plain := func(l string) bool {
		return len(l) > 2 && l[0] == '\t' && l[1] != '\t' && l[1] != '}' && strings.HasSuffix(l, ";") && !strings.Contains(l, "/*")
	}
	n := len(lines)
	if open < 0 || n < open+6 || !plain(lines[open+1]) || !plain(lines[n-2]) || strings.HasPrefix(lines[n-3], "\t\t") && !strings.HasSuffix(lines[n-3], ";") {
		return ""
	}
	return strings.Join(slices.Concat(lines[:open+2], []string{"\t..."}, lines[n-2:]), "\n") + "\n"
}

// falsified has one token that is another; "" where none is easily changed.
func falsified(body string) string {
	other := map[string]string{"==": "!=", "!=": "==", "<": ">", ">": "<", "&&": "||", "||": "&&"}
	if m := comparison.FindStringSubmatchIndex(body); m != nil {
		return body[:m[2]] + other[body[m[2]:m[3]]] + body[m[3]:]
	}
	if m := afterArrow.FindStringSubmatchIndex(body); m != nil {
		return body[:m[3]] + "_zz" + body[m[3]:]
	}
	return ""
}

// TestRealQuotations holds quotations of the real source against it: exact,
// reflowed and shortened ones, and ones with a single token that is another; by
// a link of their section, and by quote=.
func TestRealQuotations(t *testing.T) {
	store, release := kerneltest.Store(t)
	var note strings.Builder
	var want []report.Status
	var what []string
	counts := map[string]int{}
	for _, p := range realPins(t, store, release) {
		body := p.body()
		if strings.Count(body, "\n") < 5 {
			continue
		}
		for _, v := range []struct {
			name, text string
			want       report.Status
		}{
			{"exact", body, report.Verified}, {"reflowed", reflowed(body), report.Verified},
			{"shortened", shortened(body), report.Verified}, {"falsified", falsified(body), report.Failed},
		} {
			if v.text == "" {
				continue
			}
			counts[v.name]++
			fmt.Fprintf(&note, "# %d\n\n%s\n\n```c\n%s```\n\n# By name\n\n```c {quote=\"%s#%s\"}\n%s```\n\n",
				len(want), realLink(release, p.text, p.path, p.line), v.text, p.path, p.symbol(), v.text)
			want = append(want, v.want, v.want)
			what = append(what, v.name+" "+p.symbol()+", by its section", v.name+" "+p.symbol()+", by quote=")
		}
	}
	for _, name := range []string{"exact", "reflowed", "shortened", "falsified"} {
		if counts[name] < 10 {
			t.Errorf("%d quotations are %s, at least 10 should be", counts[name], name)
		}
	}
	n, _ := judgeSources(t, note.String(), &Sources{Store: store, Release: release})
	i := 0
	for _, c := range n.Claims {
		if c.Kind == "link" {
			continue
		}
		if c.Kind != "quotation" || c.Status != want[i] {
			t.Errorf("%s: %s %s, %s%s, want %s", what[i], c.Kind, c.Status, c.Reason, c.Remark, want[i])
		}
		i++
	}
	if i != len(want) {
		t.Errorf("%d claims of %d blocks", i, len(want))
	}
	t.Logf("linux %s: each twice: %v", release, counts)
}
