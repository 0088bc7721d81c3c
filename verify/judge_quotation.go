package verify

import (
	"fmt"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/report"
)

// quotation judges a block that quotes source code: by its quote=, else by the
// links of its section.
func (j *judging) quotation(c *snippets.Claim, r *report.Claim) verdict {
	if c.Block.Attrs.Quote == "" {
		return j.sectionQuotation(c, r)
	}
	from, why, bad := j.src.quoteAttr(c.Block.Attrs.Quote)
	switch {
	case bad:
		return failed("%s", why)
	case why != "":
		return unverified("%s", why)
	}
	key, out := j.src.askQuotation(c, from)
	if out.absent && !out.short {
		return failed("%s", out.reason)
	}
	j.collect(key, out)
	return j.sourced(r, out)
}

// sectionQuotation judges a block by the links of its section. What is wrong with
// a link is said there.
func (j *judging) sectionQuotation(c *snippets.Claim, r *report.Claim) verdict {
	a := j.src.bySection(j.plan.doc, c)
	switch {
	case a.out != nil:
		j.collect(a.key, a.out)
		return j.sourced(r, a.out)
	case len(a.absent) == 0:
		return unverified("the links of its section lead to no source that it could be held against")
	}
	return j.noQuotation(c, r, a)
}

// orQuoted is the verdict on C that was taken for a program or a prototype, and
// that compiling it does not speak for: it may be quoted from source code to
// which its section links.
func (j *judging) orQuoted(c *snippets.Claim, r *report.Claim, v verdict) verdict {
	if v.status == report.Verified || c.Block.Attrs.File != "" {
		return v
	}
	a := j.src.bySection(j.plan.doc, c)
	if a.out == nil || a.out.pin == nil && (a.out.near == 0 || v.status == report.Failed) {
		return v
	}
	c.Block.Reclassify(snippets.Quotation)
	r.Kind = string(snippets.Quotation)
	j.collect(a.key, a.out)
	return j.sourced(r, a.out)
}

// noQuotation judges C that no file has to which its section links: it may be
// the author's own, and is then compiled like any other. That it is in none is
// kept: what is compiled depends on it.
func (j *judging) noQuotation(c *snippets.Claim, r *report.Claim, a sectionAnswer) verdict {
	for _, none := range a.absent {
		j.collect(none.key, none.out)
		r.Unlocked = r.Unlocked || none.out.lacking && j.plan.doc.Note.Notebook != "" && !j.src.record
	}
	why := fmt.Sprintf("it stands in no file that its section links to (%s)", a.paths())
	v, ok := j.c[c]
	if !ok || v.status != report.Verified {
		return unverified("%s", why)
	}
	c.Block.Reclassify(snippets.Fragment)
	r.Kind = string(snippets.Fragment)
	r.Cached = j.seen.Cached || j.seen.Recorded
	v.remark = joinRemarks(v.remark, why)
	return v
}
