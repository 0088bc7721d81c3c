package cmd

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"sync"

	"github.com/knotes-dev/knotes/verify"
	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// progress shows on standard error how far a run is: on a terminal a bar which
// names the notes that run, elsewhere a line for each note that was really run.
// It is safe for use by several goroutines.
type progress struct {
	w     io.Writer
	quiet bool

	mu      sync.Mutex
	bar     *progressbar.ProgressBar // nil elsewhere, and when all is done
	running []string
}

func newProgress(w io.Writer, notes int, quiet bool) *progress {
	p := &progress{w: w, quiet: quiet}
	if !quiet && isTerminal(w) && os.Getenv("TERM") != "dumb" && notes > 0 {
		p.bar = progressbar.NewOptions(notes, progressbar.OptionSetWriter(w), progressbar.OptionShowCount(),
			progressbar.OptionSetPredictTime(false), progressbar.OptionSetElapsedTime(false), progressbar.OptionSetWidth(max(1, min(barWidth, columns(w)-room(notes)))),
			progressbar.OptionShowDescriptionAtLineEnd(), progressbar.OptionUseANSICodes(true), progressbar.OptionClearOnFinish())
	}
	return p
}

const barWidth = 20 // of the bar alone, in columns

// room is what the line takes beside the bar and the names:
// " 100% |…| (7/12) " and columns that stay free.
func room(notes int) int { return len(" 100% || (/) ") + 2*len(fmt.Sprint(notes)) + 2 }

// started is called when a note is begun.
func (p *progress) started(doc *verify.Doc) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.running = append(p.running, doc.Note.File)
	p.describe()
}

// done is called when a note is judged.
func (p *progress) done(r *verify.Result) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if at := slices.Index(p.running, r.Note.File); at >= 0 {
		p.running = slices.Delete(p.running, at, at+1)
	}
	switch {
	case p.quiet:
	case p.bar != nil:
		p.describe()
		p.bar.Add(1)
	case r.Run > 0:
		fmt.Fprintf(p.w, "%s: %s run\n", r.Note.File, steps(r.Run))
	}
}

// describe names the notes that run, as far as the terminal has room for them.
func (p *progress) describe() {
	if p.bar == nil {
		return
	}
	p.bar.Describe(fit(strings.Join(p.running, ", "), columns(p.w)-barWidth-room(p.bar.GetMax())))
}

// fit cuts a text to a width, in characters.
func fit(text string, width int) string {
	all := []rune(text)
	switch {
	case width < 4:
		return ""
	case len(all) <= width:
		return text
	}
	return string(all[:width-1]) + "…"
}

// stop takes the bar off the terminal. It may be called again.
func (p *progress) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.bar != nil {
		p.bar.Clear()
		p.bar = nil
	}
}

// log is where longer work says what it does.
func (p *progress) log() io.Writer {
	if p.quiet {
		return io.Discard
	}
	return (*progressLog)(p)
}

// progressLog writes lines above the bar.
type progressLog progress

func (l *progressLog) Write(data []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.bar == nil {
		return l.w.Write(data)
	}
	l.bar.Clear()
	n, err := l.w.Write(data)
	l.bar.RenderBlank()
	return n, err
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// columns is how wide a terminal is.
func columns(w io.Writer) int {
	if f, ok := w.(*os.File); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return width
		}
	}
	return 80
}

// colored tells whether colours help whoever reads w.
func colored(w io.Writer) bool {
	return isTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

func steps(n int) string {
	if n == 1 {
		return "1 step"
	}
	return fmt.Sprintf("%d steps", n)
}
