// Package kernel answers what a file of the kernel's source is at a commit or
// release, from one store in the user's cache that is filled in two ways.
//
// By release: [Store.Import] feeds the pristine tarball of a release, Debian's
// by [Debian] or any other by [File] and [Download], to git fast-import. Modes
// and symbolic links are kept, so that the ids of blobs and trees are git's own.
// DIR/releases.git holds all of them as tags; what two releases share is there once.
//
// By git: a commit of any repository is fetched without its parents and without
// blobs, and each blob when it is asked for; [Store.Want] gets many at once.
// Each repository has its own partial clone below DIR/remotes. Not one for all:
// git asks every server it knows for a blob that is missing, one after the other,
// so that a slow one would hold up the rest, and a wrong one would see what is
// asked of another. And git is never left to fetch by itself: it would do so
// blob by blob, and an answer that has not come could not be told from a file
// that is not there. The clones therefore do not say of themselves that they are
// partial, to git what is missing is missing, and what to fetch is decided here.
//
// A file is found by reading trees, not by git's COMMIT:PATH, whose "missing"
// would mean either. The text of a symbolic link is where it points, as git and
// its hosts have it ([File.Symlink]); nothing is looked up through one.
//
// Three outcomes are never the same thing: an answer; [ErrNoCommit], [ErrNoFile]
// or [ErrExcluded], which say what is wrong with the question; and [Unreachable],
// which says that there is no answer.
package kernel
