// Package search writes the index of a built site, which a small module of the
// theme (assets/js/search) reads in the browser.
//
// Why an index of our own: Pagefind, the usual choice for a static site, asks
// for a module and a WebAssembly program before the first index chunk, and the
// two alone weigh a fifth more than the 56 kB that a first search may load in
// all. It also wants Node when the site is built, and 'wasm-unsafe-eval' in the
// site's Content-Security-Policy. And it splits words as prose has them, where
// a reader of these notes looks for mm_struct, net/ipv4/ip_input.c and -Wall.
// Here a first search of a symbol or two, module included, loads about half of
// that, on a site of a thousand pages too (TestLoads measures it). Writing the
// index takes about a thirtieth of the time of building such a site.
//
// # What is found
//
// The text of a page's main element, passage by passage. A passage is a part of
// a section, of some hundred characters, with the heading it stands under and
// an anchor near to it. Left out is what stands in an element of a class given
// to [Write] or with the attribute data-nosearch, in nav, button, script, style
// and template, and what is hidden.
//
// Words are folded (lower case, no accents) and stand in the index as runs of
// letters and digits. A symbol stands there as a whole, too: mm_struct,
// __libc_start_main; so does what is joined by "/", ".", "-", "+" and ":",
// like -Wall or x86-64, and of a path each end: net/ipv4/ip_input.c,
// ipv4/ip_input.c, ip_input.c. See [terms].
//
// A term weighs in a passage by the best place where it occurs there (title,
// heading, code, prose, output) and, a little, by how often it does.
//
// # The files
//
//	search.json             the entry, of schema [entry]
//	search/HASH/tN.txt      terms, a chunk of some kB: those from entry.Terms[N] on
//	search/HASH/xN.json     passages, a chunk of some kB, with titles and links
//
// HASH is that of all chunks, so they may be cached for ever. The entry has a
// fixed name: were its hash in the pages, a word changed in one note would
// change the bytes of all. A line of a chunk of terms is
//
//	term postings [passages]
//
// Postings are pairs of a passage's number, as the distance from the one
// before, and a weight; numbers are written as in source maps, but without a
// sign, and a weight as one digit of the same kind. Only the best maxPostings are
// kept; the number of all passages then follows. A term with a "*" behind it is
// a prefix whose terms are spread over more than one chunk, and has the best
// passages of all of them: so any word, even one letter of it, is answered by
// one chunk. Chunks hold about as much whatever the number of pages is; only
// the entry grows, by two or three bytes a page.
package search
