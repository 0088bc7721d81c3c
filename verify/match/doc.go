// Package match holds an observed output against an expected one.
//
// It has three rules, tried in this order; each allows what those before it do.
// [Compare] knows the first two, [Mask.Compare] all of them.
//
// # 1. Exact
//
// Lines must be equal, byte for byte. Blanks at line ends and blank lines at
// the end of an output are not asserted, as editors strip them; all other
// blanks are.
//
// # 2. Wildcards
//
// The author writes them. A line that holds nothing but "..." stands for any
// lines, none included; "..." within a line stands for any text of that line.
// An output that really contains "..." matches itself.
//
// # 3. Learned masks
//
// A [Mask] lists the volatile tokens of an observed output. It is learned by
// [Learn] from runs of the same command between which something was varied on
// purpose, never from the look of a token alone:
//
//   - a token that differs between the runs is volatile;
//   - so is one that reads as a time between the start and the end of its run;
//   - so is a duration spelled as the shell's "time" does (0m0.003s) in an output
//     where another such duration differed;
//   - lines that the runs print in another order are volatile in their place, and
//     with them the lines around them that have the same words.
//
// Which lines belong together is decided with caution, since a wrong pair would
// make the mask too wide. Runs may differ in other ways: in words, in the number of lines. No token
// explains that, and [Learned.Unstable] lists those lines.
//
// When an expected text is held against an observed one under a mask:
//
//   - A volatile token matches a token of its own [Kind], of any width.
//   - Tokens that were equal to each other in every run (the same address printed
//     twice, the end of one mapping and the start of the next) must be equal to
//     each other in the expected text, however it spells them. Different
//     process ids must be different there. Times and
//     durations are exempt: that two are equal is an accident of speed.
//   - Blanks beside a volatile token give way, as do the blanks that pad other
//     cells of its column (a heading, a row whose own number stayed): one or more
//     blanks match one or more, at the start of a line also none. Where a number
//     fills its column wholly, "pid:12345" matches "pid: 1234", whose width is the
//     same. Right of a volatile token, blanks also give way where the text
//     after them starts in the same column (the paths of /proc/self/maps).
//   - Lines volatile in their place, a group where they follow each other, match
//     in any order, but all of them must be there.
//   - Everything else must be equal. Sizes, offsets within a section and flags
//     never differ between runs, so they never become volatile.
//
// Masks and wildcards work in one text, and in one line, together. A volatile
// token of which a wildcard covers a part asserts nothing.
//
// [Mask.Rewrite] makes a text match by these rules and keeps of it what it can,
// [Mask.Asserted] tells what of a text is held to anything at all, and [Alike]
// compares two observed outputs, in which nobody has written wildcards.
package match
