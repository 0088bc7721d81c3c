// Package csource reads C without its headers: it takes it apart, tells where
// a name stands and as what, and whether a piece of C is quoted from a file.
// It takes text and gives text; it knows neither notes nor where files come
// from.
//
// # Tokens
//
// [Lex] is the one lexer of C here. It is written by hand since those for
// highlighting read a whole preprocessor line as one token, so that the body
// of a macro could not be compared. To it the tokens of a #define are tokens
// like all others, marked as [Within] a preprocessor line. It never fails: what
// is no C is [Stray] or [Unclosed].
//
// # Names
//
// [Find] follows declarations as well as can be told without headers: which
// names are types and which macros are attributes it tells by their place and
// by lists of the kernel's own. Each branch of an #if starts from what was open
// before it and the end of the first one counts, so that branches whose braces
// do not pair derail nothing. Assembly, Kconfig and plain text are read too.
//
// # Quotations
//
// [Quote] compares tokens. Blanks, comments and line breaks do not count, nor
// where lines are continued. A quotation is found if its tokens stand in the
// file in a row, in that order, but for what it says is left out, and what may
// be left out without a word:
//
//   - `...`, `…`, `[...]` on a line, and comments that begin so or with "snip"
//     stand for any tokens, none included, but where C has a use for "...", in
//     `case 1 ... 5` and `[0 ... 3]`. They stay within the brackets that
//     the quotation has open around them; outside of all, within the definition
//     of the file that they are in, or, where one has just ended, in the file.
//   - A ";" behind a function's head, outside of all brackets, stands for its
//     body too.
//   - In the body of a struct or union whose head is quoted, whole members and
//     preprocessor lines may be left out. Those of an enum may not: what is left
//     out changes the values of the others.
//   - Behind the end of a definition at file scope, or of a preprocessor line
//     there, whole definitions may be left out, so that several pieces may
//     follow each other in the order of the file.
//
// Less than four tokens, or tokens without a single name, are [Quotation.Short]:
// a `}` stands everywhere.
//
// What is not found is near if the best alignment with the file has two thirds
// of its tokens, six at least (three where the name behind a `#define` is among
// them), and differs in at most one place, and one more for each 20 tokens,
// never more than three (what less than three equal tokens part is one place); a
// place where the file has more than 64 tokens that
// the quotation lacks is too much, and code that is like
// the body of a macro is an expansion of it. So a changed constant or operator, a dropped
// `!`, swapped arguments, a statement left out without a mark are all near, and
// what an author wrote himself in the manner of the kernel is mostly not.
//
// The work is bounded, whatever the input: a quotation that is as repetitive as
// to need more than some hundred million comparisons is not found and not near.
package csource
