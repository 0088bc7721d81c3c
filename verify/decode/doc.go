// Package decode speaks for disassembly and dumps that no run covers: for what
// is left of a machine that is gone, by what the bytes themselves say. It
// takes text and gives text; it knows neither notes nor engines.
//
// # Disassembly
//
// [Read] finds the instructions in a block. A line is one if it has an
// address, a colon, bytes and an instruction, as objdump and gdb print them:
//
//	  401020:	31 ed                	xor    %ebp,%ebp
//	=> 0x0000000000401020 <+0>:	31 ed	xor    %ebp,%ebp
//
// A line of an address and bytes alone goes on with the bytes of the one
// before it. A label (`0000000000401020 <_start>:`) has the address of the
// instruction behind it. `...`, an empty line, a label or any other text ends
// a run of instructions; a relocation does not. Within a run each address is
// the one before it and its bytes.
//
// [Command] is what has to be run in the toolchain to judge all blocks of a
// note, and [Judge] reads what it printed. Each line's bytes are decoded at
// the line's own address, so that targets of branches and addresses relative
// to rip come out as numbers that can be compared. That takes an ELF file
// with a section for each line rather than `-b binary`, which knows one
// address only; it takes one file for all lines, and no line can put another
// out of step.
//
// What is asserted of a line:
//
//   - its bytes are one instruction, no more and no less;
//   - mnemonic and operands are what objdump says of them. AT&T syntax is
//     known from Intel's by its look. Old and new spellings are one
//     (`callq`/`call`, `retq`/`ret`, `repz`/`rep ret`, `nopw %cs:`/`cs nopw`),
//     since objdump can be asked for both, and so is other white space;
//   - the target of a branch, and the number in a comment `# 403ff0 <sym>`;
//   - its address, where a neighbour, a label or a target depends on it.
//
// What is not: names between `<` and `>` (but `<sym+0x12>` is 0x12 behind
// `sym` where its label stands in the block), other comments, and whatever
// the author left out with `...`.
//
// Code is x86-64 unless the note shows otherwise: where at least three lines
// more are right as i386 or as 16-bit code, it is that. Disassembly with
// blanks behind its commas is another tool's (llvm-objdump, lldb), which
// spells more than can be known here; where it differs it is of unknown
// worth, not wrong.
//
// # Dumps
//
// [Size] and [Dump] need no toolchain. They hold an output against its own
// arithmetic: that the columns of size(1) sum to their totals, that the text
// column of a hex dump is its bytes and its offsets follow.
package decode
