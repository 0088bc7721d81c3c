package drawing

import (
	"encoding/xml"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite what the drawings are read as")

// TestReadAs: each file shows a drawing and what its cells are taken for: "#"
// is a line, an arrow head is one of ^>v<, and text stands as it is.
func TestReadAs(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.txtar")
	if len(files) == 0 {
		t.Fatal("no drawings")
	}
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		g, ok := newGrid(string(a.Files[0].Data), nil)
		if !ok {
			t.Fatalf("%s is no drawing", file)
		}
		g.findLines()
		got := readAs(g)
		if *update {
			a.Files[1].Data = []byte(got)
			if err := os.WriteFile(file, txtar.Format(a), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if d := cmp.Diff(string(a.Files[1].Data), got); d != "" {
			t.Errorf("%s: %s", file, d)
		}
	}
}

func readAs(g *grid) string {
	var b strings.Builder
	for _, row := range g.rows {
		var line strings.Builder
		for _, c := range row {
			switch {
			case c.head != 0:
				line.WriteString(map[arms]string{north: "^", east: ">", south: "v", west: "<"}[c.head])
			case c.arms != 0:
				line.WriteByte('#')
			default:
				line.WriteRune(c.r)
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

func TestNoDrawing(t *testing.T) {
	for name, text := range map[string]string{
		"prose":      "usage: prog [-f | --help] a->b -- 3 + 4 - 5\n 1 | 2\n",
		"nothing":    "",
		"wide":       "+------+\n| 日本 |\n+------+\n",
		"combining":  "+------+\n| e\u0301    |\n+------+\n",
		"directions": "+------+\n| \u202ex   |\n+------+\n",
		"escape":     "+------+\n| \x1b[1m |\n+------+\n",
		"no text":    "+------+\n| \xff    |\n+------+\n",
		"too wide":   strings.Repeat("-", maxColumns+1),
		"too long":   strings.Repeat("|\n", maxRows+1),
	} {
		if svg, ok := SVG(text, nil); ok {
			t.Errorf("%s: drawn as %s", name, svg)
		}
	}
}

func TestLinks(t *testing.T) {
	text := "+------+ [TASK<SIZE](https://a.example/?x=1&y=2#L3) top\n|      |\n+------+\n"
	from := strings.Index(text, "[")
	to := strings.Index(text, ")") + 1
	svg, ok := SVG(text, []Link{{Line: 0, Start: from, End: to, Text: "TASK<SIZE", URL: "https://a.example/?x=1&y=2#L3", Attrs: ` id="k1"`}})
	if !ok {
		t.Fatal("no drawing")
	}
	for _, want := range []string{
		`<a href="https://a.example/?x=1&amp;y=2#L3" id="k1"><text x="75.6" y="13.5" textLength="75.6" lengthAdjust="spacingAndGlyphs">TASK&lt;SIZE</text></a>`,
		`<text x="159.6" y="13.5" textLength="25.2" lengthAdjust="spacingAndGlyphs">top</text>`,
		`viewBox="0 0 184.8 54"`,
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("there is no %s in %s", want, svg)
		}
	}
	if _, ok := SVG(text, []Link{{Line: 0, Start: 5, End: 500}}); ok {
		t.Error("a link that leaves its line was drawn")
	}
}

// FuzzSVG: whatever the text, what is drawn is well-formed, and no character is
// lost: each is text or was read as a line.
func FuzzSVG(f *testing.F) {
	files, _ := filepath.Glob("testdata/*.txtar")
	for _, file := range files {
		a, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(a.Files[0].Data))
	}
	f.Add("<script>-----&amp;\n'\"|\n`-->")
	f.Fuzz(func(t *testing.T, text string) {
		svg, ok := SVG(text, nil)
		if !ok {
			return
		}
		g, _ := newGrid(text, nil)
		g.findLines()
		var want strings.Builder
		for _, row := range g.rows {
			for _, c := range row {
				if c.arms == 0 && c.r != ' ' {
					want.WriteRune(c.r)
				}
			}
		}
		if got := textOf(t, svg); got != want.String() {
			t.Errorf("drawn text is %q, want %q", got, want.String())
		}
	})
}

// textOf returns the text of a drawing without its blanks.
func textOf(t *testing.T, svg string) string {
	var b strings.Builder
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return strings.ReplaceAll(b.String(), " ", "")
		}
		if err != nil {
			t.Fatalf("%v in %s", err, svg)
		}
		if data, ok := token.(xml.CharData); ok {
			b.Write(data)
		}
	}
}
