// Package site makes the web site of a notebook: it emits an ordinary Hugo
// project, has it built, checks the built pages and swaps them into place.
//
// # What is emitted
//
// [Emit] writes a folder that the stock hugo of the same version builds too:
//
//	hugo.toml                 settings; raw HTML is off, so is any network
//	content/<chapter>/*.md    a note, or with Split one page per heading;
//	                          an index.md is the page of its folder
//	content/verification.md   what was and what was not verified
//	data/pages/<key>.json     the evidence of one page, for the theme
//	data/knotes.json          navigation, totals, toolchains, what changed
//	layouts/                  for any theme: links and images between notes, feed.xml,
//	                          llms.txt, llms-full.txt, robots.txt
//	static/files/<notebook>/  the programs beside the notes, and what they link to
//	static/<page>/index.md    the page as Markdown, with what was observed
//	static/<note>/session.sh  its commands in order, with its files, as a script
//	static/preview.png        the picture of the site for links that lead to it
//	themes/knotes/            our theme, embedded in the binary
//
// The Markdown of a note is kept byte for byte, but for three things. Its front
// matter is ours. Each fence is written anew with an info string of our own,
//
//	```console {#claim-ID}
//
// where ID is that of the block's first claim; it is as long as its content
// needs, and what a step printed stands in it where the note shows no output
// at all. Bytes no reader can see (control characters, marks that turn the
// direction of text) become visible escapes there. Last, raw HTML, which would
// be dropped silently, is escaped so that it is read as text; tags that merely
// format go, those that raise or lower become "^" and "_", and the boxes of
// tasks become characters.
//
// Hugo reads {{<, {{% and <!--more--> everywhere, code included. Instead of
// escaping each, the whole body is put into one shortcode comment, which Hugo
// hands on unread: it opens in a link reference definition above the note and
// closes in another below, and neither is seen on any page.
//
// # How evidence reaches the theme
//
// A page names its data file in the front matter (knotes: KEY). The theme's
// hook for code blocks looks the fence's ID up in blocks of that file and finds
// there the parts of a session (prose, prompt, command, output), and for each
// claim its status, its evidence and on what it was observed. All of it is
// plain strings, escaped by html/template on their way into the page. A claim
// has the anchor #claim-ID on its page.
//
// # Search
//
// [Build] has package search index the built pages. Only then do they have a
// search button: search in data/knotes.json names the index.
//
// # Never half a site
//
// [Emit] and [Build] write into a temporary folder beside their target and swap
// it in by one rename, on Linux an exchange, so that at any moment there is the
// old folder or the new. A folder that was not made here is refused, never
// deleted: [Marker] tells.
package site

import (
	"context"
	"time"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// Marker is the file that says a folder was made by this package, and so may
// be replaced. It is published with the site.
const Marker = ".knotes-site"

const markerText = "Made by knotes; it replaces this folder as a whole.\n"

// Project is what a site is made of.
type Project struct {
	Title   string
	BaseURL string
	Lang    string // of the notes; "" is "en"
	Notes   []Note // the first one's notebook is the site's own
	Report  *report.Report
	Checked time.Time    // when the report was made; zero: not known
	Limits  notes.Limits // under which commands ran; zero: not known
	Origins []Origin     // of pulled notebooks

	Recipes map[string]notes.Toolchain // of the toolchains, by name, so that a reader can make them; nil: not known

	Repository string // its web address, "" where pages are not to link to it
	Branch     string // of the repository
}

// Note is a note, what it claims, and what was found.
type Note struct {
	Doc      *snippets.Doc
	Report   *report.Note // nil: nothing was checked
	Modified time.Time    // zero: not known
}

// Origin says where the notes of others come from.
type Origin struct {
	Notebook string `json:"notebook"`
	URL      string `json:"url"`
	Commit   string `json:"commit"`
	Licence  string `json:"licence"`
}

// Builder builds the Hugo project in projectDir into outDir. The one in use
// is Build of package site/hugo, handed in so that nothing here needs Hugo.
type Builder func(ctx context.Context, projectDir, outDir string) error
