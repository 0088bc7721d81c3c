package engine

import (
	"bytes"
	"context"
	"fmt"
	"strings"
)

// Engines lists all engines, in the order in which "auto" tries them. A new
// one is a file of its own and a word here.
func Engines() []Engine {
	return []Engine{Bubblewrap{}, Docker(), Podman()}
}

// Select returns the engine of that name; "auto" is the first that works here.
func Select(ctx context.Context, name string) (Engine, error) {
	var missing, names []string
	for _, e := range Engines() {
		names = append(names, e.Name())
		if name != "auto" && name != e.Name() {
			continue
		}
		err := e.Check(ctx)
		if err == nil {
			return e, nil
		}
		missing = append(missing, fmt.Sprintf("\n  %s: %s", e.Name(), strings.TrimPrefix(err.Error(), ErrUnavailable.Error()+": ")))
	}
	if len(missing) == 0 {
		return nil, fmt.Errorf("%w: there is no engine %q; known are auto, %s", ErrUnavailable, name, strings.Join(names, ", "))
	}
	return nil, fmt.Errorf("%w:%s", ErrUnavailable, strings.Join(missing, ""))
}

func firstLine(b []byte) string {
	line, _, _ := bytes.Cut(bytes.TrimSpace(b), []byte("\n"))
	return string(line)
}
