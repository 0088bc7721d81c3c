package audit

import (
	"math"

	"github.com/knotes-dev/knotes/notes"
)

// Schema names the version of the JSON report.
const Schema = "knotes.audit/1"

// Report is the outcome of an audit.
type Report struct {
	Schema string           `json:"schema"`
	Seed   uint64           `json:"seed"`
	Limit  int              `json:"limit"` // wrong notes for each claim at most
	Total  Count            `json:"total"`
	Kinds  map[string]Count `json:"kinds"`
	Notes  []*Note          `json:"notes"`
}

// Note is one note's part of a report.
type Note struct {
	File      string            `json:"file"`
	Why       string            `json:"not_audited,omitempty"` // why nothing is known of it
	Total     Count             `json:"total"`
	Kinds     map[string]*Count `json:"kinds"`
	ExitsOpen int               `json:"exits_open"` // commands that fail with a status that the note does not state
	Survivors []Survivor        `json:"survivors"`
}

// Count tells of the claims of a kind, or of a note, and of the wrong notes
// that were made of them.
type Count struct {
	Claims    int `json:"claims"`
	Unchanged int `json:"unchanged"` // claims that are not verified

	Made     int `json:"made"`     // wrong notes
	Found    int `json:"found"`    // of them: that are findings, stale ones among them
	Stale    int `json:"stale"`    // of those found: that the record does not speak for
	Unmarked int `json:"unmarked"` // neither found nor verified
	Survived int `json:"survived"` // that would pass

	Score float64 `json:"score"` // share of the wrong notes that would not pass, 0 to 1; 1 without any

	Bytes    int     `json:"bytes"`    // of outputs as observed, and of blocks without a command
	Asserted int     `json:"asserted"` // of them: that a change of would be a wrong note
	Share    float64 `json:"share"`    // Asserted ÷ Bytes, 0 to 1; 1 without any
}

// Survivor is a wrong note that would pass.
type Survivor struct {
	Line   int    `json:"line"` // of the change in the note, from 1, in bytes
	Col    int    `json:"col"`
	Claim  string `json:"claim"`
	Kind   string `json:"kind"`
	Change string `json:"change"` // digit, character, name, line, repetition, order, exit, value, blank, bit or register
	What   string `json:"what"`   // in words
}

// Well tells whether every wrong note is found and every note was audited.
func (r *Report) Well() bool {
	for _, n := range r.Notes {
		if n.Why != "" {
			return false
		}
	}
	return r.Total.Survived == 0
}

func newNote(n *notes.Note) *Note {
	return &Note{File: n.File, Kinds: map[string]*Count{}, Survivors: []Survivor{}}
}

func (n *Note) kind(kind string) *Count {
	if n.Kinds[kind] == nil {
		n.Kinds[kind] = &Count{}
	}
	return n.Kinds[kind]
}

// add counts a wrong note.
func (c *Count) add(how fate) {
	switch how {
	case untrue:
		return
	case survived:
		c.Survived++
	case found:
		c.Found++
	case stale:
		c.Found++
		c.Stale++
	case unmarked:
		c.Unmarked++
	}
	c.Made++
}

func (c *Count) sum(d Count) {
	c.Claims += d.Claims
	c.Unchanged += d.Unchanged
	c.Made += d.Made
	c.Found += d.Found
	c.Stale += d.Stale
	c.Unmarked += d.Unmarked
	c.Survived += d.Survived
	c.Bytes += d.Bytes
	c.Asserted += d.Asserted
}

// shares fills in what follows from the counts.
func (c *Count) shares() {
	c.Score = share(c.Made-c.Survived, c.Made)
	c.Share = share(c.Asserted, c.Bytes)
}

// share is n ÷ all to three digits, which is 1 only where nothing is missing.
func share(n, all int) float64 {
	if n >= all {
		return 1
	}
	return min(math.Round(float64(n)/float64(all)*1000)/1000, 0.999)
}

func newReport(all []*Note, o Options) *Report {
	r := &Report{Schema: Schema, Seed: o.Seed, Limit: o.Limit, Kinds: map[string]Count{}, Notes: []*Note{}}
	for _, n := range all {
		for kind, c := range n.Kinds {
			n.Total.sum(*c)
			sum := r.Kinds[kind]
			sum.sum(*c)
			r.Kinds[kind] = sum
			c.shares()
		}
		r.Total.sum(n.Total)
		n.Total.shares()
		r.Notes = append(r.Notes, n)
	}
	for kind, c := range r.Kinds {
		c.shares()
		r.Kinds[kind] = c
	}
	r.Total.shares()
	return r
}
