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
// shell and directory before the block), prompt="…", .setup (folded away on
// the site), and for C file="x.c" (the block is that file) and
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
// A console block without a prompt is a command with its output if it begins
// as one: "readelf -h x". Commands that start containers, install packages,
// ask questions on a terminal or need the network are not run, wherever they
// stand in a command line.
package snippets
