package engine

import (
	"errors"
	"io/fs"
	"os"
	"regexp"
)

// layVersion is part of the key of an image over which something is laid; it
// changes with what that is.
const layVersion = 1

// lay lays over an unpacked image what setup makes in one from packages: /note,
// the user knotes, who may have another name in it, /etc/hosts, and the folders
// on which an engine mounts something. A link in the image leads nowhere else.
func lay(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, d := range []string{"etc", "dev", "proc", "sys", "tmp", "note"} {
		if err := root.MkdirAll(d, 0o755); err != nil {
			return err
		}
	}
	for name, line := range map[string]string{"etc/passwd": "knotes:x:1000:1000:knotes:/note:/bin/bash\n", "etc/group": "knotes:x:1000:\n"} {
		data, err := root.ReadFile(name)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := root.WriteFile(name, append(sameUser.ReplaceAll(data, nil), line...), 0o644); err != nil {
			return err
		}
	}
	for _, name := range []string{"etc/hosts", "etc/resolv.conf", ".dockerenv", "run/.containerenv"} {
		if err := root.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return errors.Join(
		root.WriteFile("etc/hosts", []byte("127.0.0.1 localhost knotes\n::1 localhost\n"), 0o644),
		root.Chmod("note", os.ModeSticky|0o777),
		root.Chmod(".", 0o755),
	)
}

// sameUser matches the line of a user or group that has the name or the number
// of ours.
var sameUser = regexp.MustCompile(`(?m)^(knotes:.*|[^:\n]*:[^:\n]*:1000:.*)\n?`)
