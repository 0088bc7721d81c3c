package report_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/knotes-dev/knotes/verify/report"
)

var update = flag.Bool("update", false, "rewrite testdata/*.golden")

// sample holds every status and every state of a record, and strings that
// would break out of a format.
func sample() *report.Report {
	exit := func(n int) *int { return &n }
	const id = "sha256:0306df5455da8343b1befcf605fef5b26b4ec16ef9e85b23a1b2042b637edd37"
	nasty := "\x1b[31mred\x1b[0m\x00\xff]]>\n::error::x\n##[error]x\n</failure>&amp;\n%0A,:\u202e\u00a0\n"
	r := &report.Report{
		Schema: report.Schema,
		Environment: report.Environment{Engine: "bubblewrap", Toolchains: map[string]report.Toolchain{
			"default": {ID: id, Suite: "trixie", Packages: map[string]string{"gcc": "4:14.2.0-1", "bash": "5.2.37-2"}},
			"kernel":  {},
		}},
		Strays: []string{"notes/content/elf/gone.txtar"},
	}
	r.Add(&report.Note{
		Notebook: "linux", File: "notes/content/memory/mmap.md", Title: "mmap", Toolchain: "default", Record: report.RecordDiffers, RecordWhy: "line 18",
		Blocks: []report.Block{{Line: 11, Lang: "console", Class: "session", Claims: 4}, {Line: 40, Lang: "", Class: "text"}},
		Claims: []*report.Claim{
			{ID: "k1", Line: 12, Col: 1, BlockLine: 11, Kind: "command", Status: report.Verified, Evidence: "masked", Command: "size simple.o", Exit: exit(0),
				Seconds: 0.0104, Expected: "a 0x7f\n", Observed: "a 0x7e\n", Volatile: []report.Volatile{{Line: 1, Start: 2, End: 6, Cause: "ASLR"}}},
			{ID: "k2", Line: 14, Col: 1, BlockLine: 11, Kind: "command", Status: report.Drifted, Reason: "the output differs from line 17", Command: "cat <<'EOF' \\\n| f\nx\nEOF",
				Exit: exit(1), Seconds: 1.23456, Cached: true, Expected: "a\n<b>\tc\n", Observed: "a\n<b> c\n" + nasty, OutputLine: 16},
			{ID: "k3", Line: 20, Col: 3, BlockLine: 11, Kind: "command", Status: report.Failed, Reason: "exit status 139 (segmentation fault)", Command: "./a '::error::' ]]> %0A \x1b[2J \xfe",
				Exit: exit(139), Observed: nasty},
			{ID: "k4", Line: 25, Col: 1, BlockLine: 11, Kind: "command", Status: report.Failed, Reason: "time: it did not end within its limit", Command: "sleep 99", Remark: "in a new shell, as the one before had ended"},
		},
	})
	r.Add(&report.Note{
		Notebook: "linux", File: "notes/content/a,b:c%/n.md", Title: "<Title> & \"more\"", Toolchain: "kernel", Record: report.RecordMissing, RecordWhy: "n.txtar is not a record: it is cut short",
		Blocks: nil, Recorded: "2026-11-24",
		Claims: []*report.Claim{
			{ID: "k5", Line: 9, Col: 1, BlockLine: 9, Kind: "program", Status: report.Verified, Evidence: "compiled", Exit: exit(0)},
			{ID: "k6", Line: 5, Col: 1, BlockLine: 5, Kind: "other", Status: report.Unverified, Reason: "nothing is known yet that speaks for or against a block of class other"},
			{ID: "k7", Line: 3, Col: 1, BlockLine: 2, Kind: "command", Status: report.Skipped, Reason: "asks questions", Command: "make menuconfig"},
		},
	})
	r.Add(&report.Note{
		Notebook: "linux", File: "notes/content/net/receive.md", Title: "Receive", Toolchain: "default", Record: report.RecordNone,
		Claims: []*report.Claim{
			{ID: "k8", Line: 3, Col: 14, Kind: "link", Status: report.Failed, Reason: "lines count from 1, there is no line 0", Text: "ip_rcv() \x1b[31m]]>", URL: "https://github.com/torvalds/linux/blob/v6.12/net/ipv4/ip_input.c#L0"},
			{ID: "k9", Line: 4, Col: 1, Kind: "link", Status: report.Unverified, Reason: "the source was not asked", URL: "https://github.com/torvalds/linux/blob/v6.12/net/ipv4/ip_input.c"},
		},
	})
	r.Add(&report.Note{File: "README.md", Title: "README", Toolchain: "default", Record: report.RecordNone})
	r.Add(&report.Note{Notebook: "linux", File: "notes/content/old.md", Title: "old", Toolchain: "default", Record: report.RecordStale})
	r.Summary.Seconds, r.Summary.StepsRun, r.Summary.StepsCached = 1.92345, 4, 1
	return r
}

func TestGoldens(t *testing.T) {
	for _, tt := range []struct {
		golden, format string
		o              report.Options
	}{
		{"text", "text", report.Options{}},
		{"text-strict-verbose", "text", report.Options{Strict: true, Verbose: true, Color: true}},
		{"json", "json", report.Options{}},
		{"junit", "junit", report.Options{}},
		{"github", "github", report.Options{Strict: true, Place: func(f string) string { return "docs/" + f }}},
	} {
		t.Run(tt.golden, func(t *testing.T) {
			got := write(t, tt.format, sample(), tt.o)
			file := filepath.Join("testdata", tt.golden+".golden")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func write(t testing.TB, format string, r *report.Report, o report.Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, format, r, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestJSONKeys pins the keys of version 1 and their order.
func TestJSONKeys(t *testing.T) {
	text := write(t, "json", sample(), report.Options{})
	if strings.Contains(text, ": null") && regexp.MustCompile(`"(notes|blocks|claims|volatile|packages|toolchains)": null`).MatchString(text) {
		t.Errorf("a list that is null:\n%s", text)
	}
	claim := text[strings.Index(text, `"id": "k1"`):]
	claim = claim[:strings.Index(claim, `"id": "k2"`)]
	var keys []string
	for _, m := range regexp.MustCompile(`(?m)^ {10}"(\w+)":|^ {8}  "(\w+)":`).FindAllStringSubmatch("          "+claim, -1) {
		keys = append(keys, m[1]+m[2])
	}
	want := "id line col block_line kind status evidence reason command exit seconds cached expected observed volatile"
	if got := strings.Join(keys, " "); got != want {
		t.Errorf("keys %s, want %s", got, want)
	}
	if !strings.Contains(text, `"exit": null`) {
		t.Error("what did not run to its end has an exit status")
	}
	var back report.Report
	if err := json.Unmarshal([]byte(text), &back); err != nil {
		t.Fatal(err)
	}
	if got, want := len(back.Notes), len(sample().Notes); got != want {
		t.Errorf("%d notes come back, want %d", got, want)
	}
}

func TestEmptyReport(t *testing.T) {
	r := &report.Report{Schema: report.Schema}
	if got := write(t, "json", r, report.Options{}); strings.Contains(got, "null") {
		t.Errorf("got\n%s", got)
	}
	for _, format := range report.Formats() {
		write(t, format, r, report.Options{Strict: true, Verbose: true})
	}
}

// TestCoverage wants all of it only where all is verified.
func TestCoverage(t *testing.T) {
	for _, tt := range []struct {
		verified, claims int
		json, text       string
	}{{7, 9, "0.778", "0.78"}, {9999, 10000, "0.999", "0.99"}, {3, 3, "1", "1.00"}, {0, 3, "0", "0.00"}, {0, 0, "0", "0.00"}} {
		r := &report.Report{}
		n := &report.Note{}
		for i := range tt.claims {
			c := &report.Claim{Status: report.Skipped}
			if i < tt.verified {
				c.Status = report.Verified
			}
			n.Claims = append(n.Claims, c)
		}
		r.Add(n)
		if got := write(t, "json", r, report.Options{}); !strings.Contains(got, `"coverage": `+tt.json+",") {
			t.Errorf("%d of %d: no coverage %s in the JSON report", tt.verified, tt.claims, tt.json)
		}
		if got := write(t, "text", r, report.Options{}); !strings.Contains(got, "(coverage "+tt.text+",") {
			t.Errorf("%d of %d: got %s", tt.verified, tt.claims, got)
		}
	}
}

// TestAnyOutput wants each format sound, whatever a command printed.
func FuzzOutput(f *testing.F) {
	f.Add("a]]>\x00\xff\n::error::\n", "echo '\n::set-env name=PATH::x'")
	f.Add("  ::warning::x\n\t##[group]\r\n", "x\r\n::error::x")
	f.Fuzz(func(t *testing.T, observed, command string) {
		r := &report.Report{}
		r.Add(&report.Note{File: "n.md", Claims: []*report.Claim{
			{Line: 1, Col: 1, Kind: "command", Status: report.Failed, Reason: "exit status 1", Command: command, Observed: observed},
			{Line: 2, Col: 1, Kind: "command", Status: report.Drifted, Reason: "the output differs", Command: command, Expected: "x\n", Observed: observed},
		}})
		dec := xml.NewDecoder(strings.NewReader(write(t, "junit", r, report.Options{})))
		for {
			if _, err := dec.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
		if !json.Valid([]byte(write(t, "json", r, report.Options{}))) {
			t.Error("the JSON report is none")
		}
		if got := strings.Count(write(t, "github", r, report.Options{}), "\n"); got != 2 {
			t.Errorf("%d annotations of 2 findings", got)
		}
		for line := range strings.Lines(write(t, "text", r, report.Options{})) {
			if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") || strings.ContainsAny(line, "\x00\x1b\r") {
				t.Errorf("not safe to print: %q", line)
			}
		}
	})
}

// TestLongCommand wants a finding that can be read, whatever was typed.
func TestLongCommand(t *testing.T) {
	r := &report.Report{}
	r.Add(&report.Note{File: "n.md", Claims: []*report.Claim{{Line: 1, Col: 1, Kind: "command", Status: report.Failed, Reason: "exit status 1", Command: strings.Repeat("x", 10<<20)}}})
	for _, format := range []string{"text", "github", "junit"} {
		if got := write(t, format, r, report.Options{}); len(got) > 2000 || !strings.Contains(got, "… (10485760 characters)") {
			t.Errorf("%s: %d bytes", format, len(got))
		}
	}
}

func TestLongAnnotation(t *testing.T) {
	r := &report.Report{}
	r.Add(&report.Note{File: "n.md", Claims: []*report.Claim{{Status: report.Failed, Reason: fmt.Sprint("%", strings.Repeat("%ä\n", 1<<20)), Line: 1, Col: 1}}})
	got := write(t, "github", r, report.Options{})
	if len(got) > 64<<10 || !strings.HasSuffix(got, "%0A… cut\n") {
		t.Errorf("%d bytes end in %q", len(got), got[len(got)-20:])
	}
}

// TestSkipped wants each reason named, the frequent ones first, in a few lines.
func TestSkipped(t *testing.T) {
	skipped := func(reasons ...string) string {
		r := &report.Report{}
		n := &report.Note{File: "n.md"}
		for _, reason := range reasons {
			n.Claims = append(n.Claims, &report.Claim{Status: report.Skipped, Reason: reason, Kind: "command", Line: 1, Col: 1})
		}
		r.Add(n)
		_, below, _ := strings.Cut(write(t, "text", r, report.Options{}), "\n")
		return below
	}
	if got := skipped(); got != "" {
		t.Errorf("got %q", got)
	}
	docker, menu := "starts a container (docker)", "asks questions on a terminal (make menuconfig)"
	if got, want := skipped(menu, docker, docker, docker), "skipped: 3 "+docker+", 1 "+menu+"\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	var many []string
	for i := range 50 {
		many = append(many, fmt.Sprintf("it would take %d hours, and a disk\x1b", i), docker)
	}
	got := skipped(many...)
	if !strings.HasPrefix(got, "skipped: 50 "+docker+", 1 it would take 0 hours, and a disk\\x1b,\n         1 it") || strings.Count(got, "\n") != 3 ||
		!strings.HasSuffix(got, ", and 45 for other reasons, which -v lists\n") {
		t.Errorf("got\n%s", got)
	}
	if got := skipped(strings.Repeat("x", 1<<20)); len(got) > 300 {
		t.Errorf("a reason of a megabyte is shown in %d bytes", len(got))
	}
}
