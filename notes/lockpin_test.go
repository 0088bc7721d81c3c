package notes

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const blobA = "4a3033ef6e6bb4c566bd1d556de69b494d76976c"

func sourceLock() *Lock {
	l := &Lock{}
	l.SetPin(LockedPin{PinKey{"linux@6.12.107", "net/ipv4/af_inet.c", 1900, 1900, "inet_init"}, "definition/function", blobA, 1899, "\nstatic int __init inet_init(void)\n{"})
	l.SetPin(LockedPin{PinKey{"linux@6.12.107", "net/ipv4/af_inet.c", 200, 210, "f,~word"}, "use,none", blobA, 198, "a \"quoted\"\tline"})
	l.SetPin(LockedPin{PinKey{"https://example.org/a b.git@" + blobA, "Ünïcode/a file.c", 0, 0, ""}, "", blobA, 0, ""})
	l.SetQuotation(LockedQuotation{QuotationKey{"linux@6.12.107", "include/linux/types.h", "list_head", "0123456789ab"}, blobA, "10-12,0x2,20"})
	l.SetName(LockedName{NameKey{"6.12.107", "function", "inet_init"}, "net/ipv4/af_inet.c", 1900})
	l.SetName(LockedName{NameKey{"6.12.107", "path", "a file"}, "a file", 0})
	return l
}

func TestLockPins(t *testing.T) {
	l := sourceLock()
	text := string(l.Format())
	want := `# written by knotes; not to be edited
name 6.12.107 function inet_init net/ipv4/af_inet.c 1900
name 6.12.107 path "a file" "a file" 0
pin "https://example.org/a b.git@` + blobA + `" "Ünïcode/a file.c" - - - ` + blobA + ` 0 ""
pin linux@6.12.107 net/ipv4/af_inet.c 200-210 f,~word use,none ` + blobA + ` 198 "a \"quoted\"\tline"
pin linux@6.12.107 net/ipv4/af_inet.c 1900 inet_init definition/function ` + blobA + ` 1899 "\nstatic int __init inet_init(void)\n{"
quotation linux@6.12.107 include/linux/types.h list_head 0123456789ab ` + blobA + ` 10-12,0x2,20
`
	if text != want {
		t.Errorf("lock:\n%s\nwant:\n%s", text, want)
	}
	back, err := ParseLock("knotes.lock", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(back.Format()); got != text {
		t.Errorf("read and written again:\n%s", got)
	}
	for k, p := range l.Pins {
		if back.Pins[k] != p {
			t.Errorf("%v came back as %v", p, back.Pins[k])
		}
	}
}

// TestLockMerged reads what a merge leaves that took the lines of both sides.
func TestLockMerged(t *testing.T) {
	text := string(sourceLock().Format())
	both := text + strings.Join(strings.SplitAfter(text, "\n")[1:], "")
	l, err := ParseLock("knotes.lock", []byte(both))
	if err != nil {
		t.Fatalf("lines that agree: %v", err)
	}
	if got := string(l.Format()); got != text {
		t.Errorf("the lines of both sides came to\n%s", got)
	}
	for _, tt := range []struct{ name, old, new, want string }{
		{"another role", "definition/function", "use", "knotes.lock:12:1: another line for pin linux@6.12.107 net/ipv4/af_inet.c 1900 inet_init says otherwise; remove both and run: knotes verify --record"},
		{"another line of a name", "af_inet.c 1900\n", "af_inet.c 1901\n", "knotes.lock:8:1: another line for name 6.12.107 function inet_init says otherwise"},
		{"other lines of a quotation", "10-12,", "10,12,", "knotes.lock:13:1: another line for quotation linux@6.12.107 include/linux/types.h list_head 0123456789ab says otherwise"},
	} {
		second := strings.Join(strings.SplitAfter(strings.Replace(text, tt.old, tt.new, 1), "\n")[1:], "")
		_, err := ParseLock("knotes.lock", []byte(text+second))
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: error = %v, want it to begin with %q", tt.name, err, tt.want)
		}
	}
}

func TestLockPinErrors(t *testing.T) {
	text := string(sourceLock().Format())
	for _, tt := range []struct{ name, old, new, want string }{
		{"conflict", "pin linux", "<<<<<<< ours\npin linux", "knotes.lock:5:1: a merge left its conflict here"},
		{"line 0", "200-210", "0", `knotes.lock:5:39: cannot read "0 f,~word use,none `},
		{"last before first", "200-210", "200-199", `knotes.lock:5:39: cannot read "200-199 `},
		{"no blob", "use,none 4a30", "use,none 4g30", `knotes.lock:5:64: cannot read "4g30`},
		{"text behind its line", " 198 ", " 201 ", `knotes.lock:5:105: cannot read "201 `},
		{"an open quote", `tline"`, `tline`, "knotes.lock:5:109: cannot read the text in quotes"},
		{"a word too many", "10-12,0x2,20", "10-12,0x2,20 x", `knotes.lock:7:1: cannot read "quotation linux@6.12.107 `},
		{"no lines", "10-12,0x2,20", "10-12,0x2,-20", `knotes.lock:7:112: cannot read "10-12,0x2,-20"`},
		{"too many lines", "10-12,0x2,20", "1-2000000000", `knotes.lock:7:112: cannot read "1-2000000000"`},
		{"a name's line", "af_inet.c 1900\n", "af_inet.c x\n", `knotes.lock:2:53: cannot read "x"`},
	} {
		bad := strings.Replace(text, tt.old, tt.new, 1)
		_, err := ParseLock("knotes.lock", []byte(bad))
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: error = %v, want it to begin with %q", tt.name, err, tt.want)
		}
	}
}

func TestFormatLines(t *testing.T) {
	for _, tt := range []struct {
		lines []int
		want  string
	}{
		{nil, ""}, {[]int{7}, "7"}, {[]int{0}, "0"}, {[]int{0, 0, 3, 4, 5, 9}, "0x2,3-5,9"}, {[]int{3, 0, 4}, "3,0,4"}, {[]int{5, 5, 4}, "5,5,4"},
	} {
		got := FormatLines(tt.lines)
		if got != tt.want {
			t.Errorf("%v is %q, want %q", tt.lines, got, tt.want)
		}
		if back, ok := ParseLines(got); !ok || !slices.Equal(back, tt.lines) {
			t.Errorf("%q is read as %v", got, back)
		}
	}
}

// BenchmarkParseLock reads 5,000 pins with ten lines of source each.
func BenchmarkParseLock(b *testing.B) {
	l := &Lock{}
	shown := strings.Repeat("\tstatic int some_line_of_source(struct sk_buff *skb);\n", 10)
	for i := range 5000 {
		l.SetPin(LockedPin{PinKey{"linux@6.12.107", fmt.Sprintf("net/ipv4/file%d.c", i/10), i + 1, i + 1, fmt.Sprintf("symbol_%d", i)}, "definition/function", blobA, 1, shown})
	}
	data := l.Format()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		if _, err := ParseLock("knotes.lock", data); err != nil {
			b.Fatal(err)
		}
	}
}
