package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// digestMaker takes an OCI image that is given by its digest. It is unpacked as
// those made from packages are, so that every engine can run it.
type digestMaker struct{ *oci }

// fill implements [ImageMaker].
func (m digestMaker) fill(ctx context.Context, r Recipe, root string) error {
	if exec.CommandContext(ctx, m.program, "image", "inspect", r.Image).Run() != nil {
		if _, err := output(exec.CommandContext(ctx, m.program, "pull", "--quiet", r.Image)); err != nil {
			return err
		}
	}
	if err := m.export(ctx, r.Image, r, root); err != nil {
		return err
	}
	if missing := missingPrograms(root); len(missing) > 0 {
		return fmt.Errorf("%s has no %s: a note runs in bash, fed by a program that sh and head receive: take an image that has them, or one derived from it", r.Image, strings.Join(missing, ", no "))
	}
	return lay(root)
}

// missingPrograms tells what a note needs and an image does not have.
func missingPrograms(root string) []string {
	var missing []string
	for _, program := range []string{"sh", "bash", "head", "chmod", "rm"} {
		found := false
		for _, dir := range []string{"bin", "usr/bin", "usr/local/bin"} {
			_, err := os.Lstat(filepath.Join(root, dir, program)) // where a link leads is known inside only
			found = found || !errors.Is(err, os.ErrNotExist)
		}
		if !found {
			missing = append(missing, program)
		}
	}
	return missing
}
