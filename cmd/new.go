package cmd

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/knotes-dev/knotes/notes"
	"github.com/spf13/cobra"
)

func newNew() *cobra.Command {
	return &cobra.Command{
		Use:     "new CHAPTER/NOTE",
		Short:   "Write a note that verifies, to start from",
		Long:    "new writes a small note into the first notebook of knotes.toml. It verifies as it\nis; replace its question, its commands and its outputs by yours.",
		Example: "  knotes new memory/mmap",
		Args:    cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			cfg, err := loadConfig()
			if err != nil {
				return err
			}
			file, err := newNote(cfg, strings.TrimSuffix(args[0], ".md"))
			if err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "%s\nnext: knotes verify --record %s\n", file, file)
			return nil
		},
	}
}

// newNoteName is a chapter and a note, words that read well in an address:
// letters, digits, and "-", "_" or "." between them.
var newNoteName = regexp.MustCompile(`^[\pL\pN][\pL\pN._-]*/[\pL\pN][\pL\pN._-]*$`)

// newNote writes a note and returns its name as the user would write it.
// Whatever goes wrong, nothing is left behind and nothing replaced.
func newNote(cfg *notes.Config, name string) (string, error) {
	if !newNoteName.MatchString(name) {
		return "", usagef("%q is not CHAPTER/NOTE, such as memory/page-tables: two words of letters, digits, - and _", name)
	}
	if chapter, note, _ := strings.Cut(name, "/"); note == "README" || chapter == "testdata" {
		return "", usagef("%s: a README is no note, and testdata no chapter; name another", name)
	}
	dir := ""
	for _, nb := range cfg.Notebooks {
		if nb.Dir != "" {
			dir = filepath.Join(cfg.Root, filepath.FromSlash(nb.Dir))
			break
		}
	}
	if dir == "" {
		return "", usagef("there is no notebook to write into; name a folder under [[notebooks]] in %s", notes.ConfigFile)
	}
	file := filepath.Join(dir, filepath.FromSlash(name)+".md")
	switch _, err := os.Lstat(file); {
	case err == nil:
		return "", usagef("%s is there already; name another, or edit it", relative(file))
	case !errors.Is(err, fs.ErrNotExist):
		return "", usagef("%s cannot be made: %v", relative(file), err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return "", err
	}
	return relative(file), writeNew(file, newNoteText(path.Base(name)))
}

// writeNew writes a file that must not be there yet, whole or not at all.
func writeNew(file, text string) error {
	tmp, err := os.CreateTemp(filepath.Dir(file), ".knotes-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.WriteString(text)
	if err = errors.Join(err, tmp.Chmod(0o644), tmp.Close()); err != nil {
		return err
	}
	return os.Link(tmp.Name(), file) // unlike a rename, it replaces nothing
}

func relative(file string) string {
	if wd, err := os.Getwd(); err == nil {
		if rel, err := filepath.Rel(wd, file); err == nil {
			return filepath.ToSlash(rel)
		}
	}
	return file
}

func newNoteText(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	title := string(unicode.ToUpper(first)) + strings.NewReplacer("-", " ", "_", " ").Replace(name[size:])
	return "---\ntitle: \"" + title + "\"\ndescription: What a reader learns here, in a sentence.\n---\n\n" +
		"The question that this note answers.\n\n" +
		"```console\n$ echo $((1 << 12))\n4096\n```\n\n" +
		"What was seen, explained.\n"
}
