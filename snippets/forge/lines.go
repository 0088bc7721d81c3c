package forge

import (
	"fmt"
	"regexp"
	"strconv"
)

// lineLetter is what a forge writes before the number of a line.
var lineLetter = map[string]string{GitHub: "L", GitLab: "L", Elixir: "L", DebSources: "L", CGit: "n", GitWeb: "l"}

var (
	// lineForm is one line or a range, with the columns that GitHub adds.
	lineForm = regexp.MustCompile(`^(L|l|n)(\d+)(?:C\d+)?(?:-(?:L|l|n)?(\d+)(?:C\d+)?)?$`)
	// meantAsLine is what nobody writes who means another place of a page.
	meantAsLine = regexp.MustCompile(`^(?:L|l|n|line-?)?\d+([^\pL]|$)`)
)

// maxLine is more than any file has lines.
const maxLine = 1 << 30

// lines reads the fragment of the URL. One that means another place than a line
// is let be.
func (a *Address) lines(fragment string) error {
	m := lineForm.FindStringSubmatch(fragment)
	if m == nil || m[1] != lineLetter[a.Forge] {
		if m != nil || meantAsLine.MatchString(fragment) {
			return fmt.Errorf("#%s leads to no line here; the form is #%s10", fragment, lineLetter[a.Forge])
		}
		return nil
	}
	first, err := lineNumber(m[2])
	if err != nil {
		return err
	}
	last := first
	if m[3] != "" {
		if last, err = lineNumber(m[3]); err != nil {
			return err
		}
	}
	if last < first {
		return fmt.Errorf("its lines run backwards, from %d to %d", first, last)
	}
	a.First, a.Last = first, last
	return nil
}

func lineNumber(s string) (int, error) {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil || n > maxLine:
		return 0, fmt.Errorf("no file has a line %s", s)
	case n == 0:
		return 0, fmt.Errorf("lines count from 1, there is no line 0")
	}
	return n, nil
}
