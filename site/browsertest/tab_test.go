package browsertest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// No test waits so long on a machine that is not stuck.
const (
	startTime = 2 * time.Minute // for the browser to start
	tabTime   = 5 * time.Minute // for all that is done in one tab
	untilTime = time.Minute     // for a page to do what it is to do
)

// height is that of all screens, in pixels.
const height = 900

// tab is one page in a tab of its own, with cookies and storage of its own,
// that keeps what the browser complains about.
type tab struct {
	t       testing.TB
	ctx     context.Context
	address string

	mu         sync.Mutex
	complaints []string
}

// open opens the page at a path of a site in a new tab, which is closed at the
// end of t. What the browser then has complained of fails t.
func open(t testing.TB, address, path string) *tab {
	t.Helper()
	b := blank(t, address)
	b.run(chromedp.Navigate(address + path))
	return b
}

// blank opens a tab without a page.
func blank(t testing.TB, address string) *tab {
	t.Helper()
	b := &tab{t: t, address: address}
	inTime, done := context.WithTimeout(chromium(t), tabTime)
	ctx, closeTab := chromedp.NewContext(inTime, chromedp.WithNewBrowserContext(), chromedp.WithListener(b.listen))
	b.ctx = ctx
	t.Cleanup(func() {
		closeTab()
		done()
		for _, c := range b.taken() {
			t.Error(c)
		}
	})
	call(b, network.Enable, network.EnableParams{})
	call(b, log.Enable, cdp.Empty{})
	call(b, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	return b
}

// run does actions, in order. Failing here means that the browser could not do
// them.
func (b *tab) run(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, actions...); err != nil {
		b.t.Fatal(err)
	}
}

// call sends a command of the DevTools protocol.
func call[P, R any](b *tab, command cdp.Command[P, R], params P) R {
	b.t.Helper()
	result, err := chromedp.Call(b.ctx, command, params)
	if err != nil {
		b.t.Fatal(err)
	}
	return result
}

// eval has the page evaluate a script, waits where it is a promise, and returns
// what it gives.
func eval[T any](b *tab, script string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%v, of %.200s", err, script)
	}
	return v
}

// screen makes the tab as wide as a screen, in pixels, and its system's colours
// "light" or "dark". Nothing moves, so that nothing is measured on its way.
func (b *tab) screen(width int64, scheme string) {
	b.t.Helper()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: height, DeviceScaleFactor: 1})
	call(b, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}})
}

func (b *tab) complain(format string, args ...any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.complaints = append(b.complaints, fmt.Sprintf(format, args...))
}

// taken returns what the browser complained of so far, each thing once, and
// forgets it.
func (b *tab) taken() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	all := b.complaints
	b.complaints = nil
	slices.Sort(all)
	return slices.Compact(all)
}

// listen keeps the complaints among what a browser tells: errors and
// exceptions, which violations of the policy are too, requests to others, and
// dialogs, which nothing here opens.
func (b *tab) listen(event any) {
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.complain("exception: %v", e.ExceptionDetails)
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			b.complain("console: %s", told(e.Args))
		}
	case *log.EventEntryAdded:
		if l := e.Entry; (l.Level == log.EntryLevelError || l.Level == log.EntryLevelWarning) && !b.expected(l) {
			b.complain("%s %s: %s %s", l.Source, l.Level, l.Text, l.URL)
		}
	case *network.EventRequestWillBeSent:
		if !sameHost(b.address, e.Request.URL) {
			b.complain("asks another host: %s", e.Request.URL)
		}
	case *page.EventJavascriptDialogOpening:
		b.complain("a dialog opens: %s", e.Message)
	}
}

// noPage is a path at which no site has a page.
const noPage = "/no/such/page/"

// expected tells of the one error that must be: that of the page which is not
// there.
func (b *tab) expected(l *log.Entry) bool {
	return l.Source == log.EntrySourceNetwork && l.URL == b.address+noPage && strings.Contains(l.Text, "404")
}

func told(args []*runtime.RemoteObject) string {
	var words []string
	for _, a := range args {
		words = append(words, string(a.Value)+a.Description)
	}
	return strings.Join(words, " ")
}

// until waits for what a JavaScript expression tells to come true, asked again
// and again by the page itself. That it never does fails the test.
func (b *tab) until(expression string) {
	b.t.Helper()
	script := fmt.Sprintf(`new Promise((done) => {
		const end = Date.now() + %d
		const look = () => (%s) ? done(true) : Date.now() > end ? done(false) : setTimeout(look, 20)
		look()
	})`, untilTime.Milliseconds(), expression)
	if !eval[bool](b, script) {
		b.t.Fatalf("never came true: %s", expression)
	}
}

// press presses keys, one after the other, and waits until each is dealt with.
func (b *tab) press(keys ...string) {
	b.t.Helper()
	for _, k := range keys {
		b.run(chromedp.KeyEvent(k))
	}
}

// leave does what leads to another page and returns the path of that page, once
// it is loaded.
func (b *tab) leave(by chromedp.Action[chromedp.Void]) string {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.WaitEvent(page.LoadEventFired, nil, by)); err != nil {
		b.t.Fatal(err)
	}
	return eval[string](b, "location.pathname")
}
