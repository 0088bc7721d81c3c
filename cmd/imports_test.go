package cmd

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/knotes-dev/knotes/"

// mayImport is the way the data walks: a package may import those named for
// it, and none else of ours.
var mayImport = map[string][]string{
	"cmd/knotes":               {"cmd", "cmd/knotes/heap"},
	"cmd/knotes/heap":          {},
	"cmd":                      {"notes", "notes/git", "snippets", "snippets/forge", "verify", "verify/audit", "verify/engine", "verify/kernel", "verify/match", "verify/names", "verify/report", "site", "site/hugo"},
	"notes":                    {"notes/git"},
	"notes/git":                {},
	"snippets":                 {"notes", "snippets/forge"},
	"snippets/forge":           {},
	"verify":                   {"notes", "snippets", "snippets/forge", "verify/engine", "verify/match", "verify/report", "verify/kernel", "verify/cc", "verify/csource", "verify/decode", "verify/listing", "verify/names"},
	"verify/audit":             {"notes", "snippets", "verify", "verify/match", "verify/report", "verify/decode"},
	"verify/engine":            {},
	"verify/engine/enginetest": {"verify/engine"},
	"verify/match":             {},
	"verify/cc":                {"verify/csource"},
	"verify/csource":           {},
	"verify/decode":            {},
	"verify/listing":           {},
	"verify/kernel":            {"notes/git"},
	"verify/kernel/kerneltest": {"verify/kernel"},
	"verify/names":             {},
	"verify/report":            {"verify/match"},
	"site":                     {"site/drawing", "site/preview", "site/search", "notes", "snippets", "snippets/forge", "verify", "verify/listing", "verify/match", "verify/report"},
	"site/search":              {},
	"site/hugo":                {},
	"site/preview":             {},
	"site/drawing":             {},
	"site/sitetest":            {"notes", "snippets", "site", "verify/report", "verify/match"},
	"site/browsertest":         {},
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := dec.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, ok := mayImport[name]
		if !ok {
			t.Errorf("package %s is not in the table of rooms", name)
		}
		for _, imp := range p.Imports {
			if ours, ok := strings.CutPrefix(imp, module); ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s", name, ours)
			}
			if strings.HasPrefix(imp, "github.com/gohugoio/hugo") && name != "site/hugo" {
				t.Errorf("%s imports %s; Hugo is reached from site/hugo alone", name, imp)
			}
		}
	}
}
