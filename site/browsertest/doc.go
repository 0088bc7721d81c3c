// Package browsertest tries the built site in a real browser: headless
// Chromium, driven by chromedp, which gets the pages from a server on loopback
// with the very headers of netlify.toml.
//
// # What is tried
//
//   - Each page kind, in both themes and three widths: no rule of axe-core is
//     broken, nothing is wider than the screen, the console stays silent, the
//     Content-Security-Policy holds and no other host is asked for anything.
//   - The keyboard alone reaches all there is to follow, open and scroll, what
//     it reaches is seen to be reached, and works disclosures and popovers, with
//     and without JavaScript.
//   - The search finds ten given things, copying puts the commands on the
//     clipboard, the chosen colours hold, the arrows turn the page, and the
//     contents mark where one is.
//   - What programs printed stays text, whatever it is.
//   - Printed pages hold the statuses.
//   - The HTML of all pages is valid, by html-validate.
//   - Lighthouse, where it is installed, gives full marks to three pages.
//   - A page that is broken in all these ways is found to be.
//
// Most run on the notebook in testdata, whose claims have every status, though
// nothing was run; some on the project's own notebook, as its records tell.
//
// # What it needs
//
// Chromium, pdftotext of poppler-utils, Node, and what node/package-lock.json
// names, which "make browser" installs. Where one is missing the test that needs
// it is skipped with the reason, or fails if KNOTES_REQUIRE, a list with commas
// between, names "chromium". Lighthouse is large and wants a newer Node than
// Debian has, so "make lighthouse" gets both, in node/lighthouse, and only
// there is its judgement of speed asked for: what depends on the load of the
// machine fails no test.
//
// "make screenshots" takes the pictures of the README with the same browser.
//
// Nothing here waits for a time to pass, only for what the browser reports.
package browsertest
