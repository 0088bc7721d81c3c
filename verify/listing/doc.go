// Package listing shows C beside the assembly that the toolchain makes of it.
// It takes text and gives text; it knows neither notes nor engines: [Command]
// is what has to be run in the toolchain for the programs of a note, [Condense]
// keeps of what that printed what a reader wants to see, and [Read] reads it.
//
// Each program is compiled at each of [Levels], with the options that the note
// itself compiles it with, the level aside. gcc's directive .loc, from which the
// assembler makes the table of lines in an object file, tells of which line of
// the source an instruction is.
//
// # What is kept
//
// The instructions of functions, and of the labels between them those of
// functions and those that an instruction names. Directives, comments, data and
// what describes the program to a debugger are left out. The text of it is made
// for a record that is reviewed:
//
//	# list.c -O0 -std=c11
//	main:
//	4	pushq	%rbp
//	4	movq	%rsp, %rbp
//	.L2:
//	0	ret
//	# list.c -O2 -std=c11
//	! it does not compile with these options
//
// The number is that of the line in the source, 0 where no line of the program
// made the instruction: it is of a header, or of none.
package listing
