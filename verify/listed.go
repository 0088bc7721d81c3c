package verify

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/cc"
	"github.com/knotes-dev/knotes/verify/engine"
	"github.com/knotes-dev/knotes/verify/listing"
)

// listed is the assembly of a note's programs. No claim rests on it, so it is
// neither a step nor a part of the note's key, and only who wants to see it pays
// for it: see wantsListing.
type listed struct {
	Key  string // a hash of what compiled them
	Text string // as package listing has it
}

// listJob is the job that lists the programs, and its member of a record.
const listJob = "assembly of programs"

// addListing has the programs compiled to assembly: those that the note's
// commands or blocks name, with the options that it compiles them with.
func (p *plan) addListing() {
	var commands []string
	blocks := map[string]bool{}
	for _, c := range p.doc.Claims() {
		if c.Step != nil {
			commands = append(commands, c.Step.Command)
		} else if c.Block != nil {
			blocks[c.Block.Attrs.File] = true
		}
	}
	for _, f := range p.files {
		if listing.Compilable(f.Name) && (blocks[f.Name] || named(commands, f.Name)) {
			p.programs = append(p.programs, listing.Program{File: f.Name, Flags: cc.Flags(commands, f.Name), Text: string(f.Data)})
		}
	}
	command := listing.Command(p.programs)
	if command == "" {
		return
	}
	ran := len(p.jobs) > 0 && p.jobs[len(p.jobs)-1].claim != nil
	p.listing = &job{id: listJob, command: command, reset: ran}
	sum := sha256.Sum256([]byte(command))
	p.listingKey = "sha256:" + hex.EncodeToString(sum[:])
}

func named(commands []string, file string) bool {
	for _, c := range commands {
		if snippets.Names(c, file) {
			return true
		}
	}
	return false
}

// wantsListing tells whether the programs of a note are to be listed in a run of
// it: for a record, for a site, and where a record has a listing, to hold it
// against.
func (v *verifier) wantsListing(p *plan, old *observed) bool {
	return p.listing != nil && v.Engine != nil && (v.Record || v.Listings || old != nil && old.Listing != nil && old.Key == p.key)
}

// has tells whether the listing of the plan is known.
func (o *observed) has(p *plan) bool { return o.Listing != nil && o.Listing.Key == p.listingKey }

// list lists the programs in a container of their own, where the note was not
// run for it.
func (v *verifier) list(ctx context.Context, p *plan, tc Toolchain, seen *observed) error {
	alone := *p
	alone.jobs, alone.lists = nil, true
	job := *p.listing
	job.reset = false
	alone.listing = &job
	did, err := v.run(ctx, &alone, tc, engine.Vary{})
	if err != nil {
		return err
	}
	defer did.outputs.release()
	if seen.Listing = did.Listing; seen.Listing == nil {
		return nil
	}
	return v.keep(p, tc, seen)
}

// list is what the job of a plan lists; nil where it did not come to its end, or
// does not print what it should.
func (r *runner) list(ctx context.Context, p *plan) (*listed, error) {
	s, err := r.run(ctx, []job{*p.listing})
	if err != nil || s.Stopped != "" {
		return nil, err
	}
	text, err := listing.Condense(p.programs, string(s.Output))
	if err != nil {
		return nil, nil // no claim rests on it: the site goes without
	}
	return &listed{p.listingKey, text}, nil
}

// listingDiffers says how the listing of a record is not what was seen, "" if it
// is, or there is nothing to hold it against.
func listingDiffers(old, seen *observed) (state string) {
	switch {
	case old.Listing == nil || seen.Listing == nil:
		return ""
	case old.Listing.Text != seen.Listing.Text:
		return "the " + listJob
	case old.Listing.Key != seen.Listing.Key:
		return "what compiles the " + listJob
	}
	return ""
}
