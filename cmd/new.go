package cmd

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

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

func newNote(cfg *notes.Config, name string) (string, error) {
	chapter, note, ok := strings.Cut(name, "/")
	if !ok || chapter == "" || note == "" || !filepath.IsLocal(name) {
		return "", usagef("%q is not CHAPTER/NOTE, such as memory/mmap", name)
	}
	for _, nb := range cfg.Notebooks {
		if nb.Dir == "" {
			continue
		}
		file := filepath.Join(cfg.Root, nb.Dir, filepath.FromSlash(name)+".md")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return "", err
		}
		f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if os.IsExist(err) {
			return "", usagef("%s is there already", file)
		}
		if err != nil {
			return "", err
		}
		_, err = f.WriteString(newNoteText(filepath.Base(note)))
		if cerr := f.Close(); err == nil {
			err = cerr
		}
		return relative(file), err
	}
	return "", usagef("there is no notebook to write into: name a folder under [[notebooks]] in %s", notes.ConfigFile)
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
	title := strings.ToUpper(name[:1]) + strings.ReplaceAll(name[1:], "-", " ")
	return "---\ntitle: " + title + "\ndescription: What a reader learns here, in a sentence.\n---\n\n" +
		"The question that this note answers.\n\n" +
		"```console\n$ echo $((1 << 12))\n4096\n```\n\n" +
		"What was seen, explained.\n"
}
