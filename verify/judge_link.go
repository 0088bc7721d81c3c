package verify

import (
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// link judges a link to source code.
func (j *judging) link(c *snippets.Claim, _ *report.Claim) verdict {
	if c.Link.Broken != "" {
		return failed("%s", c.Link.Broken)
	}
	return unverified("the source that it leads to cannot be asked yet")
}
