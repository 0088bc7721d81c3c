package git

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
)

// Fetch gets objects, commits or blobs by their full ids, from a server into the
// repository, which may be asked of any number of servers: the remote is named
// for this one call. Of a commit come the commit and its trees, without parents
// and without blobs where the server can leave those out, and ref(id) is made to
// point to it. Nothing is kept of a fetch that fails. The error wraps
// [ErrNotThere] if the server says that it has no such object.
func (b *Bare) Fetch(ctx context.Context, clone string, commits bool, ids ...string) error {
	if err := checkURL(clone); err != nil {
		return err
	}
	args := []string{"--git-dir=" + b.dir, "fetch", "origin", "--quiet", "--no-progress", "--no-tags", "--no-write-fetch-head",
		"--recurse-submodules=no", "--no-auto-maintenance", "--filter=blob:none", "--stdin"}
	if commits {
		args = append(args, "--depth=1")
	}
	c := network(ctx, args...)
	c.Env = withConfig(c.Env, [][2]string{
		{"remote.origin.url", clone},
		{"remote.origin.promisor", "true"},
		{"remote.origin.partialclonefilter", "blob:none"},
		{"fetch.fsckObjects", "false"},
		{"transfer.fsckObjects", "false"},
		{"fetch.unpackLimit", "1"},
		{"fetch.writeCommitGraph", "false"},
		{"fetch.negotiationAlgorithm", "noop"},
		{"fetch.prune", "false"},
		{"gc.auto", "0"},
		{"maintenance.auto", "false"},
		{"color.ui", "false"},
	})
	var wants strings.Builder
	for _, id := range ids {
		if commits {
			fmt.Fprintf(&wants, "+%s:%s\n", id, CommitRef(id))
		} else {
			fmt.Fprintln(&wants, id)
		}
	}
	c.Stdin = strings.NewReader(wants.String())
	_, err := printed(ctx, c)
	return redact(clone, err)
}

// CommitRef is the ref that says of a commit that it has been fetched.
func CommitRef(id string) string { return "refs/commits/" + id }

// LsRemote asks a server where refs point to; patterns are as of git ls-remote.
// The name of an annotated tag with "^{}" behind it points to its commit.
func LsRemote(ctx context.Context, clone string, patterns ...string) (map[string]string, error) {
	if err := checkURL(clone); err != nil {
		return nil, err
	}
	c := network(ctx, append([]string{"ls-remote", "--quiet", "--", clone}, patterns...)...)
	c.Dir = os.TempDir() // not in a repository, whose remotes would count
	out, err := printed(ctx, c)
	if err != nil {
		return nil, redact(clone, err)
	}
	refs := map[string]string{}
	for line := range strings.Lines(out) {
		id, name, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok {
			refs[name] = id
		}
	}
	return refs, nil
}

// checkURL refuses what git would read as something else than an address.
func checkURL(clone string) error {
	switch {
	case clone == "":
		return errors.New("no address to clone from")
	case strings.HasPrefix(clone, "-"), strings.Contains(clone, "::"), strings.ContainsAny(clone, "\n\x00"):
		return fmt.Errorf("%q is no address that git could clone from", clone)
	}
	return nil
}

// redact takes the password of an address out of what git says.
func redact(clone string, err error) error {
	u, bad := url.Parse(clone)
	if err == nil || bad != nil || u.User == nil {
		return err
	}
	if _, ok := u.User.Password(); !ok {
		return err
	}
	return redacted{err, strings.NewReplacer(clone, u.Redacted())}
}

type redacted struct {
	error
	without *strings.Replacer
}

func (r redacted) Error() string { return r.without.Replace(r.error.Error()) }
func (r redacted) Unwrap() error { return r.error }

// withConfig adds configuration to that which the environment may hold already,
// so that no address stands in a list of processes or in a file.
func withConfig(env []string, config [][2]string) []string {
	count := 0
	for _, kv := range env {
		if n, ok := strings.CutPrefix(kv, "GIT_CONFIG_COUNT="); ok {
			fmt.Sscan(n, &count)
		}
	}
	for i, kv := range config {
		env = append(env, fmt.Sprintf("GIT_CONFIG_KEY_%d=%s", count+i, kv[0]), fmt.Sprintf("GIT_CONFIG_VALUE_%d=%s", count+i, kv[1]))
	}
	return append(env, fmt.Sprintf("GIT_CONFIG_COUNT=%d", count+len(config)))
}
