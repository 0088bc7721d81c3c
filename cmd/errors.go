package cmd

import (
	"cmp"
	"errors"
	"slices"

	"github.com/knotes-dev/knotes/notes"
)

// flatten takes joined errors apart: those of notes and configuration first,
// by place, each once, then the others.
func flatten(err error) []error {
	var placed []*notes.Error
	var others []error
	walkErrors(err, func(err error) {
		var e *notes.Error
		if errors.As(err, &e) {
			placed = append(placed, e)
		} else {
			others = append(others, err)
		}
	})
	slices.SortStableFunc(placed, func(a, b *notes.Error) int {
		return cmp.Or(cmp.Compare(a.Pos.File, b.Pos.File), cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	placed = slices.CompactFunc(placed, func(a, b *notes.Error) bool { return *a == *b })
	var all []error
	for _, e := range placed {
		all = append(all, e)
	}
	return append(all, others...)
}

func walkErrors(err error, visit func(error)) {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			walkErrors(e, visit)
		}
	} else if err != nil {
		visit(err)
	}
}
