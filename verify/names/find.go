package names

import (
	"bytes"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Find looks for a name as a reader would: as what the text says it is, and
// where that is not clear as whatever it may be.
func (x *Index) Find(q Query) (Answer, error) {
	switch q.Kind {
	case Field:
		return x.findField(q)
	case ProcFile:
		return x.findEntry(q.Text)
	case Path:
		return x.findPath(strings.TrimSuffix(q.Text, "/"))
	}
	a, err := x.findAs(q.Kind, q.Text)
	if a.Found && q.Kind == Any && a.Place.As == Identifier {
		a, err = x.unlessMisspelt(q.Text, a)
	}
	if err != nil || a.Found || a.Nearest != "" {
		return a, err
	}
	if (q.Kind == Any || q.Kind == Macro) && x.isRegister(q.Text) {
		return Answer{Found: true, Place: Place{registers, 0, Macro}}, nil
	}
	if q.Kind == Any && isCapital(q.Text) { // an option without its CONFIG_
		if a, err := x.findAs(Config, "CONFIG_"+q.Text); err != nil || a.Found {
			return a, err
		}
	}
	if q.Kind == Any || q.Kind == Macro {
		if a.Part, err = x.partOf(q.Text); err != nil || a.Part != "" {
			return a, err
		}
	}
	if a.Nearest, a.NearPlace, err = x.Nearest(q.Kind, q.Text); err != nil {
		return a, err
	}
	if q.Kind == Struct || q.Kind == Union || q.Kind == Enum {
		return x.otherTag(q, a)
	}
	return a, err
}

// unlessMisspelt takes back that a word is found, if all that is called so is
// local to some function, and one letter makes it the type that was meant: some
// driver has a variable skb_buff. More of one is no wrong letter: rb_nodes.
func (x *Index) unlessMisspelt(name string, found Answer) (Answer, error) {
	near, err := x.nearest("su", name, 1)
	if err != nil || near.name == "" || near.name[0] != name[0] || strings.TrimSuffix(name, "s") == near.name || !strings.Contains(near.name, "_") || len(name) < 6 {
		return found, err
	}
	place, err := x.placeOf(near)
	if err != nil || rank(place.Path) > 0 || !strings.HasPrefix(place.Path, "include/linux/") {
		return found, err
	}
	return Answer{Nearest: near.name, NearPlace: place}, nil
}

// findAs finds a name as the first of the kinds that answer.
func (x *Index) findAs(kind Kind, name string) (Answer, error) {
	order := answers[kind]
	places, err := x.places(name, order)
	if err != nil || len(places) == 0 {
		return Answer{}, err
	}
	for i := range len(order) {
		if p, ok := places[kinds[order[i]]]; ok {
			return Answer{Found: true, Place: p}, nil
		}
	}
	return Answer{}, nil
}

// otherTag proposes the tag itself where it is that of a union and was said to
// be that of a struct, say.
func (x *Index) otherTag(q Query, a Answer) (Answer, error) {
	places, err := x.places(q.Text, "suet")
	if err != nil {
		return a, err
	}
	for _, k := range []Kind{Struct, Union, Enum, Typedef} {
		if p, ok := places[k]; ok {
			a.Nearest, a.NearPlace = q.Text, p
			break
		}
	}
	return a, nil
}

// findField finds a field of a type, or of whatever type a variable has.
func (x *Index) findField(q Query) (Answer, error) {
	if a, err := x.findAs(Field, q.Type+"."+q.Member); err != nil || a.Found {
		return a, err
	}
	typ, err := x.places(q.Type, "sut")
	if err != nil {
		return Answer{}, err
	}
	if isType(q, typ) {
		if a, err := x.findAs(Macro, q.Member); err != nil || a.Place.As == Macro && a.Place.Path == typ[Struct].Path {
			return a, err // which stands for a field: sk_state of struct sock
		}
		a := Answer{}
		a.Nearest, a.NearPlace, err = x.nearestField(q)
		return a, err
	}
	if q.Tag { // there is no such type
		return x.nearestType(q)
	}
	if !q.Arrow && strings.Contains(q.Type, "_") { // a variable, or a type that is misspelt
		if a, err := x.findAs(Any, q.Type); err != nil || !a.Found {
			if a, err := x.nearestType(q); err != nil || a.Nearest != "" {
				return a, err
			}
		}
	}
	if a, err := x.findAs(Member, q.Member); err != nil || a.Found {
		return a, err
	}
	a := Answer{}
	if a.Nearest, a.NearPlace, err = x.Nearest(Member, q.Member); a.Nearest != "" {
		a.Nearest = q.Type + "." + a.Nearest
	}
	return a, err
}

// isType tells whether what stands before a field is the type that is called so.
// A variable may be called as some driver's type; hardly one with _ in it.
func isType(q Query, typ map[Kind]Place) bool {
	for _, k := range []Kind{Struct, Union} {
		if p, ok := typ[k]; ok {
			core := rank(p.Path) == 0 && strings.HasPrefix(p.Path, "include/")
			return q.Tag || core && (strings.Contains(q.Type, "_") || !q.Arrow)
		}
	}
	return false
}

// nearestType proposes a field for one whose type is not known: of the nearest
// type that has it, or else that type alone.
func (x *Index) nearestType(q Query) (Answer, error) {
	a := Answer{}
	near, err := x.nearest("su", q.Type, tolerance(q.Type))
	if err != nil || near.name == "" {
		return a, err
	}
	if f, err := x.findAs(Field, near.name+"."+q.Member); err != nil || f.Found {
		a.Nearest, a.NearPlace = near.name+"."+q.Member, f.Place
		return a, err
	}
	a.Nearest = near.name
	a.NearPlace, err = x.placeOf(near)
	return a, err
}

// nearestField is the field of a type that looks most like another, of whatever
// distance that is still less than half of its length.
func (x *Index) nearestField(q Query) (string, Place, error) {
	best, place, distance := "", Place{}, max(2, len(q.Member)/2+1)
	prefix := []byte(q.Type + ".")
	err := x.from(prefix, func(name []byte, c *cursor) (more bool, err error) {
		member, ok := bytes.CutPrefix(name, prefix)
		if d := levenshtein.ComputeDistance(q.Member, string(member)); ok && c.code == codes[Field] && d < distance {
			best, distance = string(name), d
			place, err = x.place(best, c.code, c.path, c.line)
		}
		return ok, err
	})
	return best, place, err
}

// findPath finds a file or folder, from the root of the source or, for a header,
// as it is included.
func (x *Index) findPath(name string) (Answer, error) {
	for _, root := range []string{"", "include/", "include/uapi/", "arch/x86/include/", "arch/x86/include/uapi/"} {
		places, err := x.places(root+name, "po")
		if err != nil {
			return Answer{}, err
		}
		for _, p := range places {
			return Answer{Found: true, Place: p}, nil
		}
	}
	a := Answer{}
	near, err := x.nearest("po", name, tolerance(name))
	if err == nil && near.name != "" {
		a.Nearest = near.name
		a.NearPlace, err = x.placeOf(near)
		return a, err
	}
	if moved := x.sameBase(name); moved != "" {
		a.Nearest, a.NearPlace = moved, Place{moved, 0, Path}
	}
	return a, err
}

// sameBase is the file in another folder that is called as the last part of a
// path, the nearest to the root of the source; "" if there is none.
func (x *Index) sameBase(name string) string {
	base := append([]byte(name[strings.LastIndexByte(name, '/')+1:]), 0)
	best := ""
	for at := 0; ; {
		i := bytes.Index(x.paths[at:], base)
		if i < 0 {
			return best
		}
		at += i
		start := bytes.LastIndexByte(x.paths[:at], 0) + 1
		if at > 0 && x.paths[at-1] == '/' {
			p := string(x.paths[start : at+len(base)-1])
			if best == "" || rank(p) < rank(best) || rank(p) == rank(best) && strings.Count(p, "/") < strings.Count(best, "/") {
				best = p
			}
		}
		at += len(base)
	}
}

// partOf is a name of which another, in capitals, is what stands behind a _: hooks
// and flags are called so for short. It is the first in the core of the kernel.
func (x *Index) partOf(name string) (string, error) {
	if !isCapital(name) || len(name) < 5 {
		return "", nil
	}
	end := []byte("_" + name)
	best, bestRank := "", uint16(100)
	err := x.from(nil, func(name []byte, c *cursor) (bool, error) {
		if !bytes.HasSuffix(name, end) || strings.IndexByte("fsuetdn", c.code) < 0 {
			return true, nil
		}
		path, err := x.path(c.path)
		if r := rank(path); r < bestRank {
			best, bestRank = string(name), r
		}
		return true, err
	})
	return best, err
}

func isCapital(s string) bool { return s != "" && s == strings.ToUpper(s) }
