package notes

import (
	"fmt"
	"regexp"
)

var (
	imageDigest = regexp.MustCompile(`^[^-@\s][^@\s]*@sha256:[0-9a-f]{64}$`)
	debianWord  = regexp.MustCompile(`^[a-z0-9][a-z0-9+.:=~-]*$`)
	archiveTime = regexp.MustCompile(`^([0-9]{8}T[0-9]{6}Z)?$`)
)

// wrong says why this cannot be the recipe of an image, or not of always the
// same; "" if it can.
func (t Toolchain) wrong() string {
	for _, p := range append([]string{t.Suite}, t.Packages...) {
		if !debianWord.MatchString(p) {
			return fmt.Sprintf("%q cannot be a suite or package of Debian", p)
		}
	}
	switch {
	case t.Image != "" && !imageDigest.MatchString(t.Image):
		return fmt.Sprintf("image = %q has no digest, so it could change under the notes: write NAME@sha256:…, as docker image inspect --format '{{.RepoDigests}}' NAME says it", t.Image)
	case !archiveTime.MatchString(t.Snapshot):
		return fmt.Sprintf("snapshot = %q is not a time such as 20261101T000000Z", t.Snapshot)
	}
	return ""
}
