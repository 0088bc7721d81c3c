package site

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

func exchange(tmp, target string) error {
	for range 10 {
		err := unix.Renameat2(unix.AT_FDCWD, tmp, unix.AT_FDCWD, target, unix.RENAME_EXCHANGE)
		if errors.Is(err, unix.ENOENT) {
			err = unix.Renameat2(unix.AT_FDCWD, tmp, unix.AT_FDCWD, target, unix.RENAME_NOREPLACE)
			if errors.Is(err, unix.EEXIST) { // another run was faster
				continue
			}
		}
		if errors.Is(err, unix.EINVAL) || errors.Is(err, unix.ENOSYS) {
			break
		}
		return err
	}
	return renameTwice(tmp, target)
}

func lock(f *os.File) bool {
	return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil
}
