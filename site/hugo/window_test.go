package hugo_test

import (
	"path/filepath"
	"testing"

	"github.com/knotes-dev/knotes/site"
	"github.com/knotes-dev/knotes/site/hugo"
	"github.com/knotes-dev/knotes/site/sitetest"
	"github.com/knotes-dev/knotes/verify/report"
)

// TestWindows: the mark of a link opens a window on its lines, in a drawing by
// way of the list at the page's end; what is quoted leads to its lines, and
// its identifiers to where they are defined.
func TestWindows(t *testing.T) {
	const url = "https://elixir.bootlin.com/linux/v6.12.107/source/net/core/dev.c#L606"
	n := sitetest.Note("network/dev.md", "# Dev\n\nSee [dev_add_pack()]("+url+").\n\n```c {quote=\"net/core/dev.c\"}\nvoid dev_add_pack(struct packet_type *pt)\n{\n```\n\n```c {quote=\"net/ipv4/af_inet.c\"}\n\tdev_add_pack(&ip_packet_type); // dev_add_pack\n```\n\n```\n+------+ [dev_add_pack]("+url+")\n|      |\n+------+\n```\n")
	for _, c := range n.Report.Claims {
		c.Status = report.Verified
		c.Pin = &report.Pin{Source: "linux 6.12.107", Release: "6.12.107", Path: "net/core/dev.c", Line: 606, Last: 606}
		if c.Kind == "quotation" && c.Line > 8 {
			c.Evidence, c.Pin.Path, c.Pin.Line, c.Pin.Last, c.Pin.Quoted = "quoted", "net/ipv4/af_inet.c", 2022, 2022, []int{2022}
			continue
		}
		if c.Kind == "quotation" {
			c.Evidence, c.Pin.Last, c.Pin.Quoted = "quoted", 607, []int{606, 607}
			continue
		}
		c.Evidence, c.Pin.First, c.Pin.Text = "pinned", 605, "/* <b> */\nvoid dev_add_pack(struct packet_type *pt)\n"
		c.Pin.Symbols = []report.Symbol{{Name: "dev_add_pack", Role: "definition", As: "function"}}
	}
	out := filepath.Join(t.TempDir(), "public")
	findings, err := site.Build(t.Context(), hugo.Build, sitetest.Project(n), filepath.Join(t.TempDir(), "site"), out)
	if err != nil || len(findings) > 0 {
		t.Fatalf("%v, findings %v", err, findings)
	}
	look(t, filepath.Join(out, "network", "dev", "index.html"), []string{
		`<button class="badge verified" type="button" popovertarget="claim-`,
		`.source" popover role="group" aria-label="net/core/dev.c, line 606">`,
		`<span class="of">linux 6.12.107: definition of function dev_add_pack</span>`,
		`popovertargetaction="hide">Close</button>`,
		`<span class="line hl"><span class="ln">606</span>`,
		`&lt;b&gt;`,
		`<a href="https://github.com/gregkh/linux/blob/v6.12.107/net/core/dev.c#L606">GitHub</a>`,
		`quoted from <code>net/core/dev.c</code>, lines 606–607, linux 6.12.107 · <a href="https://elixir.bootlin.com/linux/v6.12.107/source/net/core/dev.c#L606-L607">Elixir</a>`,
		`<a href="https://elixir.bootlin.com/linux/v6.12.107/source/net/core/dev.c#L607" tabindex="-1">607</a>`,
		`<span class="nf"><a href="https://elixir.bootlin.com/linux/v6.12.107/source/net/core/dev.c#L606" title="defined in net/core/dev.c, line 606">dev_add_pack</a></span>`,
		`<span class="c1">// dev_add_pack`,
		`<button class="look" type="button" popovertarget="claim-`,
		`! <b>`,
	})
}
