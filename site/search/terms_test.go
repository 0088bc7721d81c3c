package search

import (
	"slices"
	"strings"
	"testing"
)

func TestTerms(t *testing.T) {
	for text, want := range map[string]string{
		"mm_struct":                        "mm_struct mm struct",
		"ip_rcv()":                         "ip_rcv ip rcv",
		"__libc_start_main":                "__libc_start_main libc_start_main libc start main",
		"cat /proc/self/maps.":             "cat proc/self/maps self/maps proc self maps",
		"net/ipv4/ip_input.c":              "net/ipv4/ip_input.c ipv4/ip_input.c ip_input.c net ipv4 ip_input ip input c",
		"gcc -Wall":                        "gcc -wall wall",
		"ls --help":                        "ls --help help",
		"<sys/mman.h>":                     "sys/mman.h mman.h sys mman h",
		"CONFIG_X=y":                       "config_x config x y",
		"task->mm, x86-64":                 "task mm x86-64 x86 64",
		"--- ... -> / _":                   "_",
		"Ünïcödé 漢字 a\U0001F600b":          "unicode 漢字 a b",
		strings.Repeat("x", maxTerm+1):     "",
		"ends. here: (and) \"there\" 0x1f": "ends here and there 0x1f",
	} {
		var got []string
		terms(fold(text), func(term string, _ int) { got = append(got, term) })
		if want := strings.Fields(want); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int]string{0: "A", 31: "f", 32: "gB", 1023: "_f", 1024: "ggB"} {
		if got := numbers([]int{n}); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}

// FuzzFold: a text may be folded part by part, and no term holds what the
// format needs for itself.
func FuzzFold(f *testing.F) {
	f.Add("Ünï", "cödé Σς")
	f.Add("e", "\u0301 ﬁ½")
	f.Fuzz(func(t *testing.T, a, b string) {
		a, b = strings.ToValidUTF8(a, ""), strings.ToValidUTF8(b, "")
		if got, want := fold(a+b), fold(a)+fold(b); got != want {
			t.Errorf("%q + %q: %q, want %q", a, b, got, want)
		}
		terms(fold(a+b), func(term string, at int) {
			if strings.ContainsAny(term, " *\n") || term == "" || at > len(fold(a+b)) {
				t.Errorf("term %q at %d", term, at)
			}
		})
	})
}
