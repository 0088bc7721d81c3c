package snippets

import "github.com/knotes-dev/knotes/notes"

// Reread reads the note with another source, by the same rules.
func (d *Doc) Reread(source []byte) (*Doc, error) {
	n, err := notes.Parse(d.Note.File, source)
	if err != nil {
		return nil, err
	}
	old := d.Note
	n.Notebook, n.Rel, n.Dir, n.Strict, n.Split, n.Programs = old.Notebook, old.Rel, old.Dir, old.Strict, old.Split, old.Programs
	return Parse(n, d.rules)
}

// PromptWidth is how many bytes of a line would be read as a prompt if it stood
// in the block below its commands; 0 where it would not.
func (b *Block) PromptWidth(line string) int {
	if w := shellPromptLen(line); w > 0 {
		return w
	}
	if _, w := programAt(b, line); w > 0 {
		return w
	}
	w := len(rootPrompt.FindString(line))
	if w > 0 && hasLine(b, isShellPrompt) {
		return 0
	}
	return w
}

// ReadsAsStatus tells whether the last line of an output would be read as the
// exit status of its command.
func ReadsAsStatus(line string) bool {
	var s Step
	return len(s.status([]Line{{Text: line}})) == 0
}
