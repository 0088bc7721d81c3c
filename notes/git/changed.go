package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// LastChanged returns when each of the files, slash-separated below dir, was
// last changed by a commit that HEAD holds. A file that git does not know, or
// whose last change a shallow clone has cut off, is left out. One walk through
// the history serves all files, and ends once each was seen.
//
// An error means that git could not say: dir is in no repository, there is no
// commit yet, or git is not installed.
func LastChanged(ctx context.Context, dir string, files []string) (map[string]time.Time, error) {
	cut, err := shallowCommits(ctx, dir)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	log := command(ctx, dir, "log", "-z", "--relative", "--no-renames", "--name-only", "--format="+mark+"%H %ct", "--", ".")
	var said strings.Builder
	log.Stderr = &said
	out, err := log.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := log.Start(); err != nil {
		return nil, commandError("log", err)
	}
	changed, done, err := readLog(out, wanted(files), cut)
	if done {
		stop() // git may be far from the first commit
	}
	if failed := log.Wait(); failed != nil && !done {
		err = errors.Join(err, fmt.Errorf("git log: %s", strings.TrimSpace(said.String())))
	}
	if err != nil {
		return nil, err
	}
	return changed, nil
}

// mark opens the line of a commit; no file name holds it, for git ends those by NUL.
const mark = "\x01"

func wanted(files []string) map[string]bool {
	set := map[string]bool{}
	for _, f := range files {
		set[f] = true
	}
	return set
}

// readLog reads fields that end in NUL: a commit as MARK HASH SPACE SECONDS,
// then the names of the files it changed. It stops once each of missing was seen.
func readLog(r io.Reader, missing, cut map[string]bool) (changed map[string]time.Time, done bool, err error) {
	changed = map[string]time.Time{}
	fields := bufio.NewReader(r)
	var at time.Time
	for len(missing) > 0 {
		field, err := fields.ReadString(0)
		if err == io.EOF {
			return changed, false, nil
		}
		if err != nil {
			return nil, false, err
		}
		field = strings.TrimPrefix(strings.TrimSuffix(field, "\x00"), "\n")
		if commit, ok := strings.CutPrefix(field, mark); ok {
			hash, seconds, _ := strings.Cut(commit, " ")
			unix, err := strconv.ParseInt(seconds, 10, 64)
			if err != nil {
				return nil, false, fmt.Errorf("git log: not the time of a commit: %q", commit)
			}
			if at = time.Unix(unix, 0).UTC(); cut[hash] {
				at = time.Time{}
			}
			continue
		}
		if missing[field] {
			delete(missing, field)
			if !at.IsZero() {
				changed[field] = at
			}
		}
	}
	return changed, true, nil
}
