// Package snippets finds what a note claims: it reads each fenced block, gives
// it a class, and takes console blocks apart into steps.
//
// # Info strings
//
// The first word of an info string is the language; attributes follow in
// braces, as in
//
//	console {#id skip="why" exit=2 timeout="30s" .fresh}
//
// Known are #id, skip="why" (do not run), .run (run despite a rule), exit=N
// (of the block's last step), timeout="30s" (of each step), .fresh (a new
// shell and directory before the block), prompt="…" (of the program that its
// lines are typed into), .setup (folded away on the site), and for C file="x.c" (the block is that file) and
// quote="path#symbol". One that is not known is an error on console and C
// blocks of notes that can be mended here; elsewhere it may be meant for
// another tool, and is let be.
//
// # Transcripts
//
// A line is a command if it begins with a prompt: "$ ", "% ", "user@host:~$ ",
// "[user@host dir]$ ", "bash-5.2$ ", or "# " in a block without any other. The
// command goes on for as long as bash would ask for more; one leading "> " is
// taken off those lines, and only in a here-document may they look like
// prompts. All lines up to the next prompt are the output that the note
// expects. "[N]" alone on the last of them is the exit status. A comment that
// shows nothing claims nothing.
//
// # Programs
//
// "(gdb) ", "(lldb) ", ">>> ", "(Pdb) ", "sqlite> " and what a block names by
// prompt="…" are the prompts of a program that the last shell step started:
//
//	$ gdb -q ./a.out
//	Reading symbols from ./a.out...
//	(gdb) break main
//	Breakpoint 1 at 0x1139: file a.c, line 3.
//
// Each such line is a step that is typed into the program, with the output up
// to where the prompt returns. It has no exit status. Lines behind the
// program's prompt for more ("... " in Python, ">" in gdb) complete it; where
// gdb says something first, they are a step of their own. Where gdb or lldb asks
// for a confirmation ("Quit anyway? (y or n)"), what the note shows behind the
// question is the answer, and else yes, or what the question says is usual; both
// are output. To leave a program (quit, exit(), .quit) and show nothing claims
// nothing of what it says then.
//
// The program lives on through later blocks, those without a language too where
// they begin with its prompt, until the next shell prompt. Before any shell step
// such a line is prose. If the step that starts the program is not run, neither
// are its lines.
//
// # Blocks without a command
//
// A console block without a prompt is a command with its output if it begins
// as one: "readelf -h x". Commands that start containers, install packages,
// ask questions on a terminal or need the network are not run, wherever they
// stand in a command line. Any other console block without a prompt quotes
// lines of an earlier output. Lines of addresses, bytes and instructions are
// disassembly. C is a program, library prototypes or a fragment, or is quoted
// from source code where its section links to some. An untagged block that is
// none of this claims nothing, unless a run shows that its lines are those of
// an output above it (see [Block.Reclassify]).
//
// # Links
//
// A link to a file of source code (see package forge for the addresses) is a
// claim: inline, reference and bare links of Markdown, and <a href> of raw HTML,
// in paragraphs, headings, lists, tables, quotations and footnotes; in blocks
// that claim nothing (drawings) as [text](url) or bare, and so in comments of C.
// Images, inline code, commands and outputs have none.
//
// The text names what must stand at the line. `f()`, `struct x` and inline code
// name f, x and its identifiers, of members (a->b) the last; words with "_", and
// a single word with a digit or a capital within, name themselves; a path names
// the file. Other words name the identifier that they are when joined by "_"
// ("end data"): in a drawing always, else only where that stands somewhere in
// the file ([LinkRef.Weak]); words that say nothing ("here", "the source") none.
//
// # Names
//
// In a note whose front matter says kernel: true, inline code that reads as a
// name of the kernel's claims that the release has it: f(), f(2) of a system
// call, struct x, x.field and x->field, CONFIG_X, a path below /proc or /sys, a file
// or folder of the source from its root (net/ipv4/ip_input.c, linux/list.h), and
// a bare word whose parts a _ joins (task_struct, GFP_KERNEL). A plain word
// claims nothing.
//
// Notes on the kernel also speak of programs, so what may be meant otherwise is
// held back. No claim: functions of the C library, files (main.c), hosts, what a
// program beside the note or a C block defines, what a command of the note says,
// and what stands in a link to source code, which is judged with the link. Weak,
// that is, a claim only if the release has it: the C library's other names, what
// the note's outputs and code merely mention, and words with a dot but no _.
package snippets
