package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/knotes-dev/knotes/verify/engine"
)

// The benchmarks of the command as a whole. Each runs knotes as a process of
// its own, in turn with the yardstick that its unit names, and reports the
// median of the ratios, so that a machine that grows slower meanwhile changes
// little:
//
//	go test -run '^$' -bench . -benchtime 10x ./cmd/knotes
//
// x-bare is over bare bubblewrap or docker, in which the commands of each note
// are run in one bash, as many notes at once; x-start is over the start of the
// command; x-hugo is over Hugo alone on the emitted project. The command's own
// median is ms, and MB the most memory that it had resident.
//
// What must be reached: 1.15 x-bare, 100 ms for BenchmarkUnchanged, 1.2 x-hugo
// and 300 MB.

// BenchmarkColdEcho verifies 50 notes of 20 trivial steps, none of them known.
func BenchmarkColdEcho(b *testing.B) {
	p := newBenchProject(b)
	p.echoNotes(50, 20)
	p.compare("x-bare", p.bare(p.bubblewrap()), p.knotes("verify", "-q", "-j", jobs, "--no-cache"))
}

// BenchmarkColdCompile verifies 20 notes of 8 steps of the toolchain.
func BenchmarkColdCompile(b *testing.B) {
	p := newBenchProject(b)
	p.compileNotes(20)
	p.compare("x-bare", p.bare(p.bubblewrap()), p.knotes("verify", "-q", "-j", jobs, "--no-cache"))
}

// BenchmarkDocker verifies 10 notes of 20 trivial steps through docker: one
// container start a note.
func BenchmarkDocker(b *testing.B) {
	if err := engine.Docker().Check(b.Context()); err != nil {
		b.Skip(err)
	}
	p := newBenchProject(b)
	p.echoNotes(10, 20)
	verify := p.knotes("verify", "-q", "-j", jobs, "--no-cache", "--engine", "docker")
	verify() // loads the image
	p.compare("x-bare", p.bare(p.docker()), verify)
}

// BenchmarkUnchanged verifies 50 notes of 20 steps that are all known.
func BenchmarkUnchanged(b *testing.B) {
	p := newBenchProject(b)
	p.echoNotes(50, 20)
	verify := p.knotes("verify", "-q")
	verify()
	p.compare("x-start", p.knotes("--help"), verify)
}

// BenchmarkOneEdited verifies 50 notes of which one was edited; x-unchanged is
// over none.
func BenchmarkOneEdited(b *testing.B) {
	p := newBenchProject(b)
	p.echoNotes(50, 20)
	verify := p.knotes("verify", "-q")
	verify()
	n := 0
	p.compare("x-unchanged", verify, func() usage {
		n++
		p.file("notes/c/note0.md", fmt.Sprintf("# Edited\n\n```console\n$ echo %d\n%[1]d\n```\n", n))
		return verify()
	})
}

// BenchmarkBuildRecorded builds the site of 100 notes of 20 steps from their
// records.
func BenchmarkBuildRecorded(b *testing.B) { benchmarkBuild(b, 100, 20) }

// BenchmarkBuildRecordedLarge builds a site of 1,000 pages and 5,000 steps.
func BenchmarkBuildRecordedLarge(b *testing.B) { benchmarkBuild(b, 1000, 5) }

func benchmarkBuild(b *testing.B, notes, steps int) {
	p := newBenchProject(b)
	p.echoNotes(notes, steps)
	p.knotes("verify", "-q", "--record")()
	build := p.knotes("build", "-q", "--recorded")
	build()
	emitted, out := filepath.Join(p.dir, ".knotes", "site"), filepath.Join(b.TempDir(), "public")
	p.compare("x-hugo", p.program("hugo-alone", emitted, out), build)
}

// BenchmarkMemorySmall verifies 10,000 steps that print a line each.
func BenchmarkMemorySmall(b *testing.B) {
	benchmarkMemory(b, 100, 100, "seq 3")
}

// BenchmarkMemoryLarge verifies 200 steps that print near the limit each.
func BenchmarkMemoryLarge(b *testing.B) {
	benchmarkMemory(b, 2, 100, "seq -f %040g 25000")
}

func benchmarkMemory(b *testing.B, notes, steps int, command string) {
	p := newBenchProject(b)
	for i := range notes {
		p.file(fmt.Sprintf("notes/c/note%d.md", i), "# Note\n\n"+strings.Repeat("```console\n$ "+command+"\n```\n\n", steps))
	}
	report := filepath.Join(b.TempDir(), "report.json")
	verify := p.knotes("verify", "-q", "-j", jobs, "--no-cache", "--report", "json="+report)
	var u usage
	for b.Loop() {
		u = verify()
	}
	if _, err := os.Stat(report); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(u.peak)/1e6, "MB")
}
