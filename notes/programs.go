package notes

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// MaxPrograms bounds the files that are copied into a note's container, bytes.
const MaxPrograms = 64 << 20

// folders keeps what has been read of folders while a notebook is loaded: the
// notes of a folder share the programs beside them.
type folders map[string][]File

// loadPrograms reads the regular files beside a note, and the folders its
// front matter names: not hidden ones, notes or records. Nothing outside of
// the note's folder is read, whatever links lead there.
func loadPrograms(n *Note, beside folders) ([]File, error) {
	root, err := os.OpenRoot(n.Dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	l := programLoader{note: n, fsys: root.FS()}
	if err := l.addBeside(beside); err != nil {
		return nil, err
	}
	for _, name := range n.Meta.Files {
		if err := l.addTree(name); err != nil {
			return nil, err
		}
	}
	return l.files, nil
}

type programLoader struct {
	note  *Note
	fsys  fs.FS
	files []File
	size  int
}

// addBeside adds the files of the note's own folder. A note that is not called
// one by its name would be a program to the others, so it has a look of its own.
func (l *programLoader) addBeside(beside folders) error {
	shared := isMarkdown(l.note.File)
	if known, ok := beside[l.note.Dir]; ok && shared {
		l.files = slices.Clip(known)
		for _, f := range known {
			l.size += len(f.Data)
		}
		return nil
	}
	entries, err := fs.ReadDir(l.fsys, ".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := l.add(e.Name(), e); err != nil {
			return err
		}
	}
	if shared {
		beside[l.note.Dir] = slices.Clip(l.files)
	}
	return nil
}

// addTree adds what is below a folder beside the note. A file beside the note
// has been added already.
func (l *programLoader) addTree(name string) error {
	pos := l.note.metaPos("files")
	if !filepath.IsLocal(name) || strings.Contains(name, `\`) {
		return Errorf(pos, "files: %q leaves the note's folder; name a folder beside the note", name)
	}
	err := fs.WalkDir(l.fsys, path.Clean(name), func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && p != path.Clean(name):
			return fs.SkipDir
		case d.IsDir() || path.Dir(p) == ".":
			return nil
		}
		return l.add(p, d)
	})
	var bad *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Errorf(pos, "files: there is no %q beside the note", name)
	case errors.As(err, &bad) && !errors.Is(err, fs.ErrPermission):
		return Errorf(pos, "files: %q: %v; name a folder beside the note", name, bad.Err)
	}
	return err
}

func (l *programLoader) add(name string, d fs.DirEntry) error {
	if !d.Type().IsRegular() || strings.HasPrefix(d.Name(), ".") || isMarkdown(name) || name == filepath.Base(l.note.File) || l.isRecord(name) {
		return nil
	}
	info, err := d.Info()
	if err == nil && l.size+int(info.Size()) > MaxPrograms {
		return Errorf(Pos{l.note.File, 1, 1}, "the files beside the note are more than %d MiB, the most that is copied into its container; move what it does not need to another folder", MaxPrograms>>20)
	}
	var data []byte
	if err == nil {
		data, err = fs.ReadFile(l.fsys, name)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil // gone since the folder was read
	}
	if err != nil {
		return fmt.Errorf("reading a file beside %s: %w", l.note.File, err)
	}
	mode := fs.FileMode(0o644)
	if info.Mode()&0o111 != 0 {
		mode = 0o755
	}
	l.size += len(data)
	l.files = append(l.files, File{Name: name, Mode: mode, Data: data})
	return nil
}

// isRecord tells whether a file is the record of a note in the same folder.
func (l *programLoader) isRecord(name string) bool {
	stem, ok := strings.CutSuffix(name, ".txtar")
	if !ok {
		return false
	}
	own := filepath.Base(l.note.File)
	if strings.TrimSuffix(own, filepath.Ext(own)) == stem {
		return true
	}
	for _, ext := range []string{".md", ".markdown"} {
		if _, err := fs.Stat(l.fsys, stem+ext); err == nil {
			return true
		}
	}
	return false
}
