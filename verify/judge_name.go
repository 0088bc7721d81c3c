package verify

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"

	"github.com/knotes-dev/knotes/notes"
	"github.com/knotes-dev/knotes/snippets"
	"github.com/knotes-dev/knotes/verify/names"
	"github.com/knotes-dev/knotes/verify/report"
)

// name judges a name of the kernel's in a note that speaks of it: the release
// must have it. One that may be an ordinary word says nothing, and has no verdict,
// unless the release has it.
func (j *judging) name(c *snippets.Claim, r *report.Claim) verdict {
	if j.src.Release == "" {
		if c.Name.Weak {
			return verdict{}
		}
		return unverified("%s does not say of which release: write release = \"…\" below [kernel]", notes.ConfigFile)
	}
	n := c.Name
	key := nameKey(j.src.Release, n)
	out := j.ask(key, func() *sourced { return j.src.askName(key, n) })
	if n.Weak && out.keep == nil { // a word like others
		return verdict{}
	}
	return j.sourced(r, out)
}

// nameKey is a name as a lock has it. A field of what is said to be a struct is
// not one of a variable of that name.
func nameKey(release string, n *snippets.NameRef) notes.NameKey {
	kind := cmp.Or(n.Kind, "any")
	if n.Tag {
		kind += "-of-tag"
	}
	return notes.NameKey{Release: release, Kind: kind, Name: n.Text}
}

// ErrNoNames is what an index answers that is not there.
var ErrNoNames = errors.New("there is no index of names")

func (s *sources) findName(n *snippets.NameRef) (names.Answer, error) {
	if s.Names == nil {
		return names.Answer{}, ErrNoNames
	}
	return s.Names.Find(names.Query{Kind: names.Kind(n.Kind), Text: n.Text, Type: n.Type, Member: n.Member, Tag: n.Tag})
}

func (s *sources) askName(key notes.NameKey, n *snippets.NameRef) *sourced {
	locked, known := s.Lock.Names[key]
	a, err := s.findName(n)
	switch {
	case errors.Is(err, ErrNoNames) && known:
		return byLock(nameFound(locked))
	case errors.Is(err, ErrNoNames):
		return &sourced{verdict: unverified("%s", s.noNames()), open: true}
	case err != nil:
		s.fail(fmt.Errorf("looking up %s: %w", n.Text, err))
		return &sourced{verdict: unverified("%v", err), open: true}
	case !a.Found:
		return &sourced{verdict: failed("linux %s has no %s%s", key.Release, nameWords(n), nearestName(a))}
	}
	now := notes.LockedName{NameKey: key, Path: a.Place.Path, Line: a.Place.Line}
	out := nameFound(now)
	if a.Place.As != "" {
		out.remark = string(a.Place.As) + " " + out.remark
		out.pin.Symbols = []report.Symbol{{Name: n.Text, Role: "definition", As: string(a.Place.As)}}
	}
	return held(out, locked, known, now, func() string {
		return fmt.Sprintf("it was in %s, it is in %s", namePlace(locked), namePlace(now))
	})
}

// nameFound is the verdict on a name that the release has.
func nameFound(n notes.LockedName) *sourced {
	out := &sourced{verdict: verified("found"), keep: func(l *notes.Lock) { l.SetName(n) }}
	out.pin = &report.Pin{Source: "linux " + n.Release, Release: n.Release, Path: n.Path, Line: n.Line, Last: n.Line, Lock: report.LockCurrent}
	out.remark = "in " + namePlace(n)
	return out
}

// noNames says why names cannot be asked.
func (s *sources) noNames() string {
	if s.Store == nil {
		return "it is not in " + notes.LockFile
	}
	return "source not reachable: there is no index of the names of linux " + s.Release + "; run: knotes kernel " + s.Release
}

func namePlace(n notes.LockedName) string {
	if n.Line == 0 {
		return n.Path
	}
	return n.Path + ":" + strconv.Itoa(n.Line)
}

// nameWords is a name as a text would have it.
func nameWords(n *snippets.NameRef) string {
	switch n.Kind {
	case "function":
		return "`" + n.Text + "()`"
	case "struct", "union", "enum":
		return "`" + n.Kind + " " + n.Text + "`"
	}
	return "`" + n.Text + "`"
}

func nearestName(a names.Answer) string {
	switch {
	case a.Nearest != "" && a.NearPlace.Path != "":
		return fmt.Sprintf("; did you mean `%s` (%s)?", a.Nearest, namePlace(notes.LockedName{Path: a.NearPlace.Path, Line: a.NearPlace.Line}))
	case a.Nearest != "":
		return fmt.Sprintf("; did you mean `%s`?", a.Nearest)
	case a.Part != "":
		return fmt.Sprintf("; it is the end of `%s`", a.Part)
	}
	return ""
}
