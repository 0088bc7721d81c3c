// Package notes reads what people write: knotes.toml, and the notes of a
// notebook with the programs that stand beside them. A notebook is a folder of
// Markdown files; a note is one of those files; its chapter is the first
// folder of its path. All positions that the tool reports are made here and in
// package snippets, of the one type [Pos].
//
// What is wrong with a file is reported as an [*Error], whose text begins with
// "file:line:col: "; several are joined. Any other error means that a file
// could not be read at all.
package notes
