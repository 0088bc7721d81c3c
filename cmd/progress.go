package cmd

import (
	"fmt"
	"io"
	"os"
	"sync"

	"github.com/knotes-dev/knotes/verify"
	"github.com/mattn/go-isatty"
	"github.com/schollz/progressbar/v3"
)

// progress shows on standard error how far a run is: a bar on a terminal, and
// a line for each note that was really run elsewhere.
type progress struct {
	w     io.Writer
	quiet bool
	bar   *progressbar.ProgressBar
	mu    sync.Mutex
}

func newProgress(w io.Writer, notes int, quiet bool) *progress {
	p := &progress{w: w, quiet: quiet}
	if !quiet && isTerminal(w) {
		p.bar = progressbar.NewOptions(notes,
			progressbar.OptionSetWriter(w), progressbar.OptionSetDescription("notes"), progressbar.OptionShowCount(),
			progressbar.OptionClearOnFinish(), progressbar.OptionEnableColorCodes(false), progressbar.OptionUseANSICodes(os.Getenv("NO_COLOR") == ""))
	}
	return p
}

// done is called when a note is judged, from any goroutine.
func (p *progress) done(r *verify.Result) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.quiet:
	case p.bar != nil:
		p.bar.Add(1)
	case r.Run > 0:
		fmt.Fprintf(p.w, "%s: %d steps run\n", r.Note.File, r.Run)
	}
}

func (p *progress) stop() {
	if p.bar != nil {
		p.bar.Finish()
	}
}

// log is where longer work says what it does.
func (p *progress) log() io.Writer {
	if p.quiet {
		return io.Discard
	}
	return p.w
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && isatty.IsTerminal(f.Fd())
}

// colored tells whether colours help whoever reads w.
func colored(w io.Writer) bool { return isTerminal(w) && os.Getenv("NO_COLOR") == "" }
