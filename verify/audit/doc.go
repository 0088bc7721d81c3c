// Package audit measures how much the evidence for a note is worth: it makes
// wrong notes of it, by one small change each, and sees which of them would
// still be called verified. Nothing is run for that. A wrong note is judged by
// what was observed for the right one.
//
// # What is changed
//
// Only what is asserted, of claims that are verified, one thing at a time: a
// digit, another character, a blank, a name, a line that is left out or stands
// twice, two lines in the other order, an exit status, one of two volatile tokens
// that must be the same value; of disassembly also a bit of its bytes and a
// register.
//
// What a wildcard or a volatile token stands for, blanks that give way, a block
// that shows no output and the address of a lone line of disassembly assert
// nothing. They are not changed; the share of bytes that is asserted tells of
// them. It is measured against what was observed, so that a long output under
// one "..." weighs what it is long. A claim that is not verified asserts nothing.
//
// A change that leaves the note true makes no wrong note: a line left out
// beside a line "...", two equal lines in the other order, lines that are
// volatile in their place in another order, a line less of an excerpt. Where the
// note is true by the chance that its output has the changed line as well, under
// a wildcard, that counts: such a note pins down less than it seems to.
//
// # How it is found
//
// A wrong note is found if a claim of it has drifted or failed that had not
// before. It only loses its mark if the changed claim is not verified, but
// nothing contradicts it either. Else it would pass: it is a survivor, and the
// score, 1 less the share of survivors, is below 1.
//
// C that is changed, and the bytes or addresses of disassembly, have the
// compiler and objdump asked other questions than those that were recorded. The
// record no longer speaks for such a note, which verify reports as stale. That
// counts as found, and is counted apart, since it says nothing of what the
// answers would have been.
package audit
