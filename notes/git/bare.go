package git

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Bare is a bare repository of this tool's own: it keeps objects and refs, and
// has no configuration beyond its format. Who changes it holds a lock of his own.
type Bare struct{ dir string }

// OpenBare returns the repository in dir; it touches nothing.
func OpenBare(dir string) *Bare { return &Bare{dir} }

// Dir is the repository's folder.
func (b *Bare) Dir() string { return b.dir }

// Exists tells whether the repository has been made.
func (b *Bare) Exists() bool {
	_, err := os.Stat(filepath.Join(b.dir, "HEAD"))
	return err == nil
}

// Init makes the repository, whole or not at all, for object ids of that many
// hexadecimal digits: 40 or 64. One that is there is left as it is.
func (b *Bare) Init(ctx context.Context, digits int) error {
	if b.Exists() {
		return nil
	}
	parent := filepath.Dir(b.dir)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	tmp, err := os.MkdirTemp(parent, "new-*.git")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp) // of no effect once renamed
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}
	format := "--object-format=sha1"
	if digits == 64 {
		format = "--object-format=sha256"
	}
	if _, err := printed(ctx, local(ctx, tmp, "init", "--quiet", "--bare", "--template=", format)); err != nil {
		return err
	}
	if err := os.RemoveAll(b.dir); err != nil { // a folder without HEAD is no repository
		return err
	}
	return os.Rename(tmp, b.dir)
}

// Sweep removes what a killed process has left. The lock is held.
func (b *Bare) Sweep() {
	for _, pattern := range []string{"*.lock", "objects/pack/tmp_*", "objects/pack/*.lock", "objects/tmp_*", "objects/incoming-*", "objects/tmp_objdir-*", "shallow_*"} {
		old, _ := filepath.Glob(filepath.Join(b.dir, pattern))
		for _, path := range old {
			os.RemoveAll(path)
		}
	}
	filepath.WalkDir(filepath.Join(b.dir, "refs"), func(path string, d os.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".lock") {
			os.Remove(path)
		}
		return nil
	})
}

// Refs lists the refs below a prefix such as "refs/tags/", and what each points to.
func (b *Bare) Refs(ctx context.Context, prefix string) (map[string]string, error) {
	out, err := printed(ctx, local(ctx, b.dir, "for-each-ref", "--format=%(objectname) %(refname)", prefix))
	if err != nil {
		return nil, err
	}
	refs := map[string]string{}
	for line := range strings.Lines(out) {
		id, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		refs[name] = id
	}
	return refs, nil
}

// SetRef points a ref to an object, in one step.
func (b *Bare) SetRef(ctx context.Context, ref, id string) error {
	_, err := printed(ctx, local(ctx, b.dir, "update-ref", "--no-deref", ref, id))
	return err
}

// DeleteRef removes a ref.
func (b *Bare) DeleteRef(ctx context.Context, ref string) error {
	_, err := printed(ctx, local(ctx, b.dir, "update-ref", "-d", ref))
	return err
}

// Entry is a file of a tree.
type Entry struct {
	Mode string // "100644", "100755", "120000" (a symbolic link), "160000" (a submodule), "040000" (a folder)
	ID   string
	Path string
}

// Files lists all files below a tree or commit, in git's order.
func (b *Bare) Files(ctx context.Context, tree string) ([]Entry, error) {
	out, err := printed(ctx, local(ctx, b.dir, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", tree))
	if err != nil {
		return nil, err
	}
	var files []Entry
	for field := range strings.SplitSeq(out, "\x00") {
		head, path, ok := strings.Cut(field, "\t")
		f := strings.Fields(head)
		if !ok || len(f) != 3 {
			continue
		}
		files = append(files, Entry{Mode: f[0], ID: f[2], Path: path})
	}
	return files, nil
}

// Change is what differs between two trees in one path.
type Change struct {
	Status   string // "A" added, "D" deleted, "M" changed, "R" renamed
	From, To Entry  // the one that is not there is zero
}

// Diff lists what differs between two trees. With paths only those are compared,
// and a renamed file among them is found by git's own measure, which reads their blobs.
func (b *Bare) Diff(ctx context.Context, from, to string, paths ...string) ([]Change, error) {
	args := []string{"-c", "diff.renameLimit=0", "--literal-pathspecs", "diff-tree", "-r", "-z", "--raw", "--full-index", "--no-commit-id"}
	if len(paths) > 0 {
		args = append(args, "--find-renames")
	} else {
		args = append(args, "--no-renames")
	}
	args = append(append(args, from, to, "--"), paths...)
	out, err := printed(ctx, local(ctx, b.dir, args...))
	if err != nil {
		return nil, err
	}
	return readChanges(out)
}

// readChanges reads git's raw format: ":MODE MODE ID ID STATUS", NUL, a path, NUL,
// and for a rename the new path, NUL.
func readChanges(out string) ([]Change, error) {
	var all []Change
	fields := strings.Split(out, "\x00")
	for i := 0; i+1 < len(fields); {
		f := strings.Fields(strings.TrimPrefix(fields[i], ":"))
		if len(f) != 5 {
			return nil, fmt.Errorf("git diff-tree: not a change: %q", fields[i])
		}
		c := Change{Status: f[4][:1], From: Entry{Mode: f[0], ID: f[2], Path: fields[i+1]}, To: Entry{Mode: f[1], ID: f[3], Path: fields[i+1]}}
		i += 2
		switch c.Status {
		case "A":
			c.From = Entry{}
		case "D":
			c.To = Entry{}
		case "R", "C":
			if i >= len(fields) {
				return nil, errors.New("git diff-tree: a rename without its new path")
			}
			c.To.Path = fields[i]
			i++
		}
		all = append(all, c)
	}
	return all, nil
}
