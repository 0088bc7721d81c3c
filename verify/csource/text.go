package csource

import (
	"bytes"
	"regexp"
	"strings"
)

// findPlain finds a name as a word, with the role that all have.
func findPlain(text []byte, symbol string, role Role, as string) []Place {
	var places []Place
	line := 1
	for _, l := range bytes.SplitAfter(text, []byte("\n")) {
		if i := wordIndex(l, symbol); i >= 0 {
			places = append(places, Place{line, i + 1, role, as})
		}
		line++
	}
	return places
}

// wordIndex is where a word stands first in a line, or -1.
func wordIndex(line []byte, word string) int {
	for from := 0; ; {
		i := bytes.Index(line[from:], []byte(word))
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(word)
		if (i == 0 || !inWord(line[i-1]) || !inWord(word[0])) && (end == len(line) || !inWord(line[end]) || !inWord(word[len(word)-1])) {
			return i
		}
		from = i + 1
	}
}

func inWord(c byte) bool { return classes[c]&(letter|digit) != 0 && c != '$' }

var configLine = regexp.MustCompile(`^\s*(?:menu)?config\s+(\w+)`)

// findKconfig finds an option, with CONFIG_ or without.
func findKconfig(text []byte, symbol string) []Place {
	option := strings.TrimPrefix(symbol, "CONFIG_")
	places := findPlain(text, option, Use, "config")
	if option != symbol {
		places = append(places, findPlain(text, symbol, Use, "config")...)
	}
	f := finder{places: places}
	lines := bytes.Split(text, []byte("\n"))
	for i, p := range places {
		line := bytes.TrimSpace(lines[p.Line-1])
		if bytes.HasPrefix(line, []byte("#")) {
			places[i].Role = "" // a comment
		} else if m := configLine.FindSubmatch(line); m != nil && string(m[1]) == option {
			places[i].Role = Definition
		}
	}
	f.places = deleteComments(places)
	return f.result()
}

func deleteComments(places []Place) []Place {
	kept := places[:0]
	for _, p := range places {
		if p.Role != "" {
			kept = append(kept, p)
		}
	}
	return kept
}
