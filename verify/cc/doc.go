// Package cc holds the C of a note against the toolchain's gcc. It takes text
// and gives text; it knows neither notes nor engines: [Command] is what has to
// be run in the toolchain for all C blocks of a note, and [Judge] reads what
// that printed.
//
// # What counts as compiled
//
// Everything is compiled as GNU C17 with what gcc 14 calls errors as errors,
// whatever the gcc: no implicit int, no implicit function, no pointer made
// from an integer.
//
// A [Program] is compiled as it stands, with -Wall -Wextra, in the folder of
// the command, and with the options that the note itself uses ([Flags]). One that
// includes a header which is not there, or is a module of the kernel, is
// Unknown: it is for another machine than the toolchain.
//
// A [Prototype] is compiled behind the headers of libc and Linux that declare
// its functions, so that a wrong one conflicts with the real one. Names of
// parameters, attributes and the spelling of arrays do not count; headers that
// the block includes have to be those that declare it. It is Unknown if no
// header declares a function of its name. POSIX's signatures are tried first;
// GNU's count where they are other functions (strerror_r, basename). Functions
// that take "..." are often documented by their calls, as in
// `int open(const char *, int, mode_t)`: neither right nor wrong.
//
// A [Fragment] is compiled in the first scaffold that takes it: at file scope
// with the headers, at file scope without, as the body of a function, and then
// each with the types, macros and functions of the note's earlier blocks
// before it. It is Unknown, though it compiles, where that proves nothing: it
// is comments and preprocessor lines alone, or left out by an #if for the
// most part, or no more than `struct x;`.
//
// # What counts as wrong
//
// A fragment that does not compile may only lack its context. It is Wrong if
// its syntax is, whatever its names mean: see [Syntax]. Or if it does compile
// once a ";" is added at the end of a line: then nothing else was amiss. A
// fragment with "..." for what was left out is neither.
//
// # Files in part
//
// [Find] tells where in a file a block stands that quotes it in part.
package cc
